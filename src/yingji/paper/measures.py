"""GB/T 9704-2012 in points: the page, the 28 × 22 grid, the sizes of type.

16 pt glyphs do not fit the grid by the standard's own arithmetic (28 × 16 pt > 156 mm), so the
characters are tracked to 15.793 pt; rows stand 29.61 pt apart, so that the ink fills 37 to 262 mm.
"""

MM = 72 / 25.4

PAGE_WIDTH, PAGE_HEIGHT = 210 * MM, 297 * MM
LEFT, TOP = 28 * MM, 37 * MM
WIDTH, HEIGHT = 156 * MM, 225 * MM  # 版心

CELLS, ROWS = 28, 22
SIZE_1, SIZE_2, SIZE_3, SIZE_4 = 26.0, 22.0, 16.0, 14.0  # 一号 二号 三号 四号
SIZE_SMALL_4, SIZE_5, SIZE_SMALL_5 = 12.0, 10.5, 9.0  # 小四 五号 小五
CELL = WIDTH / CELLS
PITCH = (HEIGHT - SIZE_3) / (ROWS - 1)

ASCENT = 0.88  # of the em box above the baseline, for every face used
FOLIO_DROP = 7 * MM  # 一字线 below the lower edge of 版心
