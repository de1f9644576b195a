import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from communities.models import TrailEvent
from communities.rowscope import every_row
from hub.models import Change, CorrectionRequest, Dissent, Question, Resident, SetAside
from hub.selectors.questions import DISSENTS
from hub.services.intake import Observation, take_in
from tests.communities.make import JIANGTENG, NEXT_COMMUNITY, make_worker
from tests.hub.people import DOOR, an_id, make_person, make_zhao, tell, without_keys
from tests.hub.web.test_find import signed_in
from tests.roles import acting_as

pytestmark = pytest.mark.django_db


@pytest.fixture
def secretary(db):
    return signed_in(make_worker("SEC", JIANGTENG))


def disagreement():
    """The grid system says another phone than the one a person has confirmed."""
    make_zhao()
    tell("ZZ", {"id_number": an_id(), "mobile": "13700001111"}, key="zz")
    return Dissent.objects.get(field="mobile", state="open")


def opened(staff, path, **form):
    client = signed_in(staff)
    with acting_as("hub_app"):
        return client.post(path, form, follow=True) if form else client.get(path)


def page_of(staff, path="/questions", **form):
    return opened(staff, path, **form).content.decode()


@pytest.fixture
def office(db):
    return make_worker("SEC", JIANGTENG)


def quarrels():
    """The grid system differs from the owner in a phone, a form of work and a birth date."""
    make_zhao()
    tell("PSB_HJ", {"id_number": an_id(), "nationality": "CHN"}, key="hj")
    said = {"id_number": an_id(), "mobile": "13700001111", "emp_form": "010", "nationality": "USA"}
    tell("ZZ", said, key="zz")


def test_identity_comes_before_support_and_phones_come_last(office):
    quarrels()

    page = page_of(office)

    chips = re.findall(r"\?field=(\w+)#", page)
    assert chips == ["nationality", "emp_form", "mobile"]
    assert "美国" in page
    assert "137****1111" not in page
    assert "137****1111" in page_of(office, "/questions?field=mobile")


def test_a_batch_keeps_what_the_owner_says_and_leaves_one_row_each(office):
    quarrels()

    page_of(office, "/questions/keep", field="emp_form", source="ZZ")

    told = Dissent.objects.get(field="emp_form")
    row = Change.objects.get(category="question")
    assert (told.state, told.settled_by) == ("kept", office.username)
    assert row.after == {"field": "emp_form", "dissent": told.pk, "state": "kept"}
    assert Dissent.objects.filter(state="open").count() == 2


def test_a_batch_leaves_what_a_person_has_confirmed_to_a_person(office):
    make_zhao()
    tell("COUNTER", {"id_number": an_id(), "ed_stage": "1"})
    tell("ZZ", {"id_number": an_id(), "ed_stage": "2"}, key="zz")

    page_of(office, "/questions/keep", field="ed_stage", source="ZZ")

    assert Dissent.objects.get(field="ed_stage").state == "open"


def test_a_batch_touches_nobody_elsewhere():
    quarrels()

    page_of(make_worker("SEC", NEXT_COMMUNITY), "/questions/keep", field="emp_form", source="ZZ")

    assert Dissent.objects.get(field="emp_form").state == "open"


def test_a_kept_value_is_asked_again_after_an_undo(office):
    asked = disagreement()
    page_of(office, f"/questions/{asked.pk}/settle", answer="keep")
    lately = page_of(office, "/questions/settled")

    page_of(office, f"/questions/settled/{asked.pk}/undo", go="1")

    asked.refresh_from_db()
    assert office.username in lately
    assert "保留现值" in lately
    assert (asked.state, asked.settled_at) == ("open", None)
    states = Change.objects.filter(category="question").order_by("seq").values_list("after__state")
    assert [state for (state,) in states] == ["kept", "open"]


def test_a_taken_value_goes_back_by_the_door(office):
    asked = disagreement()
    for _turn in range(2):
        page_of(office, f"/questions/{asked.pk}/settle", answer="take")
        taken = Resident.objects.get(name="赵玉兰").mobile_mask

        page_of(office, f"/questions/settled/{asked.pk}/undo", go="1")

        assert taken == "137****1111"
        assert Resident.objects.get(name="赵玉兰").mobile_mask == "138****1234"
        asked.refresh_from_db()
        assert asked.state == "open"


