"""The two clocks of a run and the words that only the place and the day can explain."""

from dataclasses import dataclass
from datetime import date

from reports.periods import Period, period_of

CITY_DIGITS = 4
PROVINCE_DIGITS = 2


@dataclass(frozen=True, slots=True)
class When:
    """What is counted: seen at `position` (xid below it) and in force on `day`.

    `city` is the prefix of the home city, four digits.
    """

    position: int
    day: date
    city: str

    @property
    def month(self) -> Period:
        return period_of(self.day)

    def home(self, part: str) -> str:
        return self.city[: PROVINCE_DIGITS if part == "province" else CITY_DIGITS]

    @property
    def next_year(self) -> str:
        return str(self.day.year + 1)
