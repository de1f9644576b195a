"""A daily number of calls another system grants; a part is kept for people waiting at a counter."""

from datetime import date

from django.db import transaction
from django.db.models import F

from connectors.errors import TryLater
from connectors.models import Allowance

RESERVE = 0.2
UNTIL_TOMORROW = 6 * 3600.0


@transaction.atomic
def spend(*, system: str, day: date, quota: int, waiting_person: bool) -> int:
    """Count one call. Raises TryLater when the day's calls, or all but the reserve, are used."""
    row, _made = Allowance.objects.get_or_create(system=system, day=day)
    limit = quota if waiting_person else int(quota * (1 - RESERVE))
    spent = Allowance.objects.filter(pk=row.pk, used__lt=limit).update(used=F("used") + 1)
    if not spent:
        raise TryLater(
            "今天的查询次数已用完，明天再试。",
            "Today's calls are used up.",
            retry_after=UNTIL_TOMORROW,
            kind="limit",
        )
    return row.used + 1
