"""What the police report of the month: births, deaths, register moves, corrections."""

from tests.simulators.world import names
from tests.simulators.world.days import iso
from tests.simulators.world.files.police import HUKOU_PERSON, hukou_person
from tests.simulators.world.month.ledger import RETIREE_CUTOFF, Month
from tests.simulators.world.month.moving import arrive_row, leave_row
from tests.simulators.world.people import AWAY, CITY, LOCAL, OUTSIDE, Person
from tests.simulators.world.places import Community
from tests.simulators.world.settle import ADDRESS, DISTRICT

CHANGES = (
    f"row_key change on {HUKOU_PERSON} alive_status death_date hk_out_date hk_out_reason hk_out_to "
    "hk_cancel_date hk_cancel_reason updated_at"
)
COLUMN = {name: place for place, name in enumerate(HUKOU_PERSON.split())}


class Hukou:
    """Reports of one community after another."""

    def __init__(self, month: Month) -> None:
        self.month = month

    def happen(self, community: Community) -> None:
        here = self.month.living_in(community)
        for maker, share in (
            (self.birth, 0.0007),
            (self.death, 0.0008),
            (self.register_in, 0.0012),
            (self.register_out, 0.0012),
            (self.correct, 0.0004),
        ):
            for _ in range(max(1, round(len(here) * share))):
                maker(community, here)

    def choose(self, here: list[Person], fits) -> Person | None:
        """Someone whom nothing else befalls this month."""
        for _ in range(400):
            person = self.month.pick(here)
            if not person.busy and person.division != DISTRICT and fits(person):
                person.busy = True
                return person
        return None

    def report(self, change: str, day: int, person: Person, said: dict, told: list[str]) -> None:
        """A row; `said` replaces columns of the person, `told` are the seven dated columns."""
        month = self.month
        row = hukou_person(month.lives, person, dated=False)
        for name, value in said.items():
            row[COLUMN[name]] = value
        key = f"BG{len(month.police) + 1:07d}"
        month.police.append([key, change, iso(day), *row, *told, month.stamp(day)])

    def birth(self, community: Community, here: list[Person]) -> None:
        month = self.month
        mother = self.choose(here, lambda one: may_bear(one, community))
        if mother is None:
            return
        day = month.day()
        child = self.child_of(mother, day)
        said = {"hk_register_date": iso(day), "hk_in_reason": "01"}
        self.report("出生", day, child, said, ["1", *[""] * 6])
        month.moves.append(arrive_row(month, child, day, "01"))
        month.count(community.code, "births")
        month.count(community.code, "arrived")

    def child_of(self, mother: Person, day: int) -> Person:
        month, household = self.month, mother.household
        sex = "1" if month.random() < 0.52 else "2"
        child = Person(len(month.settlers.people) + 1, household, "20", sex, day)
        child.relation = ("20" if sex == "1" else "30") if mother.relation in ("02", "12") else "41"
        father = mother.spouse or mother
        child.name = father.name[0] + names.given(month.random, sex)
        child.id_number = month.settlers.numbers.citizen(day, sex)
        child.ethnic, child.kind = mother.ethnic, LOCAL
        child.division, child.registered_in = mother.division, mother.registered_in
        child.home_address, child.hukou_type = mother.home_address, mother.hukou_type
        child.busy = True
        month.settlers.people.append(child)
        household.members.append(child)
        for member in household.members:
            member.busy = True
        return child

    def death(self, community: Community, here: list[Person]) -> None:
        """One statement; it ends every membership the person has."""
        month = self.month
        person = self.choose(here, lambda one: one.age >= 66 and one.kind in (LOCAL, CITY))
        if person is None:
            return
        managed = person.retiree and person.retiree["rt_status"] == "1"
        day, late = (month.day(RETIREE_CUTOFF), False) if managed else month.day_or_late()
        gone = iso(day)
        self.report("死亡", day, person, {}, ["2", gone, "", "", "", gone, "1"])
        if month.random() < 0.3:
            month.moves.append(leave_row(month, person, day, "11"))
        person.dead_on = day
        if person.registered_in:
            month.count(person.registered_in, "deaths", "reg_late" if late else "", sign=-1)
        month.count(community.code, "left", "res_late" if late else "", sign=-1)
        if not late:
            month.count(community.code, "left_dead")
        if managed:
            month.count(person.retiree["community"], "ret_dead")

    def register_in(self, community: Community, here: list[Person]) -> None:
        """Someone who lives here already brings the register along."""
        month = self.month
        person = self.choose(
            here, lambda one: one.kind in (CITY, OUTSIDE) and one.registered_in != community.code
        )
        if person is None:
            return
        day, late = month.day_or_late()
        came_from = person.home_address
        if person.registered_in:
            month.count(person.registered_in, "moved_out", "reg_late" if late else "", sign=-1)
        month.count(community.code, "moved_in", "reg_late" if late else "")
        settle_register(person, community, f"{community.code[3:]}9{person.n:06d}")
        said = {
            "household_no": person.household.number,
            "relation_to_head": person.relation,
            "hk_register_date": iso(day),
            "hk_in_reason": month.pick(("02", "03", "04", "05")),
            "hk_in_from": came_from,
        }
        self.report("迁入", day, person, said, ["1", *[""] * 6])

    def register_out(self, community: Community, here: list[Person]) -> None:
        month = self.month
        person = self.choose(
            here, lambda one: one.kind == LOCAL and one.registered_in == community.code
        )
        if person is None:
            return
        day, late = month.day_or_late()
        away = month.random() < 0.5
        place = month.pick(month.settlers.places["outside" if away else "city"])
        month.count(community.code, "moved_out", "reg_late" if late else "", sign=-1)
        person.division, person.home_address = place
        person.registered_in, person.kind = "", OUTSIDE if away else CITY
        said = {"household_no": "", "relation_to_head": "", "hk_register_no": ""}
        reason = month.pick(("02", "03", "04", "05", "06"))
        self.report("迁出", day, person, said, ["1", "", iso(day), reason, place[1], "", ""])

    def report_arrival(self, person: Person, day: int) -> None:
        """A family that comes to live here and registers the same day."""
        said = {"hk_register_date": iso(day), "hk_in_reason": "04"}
        self.report("迁入", day, person, said, ["1", *[""] * 6])

    def correct(self, community: Community, here: list[Person]) -> None:
        """A new name, the old one kept as former name."""
        month = self.month
        person = self.choose(here, lambda one: one.kind in (LOCAL, AWAY) and len(one.name) > 1)
        if person is None or "·" in person.name:
            return
        person.former = person.name
        person.name = person.name[0] + names.given(month.random, person.sex)
        self.report("变更", month.day(), person, {}, ["1", *[""] * 6])


def may_bear(person: Person, community: Community) -> bool:
    fits = person.sex == "2" and 21 <= person.age <= 42 and person.marital == "20"
    return fits and person.kind == LOCAL and person.registered_in == community.code


def settle_register(person: Person, community: Community, number: str) -> None:
    household = person.household
    if not household.number or household.kind == CITY:
        household.number = number
    person.kind = LOCAL
    person.division = person.registered_in = community.code
    person.home_address = f"{ADDRESS}{community.name}{household.dwelling.plain}"
    person.hukou_type = "50"
