"""A plain file enters as a run of its own: in chunks, resumable, and once by its content."""

import hashlib
from pathlib import Path

from django.utils import timezone

from communities.actor import Actor
from connectors.engine.lease import is_due
from connectors.engine.run import carry
from connectors.errors import RunIsOpen
from connectors.models import ForeignFile, Run
from connectors.models.run import FINAL, RunState
from connectors.plain_file import PlainFile, PlainMapping
from connectors.services.runs import open_run
from connectors.transport.file_book import note_file, note_taken

LANE = "file"


def load_file(*, path: Path, mapping: PlainMapping, actor: Actor, first_load: bool = False) -> Run:
    """Take a file in through the door in its owner's name and give the run.

    With `first_load` a file whose bytes were taken in before is left alone (None is given back by
    the run's state done and no rows). Raises FileRefused for a file without the agreed columns,
    RunIsOpen while another file of the same source is being taken in.
    """
    sha256 = _fingerprint(path)
    stream = PlainFile(path, mapping, sha256)
    known = ForeignFile.objects.filter(system=mapping.source, sha256=sha256, state="taken")
    if first_load and known.exists():
        return _already_taken(mapping, actor)
    note_file(system=mapping.source, name=path.name, sha256=sha256, size=path.stat().st_size)
    run = _open(mapping, sha256, actor)
    run = carry(run.pk, lambda _lease: [stream], lambda: None)
    if run.state == RunState.DONE:
        note_taken(system=mapping.source, name=path.name)
    return run


def _open(mapping: PlainMapping, sha256: str, actor: Actor) -> Run:
    token = {"mapping": mapping.name, "sha256": sha256}
    held = Run.objects.filter(system=mapping.source, lane=LANE).exclude(state__in=FINAL).first()
    if held is None:
        run = open_run(system=mapping.source, actor=actor, mode="full", lane=LANE)
        Run.objects.filter(pk=run.pk).update(since=token)
        return run
    if held.state == RunState.RUNNING and not is_due(held, timezone.now()):
        raise RunIsOpen("这个来源的另一个文件正在装载。", "Another file is being taken in.")
    if held.since == token:
        Run.objects.filter(pk=held.pk).exclude(state=RunState.RUNNING).update(
            state=RunState.QUEUED, block="", next_at=None
        )
        return held
    Run.objects.filter(pk=held.pk).update(
        state=RunState.FAILED, ended_at=timezone.now(), reason="改为装载另一个文件。"
    )
    return _open(mapping, sha256, actor)


def _already_taken(mapping: PlainMapping, actor: Actor) -> Run:
    """A run that is over: it waits for no other of its source, be it one that was cut off."""
    return Run.objects.create(
        system=mapping.source,
        lane=LANE,
        mode="full",
        asked_by=actor.name,
        state=RunState.DONE,
        ended_at=timezone.now(),
        reason="内容与以前装载的文件相同，没有重复装载。",
    )


def _fingerprint(path: Path) -> str:
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()
