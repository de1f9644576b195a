"""One contract for every address of the product."""

import re
from uuid import UUID

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from communities.permissions import OPEN, ROLES, SIGNED_IN, Need, Permission
from tests.communities.make import PASSWORD, WUHAN, make_key, make_worker

pytestmark = pytest.mark.django_db
SAMPLES = {
    "int": "1", "str": "x", "slug": "x", "uuid": str(UUID(int=1)), "path": "x",
}  # fmt: skip
OPEN_PAGES = {"/sign-in", "/sign-out", "/language", "/text-size"}


def addresses(patterns=None, before=""):
    for pattern in patterns if patterns is not None else get_resolver().url_patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern.url_patterns, route)
        elif isinstance(pattern, URLPattern):
            yield "/" + filled(route), pattern.callback


def filled(route: str) -> str:
    return re.sub(r"<(?:(\w+):)?\w+>", lambda found: SAMPLES.get(found[1] or "str", "x"), route)


ALL = sorted(addresses(), key=lambda pair: pair[0])
FOR_MACHINES = {"/healthz", "/readyz"}
PAGES = [
    (path, view) for path, view in ALL
    if not path.startswith("/api/") and path not in FOR_MACHINES and hasattr(view, "methods")
]  # fmt: skip
ENDPOINTS = [(path, view) for path, view in ALL if path.startswith("/api/")]


@pytest.mark.parametrize(("path", "view"), ALL, ids=[path for path, _view in ALL])
def test_every_address_declares_its_need(path, view):
    needs = getattr(view, "needs", None)

    assert needs, f"{path} declares no need"
    for need in needs.values() if isinstance(needs, dict) else [needs]:
        assert isinstance(need, Permission | Need) or need in set(Need)


def test_every_page_is_declared_by_page():
    undeclared = {path for path, _view in ALL} - {path for path, _view in PAGES + ENDPOINTS}

    assert undeclared == FOR_MACHINES


def test_only_these_pages_are_open():
    assert {path for path, view in PAGES if view.needs == OPEN} <= OPEN_PAGES


@pytest.mark.parametrize(
    ("path", "view"), [(p, v) for p, v in PAGES if v.needs != OPEN],
    ids=[p for p, v in PAGES if v.needs != OPEN],
)  # fmt: skip
def test_every_page_asks_a_stranger_to_sign_in(client, path, view):
    method = view.methods[0].lower()

    answer = getattr(client, method)(path)

    assert answer.status_code == 302
    assert answer["Location"].startswith("/sign-in")
    assert answer["Cache-Control"] == "no-store"


@pytest.mark.parametrize(("path", "view"), ENDPOINTS, ids=[path for path, _view in ENDPOINTS])
def test_every_endpoint_asks_a_stranger_for_a_key(client, path, view):
    for method in view.needs:
        answer = getattr(client, method.lower())(path)

        assert answer.status_code == 401
        assert answer.json()["error"]["code"] == "not_signed_in"


@pytest.mark.parametrize(("path", "view"), ENDPOINTS, ids=[path for path, _view in ENDPOINTS])
def test_every_endpoint_refuses_a_parameter_it_does_not_take(path, view):
    key = make_key(rights=ROLES["FEED"])
    client = Client(headers={"Authorization": f"Bearer {key}"})

    for method in view.needs:
        answer = client.generic(method, path + "?shoe_size=43")

        told = answer.json()["error"]
        assert (answer.status_code, told["code"]) == (400, "unknown_parameter")
        assert told["fields"] == {"shoe_size": "unknown"}


@pytest.mark.parametrize(("path", "view"), ENDPOINTS, ids=[path for path, _view in ENDPOINTS])
def test_every_endpoint_says_in_chinese_what_it_is_for(path, view):
    assert re.match(r"[\u4e00-\u9fff]", view.cls.words)
    assert view.cls.__doc__.isascii()


REFUSED = [
    (role, path, view.needs, view.methods[0])
    for path, view in PAGES
    for role in ROLES
    if role != "FEED" and isinstance(view.needs, Permission) and view.needs not in ROLES[role]
]


@pytest.fixture(scope="module")
def paths_by_role():
    chosen = {}
    for role, path, need, method in REFUSED:
        chosen.setdefault(role, []).append((path, need, method))
    return chosen


@pytest.mark.parametrize("role", sorted({role for role, *_rest in REFUSED}))
def test_a_role_opens_no_page_beyond_its_rights(client, role, paths_by_role):
    client.force_login(make_worker(role, WUHAN))

    opened = [path for path, _need, method in paths_by_role[role]
              if getattr(client, method.lower())(path).status_code != 403]  # fmt: skip

    assert opened == []


@pytest.mark.parametrize(
    ("path", "view"), [(p, v) for p, v in PAGES if "POST" in v.methods],
    ids=[p for p, v in PAGES if "POST" in v.methods],
)  # fmt: skip
def test_every_form_needs_its_token(path, view):
    client = Client(enforce_csrf_checks=True)
    if view.needs not in (OPEN, SIGNED_IN):
        role = next(role for role in ROLES if role != "FEED" and view.needs in ROLES[role])
        client.force_login(make_worker(role, WUHAN))

    answer = client.post(path, {"username": "x", "password": PASSWORD})

    assert answer.status_code == 403
    assert "没有生效" in answer.content.decode()


@pytest.mark.parametrize(("path", "view"), PAGES, ids=[path for path, _view in PAGES])
def test_every_answer_carries_the_headers(client, path, view):
    client.force_login(make_worker("GRID"))

    answer = getattr(client, view.methods[0].lower())(path)

    policy = answer["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["Cache-Control"] == "no-store"
    assert answer["X-Request-ID"]


@pytest.mark.parametrize("path", sorted(FOR_MACHINES))
def test_a_probe_is_only_read_and_its_troubles_are_json(path):
    client = Client(enforce_csrf_checks=True)

    for method in ("POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"):
        answer = client.generic(method, path)

        told = answer.json()["error"]
        assert (answer.status_code, told["code"]) == (405, "method_not_allowed")
        assert set(told) == {"code", "message", "message_en", "fields", "request_id"}
        assert answer["Allow"] == "GET, HEAD"
    assert client.get(path).json()["status"] == "ok"
    assert client.head(path).status_code == 200
    assert client.get(path + "?x=%00").json()["error"]["code"] == "bad_request"
