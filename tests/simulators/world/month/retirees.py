"""The month of the enterprise retirees: transfers, services, qualification certificates."""

from tests.simulators.world.days import iso
from tests.simulators.world.month.ledger import RETIREE_CUTOFF, Month
from tests.simulators.world.people import Person
from tests.simulators.world.places import Community

SERVICES = (
    "row_key community item on id_number name count persons amount text rt_status rt_in_date "
    "rt_type rt_date rt_employer rt_employer_type rt_archive_status managing_community updated_at"
)
CERTS = "row_key community on id_number name si_cert_date text updated_at"
TRANSFER_COLUMNS = ["rt_type", "rt_date", "rt_employer", "rt_employer_type", "rt_archive_status"]
ITEMS = (
    ("08", 0.12, "重阳节慰问"),
    ("11", 0.06, "重阳文艺演出"),
    ("10", 0.04, "年度健康体检"),
    ("12", 0.04, "养老金调整政策咨询"),
    ("09", 0.03, "高龄独居走访"),
    ("06", 0.01, "住院慰问"),
    ("07", 0.006, "困难补助"),
    ("03", 0.005, "人事档案接收"),
    ("04", 0.003, "党组织关系转入"),
    ("13", 0.002, "丧葬抚恤待遇申报"),
    ("14", 0.001, "供养亲属待遇申报"),
    ("15", 0.003, "联系方式变更"),
)
CERT_WAYS = ("手机认证", "社区协助认证", "上门认证")


class Retirees:
    """Events of those the communities manage; all before the month's cut-off."""

    def __init__(self, month: Month) -> None:
        self.month = month

    def happen(self, transferable: list[tuple[Person, int]]) -> None:
        managed: dict[str, list[Person]] = {}
        fresh: dict[str, list[Person]] = {}
        for person in self.month.settlers.people:
            if person.dead_on or person.busy or person.refused:
                continue
            if person.retiree and person.retiree["rt_status"] == "1":
                managed.setdefault(person.retiree["community"], []).append(person)
            elif person.retiree and person.retiree["rt_status"] == "3":
                fresh.setdefault(person.retiree["community"], []).append(person)
        for code in sorted(managed):
            self.transfer_in(code, fresh.get(code, []))
            self.transfer_out(code, managed[code])
            self.serve(code, managed[code])
        for person, day in transferable:
            self.follow(person, day)

    def row(self, code: str, item: str, day: int, person: Person, told: list, facts: dict) -> None:
        month = self.month
        key = f"FW{len(month.services) + 1:07d}"
        entry = [facts.get(name, "") for name in ("rt_status", "rt_in_date", *TRANSFER_COLUMNS)]
        month.services.append(
            [key, code, item, iso(day), person.id_number, person.name, *told, *entry,
             facts.get("managing_community", ""), month.stamp(day)]
        )  # fmt: skip

    def transfer_in(self, code: str, people: list[Person]) -> None:
        """Item 01: until now looked after by the employer."""
        month = self.month
        for person in people[: max(2, len(people) // 3)]:
            day = month.day(RETIREE_CUTOFF)
            self.take_over(person, code, day)
            month.count(code, "ret_in")

    def take_over(self, person: Person, code: str, day: int) -> None:
        person.busy = True
        entry = person.retiree
        entry.update(rt_status="1", rt_in_date=iso(day), community=code)
        facts = {**{name: entry[name] for name in TRANSFER_COLUMNS}, "managing_community": code}
        facts.update(rt_status="1", rt_in_date=iso(day))
        self.row(code, "01", day, person, [1, 1, "", "社会化移交接收"], facts)

    def transfer_out(self, code: str, people: list[Person]) -> None:
        month = self.month
        for _ in range(max(1, len(people) // 250)):
            person = month.pick(people)
            if person.busy:
                continue
            person.busy = True
            person.retiree["rt_status"] = "2"
            facts = {"rt_status": "2", "managing_community": code}
            day = month.day(RETIREE_CUTOFF)
            self.row(code, "02", day, person, [1, 1, "", "转出至外市"], facts)
            month.count(code, "ret_out")

    def follow(self, person: Person, moved: int) -> None:
        """Two in five who moved house have their relation moved after them."""
        month, left = self.month, person.retiree["community"]
        entered = person.lives_in
        day = max(moved + 2, month.first + 5)
        settled = person.dead_on or left == entered or day > month.first + RETIREE_CUTOFF - 1
        if settled or month.random() >= 0.4:
            return
        month.count(left, "ret_out")
        month.count(entered, "ret_in")
        self.take_over(person, entered, day)

    def serve(self, code: str, people: list[Person]) -> None:
        month = self.month
        for person in people:
            self.certify(code, person)
            for item, share, text in ITEMS:
                if person.busy or month.random() >= share:
                    continue
                count = 2 if item in ("11", "12") and person.n % 4 == 0 else 1
                amount = f"{500 + person.n % 4 * 500}.00" if item == "07" else ""
                facts = {"rt_archive_status": "1"} if item == "03" else {}
                day = month.day(RETIREE_CUTOFF)
                self.row(code, item, day, person, [count, 1, amount, text], facts)
                month.counts[code][f"svc_{item}"] += count

    def certify(self, code: str, person: Person) -> None:
        """Most of those whose year is over, and a few early ones."""
        month = self.month
        due = person.n % 12 == month.lives.day % 12
        if month.random() >= (0.8 if due else 0.01):
            return
        day = month.day(RETIREE_CUTOFF)
        text = month.pick(CERT_WAYS)
        key = f"RZ{len(month.certs) + 1:07d}"
        row = [key, code, iso(day), person.id_number, person.name, iso(day), text, month.stamp(day)]
        month.certs.append(row)
        person.retiree["cert"] = iso(day)
        month.counts[code]["certs"] += 1


def vacant_flats(communities: list[Community]) -> dict[str, list]:
    """Flats nobody lives in, for those who come this month."""
    return {
        one.code: [flat for flat in one.dwellings if flat.household is None][::-1]
        for one in communities
    }
