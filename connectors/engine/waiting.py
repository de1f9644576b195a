"""A person's other valid rows: kept before they are overtaken, heard when the first has ended."""

from collections.abc import Sequence

from communities.actor import Actor
from connectors.contract import RowMap
from connectors.engine.translate import Spoken
from connectors.models import Run
from hub.services.intake import take_in
from hub.services.intake.beside import (
    Voice,
    end_beside,
    keep_beside,
    keep_overtaken,
    next_in_line,
)


def keep_waiting(kinds: Sequence[Spoken], run: Run) -> None:
    """Before the door: what counts so far and is overtaken by another row."""
    for kind in kinds:
        if kind.overtaken:
            keep_overtaken(kind.overtaken, voice_of(kind, run), fields=fields_of(kind.map))


def hear_waiting(kinds: Sequence[Spoken], run: Run, mapping: str, actor: Actor) -> None:
    """After the door: what waits is kept, and takes its turn where what counted has ended."""
    for kind in kinds:
        voice = voice_of(kind, run)
        keep_beside(kind.beside, voice)
        end_beside(kind.gone, voice)
        if turns := next_in_line(kind.ended, voice, fields=fields_of(kind.map)):
            take_in(
                turns, source=run.system, actor=actor, run_id=run.pk, mapping=mapping,
                entity=kind.map.entity,
            )  # fmt: skip
            end_beside(turns, voice)


def voice_of(kind: Spoken, run: Run) -> Voice:
    return Voice(run.system, kind.map.entity)


def fields_of(map_: RowMap) -> list[str]:
    return [pull.ours for pull in map_.fields if pull.ours != "name"]
