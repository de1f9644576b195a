"""The page on which a grid worker puts an address right or enters a move."""

import re

import pytest

from communities.models import TrailEvent
from hub.models import Resident
from tests.communities.make import JIANGTENG, NEXT_COMMUNITY, NEXT_GRID, make_area, make_worker
from tests.hub.people import an_id, make_person
from tests.hub.web.test_find import find, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def family(db):
    mother = make_person(relation_to_head="01")
    son = make_person("赵小宝", birth="20000601", order=131, relation_to_head="20")
    return mother, son


@pytest.fixture
def worker(family):
    client = signed_in(make_worker("GRID", JIANGTENG))
    find(client, "赵玉兰")
    return client


def page_of(client, person):
    return client.get(f"/residents/{person.resident_id}/home").content.decode()


def hidden_of(client, person):
    told = re.findall(r'name="(seen|seen_text|operation)" value="([^"]*)"', page_of(client, person))
    return dict(told)


def send(client, person, **told):
    return client.post(f"/residents/{person.resident_id}/home",
                       {"community": JIANGTENG, **hidden_of(client, person), **told})  # fmt: skip


def test_the_pen_at_the_address_leads_to_the_form_and_home_parts_have_none(worker, family):
    mother, _son = family
    page = worker.get(f"/residents/{mother.resident_id}").content.decode()

    assert f"/residents/{mother.resident_id}/home" in page
    for field in ("building_no", "room_no", "dwelling_community", "record_status"):
        assert f"{field}/correct" not in page
        assert worker.get(f"/residents/{mother.resident_id}/{field}/correct").status_code == 404


def test_mother_and_son_move_with_one_form(worker, family):
    mother, son = family

    done = send(worker, mother, address="12栋1单元302", together=[str(son.resident_id)])

    assert "2 人的现居住地址已改为" in done.content.decode()
    assert set(Resident.objects.values_list("residence_address", flat=True)) == {"12栋1单元302"}


def test_who_moves_out_of_the_area_leaves_the_workers_sight(family):
    mother, _son = family
    make_area(NEXT_COMMUNITY)
    client = signed_in(make_worker("GRID", JIANGTENG))
    find(client, "赵玉兰")

    done = send(client, mother, community=NEXT_COMMUNITY, address="8栋101").content.decode()

    assert "新住址不在您的网格内" in done
    assert client.get(f"/residents/{mother.resident_id}").status_code == 404


def test_a_second_click_says_again_that_somebody_moved_away(family):
    mother, _son = family
    make_area(NEXT_COMMUNITY)
    client = signed_in(make_worker("GRID", JIANGTENG))
    find(client, "赵玉兰")
    path, hidden = f"/residents/{mother.resident_id}/home", hidden_of(client, mother)
    form = {**hidden, "community": NEXT_COMMUNITY, "address": "8栋101"}

    first, second = client.post(path, form), client.post(path, form)
    another = client.post(path, {**form, "address": "9栋101"})

    assert "新住址不在您的网格内" in second.content.decode()
    assert (first.status_code, second.status_code, another.status_code) == (200, 200, 404)
    stranger = signed_in(make_worker("GRID", NEXT_GRID))
    assert stranger.post(path, form).status_code in (404, 422)


def test_an_address_nobody_can_read_comes_back_with_what_was_typed(worker, family):
    mother, _son = family
    answer = send(worker, mother, address="不详")

    assert answer.status_code == 422
    assert "没有认出住址" in answer.content.decode()
    assert 'value="不详"' in answer.content.decode()


def test_two_workers_do_not_overwrite_one_another(worker, family):
    mother, _son = family
    page = page_of(worker, mother)
    hidden = dict(re.findall(r'name="(seen|seen_text|operation)" value="([^"]*)"', page))
    send(worker, mother, address="12栋1单元302")

    late = worker.post(f"/residents/{mother.resident_id}/home",
                       {"community": JIANGTENG, **hidden, "address": "7栋101"})  # fmt: skip

    mother.refresh_from_db()
    assert late.status_code == 409
    assert mother.residence_address == "12栋1单元302"


def test_what_nobody_has_told_yet_can_be_added(worker, family):
    mother, _son = family
    page = worker.get(f"/residents/{mother.resident_id}").content.decode()

    assert "补登还没有的信息" in page
    assert f"/residents/{mother.resident_id}/emergency_name/correct" in page
    assert worker.get(f"/residents/{mother.resident_id}/emergency_name/correct").status_code == 200


@pytest.mark.parametrize("form", ["home", "mobile/correct"])
def test_a_form_that_shows_somebody_has_a_purpose_and_an_access_row(family, form):
    mother, _son = family
    where = f"/residents/{mother.resident_id}/{form}"
    client = signed_in(make_worker("GRID", JIANGTENG))

    asked = client.get(where)
    sent = client.post(where, {"community": JIANGTENG, "address": "12栋1单元302", "value": "1"})
    client.cookies["purpose"] = "P03"
    client.get(where)

    row = TrailEvent.objects.get(action="correct")
    assert asked["Location"] == f"/residents/{mother.resident_id}"
    assert sent.status_code == 422
    assert (row.purpose, row.residents) == ("P03", [mother.pk])


def test_a_move_is_in_the_access_log_whether_taken_or_not(worker, family):
    mother, _son = family
    send(worker, mother, address="不详")
    send(worker, mother, address="12栋1单元302")

    rows = TrailEvent.objects.filter(action="correct", result="refused")
    assert rows.count() == 1
    assert TrailEvent.objects.filter(action="correct", residents=[mother.pk]).count() == 4


def test_the_form_is_not_opened_for_another_grid(family):
    mother, _son = family
    make_area(NEXT_GRID)
    client = signed_in(make_worker("GRID", NEXT_GRID))
    find(client, an_id())

    assert client.get(f"/residents/{mother.resident_id}").status_code == 200
    for form in ("home", "mobile/correct"):
        assert client.get(f"/residents/{mother.resident_id}/{form}").status_code == 403
