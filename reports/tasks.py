"""Work of the reports room that the timetable wakes; each takes an id."""

from celery import shared_task
from django.utils import timezone

from reports.services.execute import execute


@shared_task(ignore_result=True)
def make(run_id: int) -> None:
    """Make one run's drafts; when to try again is a row in the database."""
    execute(run_id=run_id, now=timezone.now())
