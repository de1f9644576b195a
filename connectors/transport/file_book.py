"""Files of other systems: what came under which name with which content, and what became of it."""

from django.db import transaction
from django.utils import timezone

from connectors.models import ForeignFile


@transaction.atomic
def note_file(*, system: str, name: str, sha256: str, size: int) -> ForeignFile:
    """Remember a file by its content; the same bytes under another name are its duplicate."""
    row, made = ForeignFile.objects.get_or_create(
        system=system, name=name, sha256=sha256, defaults={"size": size}
    )
    if made:
        first = (
            ForeignFile.objects.filter(system=system, sha256=sha256, state="taken")
            .exclude(pk=row.pk)
            .first()
        )
        if first:
            row.state, row.duplicate_of = "duplicate", first
            row.save(update_fields=["state", "duplicate_of"])
    return row


def was_taken(*, system: str, sha256: str) -> bool:
    """Whether these very bytes have been taken in, under whichever name."""
    return ForeignFile.objects.filter(system=system, sha256=sha256, state="taken").exists()


def note_refused(*, system: str, name: str, reason: str) -> None:
    newest = ForeignFile.objects.filter(system=system, name=name).order_by("-id").first()
    if newest:
        ForeignFile.objects.filter(pk=newest.pk).update(state="refused", reason=reason)


def note_taken(*, system: str, name: str) -> None:
    newest = ForeignFile.objects.filter(system=system, name=name).order_by("-id").first()
    if newest:
        ForeignFile.objects.filter(pk=newest.pk, state="seen").update(
            state="taken", taken_at=timezone.now()
        )
