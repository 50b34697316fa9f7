"""How large a file may be before it is refused; a real plan stays far below."""

MAX_FILE = 30 * 1024 * 1024
MAX_ENTRIES = 2000
MAX_UNPACKED = 120 * 1024 * 1024
MAX_RATIO = 200
SMALL_PART = 1024 * 1024
"""Parts under this size may pack as well as they like: empty tables do."""
MAX_CELLS = 200_000
MAX_BLANKS = 1_000_000
"""Cells of one sheet, with or without content."""
MAX_ROWS = 20_000
MAX_FILLED = 100_000
"""Cells that merged areas of one sheet may fill downwards."""
MAX_TEXT = 32_767
"""Characters in one cell; the limit of Excel and WPS."""

OLD_READER_SECONDS = 20
OLD_READER_BYTES = 768 * 1024 * 1024
