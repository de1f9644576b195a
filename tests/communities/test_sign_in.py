import threading
from datetime import timedelta

import pytest
from django.contrib.auth.hashers import make_password
from django.db import connection
from django.utils import timezone

from communities.models import Session, SignInTry, Staff, TrailEvent
from communities.services.sign_in import TRIES, TRIES_PER_SOURCE, SignInRefused, sign_in
from tests.communities.make import PASSWORD, make_staff, make_worker

pytestmark = pytest.mark.django_db


def attempt(client, username, password, **more):
    return client.post("/sign-in", {"username": username, "password": password}, **more)


def test_the_right_password_opens_the_first_page(client):
    worker = make_worker("GRID")

    answer = attempt(client, worker.username, PASSWORD)

    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert Session.objects.get().staff == worker
    assert TrailEvent.objects.get(action="sign_in").result == "ok"


def test_the_account_name_may_be_typed_in_capitals_and_with_spaces(client):
    worker = make_worker("GRID")

    assert attempt(client, f" {worker.username.upper()} ", PASSWORD).status_code == 302


def bodies(*answers):
    """The pages without what differs on every page: the form's token."""
    return {
        tuple(line for line in answer.content.decode().splitlines()
              if "csrf" not in line.lower() and "value=" not in line)
        for answer in answers
    }  # fmt: skip


def test_every_refusal_reads_the_same(client):
    make_staff("worker")
    make_staff("closed", is_active=False)
    wrong = attempt(client, "worker", "wrong")
    nobody = attempt(client, "nobody", "wrong")
    closed = attempt(client, "closed", PASSWORD)
    for _ in range(TRIES):
        locked = attempt(client, "worker", PASSWORD + "x")

    answers = (wrong, nobody, closed, locked)

    assert {answer.status_code for answer in answers} == {403}
    assert len(bodies(*answers)) == 1


def test_every_try_does_the_same_work(monkeypatch):
    make_staff("worker")
    make_staff("closed", is_active=False)
    done = []
    monkeypatch.setattr(
        "communities.services.sign_in.check_password",
        lambda password, held: done.append(held.split("$")[0]) or False,
    )

    for name in ["worker", "nobody", "closed", *["worker"] * TRIES]:
        with pytest.raises(SignInRefused):
            sign_in(username=name, password="wrong", source="10.0.0.1")

    assert done == ["pbkdf2_sha256"] * (3 + TRIES)


def test_after_five_wrong_tries_the_right_password_is_refused_too(client):
    worker = make_worker("GRID")
    for _ in range(TRIES):
        attempt(client, worker.username, "wrong")

    answer = attempt(client, worker.username, PASSWORD)

    assert answer.status_code == 403
    assert not Session.objects.exists()


def test_a_third_person_elsewhere_is_not_locked_out(client):
    worker = make_worker("GRID")
    for _ in range(TRIES + 1):
        attempt(client, worker.username, "wrong", REMOTE_ADDR="10.9.9.9")

    answer = attempt(client, worker.username, PASSWORD, REMOTE_ADDR="10.1.1.1")

    assert answer.status_code == 302


def test_a_lock_ends_after_a_quarter_of_an_hour(client):
    worker = make_worker("GRID")
    for _ in range(TRIES):
        attempt(client, worker.username, "wrong")
    SignInTry.objects.update(since=timezone.now() - timedelta(minutes=16))

    assert attempt(client, worker.username, PASSWORD).status_code == 302


def test_a_thousand_names_from_one_source_are_cut_off(client):
    worker = make_worker("GRID")
    for number in range(TRIES_PER_SOURCE):
        attempt(client, f"nobody{number}", "wrong")

    assert attempt(client, worker.username, PASSWORD).status_code == 403


def test_a_right_sign_in_clears_the_count(client):
    worker = make_worker("GRID")
    for _ in range(3):
        attempt(client, worker.username, "wrong")
        attempt(client, worker.username, "wrong")
        attempt(client, worker.username, PASSWORD)

    assert attempt(client, worker.username, PASSWORD).status_code == 302


