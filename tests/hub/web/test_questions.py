import pytest

from hub.models import Dissent, Question, Resident, SetAside
from tests.communities.make import JIANGTENG, NEXT_COMMUNITY, make_worker
from tests.hub.people import an_id, make_zhao, tell
from tests.hub.web.test_find import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def secretary(db):
    return signed_in(make_worker("SEC", JIANGTENG))


def disagreement():
    """The grid system says another phone than the one a person has confirmed."""
    make_zhao()
    tell("ZZ", {"id_number": an_id(), "mobile": "13700001111"}, key="zz")
    return Dissent.objects.get(field="mobile", state="open")


def test_two_voices_stand_side_by_side(secretary):
    disagreement()

    page = secretary.get("/questions").content.decode()

    for shown in ("手机号码", "138****1234", "137****1111", "综治网格"):
        assert shown in page


def test_keeping_is_remembered(secretary):
    asked = disagreement()

    secretary.post(f"/questions/{asked.pk}/settle", {"answer": "keep"})
    tell("ZZ", {"id_number": an_id(), "mobile": "13700001111"}, key="zz2")

    asked.refresh_from_db()
    assert asked.state == "kept"
    assert "137****1111" not in secretary.get("/questions").content.decode()


def test_taking_the_other_changes_the_value_by_the_door(secretary):
    asked = disagreement()

    secretary.post(f"/questions/{asked.pk}/settle", {"answer": "take"})

    assert Resident.objects.get(name="赵玉兰").mobile_mask == "137****1111"
    asked.refresh_from_db()
    assert asked.state in ("taken", "gone")


def test_a_row_without_a_number_enters_with_the_one_looked_up(secretary):
    tell("IMPORT", {"name": "孙大力", "address": "江腾小区9栋1单元101"}, creates=True, key="row9")
    asked = Question.objects.get(kind="no_id")
    number = an_id("19700101", 111)

    answer = secretary.post(f"/questions/rows/{asked.pk}", {"id_number": number})

    assert answer.status_code == 302
    assert Resident.objects.filter(name="孙大力", id_number_mask__endswith=number[-4:]).exists()
    asked.refresh_from_db()
    assert asked.state == "settled"


def test_a_row_that_stays_out_is_set_aside_for_good(secretary):
    tell("EMP", {"id_number": "420190198103152468", "emp_status": "1"}, key="bad")
    row = SetAside.objects.get()

    secretary.post(f"/questions/set-aside/{row.pk}/discard")

    row.refresh_from_db()
    assert row.state == "discarded"


def test_questions_of_other_communities_do_not_show():
    disagreement()
    stranger = signed_in(make_worker("SEC", NEXT_COMMUNITY))

    page = stranger.get("/questions").content.decode()

    assert "137****1111" not in page
