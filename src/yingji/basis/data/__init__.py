"""Registers delivered with the release: published working days, upstream documents."""

from importlib.resources import files


def shipped(name: str) -> bytes:
    """The file ``workdays`` or ``upstream``, ready to import."""
    return (files(__package__) / f"{name}.csv").read_bytes()
