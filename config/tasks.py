"""The one entry of the timetable."""

from contextlib import ExitStack

from celery import shared_task
from django.utils import timezone

from config.sweeps import SWEEPS


@shared_task(ignore_result=True)
def sweep() -> None:
    """Look for due rows in every room; each room enqueues its own by id.

    What breaks in one room keeps no other from its work: it is raised when all have been looked
    at, and the next sweep tries it again.
    """
    now = timezone.now()
    with ExitStack() as rooms:
        for due in reversed(SWEEPS):
            rooms.callback(due, now)
