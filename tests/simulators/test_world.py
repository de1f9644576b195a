"""The simulated street is consistent from every office that knows it."""

import csv
import json
from collections import Counter, defaultdict

import pytest

from hub.dictionary import FIELDS
from hub.selectors.codes import codes_of
from tests.simulators.running import make_world
from tests.simulators.world.identity import check_digit
from tests.simulators.world.roster import roster_rows

HAND_WRITTEN = ("register_",)


def rows_of(world, name):
    with (world / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def told(world):
    return json.loads((world / "world.json").read_text(encoding="utf-8"))


def registers(world):
    return [
        row for path in sorted(world.glob("register_*.csv")) for row in rows_of(world, path.name)
    ]


def test_the_same_seed_gives_the_same_bytes(tmp_path):
    first = make_world(tmp_path / "first", 1500, seed=3)
    again = make_world(tmp_path / "again", 1500, seed=3)

    for path in sorted(first.rglob("*.*")):
        assert path.read_bytes() == (again / path.relative_to(first)).read_bytes(), path.name


def test_another_seed_gives_other_people(tmp_path, world):
    other = make_world(tmp_path, 1500, seed=8)

    assert told(other)["sample"]["id_number"] != told(world)["sample"]["id_number"]


@pytest.mark.parametrize("name", ["psb_hj.csv", "psb_ldrk.csv"])
def test_every_number_is_of_the_invented_district_with_its_check_digit(world, name):
    numbers = [row["id_number"] for row in rows_of(world, name) if row["id_type"] == "111"]

    assert all(number.startswith("420190") for number in numbers)
    assert all(number[17] == check_digit(number[:17]) for number in numbers)
    assert len(set(numbers)) == len(numbers)


def test_the_people_of_the_roster_are_known_to_the_police_and_left_out_of_the_register(world):
    roster = {row["id_number"] for row in roster_rows()}

    police = {row["id_number"] for row in rows_of(world, "psb_hj.csv")}
    police |= {row["id_number"] for row in rows_of(world, "psb_ldrk.csv")}
    assert len(roster) == 1133
    assert roster <= police
    assert not roster & {row["id_number"] for row in registers(world)}


def test_the_books_of_each_community_balance(world):
    for code, book in told(world)["expected"].items():
        count = Counter(book)
        registered = count["reg_open"] + count["births"] + count["moved_in"] + count["reg_late"]
        living = count["res_open"] + count["arrived"] - count["left"] + count["res_late"]
        managed = count["ret_open"] + count["ret_in"] - count["ret_out"] - count["ret_dead"]

        assert registered - count["deaths"] - count["moved_out"] == count["reg_close"], code
        assert living == count["res_close"], code
        assert managed == count["ret_close"], code


def test_everyone_who_lives_here_has_a_register_place_or_a_foreign_passport(world):
    known = {
        row["id_number"]
        for name in ("psb_hj.csv", "psb_ldrk.csv")
        for row in rows_of(world, name)
        if row["hukou_division"] or row["nationality"] != "CHN"
    }

    plain = [row["id_number"] for row in registers(world) if row["id_number"][:3] in ("420", "ZZ0")]
    whole = [number for number in plain if len(number) == 18 or number.startswith("ZZ")]
    strangers = [number for number in whole if number not in known]
    right = [one for one in strangers if one[17:] == check_digit(one[:17])]
    assert right == []


def test_every_code_in_a_first_load_stands_in_its_list(world):
    unknown = defaultdict(set)

    for path in sorted(world.glob("*.csv")):
        if path.name.startswith(HAND_WRITTEN):
            continue
        for row in rows_of(world, path.name):
            for column, value in row.items():
                field = FIELDS.get(column)
                if not value or field is None or field.type not in ("code", "code[]"):
                    continue
                known = set(codes_of(field.code_list))
                unknown[path.name, column] |= set(value.split(";")) - known

    assert {place: values for place, values in unknown.items() if values} == {}


def test_every_column_is_a_field_or_named_in_the_readme(world):
    beside = {
        "row_key", "updated_at", "community", "address", "household_key", "on", "kind", "change",
        "managing_community", "remark", "item", "count", "persons", "amount", "text",
        "from_community", "to_community", "code", "name", "level", "parent_code",
    }  # fmt: skip

    for path in sorted(world.glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as lines:
            columns = next(csv.reader(lines))
        assert set(columns) <= beside | set(FIELDS), path.name
        assert len(columns) == len(set(columns)), path.name


def test_hardship_grants_have_amounts_and_nothing_else_has(world):
    services = rows_of(world, "services_202610.csv")

    assert services
    for row in services:
        assert (row["item"] == "07") == bool(row["amount"] and float(row["amount"]) > 0)
        assert int(row["persons"]) <= int(row["count"])


def test_managed_retirees_draw_an_enterprise_pension(world):
    accounts = {row["id_number"]: row for row in rows_of(world, "inside/social_security.csv")}
    ledgers = [row for path in world.glob("retirees_*.csv") for row in rows_of(world, path.name)]

    held = [accounts[row["id_number"]] for row in ledgers if row["id_number"] in accounts]
    assert len(held) > len(ledgers) * 0.85
    assert all(row["aic160"] for row in held)
    assert all(row["rt_employer_type"] for row in ledgers)


def test_the_sample_resident_may_draw_the_subsidy(world):
    number = told(world)["sample"]["id_number"]

    def row(name, key="id_number"):
        return next(one for one in rows_of(world, name) if one[key] == number)

    police, medical = row("psb_hj.csv"), row("hsa.csv")
    home = row("register_420105011006.csv")
    insured, work = row("inside/social_security.csv"), row("inside/employment_jy.csv", "aac002")
    difficulty, drawn = (row(f"inside/employment_{one}.csv", "aac002") for one in ("kn", "zc"))
    assert (police["sex"], police["birth_date"][:4]) == ("2", "1981")
    assert police["hukou_division"].startswith("420105")
    assert police["hukou_address"]
    assert all(home[one] for one in ("address", "mobile", "education_level", "household_key"))
    assert (medical["mi_type"], medical["mi_status"], medical["mi_flexible"]) == ("310", "1", "1")
    assert (insured["aae140"], insured["aac031"], insured["acc31f"]) == ("110", "1", "1")
    assert insured["ajc112"] == "10"
    assert all(insured[one] for one in ("aae041", "aac040", "aae010", "aae008", "aac086"))
    assert (work["acc318"], work["aae100"]) == ("022", "1")
    assert work["acc31s"]
    assert work["acc31n"]
    assert difficulty["acc363"] > "2026-11-23"
    assert 0 < int(drawn["acc153"]) < 36


def test_dirt_is_counted_and_stays_near_its_shares(world):
    dirt, lines = told(world)["dirt"], len(registers(world))

    assert 0.005 < dirt["id_15_digits"] / lines < 0.03
    assert dirt["id_full_width"]
    assert dirt["date_form"]
    assert 0.003 < dirt["same_person_twice"] / lines < 0.02


def test_grids_hold_about_three_hundred_flats(world):
    flats = Counter(row["dwelling_grid"] for row in rows_of(world, "zz_grid.csv"))
    grids = {row["code"] for row in rows_of(world, "grids.csv")}

    assert set(flats) == grids
    assert max(flats.values()) <= 300
