"""What the hub calls the persons a file tells of, before the file is believed."""

import re
from collections.abc import Iterable

from hub.models import Resident

GONE = "4"
SEVERAL = re.compile(r"[、,，;；/\s]+")


def names_held(identities: Iterable[bytes]) -> dict[bytes, tuple[str, ...]]:
    """Names, today's and former, of live records by the hash of their number; the caller sees
    every row."""
    held = Resident.objects.filter(id_number_hash__in=list(identities)).exclude(record_status=GONE)
    told = held.values_list("id_number_hash", "name", "name_former")
    return {
        bytes(known): (name, *SEVERAL.split(former or ""))
        for known, name, former in told
        if known and name
    }