def test_names_that_were_made_up_leave_nothing_for_ever(client):
    for name in ("nobody", "noone"):
        attempt(client, name, "wrong", REMOTE_ADDR="10.9.9.9")
    SignInTry.objects.update(since=timezone.now() - timedelta(minutes=16))
    attempt(client, "somebody", "wrong", REMOTE_ADDR="10.9.9.8")

    attempt(client, make_worker("GRID").username, PASSWORD, REMOTE_ADDR="10.9.9.7")

    assert SignInTry.objects.filter(since__lt=timezone.now() - timedelta(minutes=15)).count() == 0
    assert SignInTry.objects.filter(tries__gt=0).count() == 2


def test_what_was_typed_is_not_kept_in_clear(client):
    attempt(client, "my-secret-password", "wrong")

    kept = [bytes(row.key) for row in SignInTry.objects.all()]
    assert all(b"secret" not in key and len(key) == 32 for key in kept)
    assert TrailEvent.objects.get().account == "?"


@pytest.mark.django_db(transaction=True)
def test_fifty_tries_at_once_are_fifty_counts():
    Staff.objects.create(username="worker", name="x", password=make_password(PASSWORD))
    through = []

    def guess(number):
        try:
            sign_in(username="worker", password="wrong" if number else "wrong", source="10.0.0.1")
            through.append(number)
        except SignInRefused:
            pass
        finally:
            connection.close()

    threads = [threading.Thread(target=guess, args=(number,)) for number in range(20)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]

    assert through == []
    assert set(SignInTry.objects.values_list("tries", flat=True)) == {20}


@pytest.mark.parametrize(
    "where",
    [
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "javascript:alert(1)",
        "\\\\evil.example",
        "http:evil.example",
        "///evil.example",
        "evil",
    ],
)
def test_the_way_back_never_leaves_the_house(client, where):
    worker = make_worker("GRID")
    told = {"username": worker.username, "password": PASSWORD, "next": where}

    answer = client.post("/sign-in", told)

    assert answer["Location"] == "/"


def test_the_way_back_is_the_page_asked_for(client):
    worker = make_worker("SECADM")
    asked = client.get("/staff?q=secret")

    answer = client.post(
        asked["Location"], {"username": worker.username, "password": PASSWORD, "next": "/staff"}
    )

    assert asked["Location"] == "/sign-in?next=/staff"
    assert answer["Location"] == "/staff"


def test_whose_session_ended_at_lunch_is_told_so_and_comes_back_to_the_form(client):
    client.force_login(make_worker("SECADM"))
    Session.objects.all().delete()

    asked = client.post("/password", {"old": "a", "new": "b", "again": "b"})

    assert asked["Location"] == "/sign-in?next=/password&ended=1"
    assert "登录已结束" in client.get(asked["Location"]).content.decode()
    assert "登录已结束" not in client.get("/sign-in?next=/password").content.decode()


def test_a_button_on_a_page_leads_back_to_the_page_and_not_to_what_it_fetches(client):
    here = {"HX-Request": "true", "HX-Current-URL": "http://testserver/staff?q=secret"}
    elsewhere = {**here, "HX-Current-URL": "http://evil.example/staff"}

    assert client.get("/keys", headers=here)["HX-Redirect"] == "/sign-in?next=/staff"
    assert client.get("/keys", headers=elsewhere)["HX-Redirect"] == "/sign-in?next=/keys"


def test_a_signed_in_person_is_led_past_the_sign_in_page(client):
    client.force_login(make_worker("GRID"))

    assert client.get("/sign-in")["Location"] == "/"


def test_the_form_shows_the_account_again_but_never_the_password(client):
    answer = attempt(client, "wangfang", "My-Secret-1")

    assert "wangfang" in answer.content.decode()
    assert "My-Secret-1" not in answer.content.decode()
