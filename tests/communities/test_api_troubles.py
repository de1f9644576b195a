import json

import pytest
from rest_framework.exceptions import ErrorDetail, ValidationError

from communities.api.errors import translate
from communities.models import Staff
from tests.communities.make import make_key, make_staff, make_worker

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.communities.endpoint_urls")]


@pytest.fixture
def calm(client):
    client.raise_request_exception = False
    return client


@pytest.mark.parametrize(
    ("name", "status", "code"),
    [
        ("http404", 404, "not_found"),
        ("denied", 403, "refused"),
        ("invalid", 422, "invalid"),
        ("plain", 422, "invalid"),
        ("throttled", 429, "too_many"),
        ("away", 503, "unavailable"),
        ("broken", 500, "server_error"),
    ],
)
def test_every_trouble_leaves_in_one_envelope(calm, name, status, code):
    answer = calm.get(f"/api/wrong/{name}")

    told = json.loads(answer.content)["error"]
    assert (answer.status_code, told["code"]) == (status, code)
    assert set(told) == {"code", "message", "message_en", "fields", "request_id"}
    assert "420190" not in answer.content.decode()


def test_why_the_database_cannot_be_used_stands_in_the_log(calm, caplog):
    calm.get("/api/wrong/away")

    assert "database away: OperationalError" in caplog.text
    assert "gone" not in caplog.text


def test_fields_name_what_is_wrong(calm):
    assert calm.get("/api/wrong/invalid").json()["error"]["fields"] == {"name": "invalid"}


def test_what_is_wrong_is_a_word_at_its_place_however_deep():
    detail = {
        "operation": [ErrorDetail("该字段是必填项。", code="required")],
        "observations": {
            "0": {"at": [ErrorDetail("x", code="invalid"), ErrorDetail("y", code="overflow")]},
            "2": {"non_field_errors": [ErrorDetail("z", code="not_a_list")]},
        },
        "rows": [{}, {"name": [ErrorDetail("", code="blank")]}],
    }

    assert translate(ValidationError(detail)).fields == {
        "operation": "required",
        "observations.0.at": "invalid",
        "observations.2": "not_a_list",
        "rows.1.name": "blank",
    }


@pytest.mark.parametrize(
    ("body", "kind", "status", "code"),
    [
        ("{", "application/json", 400, "bad_request"),
        ("<a/>", "application/xml", 415, "unsupported_media_type"),
    ],
)
def test_what_cannot_be_read_is_refused_and_undone(calm, body, kind, status, code):
    headers = {"Authorization": f"Bearer {make_key()}"}

    answer = calm.post("/api/wrong/invalid", body, content_type=kind, headers=headers)

    assert (answer.status_code, answer.json()["error"]["code"]) == (status, code)
    assert not Staff.objects.filter(username="halfway").exists()


def test_an_answer_that_is_not_wanted_as_json_is_406(calm):
    answer = calm.get("/api/wrong/invalid", headers={"Accept": "text/csv"})

    assert (answer.status_code, answer.json()["error"]["code"]) == (406, "not_acceptable")


def test_some_endpoints_take_a_key_only(client):
    headers = {"Authorization": f"Bearer {make_key()}"}

    with_key = client.get("/api/keys-only", headers=headers)
    client.force_login(make_worker("SEC"))
    with_session = client.get("/api/keys-only")

    assert with_key.status_code == 200
    assert with_session.status_code == 403


def test_a_head_needs_what_a_get_needs(client):
    headers = {"Authorization": f"Bearer {make_key()}"}

    assert client.head("/api/keys-only", headers=headers).status_code == 200
    assert client.head("/api/keys-only").status_code == 401


def test_a_disabled_person_is_a_stranger(client):
    worker = make_staff()
    client.force_login(worker)
    Staff.objects.update(is_active=False)

    assert client.get("/api/keys-only").status_code == 401
