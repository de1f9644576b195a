"""Files of other systems: what came under which name with which content, and what became of it."""

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from connectors.models import ForeignFile


@transaction.atomic
def note_file(*, system: str, name: str, sha256: str, size: int) -> ForeignFile:
    """Remember a file by its content; the same bytes under another name are its duplicate."""
    row, made = ForeignFile.objects.get_or_create(
        system=system, name=name, sha256=sha256, defaults={"size": size}
    )
    if not made:
        row.seen_at = timezone.now()  # of a name the content seen last is what became of it
        row.save(update_fields=["seen_at"])
    else:
        first = (
            ForeignFile.objects.filter(system=system, sha256=sha256, state="taken")
            .exclude(pk=row.pk)
            .first()
        )
        if first:
            row.state, row.duplicate_of = "duplicate", first
            row.save(update_fields=["state", "duplicate_of"])
    return row


def is_last_taken(*, system: str, words: str, sha256: str) -> bool:
    """Whether these very bytes are what was taken last of the files whose names hold the words.

    What was taken before something else is news again: a list put back as it was.
    """
    taken = _taken(system, name__contains=words).order_by("-taken_at", "-id")
    return taken.values_list("sha256", flat=True).first() == sha256


def has_taken(*, system: str, words: str) -> bool:
    return _taken(system, name__contains=words).exists()


def last_taken(*, system: str, name: str) -> str:
    """The content taken last under one name; "" when none was."""
    taken = _taken(system, name=name).order_by("-taken_at", "-id")
    return taken.values_list("sha256", flat=True).first() or ""


def is_refused(*, system: str, name: str) -> bool:
    """Whether what was seen last under a name has been refused."""
    newest = _seen_last(system, name)
    return newest is not None and newest.state == "refused"


def was_seen(*, system: str, name: str, sha256: str) -> bool:
    return ForeignFile.objects.filter(system=system, name=name, sha256=sha256).exists()


def note_refused(*, system: str, name: str, reason: str) -> None:
    newest = _seen_last(system, name)
    if newest:
        ForeignFile.objects.filter(pk=newest.pk).update(state="refused", reason=reason)


def note_taken(*, system: str, name: str) -> None:
    """What was seen last under a name is taken, also when it was refused before."""
    newest = _seen_last(system, name)
    if newest:
        newest.state = "duplicate" if newest.duplicate_of else "taken"
        newest.taken_at, newest.reason = timezone.now(), ""
        newest.save(update_fields=["state", "taken_at", "reason"])


def _seen_last(system: str, name: str) -> ForeignFile | None:
    files = ForeignFile.objects.filter(system=system, name=name)
    return files.order_by("-seen_at", "-id").first()


def _taken(system: str, **named: str) -> QuerySet[ForeignFile]:
    """Files whose content has been taken, also one that others had brought before."""
    files = ForeignFile.objects.filter(system=system, taken_at__isnull=False, **named)
    return files.filter(state__in=["taken", "duplicate"])
