"""What stops a run before anything is applied: a changed layout, an emptied source, a loop."""

from collections import Counter
from datetime import datetime
from unicodedata import normalize

from connectors.contract import Pull, Reading, Row, RowMap, Standing, Stream, Token
from connectors.engine.translate import says_nothing
from connectors.errors import NeedsPerson
from connectors.models import Cursor, Page, Run
from hub.dictionary import FIELDS
from hub.selectors.codes import codes_of

SHRINKS_BELOW = 0.4  # of what the last full reading brought
ENOUGH_ROWS = 20
TOO_MANY_UNKNOWN = 0.3
REPEATS = 2


def check_layout(stream: Stream, reading: Reading) -> None:
    """Raises NeedsPerson(schema) for a missing column or a column full of codes nobody knows."""
    for map_ in stream.maps:
        rows = [row for row in reading.rows if row.kind == map_.kind]
        if rows:
            _check_columns(map_, rows)
            for pull in map_.fields:
                _check_codes(map_, pull, rows)
    known = {map_.kind for map_ in stream.maps}
    strange = {row.kind for row in reading.rows} - known
    if strange:
        raise NeedsPerson(
            f"出现没有约定的记录种类：{'、'.join(sorted(strange))}。",
            f"Rows of kinds nobody described: {', '.join(sorted(strange))}.",
            kind="schema",
        )


def watched(run: Run, stream: Stream) -> bool:
    """Whether there is an earlier full reading to hold this one against."""
    return Cursor.objects.filter(system=run.system, stream=stream.name, rows__gt=0).exists()


def check_size(run: Run, stream: Stream, total: int | None) -> None:
    """Raises NeedsPerson(shrink) when a full reading is empty or 60 % smaller than the last."""
    if total is None or run.accepts_shrink:
        return
    held = Cursor.objects.filter(system=run.system, stream=stream.name).first()
    if held is None or held.rows == 0 or total >= held.rows * SHRINKS_BELOW:
        return
    raise NeedsPerson(
        f"对方这次只给 {total} 条，上次 {held.rows} 条。"
        "已停下，没有清除任何数据；确认属实后可继续。",
        f"The source tells {total} rows, last time {held.rows}. Stopped; nothing was cleared.",
        kind="shrink",
    )


def check_progress(run: Run, stream: Stream, following: Token | None) -> None:
    """Raises NeedsPerson(loop) when the source sends us back to where we were."""
    if following is None:
        return
    asked = Page.objects.filter(run=run, stream=stream.name, request=following).count()
    if asked >= REPEATS:
        raise NeedsPerson(
            "对方的分页在原地打转，已停下，读取位置保持不变。",
            "The source's paging goes round in circles; stopped, the watermark is kept.",
            kind="loop",
        )


def _check_columns(map_: RowMap, rows: list[Row]) -> None:
    present = set().union(*(row.cells.keys() for row in rows))
    missing = sorted(map_.columns() - present)
    if not missing:
        return
    new = sorted(str(column) for column in present - map_.known_columns())
    hint = f"（新出现：{'、'.join(new)}）" if new else ""
    raise NeedsPerson(
        f"{map_.kind} 缺少约定的列：{'、'.join(missing)}{hint}。",
        f"{map_.kind} lacks agreed columns: {', '.join(missing)}; new: {', '.join(new)}.",
        kind="schema",
    )


def _check_codes(map_: RowMap, pull: Pull, rows: list[Row]) -> None:
    known = _known_codes(map_, pull)
    if known is None:
        return
    told = Counter(row.cells.get(pull.theirs) for row in rows)
    told = Counter({code: count for code, count in told.items() if not says_nothing(code)})
    rows_told = told.total()
    strange = {
        code: count
        for code, count in told.items()
        if normalize("NFKC", str(code)).strip() not in known
    }
    if rows_told < ENOUGH_ROWS or sum(strange.values()) <= rows_told * TOO_MANY_UNKNOWN:
        return
    raise NeedsPerson(
        f"{map_.kind}.{pull.theirs} 有 {len(strange)} 种不认识的代码，"
        f"占 {sum(strange.values())} 行。",
        f"{map_.kind}.{pull.theirs} holds {len(strange)} unknown codes.",
        kind="schema",
    )


def _known_codes(map_: RowMap, pull: Pull) -> frozenset[str] | None:
    if pull.codes:
        return frozenset(map_.codes(pull.codes))
    declared = FIELDS.get(pull.ours)
    if declared is None or declared.type != "code" or map_.creates:
        return None  # hand-written registers carry words; the door cleans them
    return frozenset(codes_of(declared.code_list))


def standing_of(run: Run, stream: Stream, now: datetime) -> Standing:
    """Where this stream stands as the run begins."""
    held = Cursor.objects.filter(system=run.system, stream=stream.name).first()
    return Standing(
        mode=run.mode,
        watermark=held.watermark if held else "",
        data_date=held.data_date if held else None,
        subject=run.subject,
        now=now,
    )
