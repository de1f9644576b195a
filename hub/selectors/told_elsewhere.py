"""Which told persons live outside the caller's areas: a key changes nobody there."""

from collections.abc import Sequence
from uuid import UUID

from django.db.models import Q

from communities.access import visible_prefixes
from communities.actor import Actor
from communities.rowscope import every_row
from hub.cleaning import clean_id_number
from hub.models import Resident
from hub.sealing import identity_hash

ID_CARD = "111"  # the code list of documents: resident identity card


def told_elsewhere(told: Sequence[tuple[UUID | None, str | None]], actor: Actor) -> set[int]:
    """Numbers of the (resident, ID number) pairs that name somebody of another area."""
    hashes = [hash_of(number) for _resident, number in told]
    named = Q(resident_id__in=[one for one, _number in told if one])
    named |= Q(id_number_hash__in=[one for one in hashes if one])
    with every_row():
        found = list(
            Resident.objects.filter(named).values_list(
                "resident_id", "id_number_hash", "scope", "merged_into__scope"
            )
        )
    prefixes = visible_prefixes(actor)
    away: set[object] = set()
    for resident, hashed, scope, kept in found:
        if not (kept or scope or "").startswith(prefixes):
            away |= {resident, bytes(hashed) if hashed else None}
    away.discard(None)
    return {
        n for n, (resident, _number) in enumerate(told) if resident in away or hashes[n] in away
    }


def hash_of(number: str | None) -> bytes | None:
    cleaned = clean_id_number(number).number if number else None
    return identity_hash(ID_CARD, cleaned) if cleaned else None
