"""What the roads need to know of a resident, opened only at the moment of a call."""

from uuid import UUID

from django.db import connection

from communities.rowscope import every_row
from connectors.errors import RefusedThere
from hub.sealing import unseal

NUMBER = "SELECT resident_id, id_number_sealed FROM hub_resident WHERE resident_id = %s"
THEIR_KEYS = """
SELECT source_key FROM hub_source_record
WHERE source = %s AND kind = 'resident' AND subject_id = %s
"""

VERSIONS = """
SELECT source_key, version FROM hub_source_record
WHERE source = %s AND kind = 'resident' AND source_key = any(%s) AND version <> ''
"""


def number_of(resident: UUID) -> str:
    """The clear ID number of one resident; only ever handed to the system that is asked."""
    with every_row(), connection.cursor() as cursor:
        cursor.execute(NUMBER, [resident])
        found = cursor.fetchone()
    if found is None or found[1] is None:
        raise RefusedThere("此人没有证件号码，不能查询。", "This person has no ID number.")
    return unseal("id_number", found[0], bytes(found[1]))


def their_keys(system: str, resident_id: int) -> dict[str, str]:
    """The keys one system knows a person by: kind of row -> its key there."""
    with every_row(), connection.cursor() as cursor:
        cursor.execute(THEIR_KEYS, [system, resident_id])
        told = [row[0].partition(":") for row in cursor.fetchall()]
    return {kind: key for kind, _colon, key in told}


def versions_of(system: str, keys: list[str]) -> dict[str, str]:
    """Of people with several rows in one system: the version of the row that counts, by key."""
    if not keys:
        return {}
    with every_row(), connection.cursor() as cursor:
        cursor.execute(VERSIONS, [system, keys])
        return dict(cursor.fetchall())
