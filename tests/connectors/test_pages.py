"""The page of outside systems: what was read last, what stopped, what waits; raw rows by right."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from communities.models import TrailEvent
from connectors.models import Outgoing, Run, Schedule
from connectors.services.runs import open_run
from hub.models import SetAside, SourceState
from hub.services.intake import Observation, take_in
from tests.communities.make import JIANGDI, JIANGTENG, OTHER_COMMUNITY, make_area, make_worker
from tests.connectors.make import ACTOR
from tests.hub.people import make_person, make_zhao
from tests.roles import acting_as

pytestmark = pytest.mark.django_db
SYSTEM = reverse("connectors:system", args=["EMP"])


@pytest.fixture
def operator(client):
    client.force_login(make_worker("SYSADM", JIANGDI))
    return client


@pytest.fixture
def bureau_row():
    Schedule.objects.create(
        system="EMP", label="就业", every=timedelta(hours=6), next_at=timezone.now()
    )
    SourceState.objects.create(source="EMP", state="ok", last_success_at=timezone.now())


def blocked_run(block="shrink"):
    run = open_run(system="EMP", actor=ACTOR)
    Run.objects.filter(pk=run.pk).update(state="blocked", block=block, reason="对方只给 3 条")
    return run


def row_set_aside():
    make_area(JIANGTENG)
    take_in(
        [Observation({"id_number": "420190197903150020"}, key="x", raw={"aac002": "坏号码"})],
        source="EMP",
        actor=ACTOR,
    )
    return SetAside.objects.get()


def test_every_system_stands_with_its_last_success(operator, bureau_row):
    page = operator.get(reverse("connectors:systems")).content.decode()

    assert "就业服务信息系统" in page
    assert "正常" in page


def test_what_people_tell_the_hub_itself_is_no_outside_system(operator, bureau_row):
    for source in ("COUNTER", "IMPORT"):
        SourceState.objects.create(source=source, state="ok", last_success_at=timezone.now())

    page = operator.get(reverse("connectors:systems")).content.decode()
    first = operator.get(reverse("communities:portal")).content.decode()
    own = operator.get(reverse("connectors:system", args=["COUNTER"])).content.decode()

    outside, entered = page.split("本系统里录入的")
    for name in ("窗口或上门登记", "表格导入"):
        assert name in entered
        assert name not in outside
        assert name not in first
    assert "送往该系统" not in own


def test_only_a_system_that_can_be_asked_is_offered(client, bureau_row):
    person = make_zhao()
    for source in ("HSA", "PSB_HJ"):
        SourceState.objects.create(source=source, state="ok", last_success_at=timezone.now())
    client.force_login(make_worker("GRID", JIANGTENG))
    client.post("/find", {"q": "赵玉兰", "purpose": "P01"})
    address = f"/residents/{person.resident_id}"

    page = client.get(address).content.decode()
    asked = client.post(f"/systems/EMP/ask/{person.resident_id}", {"purpose": "P01"}, follow=True)

    assert page.count("现在重查") == 1
    assert f"/systems/EMP/ask/{person.resident_id}" in page
    assert "已向就业服务信息系统重查" in asked.content.decode()


def test_the_first_page_says_when_each_system_was_read(operator, bureau_row):
    page = operator.get(reverse("communities:portal")).content.decode()

    assert "各系统最近同步" in page


def test_the_state_of_a_system_is_told_in_english_too(operator, bureau_row):
    operator.post("/language", {"language": "en", "next": "/"})

    page = operator.get(reverse("connectors:systems")).content.decode()

    assert "Fine" in page
    assert "正常" not in page


def test_a_stopped_run_says_why_and_who_may_go_on(operator, bureau_row):
    run = blocked_run()

    assert "对方只给 3 条" in operator.get(SYSTEM).content.decode()
    operator.post(reverse("connectors:settle_run", args=[run.pk]), {"answer": "accept"})

    run.refresh_from_db()
    assert (run.state, run.accepts_shrink) == ("queued", True)


def test_a_stopped_run_may_be_ended(operator, bureau_row):
    run = blocked_run()

    operator.post(reverse("connectors:settle_run", args=[run.pk]), {"answer": "close"})

    run.refresh_from_db()
    assert run.state == "failed"


def test_a_run_can_be_asked_for_once(operator, bureau_row):
    address = reverse("connectors:read_now", args=["EMP"])

    assert operator.post(address).status_code == 302
    assert operator.post(address).status_code == 409
    assert Run.objects.get().state == "queued"


def test_a_message_that_failed_can_be_sent_again(operator, bureau_row):
    message = Outgoing.objects.create(
        change_seq=1, target="EMP", kind="mobile", operation="x", state="poison", attempts=10,
        next_at=timezone.now(),
    )  # fmt: skip

    assert "再送" in operator.get(SYSTEM).content.decode()
    operator.post(reverse("connectors:send_again", args=[message.pk]))

    message.refresh_from_db()
    assert (message.state, message.attempts) == ("unsure", 0)


def test_a_raw_row_of_no_place_is_not_for_a_community(client):
    row = row_set_aside()
    client.force_login(make_worker("SEC", JIANGTENG))

    answer = client.post(reverse("connectors:raw_row", args=[row.pk]))

    assert answer.status_code in (403, 404)
    assert "坏号码" not in answer.content.decode()


def test_a_raw_row_is_shown_to_the_street_and_the_look_is_noted(client):
    row = row_set_aside()
    client.force_login(make_worker("STREET_LINE", JIANGDI))

    answer = client.post(reverse("connectors:raw_row", args=[row.pk]))

    assert "坏号码" in answer.content.decode()
    assert TrailEvent.objects.filter(action="raw_row").count() == 1


@pytest.mark.parametrize("line", ["medical", "judicial"])
def test_a_raw_row_of_another_line_stays_closed(client, line):
    row = row_set_aside()
    client.force_login(make_worker("STREET_LINE", JIANGDI, line))

    answer = client.post(reverse("connectors:raw_row", args=[row.pk]))

    assert answer.status_code == 403
    assert "坏号码" not in answer.content.decode()


def sheet_row():
    make_area(JIANGTENG)
    raw = {
        "姓名": "吴志江",
        "证件号码": "420190197903150020",
        "电话": "13812341234",
        "其他": "旁注",
    }
    take_in(
        [Observation({"id_number": "420190197903150020"}, key="x", community=JIANGTENG, raw=raw)],
        source="IMPORT",
        actor=ACTOR,
    )
    return SetAside.objects.get()


def test_a_raw_row_of_a_sheet_is_whole_for_its_community_and_masked_for_the_street(client):
    address = reverse("connectors:raw_row", args=[sheet_row().pk])
    client.force_login(make_worker("SEC", JIANGTENG))
    whole = client.post(address).content.decode()
    client.force_login(make_worker("STREET_LINE", JIANGDI, "medical"))
    masked = client.post(address).content.decode()

    for cell in ("吴志江", "420190197903150020", "13812341234", "旁注"):
        assert cell in whole
        assert cell not in masked
    for shown in ("吴**", "420190********0020", "138****1234"):
        assert shown in masked


def test_a_raw_row_of_elsewhere_is_answered_as_none(client):
    row = sheet_row()
    client.force_login(make_worker("SEC", OTHER_COMMUNITY))

    for number in (row.pk, row.pk + 1):
        assert client.post(reverse("connectors:raw_row", args=[number])).status_code == 404


def test_no_raw_row_says_what_is_never_shown(client):
    make_area(JIANGTENG)
    said = {"hf_smi": "1", "id_number": "420190197903150020", "hf_signed": "2026-01-05"}
    take_in(
        [Observation({"id_number": said["id_number"]}, key="x", community=JIANGTENG, raw=said)],
        source="NHC",
        actor=ACTOR,
    )
    client.force_login(make_worker("STREET_LINE", JIANGDI, "health"))

    page = client.post(reverse("connectors:raw_row", args=[SetAside.objects.get().pk]))

    assert "hf_signed" in page.content.decode()
    assert "hf_smi" not in page.content.decode()


def test_an_owner_is_not_asked_without_a_purpose(client, bureau_row):
    person = make_person()
    client.force_login(make_worker("CLERK", JIANGTENG))
    address = reverse("connectors:ask_owner", args=["EMP", person.resident_id])

    assert client.post(address, {"purpose": "P99"}).status_code == 422
    assert not Run.objects.exists()


def test_a_grid_worker_has_no_page_of_systems(client):
    client.force_login(make_worker("GRID"))

    assert client.get(reverse("connectors:systems")).status_code == 403


def test_an_owner_is_asked_about_one_person_once_and_the_look_is_noted(client, bureau_row):
    person = make_person()
    client.force_login(make_worker("CLERK", JIANGTENG))
    address = reverse("connectors:ask_owner", args=["EMP", person.resident_id])

    for _click in range(2):
        assert client.post(address, {"purpose": "P01"}).status_code == 302

    run = Run.objects.get()
    assert (run.mode, run.subject, run.state) == ("person", person.resident_id, "queued")
    assert TrailEvent.objects.filter(action="ask_owner").count() == 2


def test_a_question_that_stopped_at_an_answer_nobody_understood_is_asked_anew(client, bureau_row):
    person = make_person()
    client.force_login(make_worker("CLERK", JIANGTENG))
    address = reverse("connectors:ask_owner", args=["EMP", person.resident_id])
    client.post(address, {"purpose": "P01"})
    Run.objects.update(state="blocked", block="schema", reason="对方报错")

    client.post(address, {"purpose": "P01"})

    assert (Run.objects.get().state, Run.objects.get().block) == ("queued", "")


def test_nobody_asks_about_somebody_of_another_community(client, bureau_row):
    person = make_person()
    client.force_login(make_worker("CLERK", OTHER_COMMUNITY))

    with acting_as("hub_app"):
        answer = client.post(reverse("connectors:ask_owner", args=["EMP", person.resident_id]))

    assert answer.status_code == 404
    assert not Run.objects.exists()
