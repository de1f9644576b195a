"""Who may answer a question or a request: one over the person, and shown the field."""

import pytest

from hub.models import CorrectionRequest, Dissent, SetAside
from hub.services.intake import Observation, take_in
from tests.communities.make import JIANGDI, JIANGTENG, NEXT_COMMUNITY, make_posting, make_worker
from tests.hub.people import DOOR, an_id, make_person, make_zhao, tell
from tests.hub.web.test_questions import opened, page_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def dissent(db):
    """The grid system differs from the employment service in the form of work."""
    make_zhao()
    tell("ZZ", {"id_number": an_id(), "emp_form": "010"}, key="zz")
    return Dissent.objects.get(field="emp_form", state="open")


@pytest.fixture
def of_two_places(db):
    """A grid worker here who is the secretary next door."""
    staff = make_worker("SEC", NEXT_COMMUNITY)
    make_posting(staff, "GRID", JIANGTENG)
    return staff


def officer(line):
    return make_worker("STREET_LINE", JIANGDI, line)


def test_an_officer_of_another_line_answers_no_question(dissent):
    medical, path = officer("medical"), f"/questions/{dissent.pk}/settle"

    assert opened(medical, path, answer="keep").status_code == 404
    dissent.refresh_from_db()
    assert dissent.state == "open"
    assert opened(officer("labour"), path, answer="keep").status_code == 200
    undone = opened(medical, f"/questions/settled/{dissent.pk}/undo", sure="1")
    dissent.refresh_from_db()
    assert (undone.status_code, dissent.state) == (404, "kept")


def test_an_officer_of_another_line_answers_no_request(dissent):
    held = CorrectionRequest.objects.create(
        resident_id=dissent.subject_id, field="emp_form", owner="EMP", value="010",
        due_on="2026-12-01",
    )  # fmt: skip
    path = f"/requests/{held.pk}/answer"

    assert opened(officer("medical"), path, answer="accepted").status_code == 404
    assert opened(officer("labour"), path, answer="accepted").status_code == 200


def test_a_right_next_door_settles_nothing_here(dissent, of_two_places):
    opened(of_two_places, "/questions/keep", field="emp_form", source="ZZ")
    one = opened(of_two_places, f"/questions/{dissent.pk}/settle", answer="keep")

    dissent.refresh_from_db()
    assert (one.status_code, dissent.state) == (403, "open")


def test_a_right_next_door_discards_no_row_here(of_two_places):
    take_in(
        [Observation({"id_number": "420190197903150020"}, key="x", community=JIANGTENG,
                     raw={"证件号码": "420190197903150020"})],
        source="IMPORT", actor=DOOR,
    )  # fmt: skip
    row = SetAside.objects.get()

    answer = opened(of_two_places, f"/questions/set-aside/{row.pk}/discard", sure="1")

    row.refresh_from_db()
    assert (answer.status_code, row.state) == (403, "open")


def test_an_inbox_names_no_child_in_full(db):
    make_person("赵小宝", birth="20180601", order=111)
    tell("ZZ", {"id_number": an_id("20180601", 111), "name": "赵晓宝"}, key="zz")
    Dissent.objects.filter(field="name").update(asks=True)

    page = page_of(make_worker("GRID", JIANGTENG), "/questions?field=name")

    assert "赵**" in page
    assert "晓宝" not in page
    assert "小宝" not in page
