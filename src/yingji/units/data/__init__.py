"""Division lists that ship with the project; README.md says where they come from."""

from importlib.resources import files


def shipped(name: str) -> bytes:
    """The list ``shicaoji_33``, ``shicaoji_bodies`` or ``shenqiu``, ready for ``import_units``."""
    return (files(__package__) / f"{name}.csv").read_bytes()
