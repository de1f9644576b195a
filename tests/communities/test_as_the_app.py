"""The room at work under the application's own role, with the grants it has."""

from datetime import date

import pytest

from communities.actor import system_actor
from communities.models import Consumer, Session, Staff
from communities.permissions import DATA
from communities.services.areas import load_areas
from tests.communities.make import JIANGTENG, PASSWORD, WUHAN, make_area, make_staff, make_worker

pytestmark = pytest.mark.django_db


def test_a_day_of_the_security_administrator(client, as_app):
    security = make_worker("SECADM", WUHAN)
    make_area(JIANGTENG, "江腾社区")

    with as_app():
        client.post("/sign-in", {"username": security.username, "password": PASSWORD})
        hired = client.post(
            "/staff", {"username": "lihua", "name": "李华", "password": "First-Word-26"}
        )
        granted = client.post(hired["Location"], {
            "deed": "grant", "role": "SEC", "area": "江腾社区", "starts_on": "2026-11-01",
        })  # fmt: skip
        key = client.post("/keys", {
            "name": "人社系统", "fields": "name", "areas": JIANGTENG, "purpose": "P08",
            "starts_on": "2026-11-01",
        })  # fmt: skip
        client.post("/sign-out")

    assert (hired.status_code, granted.status_code, key.status_code) == (302, 302, 200)
    assert Staff.objects.get(username="lihua").postings.get().area_id == JIANGTENG
    assert Consumer.objects.get().starts_on == date(2026, 11, 1)
    assert not Session.objects.exists()


def test_areas_are_loaded(as_app):
    with as_app():
        loaded = load_areas(path=DATA / "wuhan_areas.csv", actor=system_actor("load_areas"))

    assert loaded.created == loaded.rows


def test_the_auditor_and_a_stranger(client, as_app):
    auditor = make_worker("AUDIT", WUHAN)
    make_staff("worker")

    with as_app():
        wrong = client.post("/sign-in", {"username": "worker", "password": "wrong"})
        client.post("/sign-in", {"username": auditor.username, "password": PASSWORD})
        log = client.get("/trail")

    assert (wrong.status_code, log.status_code) == (403, 200)
    assert "登录" in log.content.decode()
