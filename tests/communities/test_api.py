import json
import re

import pytest
from django.core.management import call_command
from django.test import Client

from communities.api import limits
from communities.api.paging import read_cursor, write_cursor
from communities.errors import Invalid
from communities.models import Area, Consumer
from communities.permissions import DATA
from communities.services.consumers import revoke_key
from tests.communities.make import (
    ACTOR,
    JIANGDI,
    JIANGTENG,
    NEXT_COMMUNITY,
    make_area,
    make_key,
    make_worker,
)

pytestmark = pytest.mark.django_db
AREAS = "/api/v1/areas"


def bearer(key: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {key}"}


@pytest.fixture
def key():
    return make_key()


@pytest.fixture(autouse=True)
def full_buckets():
    limits._buckets.clear()


def error_of(answer) -> dict[str, object]:
    told = json.loads(answer.content)["error"]

    assert set(told) == {"code", "message", "message_en", "fields", "request_id"}
    assert told["message"] != told["message_en"]
    assert told["request_id"] == answer["X-Request-ID"]
    assert answer["Content-Type"].startswith("application/json")
    return told


def test_a_key_reads_areas(client, key):
    answer = client.get(AREAS, headers=bearer(key))

    assert answer.status_code == 200
    assert answer.json()["items"][0]["code"] == "420000000000"
    assert answer["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Authorization": "Bearer"},
        {"Authorization": "Bearer hub_x_y"},
        {"Authorization": "Bearer a b"},
        {"Authorization": "Bearer \xff"},
    ],
)
def test_without_a_key_nothing_opens(client, headers):
    answer = client.get(AREAS, headers=headers)

    assert answer.status_code == 401
    assert error_of(answer)["code"] == "not_signed_in"
    assert answer["WWW-Authenticate"] == "Bearer"


def test_a_revoked_key_is_refused_at_once(client, key):
    client.get(AREAS, headers=bearer(key))

    revoke_key(consumer=Consumer.objects.get(), actor=ACTOR)

    assert client.get(AREAS, headers=bearer(key)).status_code == 401


def test_a_session_of_the_console_opens_the_api(client):
    client.force_login(make_worker("GRID"))

    assert client.get(AREAS).status_code == 200


def test_a_foreign_page_cannot_use_a_session():
    client = Client(enforce_csrf_checks=True)
    client.force_login(make_worker("GRID"))

    answer = client.post(AREAS, "{}", content_type="text/plain")

    assert answer.status_code == 403
    assert error_of(answer)["code"] == "refused"


def test_an_address_that_is_not_there(client, key):
    answer = client.get("/api/v1/nothing", headers=bearer(key))

    assert (answer.status_code, error_of(answer)["code"]) == (404, "not_found")


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options"])
def test_a_method_that_is_not_taken(client, key, method):
    answer = getattr(client, method)(AREAS, headers=bearer(key))

    assert (answer.status_code, error_of(answer)["code"]) == (405, "method_not_allowed")


def test_a_key_calls_only_so_often(client):
    key = make_key(per_minute=2)

    answers = [client.get(AREAS, headers=bearer(key)) for _ in range(3)]

    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert error_of(answers[2])["code"] == "too_many"
    assert 1 <= int(answers[2]["Retry-After"]) <= 31


def test_a_bucket_fills_again():
    consumer = Consumer(pk=1, per_minute=60)
    for _ in range(60):
        limits.count_call(consumer, now=100.0)

    limits.count_call(consumer, now=101.5)


def test_a_request_id_of_the_caller_is_kept_when_it_is_plain(client, key):
    plain = client.get(AREAS, headers=bearer(key) | {"X-Request-ID": "abc-12345678"})
    odd = client.get(AREAS, headers=bearer(key) | {"X-Request-ID": "a\x1b[31m b"})

    assert plain["X-Request-ID"] == "abc-12345678"
    assert odd["X-Request-ID"].isalnum()


def test_pages_follow_without_gap_or_repeat(client, key):
    call_command("load_areas", DATA / "wuhan_areas.csv", verbosity=0)
    codes, cursor = [], ""

    while True:
        told = {"under": "420105000000", "limit": 50, "cursor": cursor}
        page = client.get(AREAS, told, headers=bearer(key)).json()
        codes += [area["code"] for area in page["items"]]
        cursor = page["cursor"]
        if not page["more"]:
            break

    assert len(codes) == len(set(codes)) > 100
    assert codes == sorted(codes)


def test_a_level_that_is_none_is_told_which_there_are(client, key):
    told = client.get(f"{AREAS}?level=village", headers=bearer(key))

    assert told.status_code == 422
    assert told.json()["error"]["fields"] == {"level": "choice"}
    assert "community" in told.json()["error"]["message"]


@pytest.mark.parametrize("under", ["420199999000", "420105", "abc", "4201 05"])
def test_an_area_nobody_knows_is_not_an_area_without_children(client, key, under):
    answer = client.get(AREAS, {"under": under}, headers=bearer(key))

    assert answer.status_code == 404
    assert error_of(answer)["code"] == "not_found"


def test_a_misspelt_filter_does_not_give_the_whole_tree(client, key):
    answer = client.get(AREAS, {"undr": JIANGDI, "420190198103152468": 1}, headers=bearer(key))

    told = error_of(answer)
    assert (answer.status_code, told["code"]) == (400, "unknown_parameter")
    assert told["fields"] == {"undr": "unknown", "?": "unknown"}
    assert "under" in told["message"]
    assert "420190" not in answer.content.decode()


def test_areas_are_chosen_by_level_and_place(client, key):
    make_area(JIANGTENG)

    told = client.get(AREAS, {"under": JIANGDI, "level": "community"}, headers=bearer(key))

    assert [area["code"] for area in told.json()["items"]] == [JIANGTENG]


