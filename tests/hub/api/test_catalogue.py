import pytest
from django.test import Client

from hub.dictionary import FIELDS
from hub.selectors.codes import code_lists
from tests.hub.api.test_residents import with_key

pytestmark = pytest.mark.django_db


def test_every_field_of_the_dictionary_is_told():
    told = with_key().get("/api/v1/fields").json()["items"]

    assert [row["name"] for row in told] == list(FIELDS)
    assert {"label_zh", "label_en", "level", "owner", "derived", "type"} <= set(told[0])


def test_every_code_list_is_told_with_its_verification():
    told = with_key().get("/api/v1/codes").json()["items"]

    assert [row["code_list"] for row in told] == list(code_lists())
    assert all(row["verification"] for row in told)


def test_one_code_list_is_told_alone_and_an_unknown_one_is_not():
    client = with_key()

    assert len(client.get("/api/v1/codes?list=sex").json()["items"]) == 1
    assert client.get("/api/v1/codes?list=nothing").status_code == 404


def test_the_feed_answers_its_shape():
    client = with_key()

    told = client.get("/api/v1/changes").json()

    assert set(told) == {"items", "cursor", "more"}
    assert client.get("/api/v1/changes?cursor=x").status_code == 422
    assert Client().get("/api/v1/changes").status_code == 401
