from celery import shared_task
from django.utils import timezone

from hub.services.uploads import take_queued


@shared_task(ignore_result=True)
def take_sheet_in(number: int) -> None:
    """Take one long roster in; whether to try again is a row in the database."""
    take_queued(number=number, today=timezone.localdate())
