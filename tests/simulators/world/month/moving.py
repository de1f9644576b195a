"""Who came, who left, who changed flat: as the communities write it down."""

from tests.simulators.world.days import iso
from tests.simulators.world.month.ledger import Month
from tests.simulators.world.people import AWAY, CITY, LOCAL, OUTSIDE, Household, Person
from tests.simulators.world.places import Community
from tests.simulators.world.settle import DISTRICT

MOVES = (
    "row_key kind on id_type id_number name sex birth_date ethnic_group nationality hukou_division "
    "hukou_address from_community to_community community address household_key relation_to_head "
    "mobile move_in_date move_out_date move_reason updated_at"
)
OUT_REASONS = ("05", "05", "06", "08", "04", "99")
IN_REASONS = ("05", "05", "08", "08", "03", "04")


def identity(person: Person) -> list[object]:
    return [
        person.id_type,
        person.id_number,
        person.name,
        person.sex,
        iso(person.birth),
        person.ethnic,
        person.nationality,
        person.division,
        person.home_address,
    ]


def arrive_row(month: Month, person: Person, day: int, reason: str) -> list[object]:
    return move_row(month, "入住", person, day, reason, "", person.lives_in)


def leave_row(month: Month, person: Person, day: int, reason: str) -> list[object]:
    return move_row(month, "离开", person, day, reason, person.lives_in, "")


def move_row(
    month: Month, kind: str, person: Person, day: int, reason: str, left: str, entered: str
) -> list[object]:
    flat = person.household.dwelling if entered else None
    return [
        f"YD{len(month.moves) + 1:07d}",
        kind,
        iso(day),
        *identity(person),
        left,
        entered,
        entered,
        flat.address if flat else "",
        person.household.key if entered else "",
        person.relation if entered else "",
        person.mobile if entered else "",
        iso(day) if entered else "",
        "" if entered else iso(day),
        reason,
        month.stamp(day),
    ]


class Moving:
    """The comings and goings of one community after another."""

    def __init__(self, month: Month, communities: list[Community]) -> None:
        self.month = month
        self.communities = communities
        self.transferable: list[tuple[Person, int]] = []

    def happen(self, community: Community) -> None:
        here = self.month.living_in(community)
        size = len(here)
        self.until(size * 0.0075, lambda: self.family_arrives(community))
        self.until(size * 0.007, lambda: self.leave(community, here))
        self.until(size * 0.004, lambda: self.move_over(community, here))
        self.until(size * 0.0015, lambda: self.change_flat(community, here))
        self.until(size * 0.0006, lambda: self.come_back(community))

    def until(self, people: float, happen) -> None:
        """Again and again until so many people have moved (or nobody is left who could)."""
        moved, tries = 0, 0
        while moved < people and tries < 400:
            moved += happen()
            tries += 1

    def family_arrives(self, community: Community) -> int:
        month = self.month
        value = month.random()
        kind = OUTSIDE if value < 0.6 else CITY if value < 0.95 else LOCAL
        if not month.settlers.vacant[community.code]:
            return 0
        household = month.settlers.family(kind, community)
        day, late = month.day_or_late()
        if kind == LOCAL:
            day, late = month.day(), False
        for person in household.members:
            person.busy = True
            month.moves.append(arrive_row(month, person, day, month.pick(IN_REASONS)))
            month.count(community.code, "arrived", "res_late" if late else "")
            if kind == LOCAL:
                month.count(community.code, "moved_in")
                self.newcomers.report_arrival(person, day)
        return len(household.members)

    def leave(self, community: Community, here: list[Person]) -> int:
        """A tenant household goes, or a grown child of a local one."""
        month = self.month
        person = month.pick(here)
        if person.busy or person.division == DISTRICT:
            return 0
        if person.kind in (CITY, OUTSIDE) and not person.registered_in:
            leaving = [one for one in person.household.members if free(one, community)]
        elif person.kind == LOCAL and person.marital == "10" and person.age >= 18:
            leaving = [person]
        else:
            return 0
        day, late = month.day_or_late()
        for one in leaving:
            month.moves.append(leave_row(month, one, day, month.pick(OUT_REASONS)))
            month.count(community.code, "left", "res_late" if late else "", sign=-1)
            one.busy, one.lives_in = True, ""
            one.kind = AWAY if one.kind == LOCAL else one.kind
        return len(leaving)

    def move_over(self, community: Community, here: list[Person]) -> int:
        """A household moves to another community of the street: a leave and an arrive."""
        month = self.month
        person = month.pick(here)
        other = month.pick(self.communities)
        moving = [one for one in person.household.members if free(one, community)]
        flats = month.settlers.vacant[other.code]
        whole = len(moving) == sum(
            one.lives_in == community.code for one in person.household.members
        )
        if other is community or not moving or not whole or not flats:
            return 0
        day, late = month.day_or_late()
        rehouse(person.household, flats.pop(), other)
        for one in moving:
            self.move_one(one, community, other, day, late)
        return len(moving)

    def move_one(self, one: Person, left: Community, entered: Community, day: int, late: bool):
        month = self.month
        adjust = "res_late" if late else ""
        reason = "04" if one.kind == LOCAL else "08"
        month.moves.append(move_row(month, "迁居", one, day, reason, left.code, entered.code))
        month.count(left.code, "left", adjust, sign=-1)
        month.count(entered.code, "arrived", adjust)
        one.lives_in, one.busy = entered.code, True
        if one.registered_in:
            one.kind = LOCAL if one.registered_in == entered.code else CITY
        if one.retiree and one.retiree["rt_status"] == "1":
            self.transferable.append((one, day))

    def change_flat(self, community: Community, here: list[Person]) -> int:
        """Another flat of the same community: no figure moves."""
        month = self.month
        person = month.pick(here)
        moving = [one for one in person.household.members if free(one, community)]
        flats = month.settlers.vacant[community.code]
        if not moving or not flats:
            return 0
        day = month.day()
        rehouse(person.household, flats.pop(), community)
        for one in moving:
            one.busy = True
            month.moves.append(
                move_row(month, "换房", one, day, "08", community.code, community.code)
            )
        return len(moving)

    def come_back(self, community: Community) -> int:
        """Someone registered here who lived elsewhere moves home."""
        month = self.month
        away = self.away.get(community.code)
        if not away:
            return 0
        person = away.pop()
        if person.busy:
            return 0
        day, late = month.day_or_late()
        person.busy, person.kind, person.lives_in = True, LOCAL, community.code
        month.moves.append(arrive_row(month, person, day, "03"))
        month.count(community.code, "arrived", "res_late" if late else "")
        return 1

    def prepare(self, newcomers) -> None:
        """Whom `come_back` may bring home, and who reports new registrations."""
        self.newcomers = newcomers
        self.away: dict[str, list[Person]] = {}
        for person in self.month.settlers.people:
            household = person.household
            if person.kind == AWAY and household.dwelling and not person.dead_on:
                self.away.setdefault(household.community, []).append(person)


def free(person: Person, community: Community) -> bool:
    """Lives there, and nothing else befalls them this month."""
    known = person.division != DISTRICT and not person.refused and not person.dead_on
    return person.lives_in == community.code and not person.busy and known


def rehouse(household: Household, flat, community: Community) -> None:
    household.dwelling.household = None
    household.dwelling = flat
    flat.household = household
    if household.community != community.code:
        household.community = community.code
        household.key = community.next_key()
