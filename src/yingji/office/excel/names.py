"""Rows that are referred to: typed and read by name, kept by id."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from yingji.office.excel.cells import same
from yingji.plans import pointer
from yingji.plans.catalogue import Field, Schema
from yingji.plans.wording import Wording

FULL = 1000


class Names:
    """What the rows of a document's arrays are called in a workbook; no two rows of one array alike."""

    def __init__(self, schema: Schema, document: Mapping[str, Any]) -> None:
        self.schema = schema
        self.document = document
        self.wording = Wording(schema, document)
        self._shown: dict[str, dict[str, str]] = {}

    def of(self, ref: str, row_id: str) -> str:
        """The name of the row with this id; the id itself where there is no such row."""
        if ref not in self._shown:
            self._shown[ref] = self._named(ref)
        return self._shown[ref].get(row_id, row_id)

    def _named(self, ref: str) -> dict[str, str]:
        array, rows = self.schema.at(ref), pointer.find(self.document, ref)
        if array is None or not isinstance(rows, list):
            return {}
        labels = {
            row["id"]: self.wording.label(array, row, FULL)
            for row in rows
            if isinstance(row, dict) and isinstance(row.get("id"), str)
        }
        count = Counter(same(label) for label in labels.values())
        ids = {same(row_id) for row_id in labels}
        return {
            row_id: label
            if label and count[same(label)] == 1 and same(label) not in ids
            else with_id(label, row_id)
            for row_id, label in labels.items()
        }

    def shown(self, field: Field, value: Any) -> Any:
        """The value with names in place of ids."""
        if isinstance(value, list) and field.item is not None:
            return [self.shown(field.item, each) for each in value]
        return self.of(field.ref, value) if field.ref and isinstance(value, str) else value


def with_id(label: str, row_id: str) -> str:
    """张伟（c07）, where another row is called 张伟 too."""
    return f"{label}（{row_id}）" if label else row_id


def row_names(
    schema: Schema, array: Field, rows: list[dict[str, Any]], document: Mapping[str, Any]
) -> list[str]:
    """What each row is called in the column 所属… of the table under it."""
    wording = Wording(schema, document)
    labels = [wording.label(array, row, FULL) for row in rows]
    count = Counter(map(same, labels))
    return [
        label if label and count[same(label)] == 1 else f"{label}（第 {index} 行）"
        for index, label in enumerate(labels, 1)
    ]
