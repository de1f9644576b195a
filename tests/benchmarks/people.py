"""Made-up people: numbers in a district that does not exist, names, cells of a roster."""

import random
from itertools import product

SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧"
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰涛明超秀兰霞平刚桂英华文辉建国玉梅"
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
COMMUNITY = "420105011006"


def id_numbers(count: int, seed: int) -> list[str]:
    """Distinct numbers with right check digits, always the same for one seed."""
    chance, found = random.Random(seed), {}  # noqa: S311 - made-up people, no secrets
    while len(found) < count:
        day = f"{chance.randrange(1930, 2024)}{chance.randrange(1, 13):02d}"
        body = f"420190{day}{chance.randrange(1, 29):02d}{chance.randrange(1, 1000):03d}"
        total = sum(int(digit) * weight for digit, weight in zip(body, WEIGHTS, strict=True))
        found[body + "10X98765432"[total % 11]] = None
    return list(found)


def names(count: int) -> list[str]:
    """Distinct names of three characters, the surnames taking turns."""
    return ["".join(parts) for parts in islice_turns(count)]


def islice_turns(count: int) -> list[tuple[str, ...]]:
    givens = list(product(GIVEN, GIVEN))
    return [
        (SURNAMES[i % len(SURNAMES)], *givens[(i // len(SURNAMES)) % len(givens)])
        for i in range(count)
    ]


def roster_cells(i: int, number: str, name: str) -> dict[str, str]:
    """What a roster's line says of its i-th person; three to a household and a home."""
    return {
        "id_number": number,
        "name": name,
        "ethnic_group": "汉族",
        "education_level": "初中",
        "marital_status": "已婚",
        "mobile": f"138{i % 10**8:08d}",
        "hukou_division": COMMUNITY,
        "address": f"{i // 300 + 1}栋{i // 100 % 3 + 1}单元{i // 3 % 100 + 101}",
        "household_key": str(i // 3),
        "relation_to_head": "户主" if i % 3 == 0 else "子",
    }
