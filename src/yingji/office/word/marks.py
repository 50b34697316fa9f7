"""The person's own Word file back: a summary on top, a comment at every place that needs a change.

Everything else in the file stays byte for byte as it was.
"""

import re
from collections.abc import Iterator, Mapping, Sequence

from lxml import etree

from yingji.errors import GRADES, Problem
from yingji.office.guard import opened, part
from yingji.office.word.body import NOTE, body, main, parsed
from yingji.office.word.parts import DOCUMENT, SPACES, Element, get, packed, q, serialised, text, w
from yingji.office.word.pieces import Body, Table
from yingji.plans import pointer

AUTHOR = "应急预案系统"
MOST_COMMENTS = 400
MOST_LINES = 40

COMMENTS = "word/comments.xml"
RELATIONS = "word/_rels/document.xml.rels"
TYPES = "[Content_Types].xml"
_KIND = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_PARAGRAPH = re.compile(r"第 ([0-9]{1,7}) 段")
_CELL = re.compile(r"第 ([0-9]{1,5}) 张表(?:第 ([0-9]{1,6}) 行)?")


def marked(data: bytes, problems: Sequence[Problem], anchors: Mapping[str, int]) -> bytes:
    """``data`` (.docx) with ``problems`` as comments; ``anchors`` come from reading the same bytes.

    What an earlier marking left in the file goes first, so that marking twice is marking once.
    """
    package = opened(data)
    parts = {info.filename: part(package, info.filename) for info in package.infolist() if not info.is_dir()}
    root, found = main(package), body(package)
    paragraphs = list(root.iter(q("w:p")))
    spots = [(problem, _spot(problem, anchors, found)) for problem in problems]
    placed = [(problem, _host(paragraphs[at])) for problem, at in spots if 0 <= at < len(paragraphs)]
    comments = parsed(package, COMMENTS, required=False)
    comments = w("comments") if comments is None else comments
    _forget(root, comments)
    _comment(comments, placed[:MOST_COMMENTS])
    beside = [problem for problem, _ in placed[:MOST_COMMENTS]]
    _summarise(root, problems, [problem for problem in problems if problem not in beside])
    parts[DOCUMENT] = serialised(root)
    parts[COMMENTS] = serialised(comments)
    parts[RELATIONS] = _related(parts.get(RELATIONS, b""))
    parts[TYPES] = _typed(parts[TYPES])
    return packed(parts)


def _spot(problem: Problem, anchors: Mapping[str, int], found: Body) -> int:
    """The paragraph a problem belongs to: by its pointer, else by the place it names; -1 for none."""
    steps = pointer.tokens(problem.path)
    for depth in range(len(steps), 0, -1):
        if (at := anchors.get(pointer.build(steps[:depth]), -1)) >= 0:
            return at
    if cell := _CELL.search(problem.place):
        return _cell(found, int(cell[1]), int(cell[2] or 1))
    if paragraph := _PARAGRAPH.search(problem.place):
        return int(paragraph[1]) - 1
    under = [
        at for path, at in anchors.items() if problem.path and path.startswith(problem.path + "/") and at >= 0
    ]
    return min(under, default=-1)


def _cell(found: Body, table: int, row: int) -> int:
    for piece in found.pieces:
        if isinstance(piece, Table) and piece.number == table and row <= len(piece.rows):
            return next((cell.index for cell in piece.rows[row - 1] if cell.index >= 0), -1)
    return -1


def _host(paragraph: Element) -> Element:
    """Comments cannot stand in a text box: theirs goes to the paragraph that holds it."""
    boxes = list(paragraph.iterancestors(q("w:txbxContent")))
    holders = boxes[-1].iterancestors(q("w:p")) if boxes else iter(())
    return next(holders, paragraph)


def _forget(root: Element, comments: Element) -> None:
    """Take out the summary and the comments of an earlier marking."""
    for start in [each for each in root.iter(q("w:bookmarkStart")) if get(each, "name") == NOTE]:
        key = get(start, "id")
        for paragraph in [*_noted(start, key)]:
            paragraph.getparent().remove(paragraph)
    own = {get(each, "id") for each in comments.findall(q("w:comment")) if get(each, "author") == AUTHOR}
    for each in [each for each in comments if get(each, "id") in own]:
        comments.remove(each)
    tags = ("commentRangeStart", "commentRangeEnd", "commentReference")
    for each in [each for tag in tags for each in root.iter(q(f"w:{tag}")) if get(each, "id") in own]:
        holder = each.getparent()
        holder.remove(each)
        if holder.tag == q("w:r") and not [c for c in holder if c.tag != q("w:rPr")]:
            holder.getparent().remove(holder)


