"""Earlier months that still wait for a click: no later month of the unit is locked before them."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet
from django.db.models.functions import Substr

from communities.models import Area
from communities.prefixes import STREET_DIGITS
from reports.models import Submission
from reports.periods import Period, read_period
from reports.selectors.books import LOCKED, PENDING, of_units

MOST_MONTHS = 3


@dataclass(frozen=True, slots=True)
class Earlier:
    """`units`: the oldest month that waits in each community. `months`: the oldest few in which
    a community or a street waits."""

    units: dict[str, str]
    months: tuple[Period, ...]

    def before(self, unit: str, period: Period) -> str:
        """The month to be confirmed first, "" when none."""
        oldest = self.units.get(unit, "")
        return oldest if oldest < period.name else ""


def earlier_waiting(
    report: str, newest: Period, areas: Sequence[Area], streets: Sequence[Area]
) -> Earlier:
    """What waits of the twelve months before the newest ended one."""
    codes = [area.code for area in areas]
    past = of_units(report, codes).filter(period__gte=year_before(newest), period__lt=newest.name)
    wanted = set(codes)
    waiting = past.filter(state__in=PENDING).order_by("-period").values_list("unit", "period")
    pairs = [(unit, period) for unit, period in waiting if unit in wanted]
    months = {period for _unit, period in pairs} | sums_waiting(report, past, streets)
    return Earlier(dict(pairs), tuple(read_period(one) for one in sorted(months)[:MOST_MONTHS]))


def sums_waiting(report: str, past: QuerySet[Submission], streets: Sequence[Area]) -> set[str]:
    """Months whose communities are locked and whose street is not; an opening has no sum."""
    if not streets:
        return set()
    heads = {street.code[:STREET_DIGITS] for street in streets}
    street_of = Substr("unit", 1, STREET_DIGITS)
    locked = past.filter(state=LOCKED, opening=False).values_list(street_of, "period").distinct()
    sums = of_units(report, [street.code for street in streets]).filter(state=LOCKED)
    done = {(unit[:STREET_DIGITS], period) for unit, period in sums.values_list("unit", "period")
            if unit[STREET_DIGITS:].strip("0") == ""}  # fmt: skip
    return {period for street, period in locked if street in heads and (street, period) not in done}


def year_before(period: Period) -> str:
    return Period(period.year - 1, period.month).name
