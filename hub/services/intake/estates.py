"""One building of a community is one building, with or without the estate's name before it.

People write 江城花园61栋2单元1502 and 61栋2单元1502 for one home. Where a community has only one
estate with that building number, both get the key the building is known by; where two estates
have it, each address stays as told. Product rule.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from hub.services.intake import sql
from hub.services.intake.row import Place, Row

Building = tuple[str, str]

KNOWN = """
select distinct dwelling_community, building_no, split_part(address_key, building_no || '栋', 1)
from hub_dwelling
where dwelling_community = any(%(communities)s) and building_no = any(%(buildings)s)
"""


def name_estates(rows: Sequence[Row]) -> None:
    """Bring every told address to the estate name its building is known by."""
    told: dict[Building, dict[str, list[Place]]] = {}
    for row in rows:
        if (place := row.place) and place.building:
            names = told.setdefault((place.community, place.building), {})
            names.setdefault(estate(place), []).append(place)
    if not told:
        return
    known = known_estates(told)
    for building, names in told.items():
        agreed = agreed_estate(known.get(building, set()), set(names))
        if agreed is not None:
            bring_to(agreed, names)


def bring_to(agreed: str, names: dict[str, list[Place]]) -> None:
    for name, places in names.items():
        for place in places:
            place.key = agreed + place.key[len(name) :]


def known_estates(buildings: Iterable[Building]) -> dict[Building, set[str]]:
    communities, numbers = zip(*buildings, strict=True)
    asked = {"communities": sorted(set(communities)), "buildings": sorted(set(numbers))}
    known: dict[Building, set[str]] = defaultdict(set)
    for community, number, name in sql.fetch(KNOWN, asked):
        known[community, number].add(name)
    return known


def agreed_estate(known: set[str], told: set[str]) -> str | None:
    """The name all addresses of one building go by; None when two estates may be meant."""
    names = (known | told) - {""}
    if len(names) > 1 or len(known) > 1:
        return None
    return next(iter(known or names), "")


def estate(place: Place) -> str:
    return place.key.partition(f"{place.building}栋")[0]
