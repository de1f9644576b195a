from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from communities.actor import system_actor
from communities.errors import Invalid
from communities.models import Session
from communities.services.passwords import check_password_policy
from communities.services.staff import disable, enable, end_posting
from communities.sessions import kept_as
from tests.communities.make import PASSWORD, make_posting, make_staff, make_worker

pytestmark = pytest.mark.django_db
SECURITY = system_actor("security")


def signed_in(worker) -> Client:
    client = Client()
    client.post("/sign-in", {"username": worker.username, "password": PASSWORD})
    return client


def opens(client) -> bool:
    return client.get("/password").status_code == 200


def age(**columns):
    Session.objects.update(**{name: timezone.now() - by for name, by in columns.items()})


def test_signing_in_takes_a_new_session_id():
    client = Client()
    client.get("/sign-in")
    client.cookies["sessionid"] = "a" * 32
    worker = make_worker("GRID")

    client.post("/sign-in", {"username": worker.username, "password": PASSWORD})

    assert client.cookies["sessionid"].value != "a" * 32
    assert opens(client)


def test_signing_out_ends_the_session_on_the_server():
    client = signed_in(make_worker("GRID"))
    stolen = client.cookies["sessionid"].value

    client.post("/sign-out")

    thief = Client()
    thief.cookies["sessionid"] = stolen
    assert not opens(thief)
    assert not Session.objects.exists()


def test_what_the_table_holds_signs_nobody_in():
    client = signed_in(make_worker("GRID"))
    reader = Client()

    reader.cookies["sessionid"] = Session.objects.get().session_key

    assert client.cookies["sessionid"].value != reader.cookies["sessionid"].value
    assert not opens(reader)
    assert opens(client)


def test_signing_out_by_a_link_does_not_work():
    client = signed_in(make_worker("GRID"))

    assert client.get("/sign-out").status_code == 405
    assert opens(client)


def test_an_idle_session_ends():
    client = signed_in(make_worker("GRID"))
    age(seen_at=timedelta(minutes=31))

    assert not opens(client)
    assert not Session.objects.exists()


def test_a_session_in_use_stays():
    client = signed_in(make_worker("GRID"))
    age(seen_at=timedelta(minutes=29))

    assert opens(client)
    assert timezone.now() - Session.objects.get().seen_at < timedelta(minutes=1)


def test_a_session_in_use_ends_after_half_a_day():
    client = signed_in(make_worker("GRID"))
    age(began_at=timedelta(hours=13))

    assert not opens(client)


@pytest.mark.parametrize("hours", [1, 24])
def test_a_city_says_how_long_a_session_may_last(settings, hours):
    settings.HUB_SESSION_HOURS, settings.HUB_SESSION_IDLE_MINUTES = hours, 7 * 24 * 60
    client = signed_in(make_worker("GRID"))
    lasts = Session.objects.get().expire_date - timezone.now()

    age(began_at=timedelta(hours=hours, minutes=-1))
    before = opens(client)
    age(began_at=timedelta(hours=hours, minutes=1))

    assert timedelta(0) < timedelta(hours=hours) - lasts < timedelta(minutes=1)
    assert before
    assert not opens(client)


def test_saving_a_session_does_not_make_it_younger():
    client = signed_in(make_worker("GRID"))
    began = Session.objects.get().began_at
    session = client.session

    session["anything"] = 1
    session.save()

    assert Session.objects.get().began_at == began


def test_a_disabled_person_is_cut_at_once():
    worker = make_worker("GRID")
    client = signed_in(worker)

    disable(staff=worker, actor=SECURITY)

    assert not opens(client)
    assert not Session.objects.exists()


def test_an_enabled_person_signs_in_anew():
    worker = make_worker("GRID")
    client = signed_in(worker)
    disable(staff=worker, actor=SECURITY)
    enable(staff=worker, actor=SECURITY)

    assert not opens(client)
    assert opens(signed_in(worker))


def test_a_posting_that_ends_today_gives_nothing_today():
    posting = make_posting(role="SECADM", area="420100000000")
    client = signed_in(posting.staff)
    before = client.get("/staff").status_code

    end_posting(posting=posting, on=timezone.localdate(), actor=SECURITY)

    assert before == 200
    assert client.get("/staff").status_code == 403


def test_a_posting_of_tomorrow_gives_nothing_yet():
    tomorrow = timezone.localdate() + timedelta(days=1)
    client = signed_in(make_posting(role="AUDIT", starts_on=tomorrow).staff)

    assert client.get("/trail").status_code == 403


def test_a_posting_gives_its_right_until_the_day_before_its_end():
    tomorrow = timezone.localdate() + timedelta(days=1)
    client = signed_in(make_posting(role="AUDIT", ends_on=tomorrow).staff)

    assert client.get("/trail").status_code == 200


