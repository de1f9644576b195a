from datetime import timedelta

import pytest
from django.utils import timezone

from communities import trail
from communities.errors import TooMany
from communities.limits import slow_down
from tests.communities.make import GRID, an_actor

pytestmark = pytest.mark.django_db
WORKER = an_actor(("GRID", GRID))


def test_the_log_is_the_count_of_an_hour():
    for _ in range(3):
        slow_down(WORKER, "find", per_hour=3, now=timezone.now())
        trail.note(WORKER, action="find", purpose="P01")

    with pytest.raises(TooMany):
        slow_down(WORKER, "find", per_hour=3, now=timezone.now())


def test_other_deeds_people_and_hours_do_not_count():
    trail.note(WORKER, action="find", purpose="P01")

    slow_down(WORKER, "unmask", per_hour=1, now=timezone.now())
    slow_down(an_actor(), "unmask", per_hour=1, now=timezone.now())
    slow_down(WORKER, "find", per_hour=1, now=timezone.now() + timedelta(minutes=61))
