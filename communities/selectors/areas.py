from django.db.models import Q, QuerySet

from communities.access import EVERYWHERE
from communities.errors import NotFound
from communities.models import Area
from communities.models.area import Level
from communities.prefixes import prefix_of


def area_with(code: str) -> Area:
    """Raises NotFound for a code nobody knows."""
    area = Area.objects.filter(pk=code).first()
    if area is None:
        raise NotFound("没有这个区划代码。", "There is no such area.")
    return area


def areas_within(prefixes: tuple[str, ...], *, level: str = "") -> QuerySet[Area]:
    """Areas inside any of the prefixes, in code order, without those that have ended."""
    inside = Q() if prefixes == EVERYWHERE else Q(pk__in=())
    for prefix in prefixes:
        inside |= Q(prefix__startswith=prefix)
    areas = Area.objects.filter(inside, replaced_by="").order_by("prefix")
    return areas.filter(level=level) if level else areas


def communities_of(area: str) -> list[str]:
    """Codes of the communities under an area of any level, in code order."""
    within = areas_within((prefix_of(area),), level=Level.COMMUNITY)
    return list(within.values_list("code", flat=True))


def path_of(area: Area) -> list[Area]:
    """City, district, street ... down to the area itself (the province is left out)."""
    ends = [area.prefix[:digits] for digits in (4, 6, 9, 12, 15) if digits <= len(area.prefix)]
    return list(Area.objects.filter(prefix__in=ends).order_by("prefix"))