def test_a_value_changed_since_is_not_taken_back(office):
    asked = disagreement()
    page_of(office, f"/questions/{asked.pk}/settle", answer="take")
    tell("COUNTER", {"id_number": an_id(), "mobile": "13600001111"})

    answer = opened(office, f"/questions/settled/{asked.pk}/undo", go="1")

    assert answer.status_code == 409
    assert Resident.objects.get(name="赵玉兰").mobile_mask == "136****1111"


def test_a_request_still_here_is_recalled_and_one_handed_over_is_not(office):
    quarrels()
    asked = Dissent.objects.get(field="emp_form")
    page_of(office, f"/questions/{asked.pk}/settle", answer="take")
    CorrectionRequest.objects.update(handed_over_on="2026-11-23")
    too_late = opened(office, f"/questions/settled/{asked.pk}/undo", go="1")
    CorrectionRequest.objects.update(handed_over_on=None)

    page_of(office, f"/questions/settled/{asked.pk}/undo", go="1")

    assert too_late.status_code == 409
    assert CorrectionRequest.objects.get().state == "recalled"


def test_a_discarded_row_can_wait_again(office):
    tell("EMP", {"id_number": "420190198103152468", "emp_status": "1"}, key="bad")
    row = SetAside.objects.get()
    page_of(office, f"/questions/set-aside/{row.pk}/discard", go="1")

    page_of(office, f"/questions/settled/set-aside/{row.pk}/undo", go="1")

    row.refresh_from_db()
    assert row.state == "open"


def test_two_voices_stand_side_by_side(secretary):
    disagreement()

    page = secretary.get("/questions").content.decode()

    for shown in ("手机号码", "138****1234", "137****1111", "综治网格"):
        assert shown in page


def test_the_secretary_knows_whom_a_question_is_about_without_opening_it(office):
    disagreement()

    page = page_of(office)

    for shown in ("赵**", "女性", "45岁", "3栋2单元"):
        assert shown in page
    for kept_back in ("赵玉兰", "单元501", "1981"):
        assert kept_back not in without_keys(page)
    row = TrailEvent.objects.get(action="questions")
    assert row.residents == [Resident.objects.get(name="赵玉兰").pk]


def test_of_a_child_an_inbox_says_the_building_and_no_more():
    make_person("孙小宝", birth="20190601", ethnic_group="01")
    tell("ZZ", {"id_number": an_id("20190601"), "ethnic_group": "03"}, key="zz")

    page = page_of(make_worker("GRID", JIANGTENG))

    for shown in ("孙**", "未满14周岁", "3栋2单元"):
        assert shown in page
    for kept_back in ("孙小宝", "7岁", "2019"):
        assert kept_back not in without_keys(page)


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


def test_a_row_without_a_number_says_which_building_to_ask_in(office):
    told = {"name": " 孙大力 ", "address": "江腾小区9栋1单元101"}
    tell("IMPORT", told, creates=True, key="row9")

    page = page_of(office)

    assert "孙**" in page
    assert "9栋1单元" in page
    assert "孙大力" not in page
    assert "9栋1单元101" not in page


def test_a_neighbours_number_is_refused_and_nobody_is_moved(secretary):
    zhao = make_person()
    tell("IMPORT", {"name": "陈大力", "address": "江腾小区9栋1单元101"}, creates=True, key="row9")
    asked = Question.objects.get(kind="no_id")

    answer = secretary.post(f"/questions/rows/{asked.pk}", {"id_number": an_id()})

    assert answer.status_code == 422
    assert "姓名" in answer.content.decode()
    asked.refresh_from_db()
    assert asked.state == "open"
    assert Resident.objects.get(pk=zhao.pk).dwelling_id == zhao.dwelling_id


def test_a_wrong_number_comes_back_in_its_box_beside_the_row(secretary):
    tell("IMPORT", {"name": "孙大力", "address": "江腾小区9栋1单元101"}, creates=True, key="row9")
    asked = Question.objects.get(kind="no_id")

    answer = secretary.post(
        f"/questions/rows/{asked.pk}", {"id_number": "123"}, headers={"HX-Request": "true"}
    )

    page = answer.content.decode()
    assert (answer.status_code, answer["HX-Retarget"]) == (422, f"#q-{asked.pk} form")
    assert 'value="123"' in page
    assert "校验不通过" in page
    assert "补号进入" in page


def test_an_empty_number_box_drops_no_row(secretary):
    tell("IMPORT", {"name": "孙大力", "address": "江腾小区9栋1单元101"}, creates=True, key="row9")
    asked = Question.objects.get(kind="no_id")

    answer = secretary.post(f"/questions/rows/{asked.pk}", {"id_number": ""})

    assert answer.status_code == 422
    asked.refresh_from_db()
    assert asked.state == "open"


