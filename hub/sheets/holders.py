"""Who holds a number within one file: a child entered with a parent's number is another person."""

from hub.cleaning import IdNumber, clean, clean_id_number, clean_name
from hub.dictionary import FIELDS
from hub.sheets.roster import RosterRow


def number_in(row: RosterRow) -> IdNumber:
    """The row's own number, by the kind of its document where the sheet names one."""
    if row.number is None:
        told = row.said.get("id_type")
        kind = clean(FIELDS["id_type"], told).value if told else None
        row.number = clean_id_number(row.said.get("id_number"), id_type=str(kind or "111"))
    return row.number


def whole_number_in(row: RosterRow) -> str | None:
    """The row's number where it is a person's."""
    cleaned = number_in(row)
    return None if cleaned.problem else cleaned.number


class Holders:
    def __init__(self) -> None:
        self.names: dict[str, str] = {}

    def another(self, number: str | None, row: RosterRow) -> bool:
        """Whether this file has already given the number to somebody of another name."""
        cleaned = clean_name(row.said.get("name"))
        if not number or not isinstance(cleaned.value, str):
            return False
        held = self.names.setdefault(number, cleaned.value)
        return held != cleaned.value and not alike(held, cleaned.value)


def alike(held: str, told: str) -> bool:
    """The same letters but for those that were lost on the way ('王?' is 王玥)."""
    if len(held) != len(told):
        return False
    return all(one == other or "?" in (one, other) for one, other in zip(held, told, strict=True))
