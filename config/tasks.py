"""The one entry of the timetable."""

import logging

from celery import shared_task
from django.utils import timezone

from communities.traces import where_in
from config.sweeps import SWEEPS

LOG = logging.getLogger(__name__)


@shared_task(ignore_result=True)
def sweep() -> None:
    """Look for due rows in every room; each room enqueues its own by id.

    What breaks in one room keeps no other from its work; the next sweep tries it again.
    """
    now = timezone.now()
    for due in SWEEPS:
        try:
            due(now)
        except Exception as trouble:  # noqa: BLE001 anything may be caught here: the log must say so
            LOG.error("sweep %s: %s %s", due.__module__, type(trouble).__name__, where_in(trouble))
