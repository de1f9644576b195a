"""One pass over a small street, its figures held against what was put in."""

import pytest
from django.db import connection

from reports.catalogue import definition
from reports.engine.facts import gather
from reports.engine.fields import FactColumn
from reports.engine.run import Books, Task, pass_over
from tests.reports.make import (
    BRIDGE,
    NOON,
    OCTOBER,
    OPENED,
    RIVER,
    make_change,
    make_happening,
    make_household,
    make_native,
    make_person,
    make_retiree,
    make_step,
    run_sql,
    when,
)

pytestmark = pytest.mark.django_db
UNITS = (RIVER, BRIDGE)
TODAY = NOON.date()
R01, R03 = definition("R01"), definition("R03")


def opening(report=R01, position=1000):
    day = report.due.cut_off(OPENED).isoformat()
    task = Task(report, OPENED, UNITS, when(position, day), {}, opening=True)
    return pass_over(task, today=TODAY)


def october(opened, report=R01, position=2000, opened_at=1000):
    day = report.due.cut_off(OPENED)
    books = {unit: Books(0, opened.figures[unit], opened_at, day) for unit in UNITS}
    close = report.due.cut_off(OCTOBER).isoformat()
    return pass_over(Task(report, OCTOBER, UNITS, when(position, close), books), today=TODAY)


def faults(passed, unit=RIVER):
    return {one.broken.footing.number: one.residents for one in passed.faults.get(unit, ())}


def test_an_opening_counts_stocks_and_no_flow():
    house = make_household()
    make_native(RIVER, sex="1", household=house)
    make_native(RIVER, sex="2", household=house)
    make_native(BRIDGE, born="1940-01-01")

    passed = opening()

    assert passed.figures[RIVER]["06"] == {"total": 2, "male": 1, "female": 1}
    assert passed.figures[RIVER]["07"] == {"total": 1, "male": None, "female": None}
    assert passed.figures[RIVER]["08"]["total"] == 2
    assert passed.figures[RIVER]["01"]["total"] is None
    assert passed.figures[RIVER]["02"]["total"] == 0
    assert passed.figures[BRIDGE]["21"]["total"] == 1
    assert not passed.faults


def test_a_month_of_events_balances_with_its_opening():
    make_native(RIVER)
    child = make_person(reg=RIVER, res=RIVER, born="2026-10-03", sex="2")
    for member_set, code in (("REG", "register"), ("RES", "arrive")):
        make_step(child, RIVER, member_set, 1, code, on="2026-10-03", sex="2", xid=1500,
                  facts='{"move_reason": "01"}')  # fmt: skip
    gone = make_person(record_status="3")
    for member_set, code, sign in (("REG", "opening", 1), ("RES", "opening", 1)):
        make_step(gone, RIVER, member_set, sign, code)
    make_step(gone, RIVER, "REG", -1, "cancel", on="2026-10-10", xid=1500, facts='{"reason": "1"}')
    make_step(
        gone, RIVER, "RES", -1, "leave", on="2026-10-10", xid=1500, facts='{"move_reason": "11"}'
    )

    opened = opening()
    passed = october(opened)

    total = {row: cells["total"] for row, cells in passed.figures[RIVER].items()}
    assert opened.figures[RIVER]["06"]["total"] == 2
    assert (total["01"], total["02"], total["04"], total["06"]) == (2, 1, 1, 2)
    assert (total["10"], total["11"], total["12"], total["13"], total["14"]) == (2, 1, 1, 1, 2)
    assert passed.figures[RIVER]["02"] == {"total": 1, "male": 0, "female": 1}
    assert not passed.faults


def test_an_event_told_after_its_month_was_closed_is_shown_as_a_correction():
    left = make_person(reg=RIVER)
    make_step(left, RIVER, "REG", 1, "opening")
    make_step(left, RIVER, "RES", 1, "opening")
    make_step(left, RIVER, "RES", -1, "leave", on="2026-09-20", xid=1500)

    passed = october(opening())

    assert passed.figures[RIVER]["12"]["total"] == 0
    assert passed.figures[RIVER]["24"]["total"] == -1
    assert not passed.faults


