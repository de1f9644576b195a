"""Whole numbers told in an address or a form."""

LONGEST = 18  # digits that a bigint of PostgreSQL holds whatever they are


def number_told(text: str, otherwise: int = 0) -> int:
    """The number that a text of plain digits says; `otherwise` for any other text."""
    plain = text.isascii() and text.isdigit() and len(text) <= LONGEST
    return int(text) if plain else otherwise
