"""People at the edges of a matter: one day, one month, one payment too early or too late."""

from dataclasses import replace

import pytest

from hub.errors import AlreadyFiled, AnswersWanting, NotEligible
from hub.models import MatterCase, Receipt
from hub.services.matters import definition
from hub.services.matters.definition import matter_of
from tests.hub.matters.test_counter import ANSWERS, CLERK, opened, submitted
from tests.hub.matters.test_definition import matter_from_rows
from tests.hub.people import an_id, make_person, make_zhao, tell

pytestmark = pytest.mark.django_db

RECOGNISED, FLEXIBLE, INSURED, OF_AGE, NO_BENEFIT, MONTHS_LEFT = range(6)
YES = [True] * 6


def but(*lines: int) -> list[bool]:
    return [n not in lines for n in range(6)]


def answers_of(number: str = "") -> list[bool | None]:
    return [line.answer for line in opened(number=number).form.lines]


def without_medical() -> None:
    tell("HSA", {"id_number": an_id(), "mi_type": "390", "mi_flexible": "0"}, key="hsa2")


def make_qian(birth: str, order: int, category: str | None, **employment: object) -> str:
    """Qian, flexibly employed, recognised in March 2025, pension paid up to October."""
    make_person("钱某", birth=birth, order=order, household="H9")
    number = an_id(birth, order)
    told = {"emp_status": "1", "emp_form": "022", "emp_diff_date": "2025-03-01",
            "emp_diff_valid_to": "2028-02-28", "emp_subsidy_used": "8"}  # fmt: skip
    tell("EMP", {"id_number": number, **told, **employment}, key="e9")
    paid = {"si_pension_type": "110", "si_flexible": "1", "si_pension_last": "202610"}
    kept = {"retire_age_category": category} if category else {}
    tell("SI", {"id_number": number, **paid, **kept}, key="s9")
    return number


@pytest.mark.parametrize(
    ("employment", "lines"),
    [
        ({"emp_diff_valid_to": "2026-11-23"}, YES),
        ({"emp_diff_valid_to": "2026-11-22"}, but(RECOGNISED)),
        ({"emp_diff_date": None, "emp_diff_valid_to": None}, but(RECOGNISED)),
        ({"emp_status": "2"}, but(FLEXIBLE)),
        ({"emp_form": "021"}, but(FLEXIBLE)),
        ({"emp_subsidy_used": "35"}, YES),
        ({"emp_subsidy_used": "36"}, but(MONTHS_LEFT)),
    ],
)
def test_work_and_recognition_at_the_edge(employment, lines):
    make_zhao(**employment)

    assert answers_of() == lines


@pytest.mark.parametrize(
    ("birth", "order", "category", "lines"),
    [
        ("19660531", 111, "M60", but(OF_AGE, MONTHS_LEFT)),  # October 2026
        ("19660601", 111, "M60", but(OF_AGE, MONTHS_LEFT)),  # November 2026: this month
        ("19660701", 111, "M60", YES),  # December 2026
        ("19710630", 222, "F55", but(OF_AGE, MONTHS_LEFT)),
        ("19710701", 222, "F55", YES),
        ("19751231", 222, "F50", but(OF_AGE, MONTHS_LEFT)),
        ("19740615", 222, None, [True, True, True, None, True, True]),
        ("19810615", 222, None, YES),
        ("20101123", 222, None, YES),
        ("20101124", 222, None, but(OF_AGE)),
    ],
)
def test_age_is_read_by_the_month_and_by_the_day(birth, order, category, lines):
    assert answers_of(make_qian(birth, order, category)) == lines


@pytest.mark.parametrize(
    ("insurance", "lines"),
    [
        ({"si_unemp_benefit": "20"}, but(NO_BENEFIT)),
        ({"si_unemp_benefit": "30"}, YES),
        ({"si_pension_type": "120"}, but(INSURED)),
        ({"si_flexible": "0"}, but(INSURED)),
    ],
)
def test_insurance_at_the_edge(insurance, lines):
    make_zhao()
    tell("SI", {"id_number": an_id(), **insurance}, key="si2")
    without_medical()

    assert answers_of() == lines


@pytest.mark.parametrize(("last_paid", "passes"), [("202608", False), ("202609", True)])
def test_months_not_paid_yet_are_not_claimed(last_paid, passes):
    make_zhao()
    tell("SI", {"id_number": an_id(), "si_pension_pay": "2", "si_pension_last": last_paid},
         key="si2")  # fmt: skip
    without_medical()
    case = opened().case

    if passes:
        assert submitted(case).state == "submitted"
    else:
        with pytest.raises(AnswersWanting) as wanting:
            submitted(case)
        assert "还没有缴费" in wanting.value.fields["claim"]