def _noted(start: Element, key: str) -> Iterator[Element]:
    paragraph = start.getparent()
    while paragraph is not None and paragraph.tag == q("w:p"):
        following = paragraph.getnext()
        ends = any(get(each, "id") == key for each in paragraph.iter(q("w:bookmarkEnd")))
        yield paragraph
        paragraph = None if ends else following


def _comment(comments: Element, placed: Sequence[tuple[Problem, Element]]) -> None:
    used = [int(key) for each in comments if (key := get(each, "id")).isdecimal()]
    for number, (problem, paragraph) in enumerate(placed, max(used, default=-1) + 1):
        said = f"【{GRADES[problem.grade]}】{problem.message}"
        lines = (w("p", w("r", *text(said))),)
        comments.append(w("comment", *lines, id=number, author=AUTHOR, initials="预案"))
        start = w("commentRangeStart", id=number)
        properties = paragraph.find(q("w:pPr"))
        if properties is None:
            paragraph.insert(0, start)
        else:
            properties.addnext(start)
        paragraph.append(w("commentRangeEnd", id=number))
        paragraph.append(w("r", w("commentReference", id=number)))


def _summarise(root: Element, problems: Sequence[Problem], unplaced: Sequence[Problem]) -> None:
    """The first paragraphs of the file: how many places, and those that no comment stands beside."""
    counts = {grade: sum(problem.grade == grade for problem in problems) for grade in GRADES}
    lines = [
        f"需要改的 {counts['must']} 处" + (f"，建议改的 {counts['should']} 处" if counts["should"] else "")
    ]
    if len(unplaced) < len(problems):
        lines.append(f"其中 {len(problems) - len(unplaced)} 处在正文旁边有批注，请看批注。")
    listed = [problem for grade in GRADES for problem in unplaced if problem.grade == grade]
    if listed:
        lines.append("下面这些在文件里没有对应的地方，多半是缺少内容：")
    for number, problem in enumerate(listed[:MOST_LINES], 1):
        lines.append(f"{number}.〔{GRADES[problem.grade]}〕{problem.place}：{problem.message}")
    if len(listed) > MOST_LINES:
        lines.append(f"另有 {len(listed) - MOST_LINES} 处没有列出，改好上面这些再检查一次。")
    lines.append("以上文字和批注由系统加入，改好后直接再传，不用删除。")
    inner = root.find(q("w:body"))
    used = [int(key) for each in root.iter(q("w:bookmarkStart")) if (key := get(each, "id")).isdecimal()]
    number = max(used, default=0) + 1
    made = [_line(line, head=not count) for count, line in enumerate(lines)]
    made[0].insert(1, w("bookmarkStart", id=number, name=NOTE))
    made[-1].append(w("bookmarkEnd", id=number))
    for count, paragraph in enumerate(made):
        inner.insert(count, paragraph)


def _line(said: str, *, head: bool) -> Element:
    look = w(
        "rPr",
        w("rFonts", hint="eastAsia", eastAsia="黑体" if head else "宋体"),
        w("b") if head else None,
        w("color", val="C00000"),
        w("sz", val=28 if head else 21),
    )
    spacing = w("spacing", before=0, after=40, line=260, lineRule="auto")
    edges = w("pBdr", w("left", val="single", sz=18, space=6, color="C00000"))
    properties = w("pPr", edges, spacing, w("ind", firstLine=0), w("jc", val="left"))
    return w("p", properties, w("r", look, *text(said)))


def _related(content: bytes) -> bytes:
    root = etree.fromstring(content) if content else etree.Element(q("rel:Relationships"))
    kind = f"{SPACES['r']}/comments"
    if not any(each.get("Type") == kind for each in root):
        used = {each.get("Id") for each in root}
        key = next(f"rIdC{n}" for n in range(1, len(used) + 2) if f"rIdC{n}" not in used)
        etree.SubElement(root, q("rel:Relationship"), Id=key, Type=kind, Target="comments.xml")
    return serialised(root)


def _typed(content: bytes) -> bytes:
    root = etree.fromstring(content)
    if not any(each.get("PartName") == f"/{COMMENTS}" for each in root):
        etree.SubElement(root, q("ct:Override"), PartName=f"/{COMMENTS}", ContentType=_KIND)
    return serialised(root)
