import gzip
import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import OperationalError
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils import timezone, translation
from psycopg.errors import DiskFull

import communities
from communities.actor import actor_of
from communities.errors import Conflict, Invalid, NotFound, TooMany, Unavailable
from communities.permissions import SIGNED_IN, Permission
from communities.web import navigation, portal
from communities.web.first_page import greeting
from communities.web.pages import page
from communities.web.troubles import (
    bad_request,
    form_expired,
    permission_denied,
    server_error,
    trouble,
)
from communities.web.words import ACTIONS
from tests.communities.make import (
    JIANGDI,
    WUHAN,
    an_actor,
    make_key,
    make_posting,
    make_staff,
    make_worker,
)

pytestmark = pytest.mark.django_db
HERE = Path(communities.__file__).parent
ENGLISH = {"django_language": "en"}


def shown(client, path="/", **more) -> str:
    return client.get(path, **more).content.decode()


def test_chinese_comes_first_whatever_the_browser_likes(client):
    text = shown(client, "/sign-in", headers={"Accept-Language": "en-US,en"})

    assert 'lang="zh-hans"' in text
    assert "登录" in text


def test_english_is_one_switch_away(client):
    answer = client.post("/language", {"language": "en", "next": "/sign-in"})

    text = shown(client, answer["Location"])
    assert 'lang="en"' in text
    assert "Sign in" in text


@pytest.mark.parametrize("told", [{"language": "xx"}, {}, {"language": "en", "next": "//evil"}])
def test_an_odd_switch_leads_home(client, told):
    assert client.post("/language", told)["Location"] == "/"


def test_the_console_is_wholly_translated():
    from_po = (HERE / "locale/en/LC_MESSAGES/django.po").read_text(encoding="utf-8")

    assert not re.findall(r'msgstr(?:\[\d\])? ""\n\n', from_po)
    assert "fuzzy" not in from_po
    with translation.override("en"):
        assert translation.gettext("登录") == "Sign in"


@pytest.mark.parametrize(
    ("role", "path"),
    [
        ("SECADM", "/staff"),
        ("SECADM", "/keys"),
        ("AUDIT", "/trail"),
        ("AUDIT", "/password"),
    ],
)
def test_no_chinese_is_left_on_an_english_page(client, role, path):
    client.force_login(make_posting(make_staff("someone"), role=role, area=WUHAN).staff)
    client.cookies.load(ENGLISH)

    text = re.sub(r"(?s)<tbody>.*?</tbody>|工作人员someone|中文|区域4201|e\.g\. [^<]*", "",
                  shown(client, path))  # fmt: skip

    assert re.findall(r"[\u4e00-\u9fff]+", text) == []


def test_large_text_is_one_switch_away(client):
    client.post("/text-size", {"size": "large", "next": "/sign-in"})

    assert 'class="large-text"' in shown(client, "/sign-in")


def test_the_style_is_small_and_plain():
    css = (HERE / "static/communities/hub.css").read_bytes()

    assert len(gzip.compress(css)) <= 15_000
    assert b"http" not in css
    assert b"@import" not in css


@pytest.mark.parametrize("path", sorted(HERE.rglob("*.html")), ids=lambda path: path.name)
def test_no_page_carries_script_or_style_of_its_own(path):
    text = path.read_text(encoding="utf-8")

    assert not re.search(r"<script(?![^>]*\bsrc=)", text)
    assert not re.search(r"\sstyle=|<style|\son[a-z]+=|javascript:|https?://", text)


def test_a_page_is_usable_by_keyboard_alone(client):
    client.force_login(make_worker("GRID"))

    text = shown(client)

    assert text.index('class="skip" href="#content"') < text.index("<header")
    assert '<main id="content"' in text
    assert 'role="search"' in text
    assert 'aria-keyshortcuts="/"' in text


def test_the_search_keeps_persons_out_of_addresses(client):
    client.force_login(make_worker("GRID"))

    form = re.search(r'<form class="search"[^>]*>', shown(client))[0]

    assert 'method="post"' in form


