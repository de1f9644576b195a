"""The code lists of the files, brought into the tables that SQL and readers outside can join."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.db import transaction

from communities import trail
from communities.actor import Actor
from hub.errors import UrbanRuralUnreadable
from hub.models import Code, CodeList, UrbanRural
from hub.selectors.codes import code_lists, codes_of, rows_of_file

TOLD = ["label", "label_en", "valid_to", "position"]


@dataclass(slots=True)
class Loaded:
    """Values of all lists and what came of them; `left` have left their list and keep their row."""

    lists: int = 0
    codes: int = 0
    created: int = 0
    changed: int = 0
    unchanged: int = 0
    left: int = 0


@transaction.atomic
def load_code_lists(*, today: date, actor: Actor) -> Loaded:
    """Bring the shipped lists into the tables; doing it again changes nothing.

    A value no longer in its list is kept with `today` as its last day, so that rows which hold it
    still show its label.
    """
    loaded = Loaded(lists=write_lists())
    told = values_told()
    held = {(row.code_list_id, row.code): row for row in Code.objects.select_for_update()}
    new = [row for key, row in told.items() if key not in held]
    moved = [adopt(row, held[key]) for key, row in told.items() if key in held]
    changed = [row for row in moved if row is not None]
    gone = [row for key, row in held.items() if key not in told and row.valid_to is None]
    for row in gone:
        row.valid_to = today
    Code.objects.bulk_create(new)
    Code.objects.bulk_update([*changed, *gone], TOLD)
    loaded.codes, loaded.created, loaded.changed = len(told), len(new), len(changed)
    loaded.unchanged, loaded.left = len(told) - len(new) - len(changed), len(gone)
    if new or changed or gone:
        trail.note(actor, action="codes_load", purpose="", count=len(told))
    return loaded


@transaction.atomic
def load_urban_rural(*, path: Path, actor: Actor) -> int:
    """Read the statistics bureau's `community,urban_rural_class` table; returns the rows written.

    Raises UrbanRuralUnreadable for a row that is no community with a class of the list.
    """
    classes = codes_of("urban_rural_class")
    rows = []
    for line, row in enumerate(rows_of_file(path), start=2):
        community, held = row.get("community") or "", row.get("urban_rural_class") or ""
        if len(community) != 12 or not community.isdecimal() or held not in classes:
            raise UrbanRuralUnreadable(line)
        rows.append(UrbanRural(community=community, urban_rural_class=held))
    UrbanRural.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["community"],
        update_fields=["urban_rural_class"],
    )
    trail.note(actor, action="codes_load", purpose="", detail=path.name, count=len(rows))
    return len(rows)


def write_lists() -> int:
    rows = [
        CodeList(
            code_list=origin.code_list,
            label=origin.label,
            origin=origin.origin,
            verification=origin.verification,
        )
        for origin in code_lists().values()
    ]
    CodeList.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["code_list"],
        update_fields=["label", "origin", "verification"],
    )
    return len(rows)


def values_told() -> dict[tuple[str, str], Code]:
    return {
        (code_list, value.code): Code(
            code_list_id=code_list,
            code=value.code,
            label=value.label,
            label_en=value.label_en,
            position=position,
        )
        for code_list in code_lists()
        for position, value in enumerate(codes_of(code_list).values())
    }


def adopt(told: Code, held: Code) -> Code | None:
    """The held row with what the file says of it; None where it says nothing new."""
    if all(getattr(told, name) == getattr(held, name) for name in TOLD):
        return None
    for name in TOLD:
        setattr(held, name, getattr(told, name))
    return held