def test_a_name_nobody_believes_finds_nobody():
    """Somebody is found by the name that is held, whatever another source calls them."""
    zhao = make_person()

    tell("ZZ", {"id_number": an_id(), "name": "孙玉兰"}, key="zz")

    zhao.refresh_from_db()
    assert zhao.name == "赵玉兰"
    assert "zyl" in zhao.name_initials
    assert "syl" not in zhao.name_initials


def test_a_row_that_stays_out_is_set_aside_for_good(secretary):
    tell("EMP", {"id_number": "420190198103152468", "emp_status": "1"}, key="bad")
    row = SetAside.objects.get()

    secretary.post(f"/questions/set-aside/{row.pk}/discard")

    row.refresh_from_db()
    assert row.state == "discarded"


def rows_that_stay_out(many):
    for turn in range(many):
        told = {"name": f"孙大{turn}", "id_number": "420190198103152468", "address": "9栋1单元101"}
        tell("IMPORT", told, creates=True, key=f"row{turn}")


def test_the_inbox_counts_rows_by_reason_and_opens_one_reason_at_a_time(office):
    rows_that_stay_out(3)
    tell("EMP", {"id_number": an_id(), "name": "赵玉兰", "emp_status": "没有"}, key="word")

    page = page_of(office)
    reason = SetAside.objects.filter(source="IMPORT").first()
    opened_page = page_of(office, f"/questions?aside=IMPORT:{reason.reason}:")

    assert "3 行" in page
    assert "孙**" not in page
    assert opened_page.count("孙**") == 3
    assert "孙大" not in opened_page
    assert 'href="/imports"' in page


def test_no_row_that_stays_out_is_beyond_reach(office):
    rows_that_stay_out(53)
    reason = SetAside.objects.first().reason

    shown, beyond = [], "0"
    while beyond:
        page = page_of(office, f"/questions?aside=IMPORT:{reason}:&beyond={beyond}")
        shown += re.findall(r'id="s-(\d+)"', page)
        beyond = (re.findall(r"aside=IMPORT%3A[^&]*&amp;beyond=(\d+)", page) or [""])[0]

    assert len(shown) == len(set(shown)) == 53


def test_questions_of_other_communities_do_not_show():
    disagreement()
    stranger = signed_in(make_worker("SEC", NEXT_COMMUNITY))

    page = stranger.get("/questions").content.decode()

    assert "137****1111" not in page


def test_whom_a_disagreement_is_about_is_read_by_index_whatever_its_kind():
    quarrels()

    with connection.cursor() as cursor:
        cursor.execute("set local enable_seqscan = off")
        told = {"field": "mobile", "after": 0, "most": 51}
        cursor.execute("explain " + DISSENTS, told)
        plan = "\n".join(row[0] for row in cursor.fetchall())

    assert "Seq Scan on hub_resident" not in plan


def test_a_page_of_many_disagreements_asks_no_more_often_than_one_of_few(office):
    disagreement()
    client = signed_in(office)
    with CaptureQueriesContext(connection) as few:
        client.get("/questions")
    for order in (115, 117, 119):
        number = an_id("19600101", order)
        make_person(f"孙大{order}", birth="19600101", order=order, household=str(order))
        tell("COUNTER", {"id_number": number, "mobile": f"13812340{order}"})
        tell("ZZ", {"id_number": number, "mobile": f"13700000{order}"}, key=f"zz{order}")

    with CaptureQueriesContext(connection) as many:
        page = client.get("/questions").content.decode()

    assert page.count('id="d-') == 4
    assert len(many) == len(few)


def test_codes_of_a_disagreement_are_told_in_words(office):
    quarrels()

    assert "灵活就业" in page_of(office, "/questions?field=emp_form")


def test_a_row_that_stayed_out_says_where_it_stands_in_its_sheet(office):
    told = {"id_number": "420190198103152468"}
    raw = {"工作表": "Sheet1", "行号": "66", "姓名": "张霞艳"}
    with every_row():
        row = Observation(told, key="66", raw=raw, community=JIANGTENG)
        take_in([row], source="IMPORT", actor=DOOR)

    page = page_of(office, f"/questions?aside=IMPORT:{SetAside.objects.get().reason}:")

    assert "张**" in page
    assert "Sheet1 第 66 行" in page
    assert "张霞艳" not in page
