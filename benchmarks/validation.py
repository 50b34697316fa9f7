"""Checking an uploaded plan: every step from bytes to digest, beside reading the same bytes with ``json``."""

import json
from datetime import date
from typing import Any

from jsonschema import Draft202012Validator
from measure import beside, median_ms

from yingji.plans.canonical import canonical, digest
from yingji.plans.catalogue import load
from yingji.plans.checking import check
from yingji.plans.example import Subject, example
from yingji.plans.outline import outline
from yingji.plans.reading import parse
from yingji.plans.tidy import tidy

ON = date(2026, 6, 1)
VILLAGE = Subject(
    code="411624201201",
    name="青山村民委员会",
    kind="village",
    township_name="石槽集乡",
    county_name="沈丘县",
)


def main() -> dict[str, Any]:
    """Figures for the example village plan; the whole path of an upload is ``upload``."""
    document = example(VILLAGE, "flood", ON, ())
    schema = load().get(document["schema"])
    bare = Draft202012Validator(dict(schema.raw))
    data = json.dumps(document, ensure_ascii=False, indent=2).encode()

    def upload() -> str:
        tidied = tidy(schema, parse(data)).document
        if any(problem.grade == "must" for problem in check(schema, tidied, on=ON)):
            raise ValueError("the example is not valid")
        return digest(canonical(tidied))

    figures = {
        "json.loads": median_ms(lambda: json.loads(data)),
        "bare jsonschema": median_ms(lambda: list(bare.iter_errors(document))),
        "parse": median_ms(lambda: parse(data)),
        "tidy": median_ms(lambda: tidy(schema, document)),
        "check": median_ms(lambda: check(schema, document, on=ON)),
        "canonical + digest": median_ms(lambda: digest(canonical(document))),
        "outline": median_ms(lambda: outline(schema, document)),
        "upload": median_ms(upload),
    }
    return {"document bytes": len(data), **beside(figures, "json.loads")}
