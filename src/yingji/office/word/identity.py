"""Who a Word file of this system is: its plan, its digest, and what each marked place showed."""

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any
from zipfile import ZipFile

from lxml import etree

from yingji.errors import Fault, Unreadable
from yingji.office.guard import part
from yingji.office.word.parts import SPACES
from yingji.plans import pointer
from yingji.plans.reading import parse

ITEM = "customXml/item1.xml"
PROPERTIES = "docProps/custom.xml"
SPACE = "urn:yingji:plan"
GUID = "{6E1B0B54-1B0C-4B6E-9B3E-59494E474A49}"
PREFIX = "yj_"
"""Bookmarks are called yj_0, yj_1, …: the place in ``marks``."""

MOST_DIGITS = 5  # of a row's number
CELLS = "\x1f"
"""Between the cells of a row in a mark's ``text``."""

_ITEM = re.compile(r"customXml/item[0-9]+\.xml")
_CUSTOM = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
_TYPES = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
_FORMAT = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"
_STORE = "http://schemas.openxmlformats.org/officeDocument/2006/customXml"


@dataclass(frozen=True, slots=True)
class Mark:
    """What a bookmark shows: ``text`` between fixed wording, or the ``columns`` of a table's array."""

    at: str
    text: str = ""
    before: str = ""
    after: str = ""
    columns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Identity:
    """``form`` is True for a fill-in template. ``seen`` is the digest of the text as written."""

    unit: str
    kind: str
    schema: str
    digest: str
    document: Mapping[str, Any]
    form: bool = False
    seen: str = ""
    marks: tuple[Mark, ...] = ()
    fixed: tuple[str, ...] = field(default=())


def written(identity: Identity) -> dict[str, bytes]:
    """The parts that carry it: custom properties for people and programs, a custom XML part whole."""
    whole = {**asdict(identity), "document": json.dumps(identity.document, ensure_ascii=False)}
    said = json.dumps(whole, ensure_ascii=True, separators=(",", ":"))
    root = etree.Element(f"{{{SPACE}}}plan", nsmap={None: SPACE})
    root.text = said
    return {
        PROPERTIES: _properties(identity),
        ITEM: _bytes(root),
        "customXml/itemProps1.xml": _item_properties(),
        "customXml/_rels/item1.xml.rels": _item_relation(),
    }


def read(package: ZipFile) -> Identity | None:
    """The identity of a file this system wrote, None for any other. Raises ``Unreadable``."""
    for name in package.namelist():
        if _ITEM.fullmatch(name):
            content = part(package, name)
            if SPACE.encode() in content:
                return _identity(content)
    return None


def _identity(content: bytes) -> Identity:
    try:
        root = etree.fromstring(
            content, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
        )
        raw = json.loads(root.text or "")
        marks = tuple(_mark(**mark) for mark in raw.pop("marks"))
        document = parse(raw.pop("document").encode())
        fixed = tuple(map(_text, raw.pop("fixed")))
        form = raw.pop("form") is True
        said = {key: _text(value) for key, value in raw.items()}
        return Identity(**said, document=document, form=form, marks=marks, fixed=fixed)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError, etree.XMLSyntaxError, Fault):
        raise Unreadable(
            "这个 Word 文件里本系统留下的标识已经损坏。请重新从系统下载一份再修改，或者把文字复制到新建的 Word 文件里上传。"
        ) from None


def _mark(at: str, text: str, before: str, after: str, columns: list[str]) -> Mark:
    """A mark out of a file that anybody may have written."""
    steps = pointer.tokens(_text(at))
    if not steps or any(step.isdecimal() and len(step) > MOST_DIGITS for step in steps):
        raise ValueError(at)
    return Mark(at, _text(text), _text(before), _text(after), tuple(map(_text, columns)))


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    return value


def _properties(identity: Identity) -> bytes:
    root = etree.Element(f"{{{_CUSTOM}}}Properties", nsmap={None: _CUSTOM, "vt": _TYPES})
    values = {
        "应急预案单位": identity.unit,
        "应急预案类别": identity.kind,
        "应急预案格式": identity.schema,
        "应急预案摘要": identity.digest,
    }
    for count, (name, value) in enumerate(values.items(), 2):
        entry = etree.SubElement(root, f"{{{_CUSTOM}}}property", fmtid=_FORMAT, pid=str(count), name=name)
        etree.SubElement(entry, f"{{{_TYPES}}}lpwstr").text = value
    return _bytes(root)


def _item_properties() -> bytes:
    root = etree.Element(f"{{{_STORE}}}datastoreItem", nsmap={"ds": _STORE})
    root.set(f"{{{_STORE}}}itemID", GUID)
    schemas = etree.SubElement(root, f"{{{_STORE}}}schemaRefs")
    etree.SubElement(schemas, f"{{{_STORE}}}schemaRef").set(f"{{{_STORE}}}uri", SPACE)
    return _bytes(root)


def _item_relation() -> bytes:
    root = etree.Element(f"{{{SPACES['rel']}}}Relationships", nsmap={None: SPACES["rel"]})
    kind = f"{SPACES['r']}/customXmlProps"
    etree.SubElement(root, f"{{{SPACES['rel']}}}Relationship", Id="rId1", Type=kind, Target="itemProps1.xml")
    return _bytes(root)


def _bytes(root: Any) -> bytes:
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))
