"""A correction and an application travel out once, and what was answered comes back."""

import httpx
import pytest
from django.utils import timezone

from communities.rowscope import row_scope
from connectors.employment.connector import Employment
from connectors.engine.push import deliver_to
from connectors.models import Outgoing
from connectors.registry import connector_of
from connectors.services.expand import expand_changes
from connectors.services.outgoing import try_again
from hub.models import MatterCase, Receipt
from hub.services.correct import correct
from hub.services.matters import definition
from hub.services.matters.counter import open_case, submit_case
from tests.communities.make import GRID, JIANGTENG, an_actor
from tests.connectors.conftest import admin
from tests.connectors.make import until_seen
from tests.hub.matters.test_definition import matter_from_rows
from tests.hub.people import ANSWERS, TODAY, an_id, make_person, make_zhao, tell
from tests.roles import acting_as

pytestmark = pytest.mark.django_db(transaction=True)

CLERK = an_actor(("CLERK", JIANGTENG), ("GRID", GRID))
NUMBER = "42019999000001"


@pytest.fixture
def emp(bureau, connected, desk):
    connected(bureau)
    return lambda word, **said: desk(bureau, word, **said)


@pytest.fixture(scope="session")
def zhao_at_the_bureau(bureau):
    row = {"aac001": NUMBER, "aac002": an_id(), "aac003": "赵玉兰", "aae005": "13812341234"}
    admin(bureau, "edit", table="ac01", insert=row)


@pytest.fixture
def zhao(emp, zhao_at_the_bureau):
    """Zhao, known to the bureau by its own number."""
    person = make_zhao()
    tell("EMP", {"id_number": an_id(), "emp_status": "1"}, key=f"ac01:{NUMBER}")
    return person


def send():
    until_seen()
    with acting_as("hub_app"):
        expand_changes(now=timezone.now())
        Outgoing.objects.update(next_at=timezone.now())
        return deliver_to(connector_of("EMP"))


def corrected_phone(person, phone="13912340000"):
    with row_scope(CLERK):
        correct(resident=person.resident_id, values={"mobile": phone}, purpose="P01", actor=CLERK)


def applied(emp):
    with row_scope(CLERK):
        case = open_case(matter="M01", id_number=an_id(), actor=CLERK, today=TODAY).case
        return submit_case(case_id=case.case_id, answers=ANSWERS, actor=CLERK, today=TODAY)


def effects(rows, operation):
    """How often the other side did something for one operation, by its own ledger."""
    return [row for row in rows if row["key"] == operation]


@pytest.fixture
def ledger(bureau):
    def rows():
        told, after = [], 0
        while True:
            page = httpx.get(
                f"{bureau['admin']}/ledger",
                params={"after": after, "direction": "received"},
                timeout=60,
            ).json()
            if not page["rows"]:
                return told
            told += page["rows"]
            after = page["next"]

    return rows


def test_a_corrected_phone_goes_out_and_comes_back_as_a_receipt(zhao, ledger):
    corrected_phone(zhao)

    send()

    message = Outgoing.objects.get(kind="mobile")
    receipt = Receipt.objects.get(operation=message.operation)
    assert (message.state, receipt.state) == ("done", "accepted")
    assert len(effects(ledger(), message.operation)) == 1


def test_the_same_changes_are_expanded_once(zhao):
    corrected_phone(zhao)
    until_seen()

    made = [expand_changes(now=timezone.now()) for _turn in range(3)]

    assert made == [1, 0, 0]


def test_a_lost_answer_never_makes_a_second_application(zhao, emp, ledger):
    case = applied(emp)
    emp("fault", name="lost_answer", times=1)

    send()
    message = Outgoing.objects.get(kind="matter")
    assert message.state == "unsure"
    send()

    message.refresh_from_db()
    assert message.state == "accepted"
    assert message.reference.startswith("YW")
    assert len(effects(ledger(), case.operation)) == 1
    assert Receipt.objects.get(operation=case.operation).reference == message.reference