def test_the_oldest_of_four_sign_ins_ends():
    worker = make_worker("GRID")
    clients = []
    for minutes in (9, 6, 3, 0):
        clients.append(signed_in(worker))
        row = Session.objects.filter(pk=kept_as(clients[-1].cookies["sessionid"].value))
        assert row.update(seen_at=timezone.now() - timedelta(minutes=minutes)) == 1

    assert [opens(client) for client in clients] == [False, True, True, True]


def test_a_first_password_must_be_changed_before_anything_else():
    worker = make_staff(must_change_password=True)
    client = signed_in(worker)

    asked = client.get("/")
    changed = client.post(
        "/password", {"old": PASSWORD, "new": "New-Word-2026", "again": "New-Word-2026"}
    )

    assert asked["Location"] == "/password"
    assert changed["Location"] == "/"
    assert client.get("/").status_code == 200


def test_a_first_password_does_not_open_the_api():
    client = signed_in(make_posting(make_staff(must_change_password=True)).staff)

    assert client.get("/api/v1/areas").status_code == 403


def test_a_changed_password_ends_the_other_sign_ins():
    worker = make_worker("GRID")
    here, there = signed_in(worker), signed_in(worker)

    here.post("/password", {"old": PASSWORD, "new": "New-Word-2026", "again": "New-Word-2026"})

    assert opens(here)
    assert not opens(there)


def test_a_borrowed_session_does_not_try_passwords_one_after_the_other():
    worker = make_worker("GRID")
    client = signed_in(worker)
    told = {"new": "New-Word-2026", "again": "New-Word-2026"}

    for turn in range(5):
        client.post("/password", told | {"old": f"guess{turn}"})
    answer = client.post("/password", told | {"old": PASSWORD})

    worker.refresh_from_db()
    assert answer.status_code == 422
    assert "15 分钟" in answer.content.decode()
    assert worker.check_password(PASSWORD)


@pytest.mark.parametrize(
    ("old", "new", "again"),
    [
        ("wrong", "New-Word-2026", "New-Word-2026"),
        (PASSWORD, "New-Word-2026", "other"),
        (PASSWORD, PASSWORD, PASSWORD),
        (PASSWORD, "Ab1-", "Ab1-"),
        (PASSWORD, "alllowercase", "alllowercase"),
        (PASSWORD, "Password1", "Password1"),
        (PASSWORD, "A1-" + "x" * 130, "A1-" + "x" * 130),
    ],
)
def test_a_bad_change_of_password_is_refused_with_a_sentence(old, new, again):
    client = signed_in(make_worker("GRID"))

    answer = client.post("/password", {"old": old, "new": new, "again": again})

    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()


def test_the_asvs_policy_asks_for_length_only(settings):
    settings.HUB_PASSWORD_POLICY = "asvs"
    client = signed_in(make_worker("GRID"))

    answer = client.post(
        "/password", {"old": PASSWORD, "new": "alllowercasewords", "again": "alllowercasewords"}
    )

    assert answer.status_code == 302


@pytest.mark.parametrize("written", ["MLPS", "mlps ", "none", ""])
def test_a_policy_written_otherwise_asks_for_no_less_than_the_usual_one(settings, written):
    settings.HUB_PASSWORD_POLICY = written

    with pytest.raises(Invalid):
        check_password_policy("alllowercasewords", username="wang")


@pytest.mark.parametrize("policy", ["mlps", "asvs"])
@pytest.mark.parametrize("common", ["Passw0rd", "P@ssw0rd", "1qaz@WSX", "Qwerty123"])
def test_what_everybody_takes_is_refused_whatever_kinds_of_signs_it_has(settings, policy, common):
    settings.HUB_PASSWORD_POLICY = policy

    with pytest.raises(Invalid):
        check_password_policy(common, username="wang")


def test_a_forgotten_password_is_reset_by_the_security_administrator():
    worker = make_worker("GRID")
    client = signed_in(worker)
    security = signed_in(make_worker("SECADM", "420100000000"))

    weak = security.post(f"/staff/{worker.pk}", {"deed": "reset", "new": "short"})
    security.post(f"/staff/{worker.pk}", {"deed": "reset", "new": "First-Word-26"})

    fresh = Client()
    fresh.post("/sign-in", {"username": worker.username, "password": "First-Word-26"})
    assert weak.status_code == 422
    assert not opens(client)
    assert fresh.get("/")["Location"] == "/password"


def test_nobody_resets_the_own_password():
    worker = make_worker("SECADM", "420100000000")
    client = signed_in(worker)

    told = {"deed": "reset", "new": "First-Word-26"}

    assert client.post(f"/staff/{worker.pk}", told).status_code == 422
