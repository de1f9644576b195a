import pytest

from communities.actor import system_actor
from hub.models import Event, Resident
from hub.services.intake import Observation, take_in
from hub.services.merging import merge, undo_merge
from tests.communities.make import make_area

pytestmark = pytest.mark.django_db
LOAD = system_actor("load")
JIANGTENG = "420105011006"


@pytest.fixture
def twins():
    """One person held twice: once by the police, once by a sheet with another number."""
    make_area(JIANGTENG)
    take_in(
        [
            Observation(
                said={
                    "id_number": "420190197903150027",
                    "name": "赵秀兰",
                    "address": "36栋2单元1502",
                },
                key="p1",
                community=JIANGTENG,
            ),
            Observation(
                said={
                    "id_number": "42019019790315006X",
                    "name": "赵秀兰",
                    "mobile": "13800001234",
                    "emp_job_wish": "保洁",
                    "address": "36栋2单元1502",
                },
                key="p2",
                community=JIANGTENG,
            ),
        ],
        source="HUB",
        actor=LOAD,
        creates=True,
    )
    return list(Resident.objects.order_by("id"))


def test_a_merge_keeps_both_ids_and_counts_the_person_once(twins):
    kept, gone = twins

    merge(kept=kept.resident_id, gone=gone.resident_id, reason="同一人", actor=LOAD)

    gone.refresh_from_db()
    kept.refresh_from_db()
    assert (gone.record_status, gone.merged_into_id, gone.member_res) == ("4", kept.id, None)
    assert kept.mobile_mask
    last = Event.objects.filter(resident_id=gone.id).last()
    assert (last.member_set, last.sign, last.code) == ("RES", -1, "merge")


def test_what_a_source_says_of_the_merged_lands_on_the_survivor(twins):
    kept, gone = twins
    merge(kept=kept.resident_id, gone=gone.resident_id, reason="同一人", actor=LOAD)

    take_in(
        [Observation(said={"id_number": "42019019790315006X", "ethnic_group": "03"}, key="e1")],
        source="PSB_HJ",
        actor=LOAD,
    )

    kept.refresh_from_db()
    assert kept.ethnic_group == "03"


def test_undoing_a_merge_gives_both_persons_back(twins):
    kept, gone = twins
    link = merge(kept=kept.resident_id, gone=gone.resident_id, reason="同一人", actor=LOAD)

    undo_merge(link=link, actor=LOAD)

    kept.refresh_from_db()
    gone.refresh_from_db()
    assert (gone.record_status, gone.merged_into_id, gone.member_res) == ("1", None, JIANGTENG)
    assert kept.mobile_mask is None
    assert Event.objects.filter(resident_id=gone.id).last().code == "undo"
