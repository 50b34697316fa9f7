"""A village plan as it was written in Word, turned into a draft: nothing guessed, nothing lost.

What is certain is taken, what is likely is offered, and every other piece of text is listed with its
place. The result is always a draft that asks 请核对.
"""

import re
from dataclasses import dataclass, field
from typing import Any

from yingji.errors import Problem
from yingji.office.found import Harvest
from yingji.office.word.gather import Gathered
from yingji.office.word.pieces import Body
from yingji.office.word.places import para_place
from yingji.office.word.prose import appointed, facts_in, profile_in
from yingji.office.word.sections import Line, bare, entries, is_known, unnumbered
from yingji.office.word.tables import claim_label, take_table, word
from yingji.office.word.values import people, person, told
from yingji.office.word.words import BASIS_HEADINGS, KINDS, LABELS, ROLES, SECTIONS
from yingji.plans.catalogue import Schema
from yingji.plans.wording import Wording, quoted

MOST_REMARKS = 100

_BASIS = re.compile(
    r"《([^《》]{2,60})》(?:[（(]([^（()）]{2,12}[〔\[［(（][0-9]{4}[〕\]］)）][0-9]{1,5}号)[)）])?"
)
_LABELLED = re.compile(r"([^：:，。；]{2,12})[：:]\s*(.+)", re.DOTALL)
_ABOVE = re.compile(r"^.{1,16}(?:乡|镇|街道办事处|街道)(?=[一-鿿]{1,8}(?:村|社区))")
_UNIT = re.compile(r"([一-鿿]{1,8}?(?:村|社区))(?!民小组|级|村|庄|干部|情|两委)")
_DAY_ALONE = re.compile(
    r"[0-9〇○一二三四五六七八九十]{2,4}\s*年[0-9一二三四五六七八九十\s]{1,4}月(?:[0-9一二三四五六七八九十\s]{1,4}日)?"
)
_SIGNED = re.compile(r"(?:.{0,12}?(?:乡|镇|街道))?([一-鿿]{1,8}?(?:村民委员会|社区居民委员会|居民委员会))")
_TEAM = re.compile(r"[一-鿿]{2,10}组")
_COMMANDERS = ("领导小组", "指挥部", "指挥所")


def imported(schema: Schema, body: Body, *, unit_name: str = "", kind: str = "") -> Harvest:
    """The draft a free-form plan yields for a schema of villages (others yield what their tables say)."""
    work = _Import(schema, Gathered(schema), Wording(schema, {}))
    work.read(body)
    work.teams_done()
    work.lists_done()
    gathered = work.gathered
    document, taken, anchors = gathered.settled()
    document = {"schema": schema.name, **document}
    if kind:
        document.setdefault("kind", kind)
    if unit_name:
        document.setdefault("unit_name", unit_name)
    for index in body.pictures:
        gathered.leave("［图片］", f"第 {index + 1} 段")
    remarks = (_summary(len(taken), gathered), *gathered.problems, *_remarks(schema, gathered))
    return Harvest(document, tuple(taken), tuple(gathered.candidates), tuple(gathered.left), remarks, anchors)


def _summary(taken: int, gathered: Gathered) -> Problem:
    message = (
        f"这份 Word 文件不是本系统的格式，内容是逐段认出来的，一律作为草稿，请核对：认出 {taken} 处，"
        f"待确认 {len(gathered.candidates)} 处，没有放进预案的文字 {len(gathered.left)} 段，都列在后面。"
    )
    return Problem("", "整个文件", message, "should")


def _remarks(schema: Schema, gathered: Gathered) -> list[Problem]:
    remarks = []
    for found in gathered.candidates[:MOST_REMARKS]:
        target = schema.at(found.path)
        if target is not None:
            title = _title(schema, found.path)
            said = quoted(told(target, found.value), 30)
            remarks.append(
                Problem(found.path, found.place, f"请核对：这里像是「{title}」{said}，没有直接采用。", "note")
            )
    return remarks


def _title(schema: Schema, path: str) -> str:
    holder, _, last = path.rpartition("/")
    target = schema.at(holder if last == "-" else path)
    return target.title if target is not None else ""


@dataclass(slots=True)
class _Team:
    name: str
    row: dict[str, Any]
    first: str
    index: int
    last: str = ""

    @property
    def place(self) -> str:
        return f"{self.first}至{self.last}" if self.last else self.first


