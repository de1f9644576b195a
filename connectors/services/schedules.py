from datetime import datetime, timedelta

from django.conf import settings

from connectors.models import Schedule
from connectors.registry import connectors


def write_schedules(*, now: datetime) -> int:
    """One schedule row for each system with an address; times once set stay as they are."""
    here = [kind for kind in connectors().values() if kind.source in settings.HUB_SYSTEMS]
    for kind in here:
        Schedule.objects.update_or_create(
            system=kind.source,
            defaults={"label": kind.label, "label_en": kind.label_en, "every": kind.every},
            create_defaults={
                "label": kind.label,
                "label_en": kind.label_en,
                "every": kind.every,
                "next_at": now + timedelta(minutes=1),
            },
        )
    return len(here)
