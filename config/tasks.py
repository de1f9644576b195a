"""The one entry of the timetable."""

from celery import shared_task
from django.utils import timezone

from config.sweeps import SWEEPS


@shared_task(ignore_result=True)
def sweep() -> None:
    """Look for due rows in every room; each room enqueues its own by id."""
    now = timezone.now()
    for due in SWEEPS:
        due(now)