@dataclass(slots=True)
class _Import:
    schema: Schema
    gathered: Gathered
    wording: Wording
    lists: dict[str, list[tuple[str, str, int]]] = field(default_factory=dict)
    team: _Team | None = None
    above: str = ""
    """The line before, where it begins a list of people."""
    title_above: Line | None = None

    def read(self, body: Body) -> None:
        titled = False
        for entry in entries(body):
            if not isinstance(entry, Line):
                take_table(self.gathered, self.wording, entry)
                continue
            if not titled and not entry.para.where and (titled := self._is_title(entry)):
                continue
            if entry.is_heading:
                self._heading(entry)
            else:
                self._line(entry)
        if self.title_above is not None:
            self._left(self.title_above)

    def _left(self, line: Line) -> None:
        self.gathered.leave(line.text, para_place(line.para))

    def _is_title(self, line: Line) -> bool:
        """The first line that ends in 应急预案, with the line above it where that is only a unit's name."""
        said = re.sub(r"\s", "", line.text)
        above = re.sub(r"\s", "", self.title_above.text) if self.title_above is not None else ""
        if re.fullmatch(r"[^，。；：《》]{2,40}应急预案(?:[（(][^（()）]{1,10}[)）])?", said):
            joined = above + said if re.search(r"(?:村|社区|委员会)$", above) and "村" not in said else said
            if joined == said and self.title_above is not None:
                self._left(self.title_above)
            self.title_above = None
            self._named(joined, line)
            return True
        if len(said) <= 24 and self.title_above is None and not line.is_heading:
            self.title_above = line
            return False
        if self.title_above is not None:
            self._left(self.title_above)
            self.title_above = None
        return False

    def _named(self, title: str, line: Line) -> None:
        place, index = para_place(line.para), line.para.index
        self.gathered.claim("/title", title, place, index)
        kinds = [kind for kind, pattern in KINDS.items() if re.search(pattern, title)]
        if len(kinds) == 1:
            self.gathered.claim("/kind", kinds[0], place, index)
        if (unit := _UNIT.match(_ABOVE.sub("", title))) is not None and self.schema.family == "village":
            self.gathered.claim("/unit_name", unit[1], place, index)

    def _heading(self, line: Line) -> None:
        self.teams_done()
        self.above = ""
        title = line.titles[-1] if line.titles else bare(line.text)
        if _TEAM.fullmatch(title) and not title.endswith("领导小组") and self._under_command(line):
            self.team = _Team(title, {"name": title}, para_place(line.para), line.para.index)
        elif not is_known(title):
            self._left(line)

    def _under_command(self, line: Line) -> bool:
        return any(
            re.search(r"组织|机构|职责|工作组|应急小组|队伍|指挥", title) for title in line.titles[:-1]
        )

    def teams_done(self) -> None:
        """A team is taken once its leader is known; what was read for any other is offered."""
        team, self.team = self.team, None
        if team is None:
            return
        if "leader_id" in team.row:
            self.gathered.row("/command/teams", team.row, team.place, {"": team.index})
        else:
            self.gathered.leave("，".join(str(each) for each in team.row.values()), team.place)

    def _line(self, line: Line) -> None:
        if (
            line.para.where in ("页眉", "页脚", "脚注", "尾注")
            or self._labelled(line)
            or self._is_signed(line)
        ):
            if line.para.where in ("页眉", "页脚", "脚注", "尾注"):
                self._left(line)
            return
        if line.text.rstrip().endswith((":", "：")):
            self.above = line.text
        for path, names in appointed(line.text):
            self.gathered.claim(
                path, names if path.endswith("_ids") else names[0], para_place(line.para), line.para.index
            )
        if self._basis(line) or self._section(line):
            self._offer(line)
            return
        self._offer(line)
        self._left(line)

    def _offer(self, line: Line) -> None:
        if line.titles and line.titles[-1] in map(bare, SECTIONS["/profile/summary"]):
            for path, value in profile_in(line.text).items():
                self.gathered.claim_first(path, value, para_place(line.para), line.para.index)
        for path, value in facts_in(line.text):
            array = path.removesuffix("/-")
            if self.schema.at(array) is not None and not self.gathered.says(array, value):
                self.gathered.offer(path, value, para_place(line.para))

    def _is_signed(self, line: Line) -> bool:
        """The committee's full name alone on a line."""
        said = re.sub(r"\s", "", line.text)
        if _DAY_ALONE.fullmatch(said):
            self._left(line)
            return True
        found = _SIGNED.fullmatch(said)
        if found is None:
            return False
        claims = self.gathered.claims.get("/unit_name", [])
        short = claims[0][0] if claims else ""
        if short and not found[1].startswith(short.removesuffix("村").removesuffix("社区")):
            return False
        self.gathered.claims.pop("/unit_name", None)
        self.gathered.claim("/unit_name", found[1], para_place(line.para), line.para.index)
        return True

    def _labelled(self, line: Line) -> bool:
        _, said = unnumbered(line.text)
        found = _LABELLED.fullmatch(said.strip())
        if found is None:
            return False
        label, value = word(found[1]), found[2].strip()
        place, index = para_place(line.para), line.para.index
        if self.team is not None and self._of_team(label, value):
            self.team.last = place
            return True
        path = self._role(label, line)
        if path:
            return self._person(path, value, place, index)
        parts = [
            _LABELLED.fullmatch(part.strip())
            for part in re.split(r"[；;，,]", said.rstrip("。"))
            if part.strip()
        ]
        if len(parts) > 1 and all(parts) and all(_labels_one(part[1]) for part in parts if part):
            done = [claim_label(self.gathered, part[1], part[2], place, index) for part in parts if part]
            return all(done)
        return _labels_one(found[1]) and claim_label(
            self.gathered, found[1], value.rstrip("。"), place, index
        )

    def _role(self, label: str, line: Line) -> str:
        """Whose name follows the colon; 组长 is the chief where the heading speaks of the leading group."""
        for path, words in ROLES.items():
            if label in words:
                return path
        over = "".join(line.titles[-2:]) + self.above
        if self.team is None and any(each in over for each in _COMMANDERS) and "工作组" not in over:
            return {"组长": "/command/chief_id", "副组长": "/command/deputy_ids"}.get(label, "")
        return ""

    def _person(self, path: str, value: str, place: str, index: int) -> bool:
        target = self.schema.at(path)
        found = people(value) if path.endswith("_ids") else [one] if (one := person(value)) else None
        if not found or target is None:
            return False
        names = [each.name for each in found]
        self.gathered.claim(path, names if path.endswith("_ids") else names[0], place, index)
        for each in found:
            if each.phone and each.post:
                row = {"name": each.name, "post": each.post, "phone": each.phone}
                self.gathered.row("/command/contacts", row, place, {"": index})
            elif each.phone:
                self.gathered.offer("/command/contacts/-", {"name": each.name, "phone": each.phone}, place)
        return all(bool(each.phone) == bool(each.post) or not each.phone for each in found)

    def _of_team(self, label: str, value: str) -> bool:
        if self.team is None:
            return False
        row = self.team.row
        if label in ("组长", "负责人") and (one := person(value)):
            row["leader_id"] = one.name
            if one.phone:
                self.gathered.offer(
                    "/command/contacts/-", {"name": one.name, "phone": one.phone}, self.team.place
                )
            return True
        if label in ("成员", "组员") and (found := people(value)):
            row["members"] = [each.name for each in found]
            return True
        if label in ("职责", "主要职责", "工作职责", "任务", "主要任务"):
            row["duties"] = value
            return True
        return False

    def _basis(self, line: Line) -> bool:
        """Titles under 编制依据, or in the sentence that says by what the plan is drawn up."""
        under = bool(line.titles) and line.titles[-1] in BASIS_HEADINGS
        drawn = re.search(r"(?:根据|依据|按照).*《.*》.*(?:制定|编制|结合)", line.text) is not None
        found = list(_BASIS.finditer(line.text)) if (under or drawn) and self.schema.at("/basis") else []
        for each in found:
            row = {"title": each[1]} | ({"doc_no": _bracketed(each[2])} if each[2] else {})
            if not any(
                row["title"] == known["title"] for known, _, _ in self.gathered.rows.get("/basis", [])
            ):
                self.gathered.row("/basis", row, para_place(line.para), {"": line.para.index})
        rest = _BASIS.sub("", line.text)
        return bool(found) and not re.search(r"[一-鿿]{12,}", rest)

    def _section(self, line: Line) -> bool:
        """Text right under a heading that names its place."""
        title = line.titles[-1] if line.titles else ""
        for path, words in SECTIONS.items():
            if title in map(bare, words) and self._fits(path, line) and self.schema.at(path) is not None:
                said = unnumbered(line.text)[1].strip()
                self.lists.setdefault(path, []).append((said, para_place(line.para), line.para.index))
                return True
        return False

    def _fits(self, path: str, line: Line) -> bool:
        """演练 and 主要职责 may be those of something else; the headings above say so."""
        above = "".join(line.titles[:-1])
        if path == "/command/duties":
            return line.titles[-1] not in ("主要职责",) or any(each in above for each in _COMMANDERS)
        if path == "/evacuation/start_when" and line.titles[-1] == "启动条件":
            return "转移" in above or "避险" in above
        return True

    def lists_done(self) -> None:
        """Paragraphs under one heading: items of a list, or one text of several lines."""
        for path, lines in self.lists.items():
            target = self.schema.at(path)
            place = lines[0][1] if len(lines) == 1 else f"{lines[0][1]}至{lines[-1][1]}"
            if target is not None and target.type == "array":
                items = list(dict.fromkeys(re.sub(r"[；;。]$", "", said) for said, _, _ in lines))
                self.gathered.claim(path, items, place, lines[0][2])
            else:
                self.gathered.claim(path, "\n".join(said for said, _, _ in lines), place, lines[0][2])


def _labels_one(label: str) -> bool:
    return any(word(label) in map(word, words) for words in (*LABELS.values(), *ROLES.values()))


def _bracketed(number: str) -> str:
    """国办发[2024]5号 → 国办发〔2024〕5号."""
    return re.sub(r"[〔\[［(（]([0-9]{4})[〕\]］)）]", r"〔\1〕", number)
