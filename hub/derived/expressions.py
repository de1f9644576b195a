"""Every computed field of the dictionary, by name."""

from collections.abc import Mapping
from types import MappingProxyType

from hub.derived.expression import Expression
from hub.derived.of_categories import OF_CATEGORIES
from hub.derived.of_households import OF_DWELLINGS, OF_HOUSEHOLDS
from hub.derived.of_residents import OF_RESIDENTS

DERIVED: Mapping[str, Expression] = MappingProxyType(
    {**OF_RESIDENTS, **OF_HOUSEHOLDS, **OF_DWELLINGS, **OF_CATEGORIES}
)

__all__ = ["DERIVED", "Expression"]
