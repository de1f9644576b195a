"""The timetable's one entry: what breaks in one room keeps no other from its work."""

from datetime import timedelta

import pytest
from django.utils import timezone

from config.tasks import sweep
from connectors.models import Run, Schedule
from hub.models import SetAside
from hub.sealing import SealBroken
from hub.services.intake.waiting import WAITS

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
