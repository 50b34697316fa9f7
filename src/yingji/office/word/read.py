"""A Word file of any make → what it yields for a plan."""

from yingji.errors import NotFound
from yingji.office.found import Harvest
from yingji.office.guard import opened
from yingji.office.word.body import body, main, visible
from yingji.office.word.free_form import imported
from yingji.office.word.identity import Identity, read
from yingji.office.word.own_form import edited, untouched
from yingji.plans.canonical import digest
from yingji.plans.catalogue import Schema, load


def read_word(data: bytes, *, schema: Schema | None = None, unit_name: str = "", kind: str = "") -> Harvest:
    """Read a .docx. A file of this system gives its document, anybody else's a draft to go through.

    ``schema``, ``unit_name`` and ``kind`` are those the file is handed in for, where known.
    Raises ``Unreadable``, ``TooLarge`` or ``WrongType`` with a Chinese sentence.
    """
    package = opened(data)
    found, identity = body(package), read(package)
    own = _schema(identity)
    if identity is not None and own is not None:
        if not identity.form and digest(visible(main(package))) == identity.seen:
            return untouched(identity, found)
        if (harvest := edited(own, identity, found)) is not None:
            return harvest
    chosen = schema or own or load().latest("village")
    return imported(chosen, found, unit_name=unit_name, kind=kind)


def _schema(identity: Identity | None) -> Schema | None:
    try:
        return load().get(identity.schema) if identity is not None else None
    except NotFound:
        return None
