"""The statements that take one category's told values in: delta, insert, update, history, dissent.

In the delta each field f has n_f (told), o_f (held) and k_f, what becomes of it:
0 nothing, 1 a first value that counts from always (nobody dated it, or, like sex and birth
date, it has no day of its own), 2 a value from its own day or the day of recording,
3 a correction, 4 the same value in a voice of more weight; and d_f, a voice not believed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from psycopg import sql

from hub.dictionary import CATEGORIES, FIELDS
from hub.fields import COUNTER, IMPORT
from hub.services.intake.belief import CORRECTED, may_clear, rank, rank_of_voice
from hub.services.intake.columns import COMMA, KIND_OF, OR, Told
from hub.services.intake.voices import agreements, any_differs, dissents

FIRST = 1
NEWS = (FIRST, 2, 3)
REMARKS = frozenset({"dq_flags", "name_pinyin", "verified_at"})  # kept, but no news of a person
DISAGREES = "select exists (select 1 from hub_dissent where source = %(source)s and state = 'open')"
PAIRS_A_CALL = 45  # a function takes 100 arguments
SUBJECT_OF = {"resident": "s.subject", "household": "p.household_id", "dwelling": "p.dwelling_id"}


@dataclass(frozen=True)
class Plan:
    """The SQL of one category for one set of told fields and one source; text, ready to run."""

    delta: str
    insert: str
    update: str
    changes: tuple[str, ...]
    dissents: str
    agreements: str
    mark: str
    wanted: str


def with_derived(
    category: str,
    delta: str,
    told: Sequence[Told],
    kept: Sequence[Told],
    silent: Sequence[tuple[str, str]],
    source: str,
) -> Plan:
    """A plan whose delta also holds fields the door keeps (no voice) and silent columns."""
    written = [*told, *kept]
    return Plan(
        delta=delta,
        insert=insert(category, written, silent, born=True).as_string(None),
        update=update(category, written, told, source, silent).as_string(None),
        changes=tuple(change(category, written, k).as_string(None) for k in NEWS),
        dissents=dissents(category, told, source).as_string(None),
        agreements=agreements(category, told).as_string(None),
        mark=mark(category, [one for one in written if one.name not in REMARKS]).as_string(None),
        wanted=wanted(written, told).as_string(None),
    )


def told_fields(category: str, names: Sequence[str]) -> list[Told]:
    return [Told(FIELDS[name], category) for name in names]


@lru_cache(maxsize=512)
def plan(category: str, names: tuple[str, ...], source: str, own_rows: bool = False) -> Plan:
    """`own_rows`: the staged subjects are themselves rows of the category's entity."""
    told = told_fields(category, names)
    return Plan(
        delta=delta(category, told, source, own_rows).as_string(None),
        insert=insert(category, told).as_string(None),
        update=update(category, told, told, source).as_string(None),
        changes=tuple(change(category, told, k).as_string(None) for k in NEWS),
        dissents=dissents(category, told, source).as_string(None),
        agreements=agreements(category, told).as_string(None),
        mark=mark(category, told).as_string(None),
        wanted=wanted(told, told).as_string(None),
    )


def delta(category: str, told: Sequence[Told], source: str, own_rows: bool) -> sql.Composable:
    return sql.SQL("create temporary table delta on commit drop as {}").format(
        beside(category, told, source, own_rows)
    )


