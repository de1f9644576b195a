"""The area tree, read from a file; what the file no longer names is kept and reported."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from communities import trail
from communities.access import require
from communities.actor import Actor
from communities.errors import Invalid
from communities.models import Area
from communities.models.area import DIGITS, Level, short_name_of
from communities.permissions import Permission
from communities.prefixes import prefix_of

TOLD = ("name", "short_name", "level", "parent_id", "valid_from", "valid_to", "replaced_by")
CHUNK = 2000


@dataclass(slots=True)
class Loaded:
    """How many rows the file had and what came of them; `vanished` are the codes it lost."""

    rows: int = 0
    created: int = 0
    changed: int = 0
    unchanged: int = 0
    vanished: list[str] = field(default_factory=list)


@transaction.atomic
def load_areas(*, path: Path, actor: Actor) -> Loaded:
    """Read `code,name,level,parent_code[,valid_from,valid_to,replaced_by]` into the tree.

    Loading the same file again changes nothing. A code that stood under the file's own root and
    is not in it any more is kept with the time it vanished. Raises Invalid for a broken row,
    naming its line, and for a file without rows; nothing is loaded then.
    """
    require(actor, Permission.AREA_MANAGE)
    told = _told(path)
    held = {area.code: area for area in Area.objects.select_for_update()}
    loaded = Loaded(rows=len(told))
    _write(told, held, loaded)
    _mark_vanished(told, held, loaded)
    if loaded.created or loaded.changed or loaded.vanished:
        trail.note(actor, action="areas_load", purpose="", detail=path.name, count=loaded.rows)
    return loaded


def _told(path: Path) -> list[Area]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    if not rows:
        raise Invalid("区划文件里没有内容。没有载入任何内容。", "The area file holds no rows.")
    areas = [_area(row, line) for line, row in enumerate(rows, start=2)]
    known = {area.code for area in areas} | set(Area.objects.values_list("code", flat=True))
    named: set[str] = set()
    for line, area in enumerate(areas, start=2):
        if area.code in named:
            raise _broken(line, "代码在前面的行里已有", "an earlier line has its code")
        if area.parent_id is not None and area.parent_id not in known:
            raise _broken(line, "上级代码不存在", "its parent is unknown")
        if area.parent_id is not None and not area.prefix.startswith(prefix_of(area.parent_id)):
            raise _broken(line, "代码不在上级代码之下", "its code does not lie under its parent's")
        named.add(area.code)
    return sorted(areas, key=lambda area: len(area.prefix))


def _area(row: dict[str, str], line: int) -> Area:
    try:
        code, level, name = row["code"].strip(), Level(row["level"].strip()), row["name"].strip()
        begins, ends = _day(row.get("valid_from")), _day(row.get("valid_to"))
    except (KeyError, ValueError, AttributeError) as trouble:
        raise _broken(line, "缺列、层级或日期不对", "a column, level or date is wrong") from trouble
    prefix = prefix_of(code)
    if not code.isdecimal() or len(prefix) != DIGITS[level] or not name:
        raise _broken(line, "代码与层级不符或名称为空", "the code does not fit its level")
    return Area(
        code=code, name=name, short_name=short_name_of(name), level=level, prefix=prefix,
        parent_id=(row.get("parent_code") or "").strip() or None,
        valid_from=begins, valid_to=ends, replaced_by=(row.get("replaced_by") or "").strip(),
    )  # fmt: skip


def _write(told: Sequence[Area], held: dict[str, Area], loaded: Loaded) -> None:
    new = [area for area in told if area.code not in held]
    moved = [area for area in told if area.code in held and _differs(area, held[area.code])]
    Area.objects.bulk_create(new, batch_size=CHUNK)
    Area.objects.bulk_update(moved, [*TOLD, "vanished_at"], batch_size=CHUNK)
    loaded.created, loaded.changed = len(new), len(moved)
    loaded.unchanged = len(told) - len(new) - len(moved)


def _mark_vanished(told: Sequence[Area], held: dict[str, Area], loaded: Loaded) -> None:
    named = {area.code for area in told}
    roots = tuple(area.prefix for area in told if area.parent_id not in named)
    gone = [
        area for code, area in held.items()
        if code not in named and area.level != Level.GRID and area.prefix.startswith(roots)
    ]  # fmt: skip
    new = [area.code for area in gone if area.vanished_at is None]
    Area.objects.filter(pk__in=new).update(vanished_at=timezone.now())
    loaded.vanished = sorted(area.code for area in gone)


def _differs(told: Area, held: Area) -> bool:
    return held.vanished_at is not None or any(
        getattr(told, name) != getattr(held, name) for name in TOLD
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text.strip()) if text and text.strip() else None


def _broken(line: int, zh: str, en: str) -> Invalid:
    return Invalid(f"区划文件第 {line} 行有误：{zh}。没有载入任何内容。",
                   f"Line {line} of the area file: {en}. Nothing was loaded.")  # fmt: skip
