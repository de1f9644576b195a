"""A number that its owner gives to one person while it is another's stays out, row by row."""

from collections.abc import Sequence

from communities.arrays import byte_array
from communities.prepared import run_prepared
from hub.dictionary import FIELDS
from hub.services.intake.outcome import Trouble
from hub.services.intake.row import Row

OWNER = FIELDS["id_number"].owner  # another's word on a number is a dissent, which takes nothing
HELD = """
select m.place, r.id
from unnest(%(identities)s::bytea[]) with ordinality as m(identity, place)
join hub_resident r on r.id_number_hash = m.identity and r.record_status <> '4'
"""


def numbers_of_others(rows: Sequence[Row], *, source: str) -> list[Row]:
    """The rows whose number is another live record's, or an earlier row's, with their trouble."""
    numbered = [row for row in rows if row.subject and row.identity is not None]
    if source != OWNER or not any(row.told.resident for row in numbered):
        return []
    found = run_prepared(HELD, {"identities": byte_array(row.identity for row in numbered)})
    holder = {numbered[place - 1].identity: subject for place, subject in found}
    refused = []
    for row in numbered:
        if holder.setdefault(row.identity, row.subject) != row.subject:
            row.troubles.append(Trouble("id_other_person", "id_number", None))
            refused.append(row)
    return refused
