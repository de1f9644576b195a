"""What was already said: equal digests are unchanged, older versions are skipped."""

from collections.abc import Iterable, Sequence

import orjson

from communities.arrays import array, byte_array
from communities.prepared import run_prepared
from hub.sealing import begun_digest
from hub.services.intake.observation import Observation
from hub.services.intake.outcome import SKIPPED, UNCHANGED

SORTED = orjson.OPT_SORT_KEYS | orjson.OPT_NON_STR_KEYS
# The places in the arrays come back in one line each: of a feed nearly all of them do. All keys
# are looked for in one walk over the index, and the statement is planned without their number.
KNOWN = """
with r as materialized (
    select source_key, digest, version from hub_source_record
    where source = %(source)s and kind = %(kind)s and source_key = any(%(keys)s::text[])
)
select string_agg(k.place::text, ' ') filter (where r.digest = k.digest),
       string_agg(k.place::text, ' ') filter (where r.digest <> k.digest)
from unnest(%(keys)s::text[], %(versions)s::text[], %(digests)s::bytea[])
    with ordinality as k(key, version, digest, place)
join r on r.source_key = k.key
where r.digest = k.digest or (k.version <> '' and r.version > k.version)
"""


def digests_of(observations: Iterable[Observation], mapping: str) -> list[bytes]:
    """Sixteen bytes of each over all that was told and over the mapping it was told by."""
    begun = begun_digest()
    found = []
    for told in observations:
        pieces = (mapping, told.said, told.community, told.on, told.event)
        digest = begun.copy()
        digest.update(orjson.dumps(pieces, default=str, option=SORTED))
        found.append(digest.digest())
    return found


def already_said(
    observations: Sequence[Observation], digests: Sequence[bytes], *, source: str, kind: str
) -> dict[int, str]:
    """The observations, by number, that change nothing: {n: "unchanged" | "skipped"}."""
    states: dict[int, str] = {}
    seen: dict[str, bytes] = {}
    keyed: list[int] = []
    for n, told in enumerate(observations):
        if not told.key:
            continue
        if told.key in seen:
            if seen[told.key] == digests[n]:
                states[n] = UNCHANGED
        else:
            seen[told.key] = digests[n]
            keyed.append(n)
    if not keyed:
        return states
    asked = {
        "source": source,
        "kind": kind,
        "keys": array(observations[n].key for n in keyed),
        "versions": array(observations[n].version for n in keyed),
        "digests": byte_array(digests[n] for n in keyed),
    }
    equal, older = run_prepared(KNOWN, asked)[0]
    states |= dict.fromkeys(at_places(equal, keyed), UNCHANGED)
    states |= dict.fromkeys(at_places(older, keyed), SKIPPED)
    forget_repeats_of_new_rows(states, observations, {observations[n].key: n for n in keyed})
    return states


def at_places(found: str | None, keyed: Sequence[int]) -> list[int]:
    return [keyed[int(place) - 1] for place in found.split()] if found else []


def forget_repeats_of_new_rows(
    states: dict[int, str], observations: Sequence[Observation], first: dict[str, int]
) -> None:
    """A repeat inside the batch shares the fate of its first row when that one stays out."""
    for n in list(states):
        n_first = first.get(observations[n].key)
        if n_first is not None and n_first != n and n_first in states:
            states[n] = states[n_first]