def test_the_later_decision_reaches_the_case_and_the_receipt(zhao, emp):
    case = applied(emp)
    send()
    number = Outgoing.objects.get(kind="matter").reference

    emp("decide", bizNo=number, state="退回", reason="材料不全")
    send()

    case = MatterCase.objects.get(pk=case.pk)
    receipt = Receipt.objects.get(operation=case.operation)
    assert (case.state, case.reason) == ("returned", "材料不全")
    assert (receipt.state, receipt.reason) == ("refused", "材料不全")


def test_an_application_is_followed_to_its_end(zhao, emp):
    case = applied(emp)
    seen = []
    for word in ("受理", "审核中", "通过", "办结"):
        send()
        number = Outgoing.objects.get(kind="matter").reference
        emp("decide", bizNo=number, state=word, reason="")
        send()
        seen.append(MatterCase.objects.get(pk=case.pk).state)

    assert seen == ["accepted", "in_review", "approved", "done"]
    assert Outgoing.objects.get(kind="matter").state == "done"


def test_outside_its_hours_the_system_is_waited_for_with_the_reason(zhao, emp, bureau, desk):
    desk(bureau, "habits", closes=True)
    desk(bureau, "clock", now="2026-11-23T23:30:00+08:00")
    corrected_phone(zhao)

    send()
    waiting = Outgoing.objects.get(kind="mobile")
    assert (waiting.state, waiting.attempts) == ("waiting", 0)
    assert "不受理" in Receipt.objects.get(operation=waiting.operation).reason

    desk(bureau, "clock", now="2026-11-24T09:00:00+08:00")
    desk(bureau, "habits", closes=False)
    send()
    assert Outgoing.objects.get(kind="mobile").state == "done"


def test_messages_of_one_person_go_in_order(zhao, emp):
    corrected_phone(zhao, "13912340000")
    corrected_phone(zhao, "13912340001")
    emp("fault", name="http_500", times=1)
    until_seen()

    expand_changes(now=timezone.now())
    deliver_to(connector_of("EMP"))
    first, second = Outgoing.objects.order_by("id")

    assert second.state == "waiting" or first.state == "done"
    send()
    send()
    assert list(Outgoing.objects.values_list("state", flat=True)) == ["done", "done"]


def test_ten_failures_put_a_message_before_a_person_who_may_try_again(zhao, emp):
    corrected_phone(zhao)
    emp("fault", name="http_500")
    until_seen()
    expand_changes(now=timezone.now())
    Outgoing.objects.update(attempts=10)

    send()
    message = Outgoing.objects.get()
    assert message.state == "poison"
    assert Receipt.objects.get(operation=message.operation).state == "failed"

    emp("fault", clear=True)
    try_again(message=message, actor=an_actor(("SYSADM", JIANGTENG)), now=timezone.now())
    send()
    assert Outgoing.objects.get().state == "done"


class ElderCare(Employment):
    """The elder care system, at home behind the same kind of interface."""

    slug, source = "elder_care", "MCA_YL"


def test_another_matter_travels_from_its_rows_alone(emp, bureau, settings, monkeypatch, ledger):
    settings.HUB_SYSTEMS = {**settings.HUB_SYSTEMS, "MCA_YL": bureau}
    monkeypatch.setattr(definition, "shipped_matters", lambda: {"M04": matter_from_rows("M04")})
    make_person("孙奶奶", birth="19400501", order=126, el_living="1")
    with row_scope(CLERK):
        number = an_id("19400501", 126)
        case = open_case(matter="M04", id_number=number, actor=CLERK, today=TODAY).case
        case = submit_case(case_id=case.case_id, answers={}, actor=CLERK, today=TODAY)
    until_seen()

    expand_changes(now=timezone.now(), kinds={"MCA_YL": ElderCare})
    deliver_to(ElderCare)

    assert Outgoing.objects.get().state == "accepted"
    assert Receipt.objects.get(operation=case.operation).state == "accepted"
    assert len(effects(ledger(), case.operation)) == 1


def test_a_matter_whose_file_is_gone_holds_nothing_up(zhao, emp, monkeypatch):
    applied(emp)
    corrected_phone(zhao)
    monkeypatch.setattr(definition, "shipped_matters", dict)

    send()

    assert list(Outgoing.objects.values_list("kind", "state")) == [("mobile", "done")]
