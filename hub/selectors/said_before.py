"""What stands of rows that a source has sent before, word for word."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from communities.rowscope import every_row
from hub.models import Dissent, Resident, SourceRecord

SETTLED = (Dissent.State.GONE, Dissent.State.TAKEN)  # nothing of the source stands aside there


@dataclass(frozen=True, slots=True)
class Before:
    """Whose row it is, and the fields in which the source is not believed, parted by spaces: those
    a person is asked about and the others.
    """

    resident: UUID
    asked: str
    beside: str


def said_before(keys: Iterable[str], *, source: str) -> dict[str, Before]:
    """By the source's own key; a key nobody knows is left out. Asks no rights."""
    with every_row():
        records = SourceRecord.objects.filter(source=source, kind="resident", source_key__in=keys)
        subjects = dict(records.values_list("source_key", "subject_id"))
        named = Resident.objects.filter(pk__in=subjects.values())
        rows = named.values_list("pk", "resident_id", "merged_into", "merged_into__resident_id")
        people = {pk: (kept or pk, kept_key or key) for pk, key, kept, kept_key in rows}
        aside = Dissent.objects.filter(
            kind="R", source=source, subject_id__in={kept for kept, _key in people.values()}
        ).exclude(state__in=SETTLED)
        voices: dict[int, list[tuple[str, bool]]] = defaultdict(list)
        for subject, field, asks in aside.values_list("subject_id", "field", "asks"):
            voices[subject].append((field, asks))
    told = {key: people[subject] for key, subject in subjects.items() if subject in people}
    return {key: before(resident, voices[kept]) for key, (kept, resident) in told.items()}


def before(resident: UUID, voices: Iterable[tuple[str, bool]]) -> Before:
    return Before(
        resident,
        asked=" ".join(field for field, asks in voices if asks),
        beside=" ".join(field for field, asks in voices if not asks),
    )
