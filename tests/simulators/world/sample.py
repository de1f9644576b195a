"""The resident everyone is shown: a woman of 45 who may draw the flexible-work subsidy."""

from datetime import date

from tests.simulators.world.days import age_on
from tests.simulators.world.people import LOCAL, Person
from tests.simulators.world.places import Community
from tests.simulators.world.settle import ADDRESS, Settlers

NAME = "赵秀兰"
FAMILY = (
    ("02", "1", "刘建国", date(1979, 6, 21), "20"),
    ("12", "2", NAME, date(1981, 3, 15), "20"),
    ("20", "1", "刘浩宇", date(2008, 9, 2), "10"),
    ("52", "2", "陈桂英", date(1952, 11, 8), "30"),
)


def settle_sample(settlers: Settlers, community: Community) -> Person:
    """The sample resident with husband, son and mother-in-law."""
    household = settlers.new_household(LOCAL, community)
    for relation, sex, name, born, marital in FAMILY:
        person = Person(len(settlers.people) + 1, household, relation, sex, born.toordinal())
        person.name, person.marital = name, marital
        person.age = age_on(person.birth, settlers.day)
        person.id_number = settlers.numbers.citizen(person.birth, sex)
        person.mobile = settlers.numbers.mobile()
        person.division = person.registered_in = community.code
        person.home_address = f"{ADDRESS}{community.name}{household.dwelling.plain}"
        person.hukou_type = "11"
        person.busy = person.sample = True
        settlers.people.append(person)
        household.members.append(person)
    husband, sample = household.members[:2]
    husband.spouse, sample.spouse = sample, husband
    return sample


def settle_down(sample: Person) -> None:
    """Her work: flexible, recognised as in difficulty; the family leads an ordinary life."""
    sample.work, sample.difficulty = "flexible", "050"
    sample.education = "61"
    sample.pension = "F50"
    sample.mobile_at_office = sample.mobile
    sample.disability = sample.veteran = sample.party = ""
    sample.retiree = None
