"""The report language: indicator formulas and footing checks, read by a parser of our own."""

from reports.language.checks import parse_check
from reports.language.formulas import parse_formula

__all__ = ["parse_check", "parse_formula"]
