"""What the bureau answers to our messages in other words than agreed."""

import pytest
from django.utils import timezone

from communities.rowscope import row_scope
from connectors.employment.connector import Employment
from connectors.engine.push import deliver_to
from connectors.models import Outgoing
from connectors.registry import connector_of
from connectors.services.expand import expand_changes
from connectors.transport import egress
from hub.models import MatterCase, Receipt
from hub.services.correct import correct
from hub.services.matters.counter import open_case, submit_case
from tests.connectors.make import until_seen
from tests.connectors.odd_bureau import odd_bureau
from tests.connectors.test_push import ANSWERS, CLERK, NUMBER
from tests.hub.people import TODAY, an_id, make_zhao, tell
from tests.roles import acting_as

pytestmark = pytest.mark.django_db(transaction=True)
FILED = {"code": 200, "data": {"bizNo": "YW1", "state": "受理"}}
NOT_THERE = {"code": 404, "msg": "无此业务"}


@pytest.fixture
def bureau(settings):
    with odd_bureau() as (bureau, place):
        settings.HUB_SYSTEMS = {"EMP": place}
        settings.HUB_EGRESS_ALLOW = place["egress"]
        egress._pinned.clear()
        yield bureau


@pytest.fixture
def zhao(bureau):
    person = make_zhao()
    tell("EMP", {"id_number": an_id(), "emp_status": "1"}, key=f"ac01:{NUMBER}")
    return person


@pytest.fixture
def case(zhao):
    with row_scope(CLERK):
        case = open_case(matter="M01", id_number=an_id(), actor=CLERK, today=TODAY).case
        return submit_case(case_id=case.case_id, answers=ANSWERS, actor=CLERK, today=TODAY)


def send(kind=None):
    until_seen()
    with acting_as("hub_app"):
        expand_changes(now=timezone.now())
        Outgoing.objects.update(next_at=timezone.now())
        return deliver_to(kind or connector_of("EMP"))


def filed(bureau):
    return [path for path, _said in bureau.asked if path == "/apply/subsidy"]


def looked_up(case):
    return f"/apply?opNo={case.operation}"


@pytest.mark.parametrize(
    "odd",
    [
        {"code": 200, "data": None},
        {"code": 200, "data": []},
        {"code": 200},
        {"code": 200, "data": {"bizNo": None}},
        b"[]",
        b'{"code":200,"data":{"biz',
    ],
)
def test_an_answer_that_names_no_case_is_looked_up_and_never_filed_again(bureau, case, odd):
    bureau.says = {"/apply/subsidy": odd, looked_up(case): FILED}

    send()
    unsure = Outgoing.objects.get()
    send()

    message = Outgoing.objects.get()
    assert (unsure.state, message.state, message.reference) == ("unsure", "accepted", "YW1")
    assert len(filed(bureau)) == 1
    assert Receipt.objects.get(operation=case.operation).reference == "YW1"


def test_trouble_while_asking_for_the_decision_is_no_refusal(bureau, case):
    bureau.says = {"/apply/subsidy": FILED, "/apply/YW1": {"code": 500, "msg": "系统异常"}}

    send()
    send()

    assert Outgoing.objects.get().state == "accepted"
    assert MatterCase.objects.get(pk=case.pk).state == "accepted"
    assert Receipt.objects.get(operation=case.operation).state == "accepted"


def test_trouble_while_looking_up_a_lost_one_is_no_refusal(bureau, case):
    bureau.says = {
        "/apply/subsidy": (502, {}, b""), looked_up(case): {"code": 500, "msg": "系统异常"},
    }  # fmt: skip

    send()
    send()
    bureau.says[looked_up(case)] = FILED
    send()

    assert Outgoing.objects.get().state == "accepted"
    assert len(filed(bureau)) == 1


def test_words_longer_than_their_places_are_kept_as_far_as_they_go(bureau, case):
    long = {"bizNo": "Y" * 70, "state": "退回", "reason": "材料\0不全" + "很" * 5000}
    bureau.says = {"/apply/subsidy": {"code": 200, "data": long}}

    send()

    receipt = Receipt.objects.get(operation=case.operation)
    assert Outgoing.objects.get().state == "refused"
    assert (receipt.state, receipt.reason[:4]) == ("refused", "材料不全")
    assert MatterCase.objects.get(pk=case.pk).state == "returned"


@pytest.mark.parametrize("word", ["不予通过", "已撤销", "驳回"])
def test_a_decision_in_a_word_nobody_agreed_on_is_told_and_decides_nothing(bureau, case, word):
    told = {"bizNo": "YW1", "state": word, "reason": "社保断缴"}
    bureau.says = {"/apply/subsidy": FILED, "/apply/YW1": {"code": 200, "data": told}}

    send()
    send()

    receipt = Receipt.objects.get(operation=case.operation)
    assert Outgoing.objects.get().state == "accepted"
    assert MatterCase.objects.get(pk=case.pk).state == "accepted"
    assert receipt.state == "accepted"
    assert word in receipt.reason
    assert "社保断缴" in receipt.reason


def test_a_phone_the_bureau_finds_nobody_for_is_not_said_to_be_changed(bureau, zhao):
    bureau.says = {"/updateAc01": NOT_THERE}
    with row_scope(CLERK):
        correct(
            resident=zhao.resident_id, values={"mobile": "13912340000"}, purpose="P01", actor=CLERK
        )

    send()

    assert Outgoing.objects.get().state == "refused"
    assert Receipt.objects.get().state == "refused"


class Unforeseen(Employment):
    """A connector with an error in it."""

    def send(self, parcel):
        raise KeyError(f"nobody foresaw {an_id()}")


def test_an_error_of_our_own_is_told_and_given_up_in_the_end(bureau, case, caplog):
    bureau.says = {looked_up(case): NOT_THERE}

    send(Unforeseen)
    first = Outgoing.objects.get()
    for _turn in range(9):
        send(Unforeseen)

    assert (first.state, "程序出错" in first.reason) == ("unsure", True)
    assert "KeyError" in caplog.text
    assert an_id() not in caplog.text  # an error's words may name a person
    assert Outgoing.objects.get().state == "poison"
    assert Receipt.objects.get(operation=case.operation).state == "failed"
