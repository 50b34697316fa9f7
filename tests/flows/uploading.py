"""Uploads two hundred contents of one plan one after the other, telling each only when it is stored."""

import sys

from tests.making import TODAY, VILLAGE, Registry, at

from yingji.access.queries import actor
from yingji.db import Database
from yingji.desk import upload
from yingji.plans.catalogue import load


def main(url: str) -> None:
    """Print ``number digest`` for each upload after its transaction has ended."""
    registry = Registry(Database(url))
    document, unit, schema = registry.document(), registry.unit(VILLAGE), load().get("village/1.0")
    for n in range(200):
        content = upload.Prepared(schema, {**document, "training_text": f"第 {n} 种培训安排。"}, (), ())
        with registry.database.writing() as w:
            done = upload.store(w, actor(w, "wenshu", TODAY), at(), unit=unit, kind="flood", prepared=content)
        sys.stdout.write(f"{done.number} {done.digest}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1])
