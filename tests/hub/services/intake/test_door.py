from datetime import date
from decimal import Decimal

import pytest

from communities.actor import system_actor
from hub.models import Change, Dissent, Event, Resident, SetAside
from hub.selectors.fold import fold_differences
from hub.services.intake import Happening, Observation, take_in
from hub.services.waiting import tell_again
from tests.communities.make import make_area
from tests.hub.people import an_id

pytestmark = pytest.mark.django_db
LOAD = system_actor("load")
JIANGTENG = "420105011006"
ZHAO = "420190197903150027"


@pytest.fixture(autouse=True)
def jiangteng():
    """The community exists; without its area nobody is registered in it."""
    make_area(JIANGTENG)


def said(number=ZHAO, **fields):
    key = fields.pop("key", "")
    community = fields.pop("community", JIANGTENG)
    return Observation(said={"id_number": number, **fields}, key=key, community=community)


def test_a_person_nobody_knows_is_created_with_history_and_memberships():
    row = said(
        name="赵秀兰",
        hukou_division=JIANGTENG,
        address="36栋2单元1502",
        household_key="0001",
        relation_to_head="户主",
        mobile="13800001234",
        education_level="初中",
        key="a1",
    )

    result = take_in([row], source="PSB_HJ", actor=LOAD, creates=True)

    assert result.counts()["created"] == 1
    zhao = Resident.objects.get()
    assert zhao.sex == "2"
    assert str(zhao.birth_date) == "1979-03-15"
    assert zhao.community_code == zhao.member_res == zhao.member_reg == JIANGTENG
    assert zhao.residence_type == "1"
    assert zhao.relation_to_head == "02"
    assert zhao.mobile_mask.startswith("138")
    assert zhao.household.head_resident_id == zhao.id
    assert {(e.member_set, e.sign, e.code) for e in Event.objects.all()} == {
        ("REG", 1, "opening"),
        ("RES", 1, "opening"),
    }
    assert Change.objects.filter(kind="R", category="core_resident").count() >= 1


@pytest.mark.parametrize("told", [{}, {"name": "钱七*"}, {"name": "13800001234"}])
def test_a_number_without_a_name_that_can_be_read_enters_and_is_named_later(told):
    first = take_in([said(mobile="13800001234", **told)], source="IMPORT", actor=LOAD, creates=True)

    later = take_in([said(name="钱七")], source="IMPORT", actor=LOAD, creates=True)

    assert (first.created, first.field_questions) == (1, len(told))
    assert later.changed == 1
    qian = Resident.objects.get()
    assert (qian.name, qian.name_grams[0]) == ("钱七", "钱")


def test_the_same_row_again_changes_nothing():
    row = said(name="赵秀兰", key="a1")
    take_in([row], source="PSB_HJ", actor=LOAD, creates=True)
    before = Change.objects.count()

    again = take_in([row], source="PSB_HJ", actor=LOAD, creates=True)

    assert again.unchanged == 1
    assert Change.objects.count() == before


def test_a_lesser_voice_leaves_a_dissent_and_overwrites_nothing():
    take_in([said(name="赵秀兰", ethnic_group="01")], source="PSB_HJ", actor=LOAD, creates=True)

    result = take_in([said(ethnic_group="03", mobile="13800001234")], source="EMP", actor=LOAD)

    assert result.changed == 1
    zhao = Resident.objects.get()
    assert zhao.ethnic_group == "01"
    assert zhao.told["mobile"]["by"] == "EMP"
    dissent = Dissent.objects.get()
    assert (dissent.field, dissent.source, dissent.value, dissent.asks) == (
        "ethnic_group",
        "EMP",
        "03",
        True,
    )


@pytest.mark.parametrize(
    ("word", "asked"), [("配偶", False), ("夫", True), ("女", True), ("其他", True)]
)
def test_spouse_beside_wife_is_no_question_for_anybody(word, asked):
    wife = said(name="赵秀兰", relation_to_head="妻")
    take_in([wife], source="PSB_HJ", actor=LOAD, creates=True)

    result = take_in([said(relation_to_head=word)], source="IMPORT", actor=LOAD)

    assert Dissent.objects.get().asks is asked
    assert result.field_questions == int(asked)
    assert Resident.objects.get().relation_to_head == "12"


@pytest.mark.parametrize(
    "cells",
    [
        {"name": "Maria Fernanda Guadalupe Gonzalez Rodriguez de la Cruz y Villanueva"},
        {"name": "阿卜杜都热西提江·阿卜杜都克热木江·阿卜杜都热合曼江"},
        {"name": "赵兰", "address": "长" * 400},
        {"name": "赵兰", "address": "1" * 60 + "栋" + "2" * 60 + "单元" + "3" * 60},
        {"name": "赵兰", "address": "长" * 190 + "9栋9单元909"},
        {"name": "赵兰", "address": "9栋9单元909", "household_key": "户" * 400},
        {"name": "赵兰", "mobile": "1" * 400, "relation_to_head": "子" * 400},
        {"name": "赵兰", "hukou_address": "长" * 400, "native_place": "汉" * 400},
        {"name": "赵兰", "bank_account": "6" * 400, "employer_name": "厂" * 400},
        {"name": "赵\x00兰", "address": "9栋\x009单元909"},
        {"name": "赵兰", "household_key": "1\x002", "hukou_address": "湖北\x00省"},
        {"name": "赵兰", "mobile": "138\x00", "employer_name": "厂\x00", "bank_account": "6\x00"},
    ],
)
def test_no_cell_is_too_long_for_the_rows_beside_it(cells):
    rows = [said(**cells), said("42019019790315006X", name="钱文")]

    take_in(rows, source="IMPORT", actor=LOAD, creates=True)

    assert Resident.objects.filter(name="钱文").count() == 1


