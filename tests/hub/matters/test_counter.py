from datetime import timedelta
from uuid import uuid4

import pytest

from communities.errors import Refused
from communities.models import TrailEvent
from communities.rowscope import every_row, row_scope
from hub.errors import AnswersWanting, CaseClosed, NobodyHere, NotEligible, SearchTooShort
from hub.models import Change, MatterCase, Receipt
from hub.selectors.cases import meter, sent_form
from hub.services.matters import definition
from hub.services.matters.counter import close_drafts, look_at_case, open_case, submit_case
from hub.services.matters.decide import record_decision
from tests.communities.make import GRID, JIANGTENG, NEXT_COMMUNITY, an_actor
from tests.hub import people
from tests.hub.matters.test_definition import matter_from_rows
from tests.hub.people import DOOR, TODAY, an_id, make_person, make_zhao

pytestmark = pytest.mark.django_db

CLERK = an_actor(("CLERK", JIANGTENG))
ANSWERS = people.ANSWERS | {"monthly_income": "3,200元"}


def opened(actor=CLERK, matter="M01", number="", today=TODAY):
    with row_scope(actor):
        return open_case(matter=matter, id_number=number or an_id(), actor=actor, today=today)


def submitted(case, answers=ANSWERS, actor=CLERK, today=TODAY):
    with row_scope(actor):
        return submit_case(case_id=case.case_id, answers=answers, actor=actor, today=today)


def test_the_form_stands_filled_in_the_step_that_opens_it():
    make_zhao()

    form = opened().form

    assert form.counts["filled_now"] == 26
    assert [line.answer for line in form.lines] == [True] * 6


def test_opening_brings_the_clerks_full_view_and_an_access_row():
    make_zhao()

    shown = opened().profile.values

    assert shown["name"].text == "赵玉兰"
    assert shown["id_number"].text == an_id()
    event = TrailEvent.objects.get(action="matter")
    assert (event.purpose, event.result) == ("P01", "ok")
    assert "si_pension_base" in event.fields


def test_the_bank_account_is_never_shown_in_full():
    make_zhao()

    value = opened().profile.values["bank_account"]

    assert value.text.endswith("0123")
    assert value.text.startswith("***")
    assert value.can_unmask is False


def test_opening_again_the_same_day_is_the_same_draft():
    make_zhao()

    assert opened().case.pk == opened().case.pk


@pytest.mark.parametrize("number", ["４２０１９０ 19810315 2467", "420190198103152467"])
def test_a_number_is_read_as_it_is_typed(number):
    make_zhao()

    assert opened(number=number).case.state == "draft"


def test_nobody_and_somebody_elsewhere_are_one_answer():
    make_person("王远", order=111, community=NEXT_COMMUNITY, birth="19900101")

    with pytest.raises(NobodyHere) as elsewhere:
        opened(number=an_id("19900101", 111))
    with pytest.raises(NobodyHere) as nobody:
        opened(number=an_id("19900101", 113))

    assert elsewhere.value.zh == nobody.value.zh


def test_a_number_that_fails_its_check_says_so():
    with pytest.raises(SearchTooShort, match="校验"):
        opened(number="420190198103152468")


def test_a_grid_worker_without_the_counter_opens_nothing():
    make_zhao()

    with pytest.raises(Refused):
        opened(actor=an_actor(("GRID", GRID)))


def test_submitting_seals_the_form_and_leaves_news_for_the_owner():
    person = make_zhao()
    case = submitted(opened().case)

    news = Change.objects.get(category="matter")
    receipt = Receipt.objects.get(case_id=case.pk)
    form = sent_form(case.case_id)

    assert case.state == "submitted"
    assert news.after == {"case_id": str(case.case_id), "matter": "M01", "state": "submitted"}
    assert (receipt.target, receipt.state, receipt.resident_id) == ("EMP", "pending", person.pk)
    assert form.items["bank_account"] == "6217001234567890123"
    assert form.asked["monthly_income"] == "3200"
    assert "赵玉兰".encode() not in bytes(case.form_sealed)


def test_submitting_twice_sends_once():
    make_zhao()
    case = opened().case

    submitted(case)
    submitted(case)

    assert Change.objects.filter(category="matter").count() == 1
    assert Receipt.objects.count() == 1