def test_a_code_that_has_ended_says_which_stands_for_it(client, key):
    Area.objects.filter(pk=make_area(JIANGTENG).pk).update(replaced_by=NEXT_COMMUNITY)

    told = client.get(AREAS, {"under": JIANGTENG}, headers=bearer(key))

    (area,) = told.json()["items"]
    assert (area["code"], area["replaced_by"]) == (JIANGTENG, NEXT_COMMUNITY)


@pytest.mark.parametrize(
    "query",
    [
        {"cursor": "???"},
        {"cursor": "e30"},
        {"cursor": "bnVsbA"},
        {"cursor": "WyJcdTAwMDAiXQ"},
        {"cursor": "WyJcdWQ4MDAiXQ"},
        {"cursor": "W1sxXV0"},
        {"limit": "many"},
        {"limit": "9" * 5000},
        {"limit": "٣"},
        {"limit": "-1"},
    ],
)
def test_a_query_that_is_none_is_refused(client, key, query):
    answer = client.get(AREAS, query, headers=bearer(key))

    assert answer.status_code == 422
    assert error_of(answer)["fields"]


def test_no_page_is_longer_than_two_hundred(client, key):
    call_command("load_areas", DATA / "wuhan_areas.csv", verbosity=0)

    page = client.get(AREAS, {"limit": "100000"}, headers=bearer(key)).json()

    assert len(page["items"]) == 200


def test_a_cursor_comes_back_as_it_went():
    assert read_cursor(write_cursor([12, "420105", None])) == [12, "420105", None]
    assert read_cursor("") is None
    with pytest.raises(Invalid):
        read_cursor("bm90IGpzb24")


def test_the_api_describes_itself(client, key):
    as_json = client.get("/api/v1/schema", headers=bearer(key) | {"Accept": "application/json"})

    told = json.loads(as_json.content)
    assert told["openapi"].startswith("3.")
    assert AREAS in told["paths"]
    assert told["components"]["securitySchemes"]["key"]["scheme"] == "bearer"


def test_the_api_says_what_each_purpose_means(client, key):
    as_json = client.get("/api/v1/schema", headers=bearer(key) | {"Accept": "application/json"})

    told = json.loads(as_json.content)["components"]["schemas"]["PurposeEnum"]
    assert "`P08` - 系统同步" in told["description"]


ENGLISH = re.compile(r"\b(?!null\b)[A-Za-z]{2,}")
CHINESE = re.compile(r"[\u4e00-\u9fff]")


def descriptions(told):
    """Every description of a document, without what stands in backticks or quotation marks."""
    if isinstance(told, dict):
        if isinstance(told.get("description"), str):
            yield re.sub(r"`[^`]*`|OpenAPI|JSON|YAML", "", told["description"])
        told = list(told.values())
    for one in told if isinstance(told, list) else ():
        yield from descriptions(one)


def test_the_api_describes_itself_in_chinese_first(client, key):
    as_json = client.get("/api/v1/schema", headers=bearer(key) | {"Accept": "application/json"})

    told = json.loads(as_json.content)
    words = list(descriptions(told))
    assert len(words) > 100
    for one in words:
        chinese, english = CHINESE.search(one), ENGLISH.search(one)
        assert chinese, one
        assert not english or chinese.start() < english.start(), one
    for path, item in told["paths"].items():
        for operation in item.values():
            assert ENGLISH.search(operation["description"]), path
            assert all(ENGLISH.search(one["description"]) for one in operation["parameters"]
                       if one["in"] == "query") if "parameters" in operation else True  # fmt: skip


def test_the_api_says_which_troubles_it_answers(client, key):
    as_json = client.get("/api/v1/schema", headers=bearer(key) | {"Accept": "application/json"})

    told = json.loads(as_json.content)
    for path, item in told["paths"].items():
        for method, operation in item.items():
            known = set(operation["responses"])
            assert {"200", "400", "401", "403", "429", "500", "503"} <= known, path
            assert method != "post" or {"413", "415", "422"} <= known, path
    assert "410" in told["paths"]["/api/v1/changes"]["get"]["responses"]
    error = told["components"]["schemas"]["Error"]["properties"]["error"]
    assert set(error["required"]) == {"code", "message", "message_en", "fields", "request_id"}


@pytest.mark.parametrize("address", [AREAS + "?level=%00", AREAS + "?%00=1", "/api/v1/%00"])
def test_an_address_that_no_database_can_hold_is_refused(client, key, address):
    client.raise_request_exception = False

    answer = client.get(address, headers=bearer(key))

    assert answer.status_code in (400, 404)
    assert error_of(answer)["request_id"]


def test_people_read_the_api_without_a_script(client):
    client.force_login(make_worker("GRID"))

    shown = client.get("/api-docs").content.decode()

    assert AREAS in shown
    assert "<script>" not in shown
    assert "observations[].id_number" in shown
    assert """-d '{"id_number": "…", "purpose": "P01"}'""" in shown.replace("&quot;", '"')
    assert '"http://testserver/api/v1/changes"' in shown


def test_the_api_is_explained_in_the_language_of_its_reader(client):
    client.force_login(make_worker("GRID"))
    first = client.get("/api-docs").content.decode()
    client.cookies.load({"django_language": "en"})

    second = client.get("/api-docs").content.decode()

    assert "游标之后的变更" in first
    assert "What has changed" not in first
    assert "游标之后的变更" not in second
    assert "What has changed" in second


def test_the_api_is_explained_on_a_phone_too(client):
    client.force_login(make_worker("GRID"))

    shown = client.get("/api-docs").content.decode()

    assert shown.count("<table") == shown.count('<table class="table stack"') > 0
    assert '<td data-label="必填">' in shown
