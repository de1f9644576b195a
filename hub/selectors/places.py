"""Names of areas for values that are area codes, held in memory for a minute."""

from functools import lru_cache
from time import monotonic

from communities.models import Area

SECONDS = 60
WHOLE = 12


def place_name(code: str) -> str:
    """The short name of an area by its code or prefix; the code itself where nobody knows it."""
    return names_during(int(monotonic() // SECONDS)).get(code.ljust(WHOLE, "0"), code)


def names_around(community: str) -> tuple[str, ...]:
    """The names that people put before an address of this community, from province downwards."""
    return names_above(community, int(monotonic() // SECONDS))


@lru_cache(maxsize=4096)
def names_above(community: str, minute: int) -> tuple[str, ...]:
    names = names_during(minute)
    codes = (community[:digits].ljust(WHOLE, "0") for digits in (2, 4, 6, 9, 12))
    return tuple(names[code] for code in codes if code in names)


@lru_cache(maxsize=1)
def names_during(minute: int) -> dict[str, str]:
    return dict(Area.objects.values_list("code", "short_name"))