def test_each_wrong_answer_has_its_sentence():
    make_zhao()
    case = opened().case

    with pytest.raises(AnswersWanting) as wanting:
        submitted(case, {"claim_from": "2026-13", "monthly_income": "很多"})

    assert set(wanting.value.fields) == {"claim", "work_place", "monthly_income"}
    assert MatterCase.objects.get().state == "draft"


@pytest.mark.parametrize(
    ("first", "last", "sentence"),
    [
        ("2026-09", "2026-07", "起始月"),
        ("2026-10", "2027-01", "还没有到"),
        ("2022-01", "2026-09", "剩余"),
    ],
)
def test_the_claimed_months_are_checked(first, last, sentence):
    make_zhao()
    case = opened().case

    with pytest.raises(AnswersWanting) as wanting:
        submitted(case, {**ANSWERS, "claim_from": first, "claim_to": last})

    assert sentence in wanting.value.fields["claim"]


@pytest.mark.parametrize(("ended", "again"), [("approved", False), ("returned", True)])
def test_months_applied_for_are_not_applied_for_again_unless_they_came_back(ended, again):
    make_zhao()
    first = submitted(opened().case, {**ANSWERS, "claim_from": "2026-07", "claim_to": "2026-09"})
    with every_row():
        record_decision(case=first.case_id, state=ended, actor=DOOR)
    overlapping = {**ANSWERS, "claim_from": "2026-09", "claim_to": "2026-10"}

    if again:
        assert submitted(opened().case, overlapping).state == "submitted"
    else:
        with pytest.raises(AnswersWanting) as wanting:
            submitted(opened().case, overlapping)
        assert "已经申请过" in wanting.value.fields["claim"]
        later = {**ANSWERS, "claim_from": "2026-10", "claim_to": "2026-10"}
        assert submitted(opened().case, later).state == "submitted"


def test_who_is_not_eligible_is_told_which_condition_fails():
    make_zhao(emp_form="010")
    found = opened()

    with pytest.raises(NotEligible, match="灵活就业"):
        submitted(found.case)

    assert [line.answer for line in found.form.lines] == [True, False, True, True, True, True]
    assert dict(found.form.lines[1].reasons)["就业形式"]


def test_a_draft_ends_with_its_day():
    make_zhao()
    case = opened().case

    close_drafts(today=TODAY + timedelta(days=1), actor=DOOR)

    with pytest.raises(CaseClosed):
        submitted(case, today=TODAY + timedelta(days=1))


def test_the_full_view_ends_with_the_draft():
    make_zhao()
    case = opened().case
    tomorrow = TODAY + timedelta(days=1)

    with pytest.raises(NobodyHere), row_scope(CLERK):
        look_at_case(case_id=uuid4(), actor=CLERK, today=tomorrow)
    close_drafts(today=tomorrow, actor=DOOR)

    with pytest.raises(CaseClosed), row_scope(CLERK):
        look_at_case(case_id=case.case_id, actor=CLERK, today=tomorrow)


def test_the_owners_decision_comes_back_once_and_in_order(as_app):
    make_zhao()
    case = submitted(opened().case)

    with as_app():
        record_decision(case=case.case_id, state="in_review", reference="B1", actor=DOOR)
        record_decision(case=case.case_id, state="returned", reason="材料不全", actor=DOOR)
        record_decision(case=case.case_id, state="accepted", actor=DOOR)

    case.refresh_from_db()
    assert (case.state, case.reference, case.reason) == ("returned", "B1", "材料不全")
    assert case.decided_at is not None


def test_the_meter_counts_matters_and_never_people():
    make_zhao()
    submitted(opened().case)

    (row,) = meter(month=TODAY)

    assert (row.matter, row.cases, row.held, row.computed, row.asked) == ("M01", 1, 20, 6, 3)
    assert row.typed_though_held == 0


def test_another_matter_is_filed_from_its_rows_alone(monkeypatch):
    make_person("孙奶奶", birth="19400501", order=126, el_living="1")
    monkeypatch.setattr(definition, "shipped_matters", lambda: {"M04": matter_from_rows("M04")})

    found = opened(matter="M04", number=an_id("19400501", 126))
    case = submitted(found.case, {})

    assert case.state == "submitted"
    assert Receipt.objects.get(case_id=case.pk).target == "MCA_YL"
