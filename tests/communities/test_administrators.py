import json
from datetime import date

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from communities.actor import actor_of
from communities.errors import Conflict, Invalid, NotFound
from communities.models import Posting, Staff, TrailEvent
from communities.services.administrators import appoint_administrators
from communities.services.passwords import check_password_policy, first_password
from tests.communities.make import (
    ACTOR,
    JIANGTENG,
    PASSWORD,
    WUHAN,
    make_area,
    make_posting,
    make_worker,
)

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)
THREE = {"SYSADM": ("wu", "吴一"), "SECADM": ("zheng", "郑二"), "AUDIT": ("feng", "冯三")}
WORDS = ("--system", "wu", "吴一", "--security", "zheng", "郑二", "--audit", "feng", "冯三")


def appoint(people=THREE, area=WUHAN):
    return appoint_administrators(people=people, area=area, today=TODAY, actor=ACTOR)


def test_an_empty_hub_gets_three_people_for_three_offices():
    make_area(WUHAN)

    appoint()

    held = {(row.staff.username, row.role, row.area_id) for row in Posting.objects.all()}
    assert held == {(user, role, WUHAN) for role, (user, _name) in THREE.items()}
    assert TrailEvent.objects.filter(action="staff_hire").count() == 3
    assert TrailEvent.objects.filter(action="posting_grant").count() == 3


def test_the_first_password_is_good_for_nothing_but_a_new_one():
    make_area(WUHAN)
    security = next(one for one in appoint() if one.role == "SECADM")
    browser = Client()

    browser.post("/sign-in", {"username": "zheng", "password": security.password})

    assert browser.get("/staff").headers["Location"] == "/password"
    changed = {"old": security.password, "new": PASSWORD, "again": PASSWORD}
    browser.post("/password", changed)
    assert browser.get("/staff").status_code == 200


def test_everybody_else_is_brought_in_by_the_security_administrator(client):
    make_area(WUHAN)
    make_area(JIANGTENG)
    security = next(one.staff for one in appoint() if one.role == "SECADM")
    Staff.objects.update(must_change_password=False)
    client.force_login(security)

    client.post("/staff", {"username": "lishuji", "name": "李四", "password": PASSWORD})
    secretary = Staff.objects.get(username="lishuji")
    told = {
        "deed": "grant",
        "role": "SEC",
        "area": JIANGTENG,
        "line": "",
        "starts_on": "2026-01-01",
    }
    client.post(f"/staff/{secretary.pk}", told)

    assert actor_of(secretary).roles == ("SEC",)


def test_administrators_are_appointed_once():
    make_area(WUHAN)
    appoint()

    with pytest.raises(Conflict):
        appoint({role: (f"{user}2", name) for role, (user, name) in THREE.items()})

    assert Staff.objects.count() == 3


def test_an_administrator_who_has_left_leaves_no_way_in():
    make_posting(role="SECADM", area=WUHAN, starts_on=date(2025, 1, 1), ends_on=date(2025, 6, 1))

    with pytest.raises(Conflict):
        appoint()


def test_workers_of_a_trial_do_not_stand_in_the_way():
    make_area(WUHAN)
    make_worker("SEC")

    assert len(appoint()) == 3


def test_one_person_does_not_hold_two_of_the_offices():
    make_area(WUHAN)

    with pytest.raises(Invalid):
        appoint(THREE | {"AUDIT": THREE["SECADM"]})

    assert not Staff.objects.exists()


def test_a_name_that_is_no_account_opens_none_of_the_three():
    make_area(WUHAN)

    with pytest.raises(Invalid):
        appoint(THREE | {"SYSADM": ("吴一", "吴一")})

    assert not Staff.objects.exists()


def test_the_areas_come_before_the_people():
    with pytest.raises(NotFound):
        appoint()


def test_the_command_tells_each_password_once(capsys):
    make_area(WUHAN)

    call_command("appoint_administrators", *WORDS, "--json")

    logins = json.loads(capsys.readouterr().out.splitlines()[-1])["logins"]
    assert {role: login["user"] for role, login in logins.items()} == {
        role: user for role, (user, _name) in THREE.items()
    }
    for login in logins.values():
        assert Staff.objects.get(username=login["user"]).check_password(login["password"])


def test_the_command_says_who_and_refuses_a_second_time(capsys):
    make_area(WUHAN)

    call_command("appoint_administrators", *WORDS)

    told = capsys.readouterr().out
    assert "安全管理员 郑二：账号 zheng" in told
    assert "只显示这一次" in told
    with pytest.raises(CommandError, match="已经任命"):
        call_command("appoint_administrators", *WORDS)


def test_a_forgotten_password_of_the_last_administrator_is_not_the_end(capsys):
    security = make_worker("SECADM", WUHAN)

    call_command("changepassword", security.username)
    told = capsys.readouterr().out
    security.refresh_from_db()

    assert security.check_password(told.split("初始口令 ")[1].split()[0])
    assert security.must_change_password
    noted = TrailEvent.objects.get(action="password_reset")
    assert (noted.account, noted.detail) == ("changepassword", security.username)


def test_a_new_password_may_be_handed_on_as_json(capsys):
    security = make_worker("SECADM", WUHAN)

    call_command("changepassword", security.username, "--json")
    told = json.loads(capsys.readouterr().out)
    security.refresh_from_db()

    assert told["user"] == security.username
    assert security.check_password(told["password"])


def test_nobody_gets_a_password_for_an_account_that_is_not():
    with pytest.raises(CommandError, match="没有这个账号"):
        call_command("changepassword", "nobody")


def test_a_first_password_meets_the_rule_and_is_never_the_same_twice():
    given = {first_password() for _ in range(50)}

    for password in given:
        check_password_policy(password, username="hub")
    assert len(given) == 50
