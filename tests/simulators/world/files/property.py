"""Flats: their grid (the grid office), their title and use (the land register)."""

from collections.abc import Iterator

from tests.simulators.world.days import iso
from tests.simulators.world.identity import Numbers
from tests.simulators.world.life import Lives
from tests.simulators.world.people import Dwelling
from tests.simulators.world.places import Community

GRIDS = "code name level parent_code"
FLAT_GRID = "row_key community address dwelling_grid updated_at"
TITLE = (
    "row_key community address dwelling_use hp_cert_no hp_owner_name hp_owner_id hp_tenure hp_use "
    "hp_area hp_rooms hp_rental_record hp_lease_start hp_lease_end hp_rental_type updated_at"
)


def grid_rows(communities: list[Community]) -> Iterator[list[str]]:
    for community in communities:
        for code in community.grids:
            yield [code, f"第{int(code[12:])}网格", "grid", community.code]


def flat_grid_rows(lives: Lives, communities: list[Community]) -> Iterator[list[str]]:
    stamp = lives.stamp(lives.day - 30)
    for community in communities:
        for n, flat in enumerate(community.dwellings):
            yield [
                f"WG{community.code[-3:]}{n:06d}",
                community.code,
                flat.address,
                flat.grid,
                stamp,
            ]


def title_rows(
    lives: Lives, communities: list[Community], numbers: Numbers
) -> Iterator[list[object]]:
    for community in communities:
        for n, flat in enumerate(community.dwellings):
            yield title_row(lives, flat, f"BD{community.code[-3:]}{n:06d}", numbers)


def title_row(lives: Lives, flat: Dwelling, key: str, numbers: Numbers) -> list[object]:
    household = flat.household
    rented = household is not None and household.tenure == "05"
    owner = household.members[0] if household and household.tenure in ("01", "02", "03") else None
    born = lives.day - 9000 - int(lives.random() * 15000)
    lease = lives.day - 30 - int(lives.random() * 600)
    area = 42 + int(lives.random() * 110)
    return [
        key,
        flat.community,
        flat.address,
        flat.use,
        f"鄂（2019）武汉市汉阳不动产权第{key[2:]}号",
        owner.name if owner else "房主",
        owner.id_number if owner else numbers.citizen(born, "1"),
        household.tenure if household else "",
        "2" if rented else "1" if household else "3",
        f"{area}.{key[-2:]}",
        1 + area // 40,
        f"ZL{key[2:]}" if rented else "",
        iso(lease) if rented else "",
        iso(lease + 730) if rented else "",
        lives.pick("1112") if rented else "",
        lives.stamp(lives.day - int(lives.random() * 900)),
    ]
