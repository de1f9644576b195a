"""What the world knows of a person, a household and a dwelling."""

from __future__ import annotations

LOCAL, AWAY, CITY, OUTSIDE, FOREIGN, COLLECTIVE = "123456"
"""Kinds of population, as the list residence_type counts them."""


class Dwelling:
    """One flat: its building number is unique in its community, its estate name is decoration."""

    __slots__ = ("building", "community", "estate", "grid", "household", "room", "unit", "use")

    def __init__(self, community: str, estate: str, building: int, unit: int, room: str) -> None:
        self.community = community
        self.estate = estate
        self.building = building
        self.unit = unit
        self.room = room
        self.grid = ""
        self.use = "01"
        self.household: Household | None = None

    @property
    def plain(self) -> str:
        return f"{self.building}栋{self.unit}单元{self.room}"

    @property
    def address(self) -> str:
        return self.estate + self.plain


class Household:
    """People under one number; the police number and the community's own may both exist."""

    __slots__ = ("community", "dwelling", "key", "kind", "members", "number", "tenure")

    def __init__(self, kind: str, community: str) -> None:
        self.kind = kind
        self.community = community
        self.number = ""
        self.key = ""
        self.dwelling: Dwelling | None = None
        self.tenure = "01"
        self.members: list[Person] = []


class Person:
    """One invented person with everything any office may say about them."""

    __slots__ = (
        "age", "birth", "busy", "dead_on", "difficulty", "disability", "division", "education",
        "ethnic", "former", "home_address", "household", "hukou_type", "id_number", "id_type",
        "kind", "lives_in", "marital", "mobile", "mobile_at_office", "n", "name", "nationality",
        "party", "pension", "refused", "registered_in", "relation", "retiree", "roster", "sample",
        "sex", "spouse", "veteran", "work",
    )  # fmt: skip

    def __init__(self, n: int, household: Household, relation: str, sex: str, birth: int) -> None:
        self.n = n
        self.household = household
        self.relation = relation
        self.sex = sex
        self.birth = birth
        self.age = 0
        self.id_type = "111"
        self.id_number = ""
        self.name = ""
        self.former = ""
        self.ethnic = "01"
        self.nationality = "CHN"
        self.kind = household.kind
        self.division = ""
        self.registered_in = ""
        self.lives_in = household.community
        self.home_address = ""
        self.hukou_type = "50"
        self.mobile = ""
        self.mobile_at_office = ""
        self.education = ""
        self.marital = "10"
        self.spouse: Person | None = None
        self.work = "none"
        self.pension = ""
        self.retiree: dict[str, str] | None = None
        self.difficulty = ""
        self.disability = ""
        self.veteran = ""
        self.party = ""
        self.dead_on = 0
        self.refused = False
        self.roster = False
        self.sample = False
        self.busy = False

    @property
    def present(self) -> bool:
        """Counted as living in the street once every row that can enter has entered."""
        return bool(self.lives_in) and not self.dead_on and not self.refused
