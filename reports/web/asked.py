"""Which report, period and unit a page is about, and whether its reader may see it."""

from dataclasses import dataclass

from django.http import HttpRequest

from communities.access import require
from communities.actor import Actor
from communities.models import Area
from communities.models.area import Level
from communities.permissions import Permission
from communities.selectors.areas import area_with
from reports.catalogue import Definition, definition
from reports.periods import Period, read_period
from reports.selectors.standing import Standing, standing_of


@dataclass(frozen=True, slots=True)
class Asked:
    definition: Definition
    period: Period
    area: Area
    actor: Actor

    @property
    def is_community(self) -> bool:
        return self.area.level == Level.COMMUNITY

    def standings(self) -> tuple[Standing, list[Standing]]:
        return standing_of(self.definition, self.period.name, self.area)


def asked(request: HttpRequest, code: str, period: str, unit: str) -> Asked:
    """Raises NotFound, PeriodWrong, Refused."""
    actor: Actor = request.actor  # type: ignore[attr-defined]  # set by the page
    area = area_with(unit)
    require(actor, Permission.REPORT_SEE, area=area.code)
    return Asked(definition(code), read_period(period), area, actor)