def beside(
    category: str,
    told: Sequence[Told],
    source: str,
    own_rows: bool,
    further: str = "",
    also: str = "",
) -> sql.Composable:
    """What is told beside what is held, one row per subject; the first of several wins.

    `further` columns and rows that are wanted `also` are those of the person's own row.
    """
    entity = CATEGORIES[category].entity
    subject = "s.subject" if own_rows else SUBJECT_OF[entity]
    pieces = [piece for one in told for piece in delta_columns(one, source)]
    alone = subject == "s.subject"
    return sql.SQL(
        "select *, {verdicts} from ("
        "select {once} s.n, {subject} as subject, s.born, s.at, s.on_day, s.version,"
        " c.{key} is null as fresh, c.source as o_source, c.told as o_told, {columns} {further}"
        " from stage s cross join lateral (select s.vals->{category} as vals offset 0) t"
        " {places} left join lateral ("
        "select * from {table} where {key} = {subject} {unborn} offset 0) c on true"
        " where (s.vals ? {category} {also}) and {subject} is not null {order} offset 0) raw"
        " offset 0"
    ).format(
        verdicts=COMMA.join(v for one in told for v in verdicts(one, source)),
        once=sql.SQL("" if alone else f"distinct on ({subject})"),
        order=sql.SQL("" if alone else f"order by {subject}, s.n"),
        subject=sql.SQL(subject),
        key=sql.Identifier(key_of(category)),
        columns=COMMA.join(pieces),
        further=sql.SQL(further),
        places=sql.SQL("left join placed p on p.n = s.n" if also or not alone else ""),
        table=sql.Identifier(CATEGORIES[category].table),
        unborn=sql.SQL("and not s.born" if entity == "resident" else ""),
        category=sql.Literal(category),
        also=sql.SQL(also),
    )


def key_of(category: str) -> str:
    return "id" if category.startswith("core_") else "subject_id"


def delta_columns(one: Told, source: str) -> list[sql.Composable]:
    columns: list[sql.Composable] = [
        sql.SQL("{} as {}").format(one.new(), one.alias("n")),
        sql.SQL("{} as {}").format(one.old(), one.alias("o")),
        sql.SQL("{} as {}").format(one.present(), one.alias("p")),
        sql.SQL("{} as {}").format(voice(one), one.alias("v")),
    ]
    columns += [sql.SQL("{} as {}").format(e, sql.Identifier(name)) for name, e in one.pieces()]
    return columns


def voice(one: Told) -> sql.Composable:
    """Who said what is held of a told field; nobody where nothing is and nobody cleared it."""
    return sql.SQL(
        "case when {p} then"
        " coalesce(c.told->{f}->>'by', case when {o} is not null then c.source end) end"
    ).format(p=one.present(), f=sql.Literal(one.name), o=one.old())


def verdicts(one: Told, source: str) -> list[sql.Composable]:
    """k_f and d_f over the raw delta row."""
    voice = one.alias("v")
    parts = {
        "n": one.alias("n"),
        "o": one.alias("o"),
        "p": one.alias("p"),
        "held": rank_of_voice(one.field, voice),
        "mine": sql.Literal(rank(one.field, source)),
        "voice": voice,
        "source": sql.Literal(source),
        "first": sql.Literal(3 if one.name in CORRECTED else 2),
        "inborn": sql.Literal(one.name in CORRECTED),
        "clears": sql.Literal(may_clear(one.field, source)),
        "k": one.alias("k"),
        "d": one.alias("d"),
    }
    believed = sql.SQL(
        "({mine} > {held} or {mine} = {held} and {voice} = {source})"
        " and ({n} is not null or {clears})"
    ).format(**parts)
    return [
        sql.SQL(
            "case when not {p} then 0"
            " when {n} is not distinct from {o}"
            " then case when {n} is not null and {mine} > {held} then 4 else 0 end"
            " when not ({believed}) then 0"
            " when {o} is null and {voice} is null"
            " then case when on_day is null or {inborn} then 1 else 2 end"
            " else {first} end as {k}"
        ).format(believed=believed, **parts),
        sql.SQL(
            "{p} and {n} is not null and {o} is not null and {n} <> {o} and not ({believed}) as {d}"
        ).format(believed=believed, **parts),
    ]


def any_k(told: Sequence[Told], test: str) -> sql.Composable:
    return OR.join(sql.SQL("d.{} " + test).format(one.alias("k")) for one in told)


