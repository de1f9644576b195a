"""Workbooks handed in on a page: looked at, kept sealed on disk, taken in once, answered."""

from dataclasses import asdict
from datetime import date
from pathlib import Path
from uuid import uuid4

import orjson
from celery import current_app
from django.conf import settings
from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from communities.actor import Actor, actor_of
from communities.errors import HubError, Invalid, NotFound
from communities.models import Staff
from hub.models import SheetImport
from hub.sealing import seal_bytes, unseal_bytes
from hub.services.sheet_import import SheetTaken, take_sheet
from hub.services.sheet_preview import RowTrouble, SheetSeen, TableSeen, see_sheet

LARGEST = 30 * 2**20
LONGEST_AT_ONCE = 3000  # rows that a page may take in while a person waits
MOST_TRIES = 3
FILE, SEEN, HELD_OUT = "upload_file", "upload_seen", "upload_held_out"


def hand_in(*, filename: str, content: bytes, community: str, actor: Actor) -> SheetImport:
    """Look at a file and keep it for the one click that takes it in.

    Raises SheetRefused for a file that does not enter at all: nothing of it is kept.
    """
    if len(content) > LARGEST:
        raise Invalid("文件超过 30 MB，请拆成几个文件。", "The file is larger than 30 MB.")
    seen = see_sheet(content=content, community=community, actor=actor, today=timezone.localdate())
    upload = upload_of(filename=filename, content=content, community=community, actor=actor)
    keep(upload, FILE, content)
    keep(upload, SEEN, orjson.dumps(asdict(seen)))
    upload.save()
    return upload


@transaction.atomic
def take_file(
    *, filename: str, content: bytes, community: str, actor: Actor, today: date
) -> SheetTaken:
    """Take a file in without a look first; the list of the page shows it like any other."""
    upload = upload_of(filename=filename, content=content, community=community, actor=actor)
    taken = take_sheet(
        content=content,
        community=community,
        actor=actor,
        today=today,
        operation=f"sheet:{upload.import_id}",
    )
    finish(upload, taken, actor=actor)
    return taken


def upload_of(*, filename: str, content: bytes, community: str, actor: Actor) -> SheetImport:
    return SheetImport(
        import_id=uuid4(),
        community=community,
        filename=Path(filename).name[:200],
        size=len(content),
        handed_in_by=actor.name[:60],
    )


def ask_to_take(*, upload: SheetImport, actor: Actor, today: date) -> SheetImport:
    """Take a file in at once, or leave a long one to a worker: the next sweep wakes it."""
    seen = seen_of(upload)
    if seen is None or seen.rows <= LONGEST_AT_ONCE:
        return take_upload(upload=upload, actor=actor, today=today)
    SheetImport.objects.filter(pk=upload.pk, state=SheetImport.State.SEEN).update(
        state=SheetImport.State.QUEUED, taken_by=actor.name[:60]
    )
    return upload


@transaction.atomic
def take_upload(*, upload: SheetImport, actor: Actor, today: date) -> SheetImport:
    """Take a file in that was looked at; a second click finds it taken and changes nothing."""
    upload = SheetImport.objects.select_for_update().get(pk=upload.pk)
    if upload.state == SheetImport.State.DONE:
        return upload
    taken = take_sheet(
        content=kept(upload, FILE),
        community=upload.community,
        actor=actor,
        today=today,
        operation=f"sheet:{upload.import_id}",
    )
    finish(upload, taken, actor=actor)
    transaction.on_commit(lambda: forget(upload, FILE))
    return upload


def take_queued(*, number: int, today: date) -> None:
    """A worker's try at a long file: counted before it begins, three at most."""
    upload = begin_try(number)
    if upload is None:
        return
    asker = Staff.objects.get(username=upload.taken_by)
    try:
        take_upload(upload=upload, actor=actor_of(asker, today=today), today=today)
    except HubError:
        queued(number).update(state=SheetImport.State.FAILED)


def queued(number: int) -> QuerySet[SheetImport]:
    return SheetImport.objects.filter(pk=number, state=SheetImport.State.QUEUED)


@transaction.atomic
def begin_try(number: int) -> SheetImport | None:
    """The file with its try counted; None when it waits no more or a worker has it in hand.

    Every sweep wakes for a file until it is in: whoever waited here for the one that takes it in
    would keep a place in the pool from all other work.
    """
    waiting = queued(number)
    upload = waiting.select_for_update(skip_locked=True).first()
    if upload is None:
        return None
    if upload.attempts >= MOST_TRIES:
        waiting.update(state=SheetImport.State.FAILED)
        return None
    waiting.update(attempts=F("attempts") + 1)
    return upload


def wake_for_uploads() -> None:
    """Wake a worker for every long file that waits; waking twice does no harm."""
    waiting = SheetImport.objects.filter(state=SheetImport.State.QUEUED).order_by("pk")
    for number in waiting.values_list("pk", flat=True):
        current_app.send_task("hub.tasks.take_sheet_in", args=[number])


def finish(upload: SheetImport, taken: SheetTaken, *, actor: Actor) -> None:
    upload.state = SheetImport.State.DONE
    upload.imported_at = timezone.now()
    upload.taken_by = actor.name[:60]
    upload.counts = taken.counts()
    upload.save()
    if taken.refused or taken.questioned:
        keep(upload, HELD_OUT, taken.workbook)


def seen_of(upload: SheetImport) -> SheetSeen | None:
    """What was said of the file when it was handed in; None where nobody looked at it first."""
    if upload.state == SheetImport.State.DONE and not place_of(upload, SEEN).exists():
        return None
    told = orjson.loads(kept(upload, SEEN))
    told["tables"] = [TableSeen(**one) for one in told["tables"]]
    for name in ("held_out", "cells", "lost"):
        told[name] = [RowTrouble(**one) for one in told.get(name, ())]
    return SheetSeen(**told)


def held_out_of(upload: SheetImport) -> bytes:
    """The workbook of the rows that did not enter. Raises NotFound when all have entered."""
    return kept(upload, HELD_OUT)


def place_of(upload: SheetImport, what: str) -> Path:
    return Path(settings.HUB_VAR) / "uploads" / f"{upload.import_id}.{what}.sealed"


def keep(upload: SheetImport, what: str, content: bytes) -> None:
    place = place_of(upload, what)
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    place.write_bytes(seal_bytes(what, upload.import_id, content))
    place.chmod(0o600)


def kept(upload: SheetImport, what: str) -> bytes:
    place = place_of(upload, what)
    if not place.exists():
        raise NotFound("文件已不在，请重新上传。", "The file is gone; hand it in again.")
    return unseal_bytes(what, upload.import_id, place.read_bytes())


def forget(upload: SheetImport, what: str) -> None:
    place_of(upload, what).unlink(missing_ok=True)
