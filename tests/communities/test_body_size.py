"""A request that is too large is refused by what it says of its size, before any of it is read."""

import pytest

from tests.communities.make import make_key

pytestmark = pytest.mark.django_db
MOST = 10 * 2**20


def look_up(client, body, **more):
    headers = {"Authorization": f"Bearer {make_key()}"}
    kind = "application/json"
    return client.post("/api/v1/residents/lookup", body, kind, headers=headers, **more)


def test_a_request_of_more_than_ten_megabytes_is_not_even_begun(client):
    answer = look_up(client, "{}", CONTENT_LENGTH=str(MOST + 1))

    assert answer.status_code == 413
    assert answer.json()["error"]["code"] == "too_large"


@pytest.mark.parametrize("body", ['{"id_number": "%s"}' % ("1" * 3 * 2**20), "[" * 3 * 2**20])  # noqa: UP031 the braces are the text's own
def test_three_megabytes_that_are_no_question_are_an_answer_and_no_fault(client, body):
    assert look_up(client, body).status_code in (400, 422)
