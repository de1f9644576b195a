"""What was already said: equal digests are unchanged, older versions are skipped."""

from collections.abc import Iterable, Sequence

import orjson

from communities.arrays import array
from communities.prepared import run_prepared
from hub.sealing import DIGEST_BYTES, begun_digest
from hub.services.intake.observation import Observation
from hub.services.intake.outcome import SKIPPED, UNCHANGED

NO_VERSIONS = "{}"  # unnest fills the shorter array up with nothing
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
from (
    select key, version, place,
           substring(%(digests)s::bytea from %(size)s * (place::int - 1) + 1 for %(size)s) as digest
    from unnest(%(keys)s::text[], %(versions)s::text[]) with ordinality as t(key, version, place)
) k
join r on r.source_key = k.key
where r.digest = k.digest or (k.version <> '' and r.version > k.version)
"""


def digests_of(observations: Iterable[Observation], mapping: str) -> list[bytes]:
    """DIGEST_BYTES of each over all that was told and over the mapping it was told by."""
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
    first: dict[str, int] = {}
    again: list[int] = []
    for n, told in enumerate(observations):
        if told.key and first.setdefault(told.key, n) != n:
            again.append(n)
    if not first:
        return states
    keyed = list(first.values())
    versions = [observations[n].version for n in keyed]
    asked = {
        "source": source,
        "kind": kind,
        "keys": array(first),
        "versions": array(versions) if any(versions) else NO_VERSIONS,
        "size": DIGEST_BYTES,
        "digests": b"".join([digests[n] for n in keyed]),
    }
    equal, older = run_prepared(KNOWN, asked)[0]
    states |= dict.fromkeys(at_places(equal, keyed), UNCHANGED)
    states |= dict.fromkeys(at_places(older, keyed), SKIPPED)
    for n in again:
        n_first = first[observations[n].key]
        if digests[n] == digests[n_first]:
            states[n] = states.get(n_first, UNCHANGED)
    return states


def at_places(found: str | None, keyed: Sequence[int]) -> list[int]:
    return [keyed[int(place) - 1] for place in found.split()] if found else []
