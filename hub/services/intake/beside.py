"""Other valid rows of one person at one source: kept as dissents, and heard when the first ends.

They ask nobody: which of a source's own rows counts is said by its mapping, not by a person.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import orjson
from django.utils import timezone
from psycopg import sql

from communities.rowscope import every_row
from hub.dictionary import CATEGORIES, FIELDS
from hub.sealing import unseal
from hub.services.intake import sql as spoken
from hub.services.intake.columns import COMMA, KIND_OF, Told
from hub.services.intake.door import rounds
from hub.services.intake.matching import find_subjects
from hub.services.intake.observation import Observation
from hub.services.intake.plan import delta, told_fields
from hub.services.intake.row import Row
from hub.services.intake.said import IDENTITY, clean_row
from hub.services.intake.staging import stage

MARK = "#"  # before the mark of the source's own row, at the end of a version
NEXT_ROWS = """
select subject_id, field, value, version from hub_dissent
where subject_id = any(%(subjects)s) and kind = %(kind)s and source = %(source)s
    and state in ('beside', 'same') and field = any(%(fields)s)
order by subject_id, version desc, field
"""
GONE = """
update hub_dissent x set state = 'gone', settled_at = %(now)s
from unnest(%(subjects)s::bigint[], %(marks)s::text[]) g(subject, mark)
where x.subject_id = g.subject and x.kind = %(kind)s and x.source = %(source)s
    and x.state in ('beside', 'same') and split_part(x.version, '#', 2) = g.mark
"""
KEEP = """
insert into hub_dissent as held (kind, subject_id, field, source, value, version, asks, state,
    settled_by, first_seen, last_seen)
select {kind}, d.subject, v.field, {source}, v.value, d.version, false,
    case when v.differs then 'beside' else 'same' end, '', %(now)s, %(now)s
from delta d cross join lateral (values {rows}) v(field, value, differs, keeps)
where v.keeps
on conflict (subject_id, field, source, kind) do update set
    value = excluded.value, version = excluded.version, asks = false, state = excluded.state,
    settled_by = '', settled_at = null, last_seen = excluded.last_seen
where held.state = 'gone'
    or held.state in ('beside', 'same') and excluded.version >= held.version
"""


@dataclass(frozen=True, slots=True)
class Voice:
    """In whose name rows are kept beside, and of which kind of subject they speak."""

    source: str
    entity: str = "resident"


def keep_beside(observations: Sequence[Observation], voice: Voice) -> None:
    """Keep what valid rows say that do not count now; persons nobody knows are passed over."""
    _keep(observations, voice, fields=None)


def keep_overtaken(
    observations: Sequence[Observation], voice: Voice, *, fields: Sequence[str]
) -> None:
    """Keep what a source's row holds that is about to be overtaken by another of its rows."""
    _keep(observations, voice, fields=fields)


def end_beside(observations: Sequence[Observation], voice: Voice) -> None:
    """Rows that did not count are withdrawn: nothing lies beside any more from them."""
    if rows := _known(observations, voice):
        marks = [row.told.version.partition(MARK)[2] for row in rows]
        spoken.run(GONE, _of(rows, voice) | {"marks": marks, "now": timezone.now()})


def next_in_line(
    observations: Sequence[Observation], voice: Voice, *, fields: Sequence[str]
) -> list[Observation]:
    """What the next valid row of each person says, now that the first is withdrawn."""
    if not observations:
        return []
    with every_row():
        rows = _known(observations, voice)
        told = spoken.fetch(NEXT_ROWS, _of(rows, voice) | {"fields": list(fields)})
    waiting: dict[int, list[tuple[str, Any, str]]] = {}
    for subject, *said in told:
        waiting.setdefault(subject, []).append(tuple(said))
    return [
        _said_again(row.told, row.uuid, waiting[row.subject])
        for row in rows
        if row.uuid and row.subject in waiting
    ]


def _said_again(
    observation: Observation, subject: UUID, told: Sequence[tuple[str, Any, str]]
) -> Observation:
    version = told[0][2]
    said = {name: _clear(name, value, subject) for name, value, of in told if of == version}
    number = {"id_number": observation.said["id_number"]}
    return Observation(
        said={**said, **number}, key=observation.key, version=version, at=observation.at
    )


def _clear(name: str, value: Any, subject: UUID) -> object:
    told = orjson.loads(value) if isinstance(value, str) else value
    if isinstance(told, dict):
        return unseal(name, subject, bytes.fromhex(told["sealed"].removeprefix("\\x")))
    return ",".join(map(str, told)) if isinstance(told, list) else told


def _keep(
    observations: Sequence[Observation], voice: Voice, *, fields: Sequence[str] | None
) -> None:
    if not observations:
        return
    with every_row():
        for turn in rounds(_known(observations, voice)):
            if fields is not None:
                for row in turn:
                    row.values = {FIELDS[name].category: {} for name in fields}
            stage(turn, entity=voice.entity)
            for category, names in _names(turn, fields).items():
                _keep_category(category, names, voice, side="n" if fields is None else "o")


def _known(observations: Sequence[Observation], voice: Voice) -> list[Row]:
    if not observations:
        return []
    rows = [clean_row(n, one, entity=voice.entity) for n, one in enumerate(observations)]
    find_subjects(rows, entity=voice.entity, source=voice.source)
    return [row for row in rows if row.subject]


def _names(turn: Sequence[Row], fields: Sequence[str] | None) -> dict[str, list[str]]:
    """Category to the fields spoken of, without what only tells who is meant."""
    told = fields or {name for row in turn for said in row.values.values() for name in said}
    found: dict[str, list[str]] = {}
    for name in sorted(told):
        if name not in WHO and CATEGORIES[FIELDS[name].category].entity == "resident":
            found.setdefault(FIELDS[name].category, []).append(name)
    return found


WHO = IDENTITY | {"name", "name_pinyin"}


def _keep_category(category: str, names: Sequence[str], voice: Voice, *, side: str) -> None:
    told = told_fields(category, names)
    spoken.run("drop table if exists pg_temp.delta")
    compared = delta(category, told, voice.source, True)
    spoken.run(compared)
    rows = COMMA.join(_line(one, voice.source, side) for one in told)
    statement = sql.SQL(KEEP).format(
        kind=sql.Literal(KIND_OF[voice.entity]), source=sql.Literal(voice.source), rows=rows
    )
    spoken.run(statement, {"now": timezone.now()})


def _line(one: Told, source: str, side: str) -> sql.Composable:
    """Field, value, whether it differs, whether it is kept: as told, or as its source holds it."""
    parts = {
        "f": sql.Literal(one.name), "v": one.as_json(side), "n": one.alias("n"),
        "o": one.alias("o"), "p": one.alias("p"), "source": sql.Literal(source),
    }  # fmt: skip
    if side == "n":
        return sql.SQL(
            "({f}, {v}, d.{n} is distinct from d.{o}, d.{p} and d.{n} is not null)"
        ).format(**parts)
    return sql.SQL(
        "({f}, {v}, true, d.{o} is not null"
        " and coalesce(d.o_told->{f}->>'by', d.o_source) = {source})"
    ).format(**parts)


def _of(rows: Sequence[Row], voice: Voice) -> dict[str, Any]:
    return {
        "subjects": [row.subject for row in rows],
        "kind": KIND_OF[voice.entity],
        "source": voice.source,
    }
