from celery import shared_task

from connectors.engine.push import deliver_to
from connectors.engine.run import execute
from connectors.models import Run
from connectors.registry import connector_of


@shared_task(ignore_result=True)
def sync(run_id: int) -> None:
    """Carry one run forward; when to try again is a row in the database."""
    execute(run_id, connector_of(Run.objects.get(pk=run_id).system))


@shared_task(ignore_result=True)
def deliver(target: str) -> None:
    """Send what is due to one system, in order per person."""
    deliver_to(connector_of(target))
