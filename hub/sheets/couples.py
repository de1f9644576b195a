"""A table of husbands and wives that calls neither of them the person: 丈夫姓名 | 妻子姓名."""

from collections.abc import Iterable

SPOUSE = "mf_spouse_name"
OF_A_SPOUSE = {SPOUSE: "name", "mf_spouse_id": "id_number", "spouse_phone": "mobile"}
SIDES = ("夫", "妻")

Found = list[tuple[str, str | None]]


def with_couples(found: Found) -> Found:
    """The words over the columns: whoever is named first is the person, the other their spouse."""
    names = [label for label, name in found if name == SPOUSE]
    if len(names) != 2 or any(name == "name" for _label, name in found):
        return found
    if side_of(names[0]) == side_of(names[1]):
        return in_order(found)
    first = side_of(names[0])
    return [
        (label, OF_A_SPOUSE.get(name or "", name) if side_of(label) == first else name)
        for label, name in found
    ]


def side_of(label: str) -> str:
    return next((side for side in SIDES if side in label), "")


def in_order(found: Iterable[tuple[str, str | None]]) -> Found:
    """Under two wider headings the words are the same: the first of each is the person's."""
    told: Found = []
    left = set(OF_A_SPOUSE)
    for label, name in found:
        own = name in left
        left.discard(name or "")
        told.append((label, OF_A_SPOUSE[name] if own and name else name))
    return told
