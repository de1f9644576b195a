"""Who lives where and where each is registered: households move into the street one by one."""

from random import Random

from tests.simulators.world import names
from tests.simulators.world.days import age_on
from tests.simulators.world.families import draw_family
from tests.simulators.world.identity import Numbers
from tests.simulators.world.people import (
    AWAY,
    CITY,
    COLLECTIVE,
    FOREIGN,
    LOCAL,
    OUTSIDE,
    Dwelling,
    Household,
    Person,
)
from tests.simulators.world.places import Community, places_elsewhere

ADDRESS = "湖北省武汉市汉阳区江堤街道"
DISTRICT = "420105000000"
LOCAL_TYPES = ("50", "50", "50", "50", "50", "50", "50", "11", "11", "21")
OUTSIDE_TYPES = ("50", "22", "22", "12")


class Settlers:
    """Fills communities with households; the same seed fills them the same way."""

    def __init__(self, rng: Random, numbers: Numbers, communities: list[Community], day: int):
        self.random = rng.random
        self.numbers = numbers
        self.communities = communities
        self.day = day
        self.people: list[Person] = []
        self.households: list[Household] = []
        self.places = places_elsewhere()
        self.vacant: dict[str, list[Dwelling]] = {}

    def fill(self, community: Community, target: int) -> None:
        """Households of every kind until the community has that many people in its books."""
        full = len(self.people) + target
        collective = self.new_household(COLLECTIVE, community)
        for _ in range(3 + int(self.random() * 5)):
            self.foreigner(community)
        while len(self.people) < full:
            value = self.random()
            if value < 0.64:
                self.local_family(community)
            elif value < 0.70:
                self.family(AWAY, community)
            elif value < 0.84:
                self.family(CITY, community)
            elif value < 0.98:
                self.family(OUTSIDE, community)
            else:
                self.collective_member(collective)

    def new_household(self, kind: str, community: Community) -> Household:
        household = Household(kind, community.code)
        self.households.append(household)
        if kind in (LOCAL, CITY, AWAY, COLLECTIVE):
            household.number = f"{community.code[3:]}{len(self.households):07d}"
        if kind in (LOCAL, CITY, OUTSIDE, FOREIGN):
            self.house(household, community)
        return household

    def house(self, household: Household, community: Community) -> None:
        vacant = self.vacant.get(community.code)
        household.dwelling = vacant.pop() if vacant else community.next_flat()
        household.dwelling.household = household
        household.key = community.next_key()
        owns = household.kind == LOCAL or (household.kind == CITY and self.random() < 0.6)
        if owns:
            household.tenure = ("01", "01", "01", "02", "03")[int(self.random() * 5)]
        else:
            household.tenure = ("05", "05", "05", "08", "09")[int(self.random() * 5)]

    def family(self, kind: str, community: Community) -> Household:
        household = self.new_household(kind, community)
        place = self.origin(kind, community)
        for relation, sex, age, marital in draw_family(self.random):
            person = self.person(household, relation, sex, age)
            person.marital = marital
            self.register(person, kind, place, community)
        self.name_family(household)
        return household

    def origin(self, kind: str, community: Community) -> tuple[str, str]:
        """Division and address where the family is registered."""
        if kind == CITY:
            return self.pick(self.places["city"])
        if kind == OUTSIDE:
            return self.pick(self.places["outside"])
        return community.code, ADDRESS + community.name

    def pick(self, choices):
        return choices[int(self.random() * len(choices))]

    def local_family(self, community: Community) -> None:
        """Registered here and living here, with the exceptions a real street has."""
        household = self.family(LOCAL, community)
        value = self.random()
        if value < 0.04:
            self.register_next_door(household, community)
        elif value < 0.05:
            for person in household.members:
                person.division = DISTRICT
        elif value < 0.08 and len(household.members) > 1:
            self.married_in(household.members[1])
        for person in household.members[1:]:
            if person.marital == "10" and person.age >= 18 and self.random() < 0.14:
                person.kind, person.lives_in = AWAY, ""
                if person.division == DISTRICT:  # who lives nowhere cannot lend it a community
                    person.division = person.registered_in

    def register_next_door(self, household: Household, community: Community) -> None:
        """A family that bought here and left its register in another community of the street."""
        other = self.pick(self.communities)
        if other is community:
            return
        for person in household.members:
            person.kind = CITY
            person.division = person.registered_in = other.code
            person.home_address = ADDRESS + other.name

    def married_in(self, person: Person) -> None:
        kind = CITY if self.random() < 0.7 else OUTSIDE
        person.kind = kind
        person.registered_in = ""
        person.division, person.home_address = self.pick(
            self.places["city" if kind == CITY else "outside"]
        )

    def register(self, person: Person, kind: str, place: tuple[str, str], community) -> None:
        person.kind = kind
        person.division, person.home_address = place
        if kind in (LOCAL, AWAY, COLLECTIVE):
            person.registered_in = community.code
            person.hukou_type = self.pick(LOCAL_TYPES)
        elif kind == OUTSIDE:
            person.hukou_type = self.pick(OUTSIDE_TYPES)
        if kind in (AWAY, COLLECTIVE):
            person.lives_in = ""
        if kind in (LOCAL, AWAY):
            person.home_address += self.register_text(person.household)

    def register_text(self, household: Household) -> str:
        if household.dwelling:
            return household.dwelling.plain
        number = len(self.households)
        return f"{900 + number % 90}栋{1 + number % 4}单元{1 + number % 9}0{1 + number % 2}"

    def person(self, household: Household, relation: str, sex: str, age: float) -> Person:
        birth = self.day - int(age * 365.25) - int(self.random() * 28)
        person = Person(len(self.people) + 1, household, relation, sex, birth)
        person.age = age_on(birth, self.day)
        person.id_number = self.numbers.citizen(birth, sex)
        if person.age >= 12 and self.random() < 0.97 - max(0, person.age - 70) * 0.02:
            person.mobile = self.numbers.mobile()
        self.people.append(person)
        household.members.append(person)
        return person

    def name_family(self, household: Household) -> None:
        """Children after the father, grandparents after the head, one people for the blood line."""
        members, random = household.members, self.random
        if random() < 0.004:
            for person in members:
                person.ethnic, person.name = "05", names.dotted(random, person.sex)
        else:
            self.name_han_style(members)
        if len(members) > 1 and members[1].relation in ("11", "12"):
            members[0].spouse, members[1].spouse = members[1], members[0]

    def name_han_style(self, members: list[Person]) -> None:
        random = self.random
        head = names.surname(random)
        other = names.surname(random)
        ethnic = self.pick(names.MINORITIES) if random() < 0.045 else "01"
        father = head if members[0].sex == "1" else other
        for person in members:
            relation = person.relation
            family = head
            if relation in ("11", "12", "52"):
                family = other if relation != "52" else names.surname(random)
            elif relation[0] in "23":
                family = father
            person.name = family + names.given(random, person.sex)
            person.ethnic = ethnic if relation not in ("11", "12") or random() < 0.5 else "01"

    def foreigner(self, community: Community) -> None:
        household = self.new_household(FOREIGN, community)
        sex = "1" if self.random() < 0.6 else "2"
        person = self.person(household, "02", sex, 22 + self.random() * 35)
        person.id_type, person.id_number = "414", self.numbers.document()
        person.name = self.pick(names.FOREIGN_MEN if sex == "1" else names.FOREIGN_WOMEN)
        person.nationality = self.pick(("USA", "FRA", "DEU", "JPN", "KOR", "ESP"))
        person.ethnic = ""
        person.hukou_type = "40"

    def collective_member(self, household: Household) -> None:
        """On a college's or firm's collective register, never lived here."""
        sex = "1" if self.random() < 0.5 else "2"
        person = self.person(household, "99", sex, 18.5 + self.random() * 9)
        person.name = names.surname(self.random) + names.given(self.random, sex)
        person.division = person.registered_in = household.community
        person.lives_in = ""
        name = next(one.name for one in self.communities if one.code == household.community)
        person.home_address = f"{ADDRESS}{name}集体户"
