"""The small township, for files handed in for one of its units."""

from tests.making import registry, township_template

__all__ = ["registry", "township_template"]
