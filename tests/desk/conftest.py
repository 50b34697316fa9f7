"""The small township that every test here starts from."""

from tests.making import registry, township_template

__all__ = ["registry", "township_template"]
