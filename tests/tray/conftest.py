"""The small township that every test here starts from."""

from tests.making import any_registry, registry, township_template

__all__ = ["any_registry", "registry", "township_template"]
