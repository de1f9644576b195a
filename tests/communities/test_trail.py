from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from communities import trail
from communities.errors import Unavailable
from communities.models import TrailEvent
from communities.request_context import remember
from communities.selectors.trail import reaches_of, trail_events
from tests.communities.make import GRID, JIANGTENG, an_actor, make_area, make_key, make_worker

pytestmark = pytest.mark.django_db
WORKER = an_actor(("GRID", GRID), ("CLERK", JIANGTENG))


def test_a_look_leaves_who_whom_why_and_what():
    trail.note(
        WORKER, action="unmask", purpose="P02", residents=[7, 9], fields=["mobile"],
        matter="M01-1", detail="x" * 300,
    )  # fmt: skip

    row = TrailEvent.objects.get()

    assert (row.account, row.account_kind, row.role) == ("someone", "staff", "GRID,CLERK")
    assert row.unit == f"{GRID},{JIANGTENG}"
    assert (row.action, row.purpose, row.matter, row.result) == ("unmask", "P02", "M01-1", "ok")
    assert (row.residents, row.fields, row.count) == ([7, 9], ["mobile"], 2)
    assert len(row.detail) == 200
    assert row.prev_hash is row.hash is None


def test_a_reach_is_shown_to_the_secretary_of_whoever_reached_and_to_no_other():
    trail.note(WORKER, action="reach", purpose="P02")
    trail.note(WORKER, action="lookup", purpose="P02")
    trail.note(an_actor(("GRID", "420105011007001")), action="reach", purpose="P02")
    reached = TrailEvent.objects.order_by("pk").first()
    before, after = reached.at - timedelta(minutes=1), reached.at + timedelta(minutes=1)

    assert list(reaches_of([JIANGTENG], since=before)) == [reached]
    assert list(reaches_of([JIANGTENG], since=after)) == []
    assert list(reaches_of([], since=before)) == []


def test_a_look_knows_its_terminal_and_request(rf):
    request = rf.get("/", REMOTE_ADDR="10.1.2.3")
    request.request_id = "abcdef12"
    remember(request)

    trail.note(WORKER, action="find", purpose="P01")
    remember(None)

    row = TrailEvent.objects.get()
    assert (row.terminal, row.request_id) == ("10.1.2.3", "abcdef12")


@pytest.mark.parametrize("role", ["hub_owner", "hub_app"])
@pytest.mark.parametrize(
    "deed",
    [
        "UPDATE communities_trailevent SET account = 'x'",
        "DELETE FROM communities_trailevent",
        "TRUNCATE communities_trailevent",
    ],
)
def test_nobody_changes_the_log(role, deed):
    trail.note(WORKER, action="find", purpose="P01")

    with pytest.raises(DatabaseError):
        do_as(role, deed)

    assert TrailEvent.objects.count() == 1


def do_as(role: str, deed: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE " + role)
        cursor.execute(deed)


@pytest.fixture
def no_log():
    with connection.cursor() as cursor:
        cursor.execute("REVOKE INSERT ON communities_trailevent FROM hub_app")


def test_without_a_row_there_is_no_data(no_log, as_app):
    with pytest.raises(Unavailable), transaction.atomic(), as_app():
        trail.note(WORKER, action="find", purpose="P01")


def test_a_page_without_its_row_is_a_503(no_log, as_app, client):
    client.force_login(make_worker("AUDIT"))

    with as_app():
        answer = client.get("/trail")

    assert answer.status_code == 503
    assert "访问记录无法写入" in answer.content.decode()


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_the_log_of_the_first_and_the_last_day_there_is_can_be_asked_for(client, day):
    client.force_login(make_worker("AUDIT"))

    assert client.get("/trail", {"on": day}).status_code == 200


def test_nobody_signs_in_without_a_row(no_log, as_app, client):
    worker = make_worker("GRID")

    with as_app():
        answer = client.post("/sign-in", {"username": worker.username, "password": "x"})

    assert answer.status_code == 503


def test_a_refused_page_leaves_a_row(client):
    worker = make_worker("GRID")
    client.force_login(worker)

    answer = client.get("/trail")

    row = TrailEvent.objects.get(action="refused")
    assert answer.status_code == 403
    assert (row.account, row.result) == (worker.username, "refused")
    assert row.request_id == answer["X-Request-ID"]


def test_a_refused_call_leaves_a_row(client):
    key = make_key(rights=("resident_find",))

    answer = client.get("/api/v1/areas", headers={"Authorization": f"Bearer {key}"})

    row = TrailEvent.objects.get(action="refused")
    assert answer.status_code == 403
    assert row.account == "key:" + key.split("_")[1]


def test_the_log_is_read_newest_first_and_by_account():
    trail.note(WORKER, action="find", purpose="P01")
    trail.note(an_actor(), action="profile", purpose="P02")

    assert [row.action for row in trail_events()] == ["profile", "find"]
    assert [row.action for row in trail_events(purpose="P01")] == ["find"]
    assert list(trail_events(account="nobody")) == []
    assert [row.action for row in trail_events(before=trail_events()[0].pk)] == ["find"]


def test_the_auditor_reads_the_log_and_looking_is_logged(client):
    trail.note(WORKER, action="find", purpose="P01", residents=[1])
    client.force_login(make_worker("AUDIT"))

    answer = client.get("/trail", {"account": "someone", "on": "2026-01-01"})
    other = client.get("/trail", {"account": "someone"})

    assert "查找" not in answer.content.decode().split("<tbody>")[1]
    assert "查找" in other.content.decode().split("<tbody>")[1]
    assert TrailEvent.objects.filter(action="trail").count() == 2


def test_the_log_says_offices_and_places_in_words(client):
    make_area(JIANGTENG, "江腾社区")
    trail.note(WORKER, action="find", purpose="P01", residents=[1])
    client.force_login(make_worker("AUDIT"))

    page = client.get("/trail", {"account": "someone"}).content.decode()

    assert "网格员、社区窗口工作人员" in page
    assert "江腾社区" in page


def test_many_fields_of_one_look_stand_folded(client):
    trail.note(WORKER, action="profile", purpose="P01", residents=[1], fields=["name", "sex"])
    client.force_login(make_worker("AUDIT"))

    assert "<summary>2 个字段</summary>姓名 性别" in client.get("/trail").content.decode()


def test_the_log_names_the_person_beside_the_account(client):
    auditor = make_worker("AUDIT")
    client.force_login(auditor)
    client.get("/trail")

    page = client.get("/trail").content.decode()

    assert f'{auditor.name} <span class="muted">{auditor.username}</span>' in page


def test_a_date_that_is_none_is_told(client):
    client.force_login(make_worker("AUDIT"))

    assert client.get("/trail", {"on": "gestern"}).status_code == 422