def test_a_number_that_is_no_persons_is_set_aside_with_its_reason():
    result = take_in(
        [said("420190197903150020", name="王五")], source="IMPORT", actor=LOAD, creates=True
    )

    assert result.set_aside == 1
    assert result.outcomes[0].reasons[0].reason == "id_check_digit"
    assert SetAside.objects.get().reason == "id_check_digit"
    assert not Resident.objects.exists()


def test_employment_facts_enter_their_own_table():
    take_in([said(name="赵秀兰")], source="PSB_HJ", actor=LOAD, creates=True)

    result = take_in(
        [said(emp_status="1", emp_form="022", employer_name="个体")], source="EMP", actor=LOAD
    )

    assert result.changed == 1
    change = Change.objects.get(category="c05_employment")
    assert change.after == {"emp_status": "1", "emp_form": "022"}


def test_a_death_ends_every_membership():
    take_in(
        [said(name="赵秀兰", hukou_division=JIANGTENG, address="36栋2单元1502")],
        source="PSB_HJ",
        actor=LOAD,
        creates=True,
    )

    take_in([said(hk_cancel_date="2026-10-12", hk_cancel_reason="1")], source="PSB_HJ", actor=LOAD)

    leaving = Event.objects.filter(sign=-1)
    assert {(e.member_set, e.code, str(e.effective_date)) for e in leaving} == {
        ("REG", "cancel", "2026-10-12"),
        ("RES", "leave", "2026-10-12"),
    }
    assert Resident.objects.get().record_status == "3"


def test_a_second_head_of_a_household_is_not_believed():
    take_in(
        [said(name="赵秀兰", household_key="7", relation_to_head="户主")],
        source="PSB_HJ",
        actor=LOAD,
        creates=True,
    )

    result = take_in(
        [said("42019019790315006X", name="钱文", household_key="7", relation_to_head="户主")],
        source="PSB_HJ",
        actor=LOAD,
        creates=True,
    )

    assert result.created == 1
    assert Resident.objects.filter(relation_to_head="02").count() == 1


def test_two_heads_in_one_file_leave_one():
    rows = [
        said(n, name="某", household_key="7", relation_to_head="02", key=n)
        for n in (ZHAO, "42019019790315006X")
    ]

    take_in(rows, source="PSB_HJ", actor=LOAD, creates=True)

    assert Resident.objects.filter(relation_to_head="02").count() == 1


def test_a_fact_of_the_future_waits_for_its_day():
    take_in(
        [said(name="赵秀兰", hukou_division=JIANGTENG)],
        source="PSB_HJ",
        actor=LOAD,
        creates=True,
        today=date(2026, 11, 1),
    )

    result = take_in(
        [said(hk_out_date="2026-11-20", key="m1")],
        source="PSB_HJ",
        actor=LOAD,
        today=date(2026, 11, 10),
    )

    assert result.set_aside == 1
    assert tell_again(today=date(2026, 11, 19), actor=LOAD) == 0
    assert tell_again(today=date(2026, 11, 20), actor=LOAD) == 1
    leaving = Event.objects.get(sign=-1)
    assert (leaving.code, leaving.effective_date) == ("hk_out", date(2026, 11, 20))


def test_folding_the_history_gives_the_tables():
    take_in(
        [
            said(
                name="赵秀兰",
                hukou_division=JIANGTENG,
                address="36栋2单元1502",
                household_key="1",
                relation_to_head="户主",
                mobile="13800001234",
                emp_status="1",
            )
        ],
        source="PSB_HJ",
        actor=LOAD,
        creates=True,
    )
    take_in([said(mobile="13900001234", education_level="初中")], source="COUNTER", actor=LOAD)
    take_in([said(dwelling_grid="420105011006001")], source="ZZ", actor=LOAD)

    assert [f for f in fold_differences() if f.differing] == []
    assert Resident.objects.get().grid_code == "420105011006001"


def test_who_moves_leaves_one_unit_and_arrives_in_the_other_on_the_day():
    take_in([said(name="赵秀兰", address="36栋2单元1502")], source="HUB", actor=LOAD, creates=True)

    take_in(
        [
            said(
                address="1栋1单元101",
                community="420105011001",
                move_in_date="2026-10-08",
                move_reason="04",
            )
        ],
        source="HUB",
        actor=LOAD,
    )

    steps = Event.objects.order_by("id").values_list(
        "member_set", "sign", "unit", "code", "effective_date"
    )
    assert list(steps)[1:] == [
        ("RES", -1, JIANGTENG, "leave", date(2026, 10, 8)),
        ("RES", 1, "420105011001", "arrive", date(2026, 10, 8)),
    ]


