"""What only the record that goes knew: taken over with its voice, and given back when undone."""

from collections.abc import Mapping
from typing import Any

from communities.actor import Actor
from hub.dictionary import CATEGORIES, Category, fields_of
from hub.fields import Declared
from hub.models import Resident, SourceRecord
from hub.sealing import unseal
from hub.services.intake import CLEAR, Observation, take_in

TAKEN = tuple(c for c in CATEGORIES.values() if c.entity == "resident")


def take_over(kept: Resident, gone: Resident, *, actor: Actor) -> dict[str, Any]:
    """Tell the kept record, source by source, what it lacked; says what was taken from where."""
    wanting: dict[str, dict[str, object]] = {}
    for category in TAKEN:
        here, there = row_of(category, kept), row_of(category, gone)
        if there is None:
            continue
        for field in fields_of(category.key):
            value = clear_value(field, there, gone)
            if value is not None and clear_value(field, here, kept) is None:
                wanting.setdefault(voice(field, there), {})[field.name] = value
    for source, said in wanting.items():
        take_in([Observation(said=said, resident=kept.resident_id)], source=source, actor=actor)
    records = SourceRecord.objects.filter(subject_id=gone.pk, kind="resident")
    return {
        "taken": {source: sorted(said) for source, said in wanting.items()},
        "records": list(records.values_list("pk", flat=True)),
    }


def give_back(kept: Resident, moved: Mapping[str, Any], *, actor: Actor) -> None:
    """Clear what was taken over, in the voice that said it."""
    for source, names in moved["taken"].items():
        said = {name: CLEAR for name in names}
        take_in([Observation(said=said, resident=kept.resident_id)], source=source, actor=actor)


def row_of(category: Category, resident: Resident) -> Any:
    if category.is_core:
        return resident
    return category.model._default_manager.filter(pk=resident.pk).first()


def clear_value(field: Declared, row: Any, resident: Resident) -> object:
    """The value as told, of fields a source may tell; None where there is none."""
    if row is None or not field.stored or field.derived != "no" or field.type in ("uuid", "fk"):
        return None
    if field.name in ("id_number", "id_type"):
        return None
    if not field.sealed:
        return getattr(row, field.column)
    sealed = getattr(row, f"{field.column}_sealed")
    return unseal(field.name, resident.resident_id, bytes(sealed)) if sealed else None


def voice(field: Declared, row: Any) -> str:
    return str(row.told.get(field.name, {}).get("by") or row.source)