def test_who_pays_medical_insurance_alone_is_not_refused_for_the_pension():
    make_zhao()
    tell("SI", {"id_number": an_id(), "si_pension_last": "202501"}, key="si2")

    assert submitted(opened().case).state == "submitted"


@pytest.mark.parametrize(
    "employment", [{}, {"emp_diff_date": "2018-03-01"}], ids=["recognised late", "recognised early"]
)
def test_who_retires_next_month_still_claims_the_months_gone_by(employment):
    number = make_qian("19660701", 111, "M60", **employment)

    assert submitted(opened(number=number).case).state == "submitted"


def test_the_months_used_bind_whoever_has_years_to_work():
    make_zhao(emp_subsidy_used="34")

    with pytest.raises(AnswersWanting) as wanting:
        submitted(opened().case)

    assert "剩余" in wanting.value.fields["claim"]
    two = {**ANSWERS, "claim_to": "2026-08"}
    assert submitted(opened().case, two).state == "submitted"


def test_a_refusal_says_what_is_so_and_from_what():
    make_zhao(emp_diff_valid_to="2026-11-22", emp_subsidy_used="36")
    found = opened()

    with pytest.raises(NotEligible) as refused:
        submitted(found.case)

    assert "认定已过有效期。补贴月数已经用完" in refused.value.zh
    assert dict(found.form.lines[RECOGNISED].reasons)["困难认定有效期止"] == "2026-11-22"
    assert dict(found.form.lines[MONTHS_LEFT].reasons)["社保补贴已享受月数"] == "36"


def test_nothing_is_filed_for_somebody_who_has_died_since_the_form_was_opened():
    make_zhao()
    case = opened().case
    tell("PSB_HJ", {"id_number": an_id(), "hk_cancel_date": "2026-11-22", "hk_cancel_reason": "1"})

    with pytest.raises(NotEligible, match="已登记死亡"):
        submitted(case)

    first = opened().form.lines[0]
    assert (first.answer, dict(first.reasons)["死亡日期"]) == (False, "2026-11-22")
    assert Receipt.objects.count() == 0


def test_a_death_after_filing_shows_on_the_case_that_waits():
    make_zhao()
    submitted(opened().case)
    tell("PSB_HJ", {"id_number": an_id(), "hk_cancel_date": "2026-11-23", "hk_cancel_reason": "1"})

    waiting = opened()

    assert waiting.case.state == "submitted"
    assert waiting.form.lines[0].refusal == "本人已登记死亡。"


def allowance():
    """M04 from its rows, with the dictionary's conditions."""
    rows = matter_from_rows("M04")
    return matter_of(
        {"matter": "M04", "label": "高龄津贴申领", "owner": rows.owner,
         "lines": [{"rule": "age >= 80", "zh": "年满80周岁", "no_zh": "未满80周岁"},
                   {"rule": "hk_is_local = 1", "zh": "本区户籍", "no_zh": "不是本区户籍"}]},
        [(item.label, item.field, item.mode) for item in rows.items],
    )  # fmt: skip


@pytest.mark.parametrize(
    ("birth", "division", "why"),
    [
        ("19461123", "420105000000", ""),
        ("19461124", "420105000000", "未满80周岁。"),
        ("19400501", "420106000000", "不是本区户籍。"),
    ],
)
def test_the_allowance_begins_on_the_eightieth_birthday_for_those_registered(
    birth, division, why, monkeypatch
):
    monkeypatch.setattr(definition, "shipped_matters", lambda: {"M04": allowance()})
    make_person("孙奶奶", birth=birth, order=126, hukou_division=division)

    form = opened(matter="M04", number=an_id(birth, 126)).form

    assert "".join(line.refusal for line in form.refusals) == why


def test_two_counters_file_one_matter_once(monkeypatch):
    monkeypatch.setattr(definition, "shipped_matters", lambda: {"M04": allowance()})
    make_person("孙奶奶", birth="19400501", order=126)
    other = replace(CLERK, id=CLERK.id + 1, name="second")
    ours, theirs = (opened(actor, "M04", an_id("19400501", 126)) for actor in (CLERK, other))

    submitted(ours.case, {})
    with pytest.raises(AlreadyFiled):
        submitted(theirs.case, {}, other)

    assert MatterCase.objects.filter(state="submitted").count() == Receipt.objects.count() == 1