def insert(
    category: str,
    told: Sequence[Told],
    silent: Sequence[tuple[str, str]] = (),
    born: bool = False,
) -> sql.Composable:
    pairs = [pair for one in told for pair in one.believed()]
    pairs += [(name, sql.SQL(value.format(held="null"))) for name, value in silent]
    if born:
        pairs.append(("resident_id", sql.SQL("d.uuid")))
    return sql.SQL(
        "insert into {table} ({key}, source, source_time, received_at, run_id, {columns})"
        " select d.subject, %(source)s, d.at, %(now)s, %(run)s, {values} from delta d"
        " where d.fresh and ({news})"
    ).format(
        table=sql.Identifier(CATEGORIES[category].table),
        key=sql.Identifier(key_of(category)),
        columns=COMMA.join(sql.Identifier(column) for column, _ in pairs),
        values=COMMA.join(value for _, value in pairs),
        news=any_k(told, "in (1, 2, 3)"),
    )


def update(
    category: str,
    written: Sequence[Told],
    told: Sequence[Told],
    source: str,
    silent: Sequence[tuple[str, str]] = (),
) -> sql.Composable:
    sets = [
        sql.SQL("{column} = case when d.{k} in (1, 2, 3) then {value} else c.{column} end").format(
            column=sql.Identifier(column), k=one.alias("k"), value=value
        )
        for one in written
        for column, value in one.written()
    ]
    sets += [
        sql.SQL("{} = {}").format(sql.Identifier(name), sql.SQL(value.format(held="c." + name)))
        for name, value in silent
    ]
    whole = source not in (COUNTER, IMPORT)
    same = sql.SQL("c.source = %(source)s and {}").format(sql.Literal(whole))
    return sql.SQL(
        "update {table} c set {sets}, told = {told},"
        " source_time = case when {same} then d.at else c.source_time end,"
        " received_at = case when {same} then %(now)s else c.received_at end,"
        " run_id = case when {same} then %(run)s else c.run_id end"
        " from delta d where c.{key} = d.subject and not d.fresh and ({any})"
    ).format(
        table=sql.Identifier(CATEGORIES[category].table),
        sets=COMMA.join(sets),
        told=told_after(told, same),
        same=same,
        key=sql.Identifier(key_of(category)),
        any=any_k(written, "> 0"),
    )


def told_after(told: Sequence[Told], same: sql.Composable) -> sql.Composable:
    """Entries of believed fields: dropped where the row's voice says it, else written anew."""
    gone = sql.SQL("(c.told - array_remove(array[{names}]::text[], null))").format(
        names=COMMA.join(
            sql.SQL("case when d.{k} > 0 then {f} end").format(
                k=one.alias("k"), f=sql.Literal(one.name)
            )
            for one in told
        )
    )
    own = sql.SQL(" || ").join(
        sql.SQL(
            "case when d.{k} > 0 and (not ({same}) or d.{n} is null)"
            " then jsonb_build_object({f}, %(voice)s::jsonb || jsonb_build_object('at', d.at))"
            " else '{{}}'::jsonb end"
        ).format(k=one.alias("k"), n=one.alias("n"), f=sql.Literal(one.name), same=same)
        for one in told
    )
    return sql.SQL("{} || {}").format(gone, own)


def change(category: str, told: Sequence[Told], k: int) -> sql.Composable:
    """The change rows of one kind of effective day: always, a day, that of the value corrected."""
    effective = {
        1: sql.SQL("%(always)s::date"),
        2: sql.SQL("coalesce(d.on_day, %(today)s)"),
        3: sql.SQL("null::date"),
    }[k]
    return sql.SQL(
        "insert into hub_change (kind, subject_id, category, before, after, source, actor,"
        " run_id, operation, effective_date, community_before, community_after)"
        " select {kind}, d.subject, {category}, {before}, {after}, %(source)s, %(actor)s, %(run)s,"
        " %(operation)s, {effective}, {communities} from delta d {place} where {any}"
    ).format(
        kind=sql.Literal(KIND_OF[CATEGORIES[category].entity]),
        category=sql.Literal(category),
        before=side(told, "o", k),
        after=side(told, "n", k),
        effective=effective,
        communities=communities(category),
        place=place(category),
        any=any_k(told, "= " + str(k)),
    )