def test_the_menu_follows_the_rights(client):
    client.force_login(make_worker("SECADM", WUHAN))

    text = shown(client)

    assert 'href="/staff"' in text
    assert 'href="/trail"' not in text
    assert 'role="search"' not in text


def test_the_menu_marks_where_one_is(client):
    client.force_login(make_worker("SECADM", WUHAN))

    assert re.search(r'href="/staff" aria-current="page"', shown(client, "/staff"))


def test_a_menu_entry_without_an_address_is_left_out(monkeypatch):
    monkeypatch.setattr(navigation, "_entries", {})
    navigation.register_menu("x", "nowhere:page")

    assert navigation.menu_for(an_actor(), "/") == []


def test_a_person_without_a_posting_is_told(client):
    client.force_login(make_staff())

    assert "没有任职" in shown(client)


def test_panels_come_in_order_to_those_who_may(monkeypatch):
    monkeypatch.setattr(portal, "_panels", {})
    portal.register_panel(30, "late.html", lambda actor, day: {"n": 1})
    portal.register_panel(10, "early.html", lambda actor, day: {"n": 2}, SIGNED_IN)
    portal.register_panel(20, "closed.html", lambda actor, day: {}, Permission.TRAIL_SEE)
    portal.register_panel(25, "nothing.html", lambda actor, day: None)

    panels = portal.panels_for(an_actor(("SEC", JIANGDI)), None)

    assert panels == [("early.html", {"n": 2}), ("late.html", {"n": 1})]


@pytest.fixture
def asked():
    def ask(path="/x", htmx=False):
        request = RequestFactory().get(path)
        request.request_id, request.htmx = "abc12345", type("H", (), {"boosted": False})()
        if not htmx:
            request.htmx = None
        return request

    return ask


@pytest.mark.parametrize("error", [
    Invalid("甲。", "A."), NotFound("乙。", "B."), Conflict("丙。", "C.", fields={
        "mobile": {"seen": "1", "held": "2", "yours": "3"}}), Unavailable("丁。", "D."),
    TooMany("戊。", "E.", retry_after=7),
])  # fmt: skip
def test_a_trouble_is_a_page_a_part_or_an_envelope(asked, error):
    whole, part, told = (trouble(asked(), error), trouble(asked(htmx=True), error),
                         trouble(asked("/api/v1/x"), error))  # fmt: skip

    assert {whole.status_code, part.status_code, told.status_code} == {error.status}
    assert error.zh in whole.content.decode()
    assert "返回首页" in whole.content.decode()
    assert "<html" not in part.content.decode()
    assert error.zh in part.content.decode()
    assert error.en in told.content.decode()
    assert "abc12345" in whole.content.decode()
    assert whole.get("Retry-After") == ("7" if isinstance(error, TooMany) else None)


@pytest.mark.parametrize(
    ("before", "led"),
    [
        ("http://testserver/reports/R01?a=1&b=2", "/reports/R01?a=1&amp;b=2"),
        ("http://elsewhere//elsewhere/x", None),
        ("http://testserver/language/none", None),
        ("http://[", None),
        ("", None),
    ],
)
def test_a_form_that_was_refused_leads_back_to_its_page(client, before, led):
    client.force_login(make_worker("GRID"))

    text = client.post("/language/none", headers={"Referer": before}).content.decode()

    found = re.findall(r'href="([^"]*)">返回刚才的页面', text)
    assert found == ([led] if led else [])
    assert "返回首页" in text


def test_a_trouble_is_told_in_the_language_chosen(asked):
    with translation.override("en"):
        text = trouble(asked(), Invalid("甲。", "Alpha.")).content.decode()

    assert "Alpha." in text
    assert "甲" not in text


