"""What the hub calls the persons a file tells of, before the file is believed."""

from collections.abc import Iterable

from hub.models import Resident

GONE = "4"


def names_held(identities: Iterable[bytes]) -> dict[bytes, str]:
    """Names of live records by the hash of their number; the caller sees every row."""
    held = Resident.objects.filter(id_number_hash__in=list(identities)).exclude(record_status=GONE)
    pairs = held.values_list("id_number_hash", "name")
    return {bytes(known): name for known, name in pairs if known and name}