def test_a_leaving_told_by_the_owners_key_alone_leaves_name_number_and_birth_as_they_are():
    take_in([said(name="钱文", nationality="CHN", hukou_division=JIANGTENG, ethnic_group="01",
                  key="p1")], source="PSB_HJ", actor=LOAD, creates=True)  # fmt: skip
    before = Resident.objects.values("name", "id_type", "nationality", "ethnic_group").get()

    take_in(
        [Observation(said={"hk_out_date": "2026-10-06"}, key="p1", community=JIANGTENG),
         said(an_id("19600101", 113), name="孙武", ethnic_group="02", key="p2")],
        source="PSB_HJ", actor=LOAD, creates=True,
    )  # fmt: skip

    qian = Resident.objects.get(name="钱文")
    assert {name: getattr(qian, name) for name in before} == before
    assert (qian.member_reg, qian.id_number_mask) != (JIANGTENG, None)


def test_a_move_told_at_the_counter_for_a_person_at_hand_changes_nothing_else():
    take_in([said(name="钱文", marital_status="20", address="1栋1单元101")],
            source="COUNTER", actor=LOAD, creates=True)  # fmt: skip
    (held,) = Resident.objects.all()

    take_in([Observation(said={"address": "2栋1单元201"}, resident=held.resident_id,
                         community=JIANGTENG)], source="COUNTER", actor=LOAD)  # fmt: skip

    moved = Resident.objects.get()
    assert (moved.name, moved.marital_status, moved.id_type) == ("钱文", "20", "111")
    assert moved.dwelling_id != held.dwelling_id


def test_a_retiree_is_counted_where_managed_and_moves_by_service_items():
    take_in(
        [said(name="钱文", rt_status="1", managing_community=JIANGTENG)],
        source="HUB",
        actor=LOAD,
        creates=True,
    )

    out = Happening(kind="service", code="02", on=date(2026, 10, 9))
    take_in([Observation(said={"id_number": ZHAO}, event=out, key="s1")], source="HUB", actor=LOAD)

    steps = Event.objects.filter(member_set="RET").values_list(
        "sign", "unit", "code", "effective_date"
    )
    assert list(steps) == [
        (1, JIANGTENG, "opening", date.min),
        (-1, JIANGTENG, "transfer_out", date(2026, 10, 9)),
    ]


def test_an_event_told_twice_happens_once():
    take_in([said(name="钱文")], source="HUB", actor=LOAD, creates=True)
    visit = Happening(kind="service", code="09", on=date(2026, 10, 9))
    row = Observation(said={"id_number": ZHAO}, event=visit, key="s9")

    take_in([row], source="HUB", actor=LOAD)
    again = take_in(
        [Observation(said={"id_number": ZHAO, "name": "钱文"}, event=visit, key="s9")],
        source="HUB",
        actor=LOAD,
    )

    assert again.unchanged == 1
    assert Event.objects.filter(kind="service").count() == 1


def test_an_event_told_again_with_another_amount_is_counted_as_before_and_put_to_a_person():
    take_in([said(name="钱文")], source="HUB", actor=LOAD, creates=True)

    def grant(amount):
        event = Happening("service", "07", date(2026, 10, 9), amount=Decimal(amount))
        row = Observation({"id_number": ZHAO}, event=event, key="s7")
        return take_in([row], source="HUB", actor=LOAD)

    grant("300")
    again = grant("400")

    assert [why.reason for why in again.outcomes[0].reasons] == ["event_counted"]
    assert Event.objects.get(kind="service").amount == 300
    assert SetAside.objects.get().reason == "event_counted"


def test_two_events_whose_long_keys_begin_alike_are_two():
    take_in([said(name="钱文")], source="HUB", actor=LOAD, creates=True)
    rows = [
        Observation(
            {"id_number": ZHAO}, event=Happening("service", "09", date(2026, 10, day)),
            key="k" * 90 + str(day),
        )
        for day in (8, 9)
    ]  # fmt: skip

    take_in(rows, source="HUB", actor=LOAD)

    assert Event.objects.filter(kind="service").count() == 2


def test_a_new_person_whose_name_nobody_could_read_enters_without_it_and_stops_nobody():
    rows = [said(name="+1", mobile="13800001234"), said(an_id("19600101", 113), name="")]

    result = take_in(
        [*rows, said(an_id(), name="赵玉兰")], source="IMPORT", actor=LOAD, creates=True
    )

    assert result.counts()["created"] == 3
    assert [why.reason for why in result.outcomes[0].reasons] == ["name_bad_form"]
    nameless = Resident.objects.filter(name=None)
    assert [held.name_grams + held.name_initials for held in nameless] == [[], []]
