"""What the hub calls the persons a file tells of, before the file is believed."""

import re
from collections.abc import Iterable

from communities.arrays import byte_array
from communities.prepared import run_prepared

SEVERAL = re.compile(r"[、,，;；/\s]+")
HELD = """
select r.id_number_hash, r.name, r.name_former
from unnest(%(identities)s::bytea[]) as m(identity)
cross join lateral (
    select id_number_hash, name, name_former from hub_resident
    where id_number_hash = m.identity and record_status <> '4' offset 0) r
where r.name <> ''
"""


def names_held(identities: Iterable[bytes]) -> dict[bytes, tuple[str, ...]]:
    """Names, today's and former, of live records by the hash of their number; the caller sees
    every row."""
    told = run_prepared(HELD, {"identities": byte_array(identities)})
    return {known: (name, *SEVERAL.split(former or "")) for known, name, former in told}
