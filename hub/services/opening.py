"""Opening the books of units: who is first met later enters by `correct`, not by `opening`."""

from collections.abc import Iterable
from datetime import date

from communities.actor import Actor
from communities.rowscope import every_row
from hub.models import OpenedUnit


def open_books(*, units: Iterable[str], day: date, position: int, actor: Actor) -> int:
    """Mark units (12-digit community codes) as opened on a day, as known at a position.

    Opening twice changes nothing. Returns how many were opened now.
    """
    with every_row():
        before = OpenedUnit.objects.count()
        OpenedUnit.objects.bulk_create(
            [OpenedUnit(unit=unit, opened_on=day, position=position) for unit in units],
            ignore_conflicts=True,
        )
        return OpenedUnit.objects.count() - before