def test_what_breaks_names_nobody(client, monkeypatch, caplog):
    client.force_login(make_worker("AUDIT"))
    client.raise_request_exception = False
    monkeypatch.setattr("communities.web.trail.trail_events", broken)

    answer = client.get("/trail")

    assert answer.status_code == 500
    assert "没有生效" in answer.content.decode()
    assert "420190" not in answer.content.decode() + caplog.text
    assert "ZeroDivisionError" in caplog.text


def broken(**_asked):
    raise ZeroDivisionError("420190198101010024")


def test_a_database_that_is_away_is_told_calmly(client, monkeypatch, caplog):
    monkeypatch.setattr("communities.web.trail.trail_events", away)
    client.force_login(make_worker("AUDIT"))

    assert client.get("/trail").status_code == 503
    assert "database away: DiskFull" in caplog.text


def away(**_asked):
    raise OperationalError("no space left on 420190198101010024") from DiskFull()


def test_a_sign_no_column_can_hold_is_told_and_breaks_nothing(client):
    answer = client.post("/sign-in", {"username": "wang\0ge", "password": "x"})

    assert answer.status_code == 400
    assert "字符" in answer.content.decode()


def test_an_unknown_address_is_a_404_that_helps(client):
    client.force_login(make_worker("GRID"))

    answer = client.get("/nothing/here")

    assert answer.status_code == 404
    assert "返回首页" in answer.content.decode()


def test_a_view_that_declares_nothing_stays_closed(client, settings):
    settings.ROOT_URLCONF = "tests.communities.undeclared_urls"

    assert client.get("/open-by-mistake").status_code == 403


def test_a_page_that_is_left_half_way_saves_nothing(rf):
    worker = make_worker("SECADM", WUHAN)

    @page("GET", needs=SIGNED_IN)
    def half(request) -> HttpResponse:
        make_staff("halfway")
        raise Invalid("甲。")

    request = rf.get("/x")
    request.user, request.request_id = worker, "abc12345"
    answer = half(request)

    assert answer.status_code == 422
    assert actor_of(worker).posts
    assert not type(worker).objects.filter(username="halfway").exists()


def test_a_part_of_a_page_sends_a_stranger_to_sign_in(client):
    answer = client.get("/staff", headers={"HX-Request": "true"})

    assert answer["HX-Redirect"] == "/sign-in?next=/staff"


def test_a_foreign_host_is_refused(client):
    assert client.get("/sign-in", headers={"Host": "evil.example"}).status_code == 400


def test_the_security_administrator_sees_what_ends_soon(client):
    soon = timezone.localdate() + timedelta(days=9)
    make_posting(make_staff("lihua"), role="SEC", area=JIANGDI, ends_on=soon)
    make_key(name="人社系统", ends_on=soon)
    client.force_login(make_worker("SECADM", WUHAN))

    text = shown(client)

    assert "工作人员lihua" in text
    assert "人社系统" in text


def test_the_auditor_sees_what_was_refused(client):
    worker = make_worker("GRID")
    client.force_login(worker)
    client.get("/trail")
    client.force_login(make_worker("AUDIT", WUHAN))

    assert worker.username in shown(client)


def test_every_action_of_the_log_has_a_name():
    rooms = [HERE.parent / room for room in ("communities", "hub", "connectors", "reports")]
    text = "".join(path.read_text() for room in rooms for path in room.rglob("*.py"))

    written = set(re.findall(r'(?<![a-z_(])action="([a-z_]+)"', text)) - {"store_true"}

    assert written <= set(ACTIONS)


@pytest.mark.parametrize(("hour", "words"), [(8, "早上好"), (12, "下午好"), (20, "晚上好")])
def test_one_is_greeted_by_the_hour(hour, words):
    assert greeting(hour) == words


@pytest.mark.parametrize(
    ("answer", "status"),
    [
        (bad_request, 400),
        (permission_denied, 403),
        (server_error, 500),
        (form_expired, 403),
    ],
)
def test_the_framework_answers_in_our_words(asked, answer, status):
    request = asked()

    told = answer(request)

    assert told.status_code == status
    assert "<h1>" in told.content.decode()