def test_what_came_after_the_position_or_the_day_is_not_seen():
    here = make_native(RIVER)
    make_step(here, RIVER, "RES", -1, "leave", on="2026-10-05", xid=3000)
    make_step(here, RIVER, "REG", -1, "hk_out", on="2026-11-05", xid=1500)
    run_sql("update hub_resident set member_reg = null, member_res = null where id = %s", here)

    passed = october(opening())

    assert passed.figures[RIVER]["06"]["total"] == 1
    assert passed.figures[RIVER]["14"]["total"] == 1


def test_a_value_is_read_back_to_what_was_known_and_in_force():
    here = make_native(RIVER, born="2015-01-01", ethnic_group="02")
    make_change(here, "core_resident", '{"birth_date": "1950-01-01"}',
                '{"birth_date": "2015-01-01"}', on=None, xid=3000)  # fmt: skip
    make_change(here, "core_resident", '{"ethnic_group": "01"}', '{"ethnic_group": "02"}',
                on="2026-11-10", xid=1500)  # fmt: skip

    passed = october(opening())

    assert passed.figures[RIVER]["18"]["total"] == 0
    assert passed.figures[RIVER]["20"]["total"] == 1
    assert passed.figures[RIVER]["22"]["total"] == 0


def test_a_first_value_that_is_not_known_yet_is_empty():
    here = make_native(RIVER, ethnic_group="02")
    make_change(here, "core_resident", "{}", '{"ethnic_group": "02"}', on="0001-01-01", xid=3000)

    assert october(opening()).figures[RIVER]["22"]["total"] == 0


def test_the_residence_type_comes_from_the_pair_of_communities():
    register = make_household(kind="2")
    make_native(RIVER)
    people = [
        {"reg": RIVER}, {"reg": RIVER, "household": register},
        {"reg": BRIDGE, "res": RIVER}, {"res": RIVER, "division": "420106001001"},
        {"res": RIVER, "division": "430100000000"},
        {"res": RIVER, "nationality": "FRA", "id_type": "414", "division": None},
    ]  # fmt: skip
    for columns in people:
        key = make_person(**columns)
        for member_set, name in (("REG", "reg"), ("RES", "res")):
            if name in columns:
                make_step(key, columns[name], member_set, 1, "opening")

    passed = opening()

    rows = {
        row: passed.figures[RIVER][row]["total"]
        for row in ("06", "08", "09", "14", "15", "16", "17")
    }
    assert rows == {"06": 3, "08": 1, "09": 2, "14": 5, "15": 2, "16": 1, "17": 1}
    assert not passed.faults


def test_a_person_of_unknown_origin_blocks_and_is_named():
    known = make_native(RIVER)
    unknown = make_person(res=RIVER, division=None)
    make_step(unknown, RIVER, "RES", 1, "opening")

    found = faults(opening())

    assert list(found) == [4]
    assert found[4] == [unknown]
    assert known not in found[4]


def test_a_person_of_unknown_sex_blocks_and_is_named():
    unknown = make_person(reg=RIVER, res=RIVER, sex="0")
    for member_set in ("REG", "RES"):
        make_step(unknown, RIVER, member_set, 1, "opening", sex="0")

    passed = opening()

    assert faults(passed)[9] == [unknown]


def test_retirees_are_counted_where_they_are_managed():
    make_retiree(RIVER)
    moved = make_retiree(RIVER, sex="1")
    make_step(moved, RIVER, "RES", -1, "leave", on="2026-09-02")
    make_step(moved, BRIDGE, "RES", 1, "arrive", on="2026-09-02")
    run_sql("update hub_resident set member_res = %s where id = %s", BRIDGE, moved)

    passed = opening(R03)

    assert passed.figures[RIVER]["05"] == {"month": 2, "ytd": None}
    assert passed.figures[RIVER]["14"]["month"] == 2
    assert passed.figures[BRIDGE]["05"]["month"] == 0


