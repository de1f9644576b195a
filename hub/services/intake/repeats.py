"""What was already said: equal digests are unchanged, older versions are skipped."""

from collections.abc import Sequence

import orjson

from hub.sealing import row_digest
from hub.services.intake import sql
from hub.services.intake.observation import Observation
from hub.services.intake.outcome import SKIPPED, UNCHANGED

KNOWN = """
select k.n, r.digest = k.digest, r.version > k.version
from in_keys k
cross join lateral (
    select digest, version from hub_source_record
    where source = %(source)s and kind = %(kind)s and source_key = k.key
    offset 0
) r
where r.digest = k.digest or (k.version <> '' and r.version > k.version)
"""


def digest_of(told: Observation, mapping: str) -> bytes:
    """Sixteen bytes over all that was told and over the mapping it was told by."""
    event = told.event
    pieces = (mapping, told.said, told.community, told.on, event)
    return row_digest(
        orjson.dumps(pieces, default=str, option=orjson.OPT_SORT_KEYS | orjson.OPT_NON_STR_KEYS)
    )


def already_said(
    observations: Sequence[Observation], digests: Sequence[bytes], *, source: str, kind: str
) -> dict[int, str]:
    """The observations, by number, that change nothing: {n: "unchanged" | "skipped"}."""
    states: dict[int, str] = {}
    seen: dict[str, bytes] = {}
    keyed: list[tuple[int, str, str, bytes]] = []
    for n, told in enumerate(observations):
        if not told.key:
            continue
        if told.key in seen:
            if seen[told.key] == digests[n]:
                states[n] = UNCHANGED
        else:
            seen[told.key] = digests[n]
            keyed.append((n, told.key, told.version, digests[n]))
    if not keyed:
        return states
    sql.temporary("in_keys", "n int, key text, version text, digest bytea")
    sql.copy_rows("in_keys", ("n", "key", "version", "digest"), keyed)
    for n, equal, _older in sql.fetch(KNOWN, {"source": source, "kind": kind}):
        states[n] = UNCHANGED if equal else SKIPPED
    forget_repeats_of_new_rows(states, observations, seen_first(keyed))
    return states


def seen_first(keyed: Sequence[tuple[int, str, str, bytes]]) -> dict[str, int]:
    return {key: n for n, key, _version, _digest in keyed}


def forget_repeats_of_new_rows(
    states: dict[int, str], observations: Sequence[Observation], first: dict[str, int]
) -> None:
    """A repeat inside the batch shares the fate of its first row when that one stays out."""
    for n in list(states):
        n_first = first.get(observations[n].key)
        if n_first is not None and n_first != n and n_first in states:
            states[n] = states[n_first]
