"""Which told persons live outside the caller's areas: a key changes nobody there."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from communities.access import visible_prefixes
from communities.actor import Actor
from communities.rowscope import every_row
from hub.cleaning import clean_id_number
from hub.models import Resident, SourceRecord
from hub.sealing import identity_hash
from hub.selectors.codes import codes_of


@dataclass(frozen=True, slots=True)
class Told:
    """Every way in which one row names its person: public key, number, the source's own key."""

    resident: UUID | None
    number: object
    key: str


def told_elsewhere(told: Sequence[Told], *, source: str, actor: Actor) -> set[int]:
    """Places of the rows that mean somebody of another area.

    As at the door: a public key that is held says who is meant, and a number beside it is only a
    value, so that it tells nobody whether its holder is known elsewhere.
    """
    hashes = [hashes_of(one.number) for one in told]
    with every_row():
        subjects = dict(
            SourceRecord.objects.filter(
                source=source, kind="resident", source_key__in={one.key for one in told if one.key}
            ).values_list("source_key", "subject_id")
        )
        held, away = held_and_away(
            residents=[one.resident for one in told if one.resident],
            hashes=set().union(*hashes),
            subjects=subjects.values(),
            prefixes=visible_prefixes(actor),
        )
    return {
        n
        for n, one in enumerate(told)
        if away & ({one.resident} if one.resident in held else {subjects.get(one.key), *hashes[n]})
    }


def held_and_away(
    *,
    residents: Iterable[UUID],
    hashes: Iterable[bytes],
    subjects: Iterable[int],
    prefixes: tuple[str, ...],
) -> tuple[set[UUID], set[object]]:
    """The public keys that are held, and all that names somebody not within the prefixes."""
    named = Q(resident_id__in=residents) | Q(id_number_hash__in=hashes) | Q(pk__in=subjects)
    held: set[UUID] = set()
    away: set[object] = set()
    for pk, resident, hashed, scope, kept in Resident.objects.filter(named).values_list(
        "pk", "resident_id", "id_number_hash", "scope", "merged_into__scope"
    ):
        held.add(resident)
        if not (kept or scope or "").startswith(prefixes):
            away |= {pk, resident, bytes(hashed)} if hashed else {pk, resident}
    return held, away


def hashes_of(number: object) -> set[bytes]:
    """The number as any document might carry it: which one it is, the row may say itself."""
    if not number:
        return set()
    texts = {"".join(str(number).split()).upper(), clean_id_number(number).number} - {None, ""}
    return {identity_hash(kind, text) for kind in codes_of("id_type") for text in texts if text}
