"""One building of a community is one building, with or without the estate's name before it.

People write 江城花园61栋2单元1502 and 61栋2单元1502 for one home. Where a community has only one
estate with that building number, both get the key the building is known by; where two estates
have it, each address stays as told. Product rule.
"""

from collections import defaultdict
from collections.abc import Sequence

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
    places = [row.place for row in rows if row.place and row.place.building]
    if not places:
        return
    known = known_estates(places)
    told: dict[Building, set[str]] = defaultdict(set)
    for place in places:
        told[building(place)].add(estate(place))
    for place in places:
        agreed = agreed_estate(known.get(building(place), set()), told[building(place)])
        if agreed is not None:
            place.key = agreed + place.key[len(estate(place)) :]


def known_estates(places: Sequence[Place]) -> dict[Building, set[str]]:
    asked = {
        "communities": sorted({place.community for place in places}),
        "buildings": sorted({place.building for place in places}),
    }
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


def building(place: Place) -> Building:
    return place.community, place.building


def estate(place: Place) -> str:
    return place.key.partition(f"{place.building}栋")[0]