def test_services_amounts_and_the_year_so_far():
    someone = make_retiree(RIVER)
    make_happening(someone, RIVER, "service", "07", on="2026-10-05", count=2, amount="300.50")
    make_happening(someone, RIVER, "service", "08", on="2026-10-06")
    make_happening(someone, RIVER, "service", "09", on="2026-10-07", count=3)
    make_happening(someone, BRIDGE, "benefit", "cert", on="2026-10-08")
    make_happening(someone, RIVER, "service", "08", on="2026-10-30")

    passed = october(opening(R03), R03)

    figures = passed.figures[RIVER]
    assert figures["24"] == {"month": 2, "ytd": 2}
    assert str(figures["25"]["month"]) == "300.50"
    assert figures["26"]["month"] == 4
    assert figures["22"]["month"] == 1
    assert passed.figures[BRIDGE]["22"]["month"] == 0
    assert not passed.faults


def test_a_grant_without_its_amount_blocks_and_is_named():
    someone = make_retiree(RIVER)
    make_happening(someone, RIVER, "service", "07", on="2026-10-05")

    found = faults(october(opening(R03), R03))

    assert found == {6: [someone]}


def test_more_persons_than_times_blocks_and_is_named():
    someone = make_retiree(RIVER)
    make_happening(someone, RIVER, "service", "10", on="2026-10-05", count=1, persons=2)

    found = faults(october(opening(R03), R03))

    assert found == {7: [someone]}


def test_a_retiree_without_a_former_employer_type_blocks_and_is_named():
    fine = make_retiree(RIVER)
    empty = make_retiree(RIVER, rt_employer_type=None)

    found = faults(opening(R03))

    assert found == {3: [empty]}
    assert fine not in found[3]


def test_gains_and_losses_of_retirees_are_steps_by_their_sign():
    stays = make_retiree(RIVER)
    make_step(stays, RIVER, "RET", -1, "transfer_out", on="2026-10-03", xid=1500, sex="2")
    make_step(stays, BRIDGE, "RET", 1, "transfer_in", on="2026-10-03", xid=1500, sex="2")
    run_sql("update hub_c08_retiree set member_ret = %s where subject_id = %s", BRIDGE, stays)
    died = make_retiree(RIVER)
    make_step(died, RIVER, "RET", -1, "death", on="2026-10-04", xid=1500, sex="2")
    run_sql("update hub_c08_retiree set member_ret = null where subject_id = %s", died)

    passed = october(opening(R03), R03)

    river = {row: passed.figures[RIVER][row]["month"] for row in ("01", "02", "03", "04", "05")}
    assert river == {"01": 2, "02": 0, "03": 1, "04": 1, "05": 0}
    assert passed.figures[BRIDGE]["02"]["month"] == 1
    assert not passed.faults


def test_the_people_of_one_community_are_put_right_without_reading_those_of_the_next():
    here, there = make_native(RIVER), make_native(BRIDGE)
    for one in (here, there):
        make_change(one, "core_resident", '{"sex": "2"}', '{"sex": "1"}', on=None, xid=3000)

    clocks = when(2000, "2026-10-31")
    gather([FactColumn("r", "sex")], ["REG"], prefix=RIVER, when=clocks, since=clocks.day)

    with connection.cursor() as cursor:
        cursor.execute("select resident_id, r_sex from report_facts")
        assert cursor.fetchall() == [(here, "2")]
        cursor.execute("select subject_id from report_changed")
        assert cursor.fetchall() == [(here,)]


def test_who_was_in_no_household_yet_has_nothing_of_the_one_joined_since():
    joined = make_household(kind="2")
    alone = make_native(RIVER, household=joined)
    make_change(alone, "core_resident", "{}", f'{{"household_id": {joined}}}', on="2026-11-10",
                xid=1500)  # fmt: skip

    clocks = when(2000, "2026-10-31")
    gather([FactColumn("h", "household_type")], ["REG"], prefix=RIVER, when=clocks,
           since=clocks.day)  # fmt: skip

    assert run_sql("select r_household_id, h_household_type from report_facts") == [(None, None)]
