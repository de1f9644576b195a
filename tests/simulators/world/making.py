"""Makes the whole world: people first, then what each office says of them, then one month."""

from collections import Counter
from pathlib import Path
from random import Random
from typing import Any

from tests.simulators.world import roster, sample
from tests.simulators.world.book import Book
from tests.simulators.world.days import iso, month_bounds
from tests.simulators.world.dirt import Dirt
from tests.simulators.world.files import inside as systems
from tests.simulators.world.files import insurance, others, police, property, register, welfare
from tests.simulators.world.identity import Numbers
from tests.simulators.world.life import Lives
from tests.simulators.world.month.hukou import CHANGES, Hukou
from tests.simulators.world.month.ledger import Month, stocks
from tests.simulators.world.month.moving import MOVES, Moving
from tests.simulators.world.month.retirees import CERTS, SERVICES, Retirees, vacant_flats
from tests.simulators.world.people import LOCAL, Person
from tests.simulators.world.places import Community, communities_of
from tests.simulators.world.settle import Settlers

JIANGTENG_SHARE = 0.129
FIRST_UPDATE = "2026-01"


class World:
    """One street, made from a seed."""

    def __init__(self, out: Path, seed: int, residents: int, month: str, street: str) -> None:
        self.facts: dict[str, Any] = {
            "seed": seed, "residents": residents, "month": month, "street": street,
        }  # fmt: skip
        self.first, self.last = month_bounds(month)
        self.month, self.residents = month.replace("-", ""), residents
        self.rows = roster.roster_rows()
        self.numbers = Numbers(self.rng("numbers"), {row["id_number"][:17] for row in self.rows})
        self.lives = Lives(self.rng("lives"), self.first - 1)
        self.dirt = Dirt(self.rng("dirt"))
        self.book = Book(out)
        places = self.rng("places").random
        self.communities = [
            Community(code, name, places, roster.FIRST_FREE_BUILDING if self.is_home(code) else 1)
            for code, name in communities_of(street)
        ]
        self.settlers = Settlers(self.rng("people"), self.numbers, self.communities, self.first - 1)

    def rng(self, what: str) -> Random:
        return Random(f"{self.facts['seed']}:{what}")

    @staticmethod
    def is_home(code: str) -> bool:
        return code == roster.COMMUNITY

    def make(self) -> None:
        self.settle()
        self.first_loads()
        opening = stocks(self.settlers.people, self.first - 1)
        month = self.pass_a_month()
        self.month_files(month)
        self.inside()
        self.tell(opening, month)

    def settle(self) -> None:
        """Every community gets its share of people; Jiangteng its roster and the sample too."""
        others_share = (1 - JIANGTENG_SHARE) / max(1, len(self.communities) - 1)
        for community in self.communities:
            share = JIANGTENG_SHARE if self.is_home(community.code) else others_share
            target = int(self.residents * share)
            if self.is_home(community.code):
                self.sample = sample.settle_sample(self.settlers, community)
                roster.settle_roster(self.settlers, community, self.rows)
                target = max(200, target - len(self.rows) - len(sample.FAMILY))
            self.settlers.fill(community, target)
        for person in self.settlers.people:
            self.lives.give(person)
        sample.settle_down(self.sample)
        self.dirt.choose_refused(self.settlers.people)
        self.bury()
        self.leave_unborn()

    def bury(self) -> None:
        """Some who died before the opening stand in the police file with the day."""
        for person in self.settlers.people:
            old = person.age >= 72 and person.kind == LOCAL and not person.roster
            if old and not person.busy and not person.refused and self.lives.random() < 0.006:
                person.dead_on = self.first - 40 - person.n % 300
                person.lives_in = ""
                person.retiree = None

    def leave_unborn(self) -> None:
        """Nothing more befalls a roster child born after the opening."""
        for person in self.settlers.people:
            if person.birth >= self.first:
                person.busy = True

    def count_unborn(self, month: Month) -> None:
        """The workbook is younger than the opening: its newest child counts as a birth."""
        for person in self.settlers.people:
            if person.roster and self.first <= person.birth <= self.last:
                month.count(person.lives_in, "arrived")
                if person.registered_in:
                    month.count(person.registered_in, "births")

    def first_loads(self) -> None:
        write, lives, people = self.book.write, self.lives, self.settlers.people
        write("grids.csv", property.GRIDS, property.grid_rows(self.communities))
        write("psb_hj.csv", police.HUKOU, police.hukou_rows(lives, people))
        write("psb_ldrk.csv", police.FLOATING, police.floating_rows(lives, people))
        self.write_registers()
        write("hsa.csv", insurance.MEDICAL, insurance.medical_rows(lives, people))
        write("mca_yl.csv", welfare.ELDERLY, welfare.elderly_rows(lives, people))
        write("cdpf.csv", welfare.DISABLED, welfare.disabled_rows(lives, people))
        write("mca_sa_ds.csv", welfare.DISABLED_AID, welfare.disabled_aid_rows(lives, people))
        write("mca_et.csv", welfare.CHILDREN, welfare.child_rows(lives, people))
        write("mca_sa.csv", welfare.AID, welfare.aid_rows(lives, self.settlers.households))
        write("org.csv", others.PARTY, others.party_rows(lives, people))
        schools = others.schools_of(self.rng("schools"))
        write("edu.csv", others.SCHOOL, others.school_rows(lives, people, schools))
        write("nhc.csv", others.HEALTH, others.health_rows(lives, people))
        write("va.csv", others.VETERANS, others.veteran_rows(lives, people))
        write("mca_hy.csv", others.MARRIAGE, others.marriage_rows(lives, people))
        write("zz_care.csv", others.CARE, others.care_rows(lives, people))
        write("zz_grid.csv", property.FLAT_GRID, property.flat_grid_rows(lives, self.communities))
        titles = property.title_rows(lives, self.communities, self.numbers)
        write("nr_bdc.csv", property.TITLE, titles)

    def write_registers(self) -> None:
        names = {one.code: one.name for one in self.communities}
        registers = register.Registers(self.lives, self.dirt, names)
        living: dict[str, list[Person]] = {code: [] for code in names}
        managed: dict[str, list[Person]] = {code: [] for code in names}
        for person in self.settlers.people:
            if person.lives_in and not person.roster:
                living[person.lives_in].append(person)
            if person.retiree:
                managed[person.retiree["community"]].append(person)
        for code in names:
            self.book.write(f"register_{code}.csv", register.REGISTER, registers.rows(living[code]))
            ledger = register.ledger_rows(self.lives, managed[code])
            self.book.write(f"retirees_{code}.csv", register.LEDGER, ledger)

    def pass_a_month(self) -> Month:
        self.settlers.vacant = vacant_flats(self.communities)
        month = Month(self.rng("month"), self.lives, self.settlers, (self.first, self.last))
        hukou, moving = Hukou(month), Moving(month, self.communities)
        moving.prepare(hukou)
        for community in self.communities:
            hukou.happen(community)
            moving.happen(community)
        Retirees(month).happen(moving.transferable)
        self.count_unborn(month)
        return month

    def month_files(self, month: Month) -> None:
        write = self.book.write
        write(f"psb_hj_changes_{self.month}.csv", CHANGES, month.police)
        write(f"moves_{self.month}.csv", MOVES, month.moves)
        write(f"services_{self.month}.csv", SERVICES, month.services)
        write(f"certs_{self.month}.csv", CERTS, month.certs)

    def inside(self) -> None:
        write, people = self.book.write, self.settlers.people
        first = month_bounds(FIRST_UPDATE)[0]
        employment = systems.Employment(self.lives, first, self.last, self.rng("employers"))
        for person in people:
            employment.hold(person)
        for name, columns in (
            ("ac01", systems.AC01), ("jy", systems.JY), ("sy", systems.SY), ("kn", systems.KN),
            ("zc", systems.ZC),
        ):  # fmt: skip
            write(f"inside/employment_{name}.csv", columns, employment.tables[name])
        security = systems.security_rows(self.lives, people, self.month)
        write("inside/social_security.csv", systems.SECURITY, security)
        families = systems.housed_families(self.lives, self.settlers.households)
        write("inside/housing.csv", systems.HOUSING, systems.housing_rows(self.lives, families))
        members = systems.housing_member_rows(families)
        write("inside/housing_members.csv", systems.HOUSING_MEMBERS, members)

    def tell(self, opening: dict[str, Counter], month: Month) -> None:
        one, closing = self.sample, stocks(self.settlers.people, self.last)
        expected = {
            community.code: {
                **{f"{name}_open": opening[community.code][name] for name in ("reg", "res", "ret")},
                **month.counts[community.code],
                **{
                    f"{name}_close": closing[community.code][name] for name in ("reg", "res", "ret")
                },
            }
            for community in self.communities
        }
        self.book.finish({
            **self.facts,
            "opening": iso(self.first - 1),
            "communities": {place.code: place.name for place in self.communities},
            "sample": {
                "id_number": one.id_number, "name": one.name, "mobile": one.mobile,
                "household_no": one.household.number, "community": one.lives_in,
            },
            "expected": expected,
            "dirt": dict(sorted(self.dirt.counts.items())),
        })  # fmt: skip
