"""The timetable's one entry: what breaks in one room keeps no other from its work."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from config.tasks import sweep
from connectors.models import Run, Schedule
from hub.models import MatterCase, Resident, SetAside
from hub.sealing import SealBroken
from hub.services.intake import Observation, take_in
from hub.services.intake.waiting import WAITS
from tests.communities.make import JIANGTENG
from tests.hub.people import DOOR, an_id, make_person

pytestmark = pytest.mark.django_db


def test_a_row_nobody_can_open_does_not_keep_the_outside_systems_from_being_read():
    """A fact that waits for its day was sealed with a key that is gone."""
    SetAside.objects.create(
        source="PSB_HJ", source_key="1", reason=WAITS, raw_sealed=b"sealed with another key"
    )
    due = timezone.now() - timedelta(minutes=1)
    Schedule.objects.create(system="EMP", label="就业", every=timedelta(hours=6), next_at=due)

    with pytest.raises(SealBroken):
        sweep()

    assert Run.objects.filter(system="EMP", state="queued").exists()


def test_a_row_nobody_can_open_keeps_neither_other_facts_nor_yesterdays_drafts_waiting():
    yesterday = timezone.localdate() - timedelta(days=1)
    make_person(hukou_division=JIANGTENG)
    MatterCase.objects.create(
        case_id=uuid4(), resident_id=Resident.objects.get().pk, matter="M01", opened_on=yesterday,
        community=JIANGTENG, opened_by="clerk", opened_staff_id=1, purpose="P01",
    )  # fmt: skip
    SetAside.objects.create(
        source="PSB_HJ", source_key="1", reason=WAITS, raw_sealed=b"sealed with another key"
    )
    leaves = Observation({"id_number": an_id(), "hk_out_date": yesterday}, key="m1")
    take_in([leaves], source="PSB_HJ", actor=DOOR, today=yesterday - timedelta(days=9))

    with pytest.raises(SealBroken):
        sweep()

    assert Resident.objects.get().member_reg is None
    assert MatterCase.objects.get().state == "closed"
