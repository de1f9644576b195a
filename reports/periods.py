"""Months and quarters as reports speak of them: 2026-10, 2026Q3; cut-offs and due days."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from reports.errors import PeriodWrong
from reports.workdays import DueDay, nth_working_day

LOCAL = ZoneInfo("Asia/Shanghai")
FORM = re.compile(r"(20[0-9]{2})-(0[1-9]|1[0-2])")


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """One month of one year."""

    year: int
    month: int

    @property
    def name(self) -> str:
        return f"{self.year:04d}-{self.month:02d}"

    @property
    def first(self) -> date:
        return date(self.year, self.month, 1)

    @property
    def last(self) -> date:
        return date(self.year, self.month, monthrange(self.year, self.month)[1])

    @property
    def previous(self) -> "Period":
        return period_of(self.first - timedelta(days=1))

    @property
    def next(self) -> "Period":
        return period_of(self.last + timedelta(days=1))

    def __str__(self) -> str:
        return self.name


def period_of(day: date) -> Period:
    return Period(day.year, day.month)


def read_period(text: str) -> Period:
    """Raises PeriodWrong."""
    match = FORM.fullmatch(text)
    if match is None:
        raise PeriodWrong(text)
    return Period(int(match.group(1)), int(match.group(2)))


@dataclass(frozen=True, slots=True)
class Deadline:
    """A due rule of one level: the n-th working day or a day, of the same or the next month."""

    working_day: int = 0
    day: int = 0
    month: str = "next"


@dataclass(frozen=True, slots=True)
class DueRule:
    """When a report's facts end (`cutoff_day`, 0 = last day of the month) and when it is due."""

    period: str = "month"
    cutoff_day: int = 0
    community: Deadline = Deadline(working_day=3)
    street: Deadline = Deadline(working_day=5)

    def cut_off(self, period: Period) -> date:
        """The day whose 24:00 ends the period."""
        if not self.cutoff_day:
            return period.last
        return period.first.replace(day=min(self.cutoff_day, period.last.day))

    def makes_from(self, period: Period) -> datetime:
        """The instant from which the draft can be made: the cut-off's 24:00, local time."""
        return datetime.combine(self.cut_off(period) + timedelta(days=1), time(), LOCAL)

    def due(self, period: Period, level: str) -> DueDay:
        """Never before the draft can be made: in February the 30th would be the cut-off itself."""
        rule = self.community if level == "community" else self.street
        month = period if rule.month == "same" else period.next
        if rule.working_day:
            return nth_working_day(month.first, rule.working_day)
        day = month.first.replace(day=min(rule.day, month.last.day))
        return DueDay(max(day, self.cut_off(period) + timedelta(days=1)), True)

    def last_ended(self, now: datetime) -> Period:
        """The newest period whose cut-off has passed."""
        period = period_of(now.astimezone(LOCAL).date())
        while self.makes_from(period) > now:
            period = period.previous
        return period
