import pytest

from tests.communities.make import make_worker

pytestmark = pytest.mark.django_db


def test_the_first_page_opens_for_a_person_at_work(client):
    client.force_login(make_worker("GRID"))

    answer = client.get("/")

    assert answer.status_code == 200


@pytest.mark.parametrize(
    ("role", "path"),
    [
        ("SECADM", "/staff"),
        ("SECADM", "/keys"),
        ("AUDIT", "/trail"),
        ("GRID", "/password"),
    ],
)
def test_pages_open_for_their_role(client, role, path):
    client.force_login(make_worker(role))

    answer = client.get(path)

    assert answer.status_code == 200, answer.content.decode()
