"""Service, benefit and register events: written once, in the unit they are counted in."""

from collections.abc import Sequence

from hub.sealing import keyed_hash
from hub.services.intake import sql
from hub.services.intake.outcome import Trouble
from hub.services.intake.passage import Passage
from hub.services.intake.row import Row

COLUMNS = (
    "n int, subject bigint, kind text, code text, effective date, times int, persons int,"
    " amount numeric, note text, unit text, key text"
)
LONGEST_KEY = 80
WRITE = """
with written as (
    insert into hub_event (kind, resident_id, household_id, member_set, sign, unit, code,
        effective_date, recorded_at, sex, birth_date, facts, count, persons, amount, text, source,
        source_key, actor, run_id, operation)
    select h.kind, h.subject, r.household_id, '', 0,
        coalesce(nullif(h.unit, ''), c.managing_community, r.community_code,
            r.registered_community, ''),
        h.code, h.effective, %(now)s, coalesce(r.sex, ''), r.birth_date,
        jsonb_strip_nulls(jsonb_build_object('residence_type', r.residence_type)),
        h.times, h.persons, h.amount, h.note, %(source)s, coalesce(h.key, ''), %(actor)s, %(run)s,
        %(operation)s
    from happened h
    join hub_resident r on r.id = h.subject
    left join hub_c08_retiree c on c.subject_id = h.subject
    order by h.n
    on conflict (source, kind, source_key) where source_key <> '' do nothing
    returning resident_id
)
insert into touched (n, moved)
select s.n, false from stage s join written w on w.resident_id = s.subject
"""


TOLD_OTHERWISE = """
select h.n from happened h
join hub_event e on e.source = %(source)s and e.kind = h.kind and e.source_key = h.key
    and e.source_key <> ''
left join hub_resident r on r.id = e.resident_id
where (coalesce(r.merged_into_id, r.id), e.code, e.effective_date, e.count, e.persons, e.amount)
    is distinct from (h.subject, h.code, h.effective, h.times, h.persons, h.amount)
"""


def write_happenings(rows: Sequence[Row], passage: Passage) -> None:
    """Write the events of the rows; one that was told before in other words is a trouble of its
    row, because what has been counted stays."""
    happened = [staged(row) for row in rows if row.told.event]
    if not happened:
        return
    sql.temporary("happened", COLUMNS)
    names = tuple(piece.split()[0] for piece in COLUMNS.split(", "))
    sql.copy_rows("happened", names, happened)
    otherwise = {n for (n,) in sql.fetch(TOLD_OTHERWISE, passage.params())}
    for row in rows:
        if row.n in otherwise:
            row.troubles.append(Trouble("event_counted", "", None))
    sql.run(WRITE, passage.params())


def event_key(key: str) -> str:
    """The key of the row an event is told by; of a longer one than is kept its hash."""
    return key if len(key) <= LONGEST_KEY else keyed_hash("event_key", key).hex()


def staged(row: Row) -> tuple[object, ...]:
    event = row.told.event
    if event is None:
        raise ValueError("only a row with an event happens")
    return (
        row.n,
        row.subject,
        event.kind,
        event.code,
        event.on,
        event.count,
        event.persons,
        event.amount,
        event.text[:200],
        event.community,
        event_key(row.told.key) or None,
    )
