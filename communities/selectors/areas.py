from collections.abc import Iterable

from django.db.models import Q, QuerySet

from communities.access import EVERYWHERE
from communities.errors import Invalid, NotFound
from communities.models import Area
from communities.models.area import Level
from communities.prefixes import prefix_of

CHOICES = 5


def area_with(code: str) -> Area:
    """Raises NotFound for a code nobody knows."""
    area = Area.objects.filter(pk=code).first()
    if area is None:
        raise NotFound("没有这个区划代码。", "There is no such area.")
    return area


def areas_within(
    prefixes: tuple[str, ...], *, level: str = "", replaced_too: bool = False
) -> QuerySet[Area]:
    """Areas inside any of the prefixes, in code order, without those another code stands for."""
    inside = Q() if prefixes == EVERYWHERE else Q(pk__in=())
    for prefix in prefixes:
        inside |= Q(prefix__startswith=prefix)
    areas = Area.objects.filter(inside).order_by("prefix")
    if not replaced_too:
        areas = areas.filter(replaced_by="")
    return areas.filter(level=level) if level else areas


def communities_of(area: str) -> list[str]:
    """Codes of the communities under an area of any level, in code order."""
    within = areas_within((prefix_of(area),), level=Level.COMMUNITY)
    return list(within.values_list("code", flat=True))


def communities_among(codes: Iterable[str], *, prefixes: tuple[str, ...]) -> set[str]:
    """Those of the codes that are communities inside any of the prefixes."""
    within = areas_within(prefixes, level=Level.COMMUNITY)
    return set(within.filter(pk__in=codes).values_list("code", flat=True))


def communities_ever(codes: Iterable[str]) -> set[str]:
    """Those of the codes that are communities, or were until others replaced them."""
    known = Area.objects.filter(level=Level.COMMUNITY, pk__in=codes)
    return set(known.values_list("code", flat=True))


def names_at(units: Iterable[str]) -> dict[str, str]:
    """The names behind lists of prefixes ("420105011,420105012"); the prefix where nobody knows."""
    asked = {unit: [part for part in unit.split(",") if part] for unit in units}
    prefixes = {prefix for parts in asked.values() for prefix in parts}
    known = {area.prefix: area.short_name for area in Area.objects.filter(prefix__in=prefixes)}
    return {
        unit: "、".join(known.get(part, part) for part in parts) for unit, parts in asked.items()
    }


def path_of(area: Area) -> list[Area]:
    """City, district, street ... down to the area itself (the province is left out)."""
    ends = [area.prefix[:digits] for digits in (4, 6, 9, 12, 15) if digits <= len(area.prefix)]
    return list(Area.objects.filter(prefix__in=ends).order_by("prefix"))


def area_told(text: str) -> Area:
    """The area a person means: its code, or its name with the street's or district's before it.

    Raises Invalid when no area or more than one has that name.
    """
    words = text.split()
    if len(words) == 1 and words[0].isdecimal():
        return area_with(words[0])
    found = Area.objects.filter(Q(name=words[-1]) | Q(short_name=words[-1])) if words else []
    meant = [area for area in found if _lies_in(area, words[:-1])]
    if len(meant) == 1:
        return meant[0]
    choices = "；".join(f"{'、'.join(map(str, path_of(a)))} {a.code}" for a in meant[:CHOICES])
    raise Invalid(
        f"有 {len(meant)} 个同名区域，请写上街道或代码：{choices}" if meant else "没有这个区域。",
        "More than one area has this name; add the street or the code." if meant else "No area.",
        fields={"area": "unclear" if meant else "unknown"},
    )


def _lies_in(area: Area, above: list[str]) -> bool:
    names = {name for step in path_of(area) for name in (step.name, step.short_name)}
    return set(above) <= names if above else True