def side(told: Sequence[Told], letter: str, k: int) -> sql.Composable:
    """The fields of one kind of effective day, before ("o") or after ("n"), as one object."""
    if k == FIRST:
        return sql.SQL("'{}'::jsonb") if letter == "o" else first_values(told)
    return sql.SQL(" || ").join(
        sql.SQL(
            "case when d.{k} = {want} then jsonb_build_object({f}, {v}) else '{{}}'::jsonb end"
        ).format(
            k=one.alias("k"),
            want=sql.Literal(k),
            f=sql.Literal(one.name),
            v=one.in_object(letter),
        )
        for one in told
    )


def first_values(told: Sequence[Told]) -> sql.Composable:
    """A first value is never empty, so empties are the fields of other kinds. Words are paired in
    one call of two arrays, a third of what an argument each costs."""
    words = [one for one in told if one.is_word]
    others = [one for one in told if not one.is_word]
    calls = [words_of(words)] if words else []
    calls += [
        sql.SQL("jsonb_build_object({})").format(
            COMMA.join(
                sql.SQL("{}, {}").format(sql.Literal(one.name), first(one, one.in_object("n")))
                for one in others[start : start + PAIRS_A_CALL]
            )
        )
        for start in range(0, len(others), PAIRS_A_CALL)
    ]
    return sql.SQL(" || ").join(sql.SQL("jsonb_strip_nulls({})").format(call) for call in calls)


def words_of(told: Sequence[Told]) -> sql.Composable:
    return sql.SQL("jsonb_object(array[{names}], array[{values}])").format(
        names=COMMA.join(sql.Literal(one.name) for one in told),
        values=COMMA.join(first(one, sql.SQL("d.{}::text").format(one.alias("n"))) for one in told),
    )


def first(one: Told, value: sql.Composable) -> sql.Composable:
    return sql.SQL("case when d.{} = 1 then {} end").format(one.alias("k"), value)


def communities(category: str) -> sql.Composable:
    """Both communities: the resident's own change knows them, other rows stand where it lives."""
    if category == "core_resident":
        return sql.SQL("d.community_before, d.community_after")
    return sql.SQL("p.community, p.community")


PLACES = {
    "resident": "select coalesce(community_code, registered_community) as community"
    " from hub_resident where id = d.subject",
    "household": "select left(scope, 12) as community from hub_household where id = d.subject",
    "dwelling": "select dwelling_community as community from hub_dwelling where id = d.subject",
}


def place(category: str) -> sql.Composable:
    if category == "core_resident":
        return sql.SQL("")
    wanted = PLACES[CATEGORIES[category].entity]
    return sql.SQL("left join lateral ({}) p on true").format(sql.SQL(wanted))


MAY_MOVE = {
    "core_resident": "d.fresh or d.k_record_status > 0 or d.k_alive_status > 0"
    " or d.n_member_reg is distinct from d.o_member_reg"
    " or d.n_member_res is distinct from d.o_member_res",
    "c08_retiree": "true",
}


def mark(category: str, told: Sequence[Told]) -> sql.Composable:
    """Note which rows changed anything, and whose memberships are to be checked for it."""
    return sql.SQL(
        "insert into touched (n, moved) select d.n, {moved} from delta d where {news}"
    ).format(moved=sql.SQL(MAY_MOVE.get(category, "false")), news=any_k(told, "in (1, 2, 3)"))


def wanted(written: Sequence[Told], told: Sequence[Told]) -> sql.Composable:
    """Which statements have anything to do: insert, update, the three kinds of change, dissents,
    and whether the source disagrees with anything held, here or elsewhere.
    """
    tests = [
        sql.SQL("d.fresh and ({})").format(any_k(written, "in (1, 2, 3)")),
        sql.SQL("not d.fresh and ({})").format(any_k(written, "> 0")),
        *(any_k(written, "= " + str(k)) for k in NEWS),
        any_differs(told),
    ]
    return sql.SQL("select {}, ({}) from delta d").format(
        COMMA.join(sql.SQL("coalesce(bool_or({}), false)").format(test) for test in tests),
        sql.SQL(DISAGREES),
    )
