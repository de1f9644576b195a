"""A request to an owner with an interface travels there, is answered, and closes by its data."""

import pytest
from django.utils import timezone

from communities.rowscope import row_scope
from connectors.engine.push import deliver_to
from connectors.models import Outgoing
from connectors.registry import connector_of
from connectors.services.expand import expand_changes
from hub.models import CorrectionRequest, Receipt
from hub.models import Employment as EmploymentFacts
from hub.selectors.sight import Sight
from hub.selectors.timeline import story_of
from hub.services.correct import correct
from tests.communities.make import GRID, JIANGTENG, an_actor
from tests.connectors.conftest import admin
from tests.connectors.make import sync, until_seen
from tests.hub.people import an_id, make_zhao, tell
from tests.roles import acting_as

pytestmark = pytest.mark.django_db(transaction=True)
CLERK = an_actor(("CLERK", JIANGTENG), ("GRID", GRID))
AT_COUNTER = Sight(CLERK, GRID, matter="M01")
NUMBER = "42019999000002"


@pytest.fixture
def emp(bureau, connected, desk):
    connected(bureau)
    return lambda word, **said: desk(bureau, word, **said)


@pytest.fixture(scope="session")
def zhao_at_the_bureau(bureau):
    number = an_id(order=246)
    person = {"aac001": NUMBER, "aac002": number, "aac003": "赵玉兰", "aac016": "1"}
    admin(bureau, "edit", table="ac01", insert=person)
    job = {"aac001": NUMBER, "aac002": number, "acc318": "022", "acc114": "2024-03-01"}
    admin(bureau, "edit", table="jy", insert=job)


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


def asked(person, **values):
    with row_scope(CLERK):
        correct(resident=person.resident_id, values=values, purpose="P01", actor=CLERK)
    return CorrectionRequest.objects.get(state="pending")


def test_a_request_is_filed_with_the_owner_and_its_receipt_names_the_field(zhao):
    request = asked(zhao, emp_form="010")

    send()

    request.refresh_from_db()
    message, receipt = Outgoing.objects.get(), Receipt.objects.get(field="emp_form")
    assert (message.kind, message.state) == ("request", "accepted")
    assert (receipt.state, receipt.reference) == ("accepted", message.reference)
    assert (request.state, request.travels) == ("pending", True)
    assert request.handed_over_on is not None
    steps = [step.what for step in story_of(zhao.pk, AT_COUNTER).steps]
    assert steps.count("请求更正「就业形式」") == 2


def test_a_request_the_owner_sends_back_is_refused_with_the_reason(zhao, emp):
    request = asked(zhao, emp_form="010")
    send()

    emp("decide", bizNo=Outgoing.objects.get().reference, state="退回", reason="无劳动合同")
    send()

    request.refresh_from_db()
    assert (request.state, request.reason) == ("refused", "无劳动合同")
    assert Receipt.objects.get(field="emp_form").state == "refused"


def test_a_request_the_owner_passes_closes_when_its_own_data_says_so(zhao, emp):
    request = asked(zhao, emp_form="010")
    send()
    emp("decide", bizNo=Outgoing.objects.get().reference, state="通过", reason="")
    send()
    request.refresh_from_db()
    promised = request.state

    sync("EMP")

    request.refresh_from_db()
    held = EmploymentFacts.objects.get(subject=zhao)
    assert promised == "accepted"
    assert (request.state, held.emp_form) == ("done", "010")


def test_a_lost_answer_never_makes_a_second_request(zhao, emp):
    asked(zhao, emp_form="010")
    emp("fault", name="lost_answer", times=1)

    send()
    unsure = Outgoing.objects.get().state
    send()

    assert (unsure, Outgoing.objects.get().state) == ("unsure", "accepted")


def test_what_the_owner_says_meanwhile_is_not_asked_any_more(zhao):
    asked(zhao, emp_form="010")
    tell("EMP", {"id_number": an_id(), "emp_form": "010"}, key="emp2")

    send()

    assert Outgoing.objects.get().state == "done"
    assert CorrectionRequest.objects.get().state == "done"


def test_what_the_bureau_has_no_interface_for_stays_on_the_list(zhao):
    request = asked(zhao, emp_cert_no="4201900099999999")

    send()

    request.refresh_from_db()
    assert (Outgoing.objects.count(), request.travels) == (0, False)


def test_a_code_goes_out_in_the_bureaus_own_words(zhao, emp, bureau):
    asked(zhao, emp_status="4")

    send()
    emp("decide", bizNo=Outgoing.objects.get().reference, state="通过", reason="")
    sync("EMP")

    assert CorrectionRequest.objects.get().state == "done"


def test_what_the_owner_answers_to_a_wish_that_was_changed_does_not_close_the_new_one(zhao, emp):
    first = asked(zhao, emp_form="010")
    send()
    emp_case = Outgoing.objects.get().reference
    second = asked(zhao, emp_form="021")
    send()

    emp("decide", bizNo=emp_case, state="退回", reason="无劳动合同")
    send()

    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, second.state) == ("recalled", "pending")
    emp("decide", bizNo=Outgoing.objects.latest("pk").reference, state="通过", reason="")
    send()
    second.refresh_from_db()
    assert second.state == "accepted"
