"""The text of the profile: one union of a JSON object per category, drawn from the declarations.

It stands in the database as the function `hub_profile(resident, day)`, made anew at each migrate
(hub.services.sql_functions): one plan per session, and row security asked once for the person
instead of once for each table. The function itself holds the person and every member of the
household against the scope, as `hub_sees` does, before it shows one; who is outside costs one read.

Starting such a plan costs more than running it, so it is kept small: what the rules ask of the
person is read first, into the record `r`; each table is then reached once, by its key, and gives
its row and what is computed from it side by side.
"""

import re

from psycopg import sql

from hub.derived.expressions import DERIVED
from hub.derived.select import ALIASES
from hub.dictionary import CATEGORIES, Category
from hub.fields import DWELLING, HOUSEHOLD, RESIDENT

LINKS = {RESIDENT: "id", HOUSEHOLD: "household_id", DWELLING: "dwelling_id"}
MATE = (
    *("id", "resident_id", "household_id", "name", "sex", "birth_date", "relation_to_head"),
    *("scope", "record_status", "residence_type", "dwelling_id"),
)
DAY = sql.SQL("day")

# What many computed fields ask again and again is worked out once per person and per member.
ONCE = {
    "age": "hub_age({who}.birth_date, {{day}})",
    "retires": "hub_retire_number({who}.birth_date,"
    " hub_retire_category({who}.sex, {who}.retire_age_category))",
    "past": "hub_past_retirement({who}.birth_date, {who}.sex, {who}.retire_age_category, {{day}})",
}
WORKING = "hub_working_age({who}.birth_date, {who}.sex, {who}.retire_age_category, {{day}})"
WORKING_ONCE = "hub_working_age({who}.x_age, {who}.x_past)"
OF_MATES = "where m.household_id = h.id"
# A sum over the household that is a whole expression becomes one column of one pass over it.
SUM_OF_MATES = re.compile(
    r"\(select (?P<what>.+) from m"
    r"(?: (?:left )?join hub_c05_employment e on e\.subject_id = m\.id(?: and (?P<joined>.+?))?)?"
    r" where m\.household_id = h\.id and m\.record_status not in \('3', '4'\)"
    r"(?: and (?P<only>.+))?\)"
)
OWN = re.compile(r"\br\.(\w+)")
COUNT = re.compile(r"count\(\*\)(?: filter \(where (?P<held>[^()]+)\))?")
SIZE = "(select count(*) from m where m.household_id = h.id and m.record_status not in ('3', '4'))"
BESIDE = {
    "member": """
        select 'member', json_build_object('resident_id', m.resident_id, 'name', m.name,
            'sex', m.sex, 'birth_date', m.birth_date, 'relation_to_head', m.relation_to_head,
            'scope', m.scope, 'under14', m.x_age < 14), null
        from (select m.* from m where m.id <> resident and m.record_status not in ('3', '4')
            and (everywhere or m.scope ^@ any (seen))
            order by m.relation_to_head, m.birth_date limit 30) m""",
    "dissent": """
        select 'dissent', json_build_object('field', x.field, 'source', x.source,
            'value', case jsonb_typeof(x.value) when 'object' then x.value - 'sealed' - 'hash'
            else x.value end, 'asks', x.asks, 'last_seen', x.last_seen), null
        from (values ('R', resident), ('H', r.household_id), ('D', r.dwelling_id)) s(kind, id)
            join hub_dissent x on x.kind = s.kind and x.subject_id = s.id
                and x.state in ('open', 'beside')""",
    "request": """
        select 'request', json_build_object('field', x.field, 'owner', x.owner,
            'made_at', x.made_at, 'due_on', x.due_on), null
        from hub_request x where x.resident_id = resident
            and x.state in ('pending', 'accepted')""",
    "case": """
        select 'case', json_build_object('matter', x.matter, 'state', x.state,
            'opened_on', x.opened_on, 'opened_by', x.opened_by, 'community', x.community,
            'case_id', x.case_id), null
        from hub_matter_case x where x.resident_id = resident
            and x.state in ('draft', 'submitted', 'accepted', 'in_review')""",
}


def once(who: str) -> dict[str, str]:
    """Expression of the computed fields to what holds its worth, for `r` or `m`."""
    worth = {text: f"{{who}}.x_{name}" for name, text in ONCE.items()} | {WORKING: WORKING_ONCE}
    return {" ".join(text.format(who=who).split()): worth[text].format(who=who) for text in worth}


def text_of(name: str) -> str:
    """A computed field, with what is worked out once put in place of its expression."""
    text = " ".join(DERIVED[name].sql.split()).replace("( ", "(")
    put_once = once("r")
    if OF_MATES in text:
        put_once |= {**once("m"), "from hub_resident m": "from m", SIZE: "(select x_size from n)"}
    for repeated, column in put_once.items():
        text = text.replace(repeated, column)
    return text


def expression(name: str) -> sql.Composable:
    """A computed field as it stands in the profile; a sum over the household is read from `n`."""
    text = text_of(name)
    if SUM_OF_MATES.fullmatch(text):
        return sql.SQL("(select {} from n)").format(sql.Identifier(f"x_{name}"))
    return sql.SQL(text).format(day=DAY)


def sums_of_mates() -> sql.Composable:
    """Every sum over the household as a column of the one pass over its members."""
    found = {name: SUM_OF_MATES.fullmatch(text_of(name)) for name in DERIVED}
    pairs = [
        sql.SQL("{} as {}").format(sql.SQL(narrowed(sum_of)), sql.Identifier(f"x_{name}"))
        for name, sum_of in found.items()
        if sum_of
    ]
    return sql.SQL(", ").join(pairs)


def narrowed(sum_of: re.Match[str]) -> str:
    """The counts of a sum, each with the conditions of its own FROM and WHERE as a filter."""

    def counted(count: re.Match[str]) -> str:
        conditions = [one for one in (sum_of["joined"], sum_of["only"], count["held"]) if one]
        return f"count(*) filter (where {' and '.join(conditions)})" if conditions else count[0]

    return COUNT.sub(counted, sum_of["what"])


def worth(*names: str) -> sql.Composable:
    """The once-only expressions as columns of a person `m`."""
    return sql.SQL(", ").join(
        sql.SQL("{} as {}").format(
            sql.SQL(ONCE[name].format(who="m")).format(day=DAY), sql.Identifier(f"x_{name}")
        )
        for name in names
    )


def of_the_person() -> sql.Composable:
    """The person's own columns that the rest of the statement asks for."""
    asked = {found for name in DERIVED for found in OWN.findall(text_of(name))}
    own = sorted((asked | {*LINKS.values()}) - {f"x_{name}" for name in ONCE})
    return sql.SQL(", ").join(sql.Identifier("m", name) for name in own)


def computed_from(alias: str) -> sql.Composable | None:
    """What is computed from one table and the person, `r` from the person alone, as JSON.

    No computed field needs two tables beside the person: the function could not be made.
    """
    names = [name for name, found in DERIVED.items() if (*{*found.needs} - {"r"}, "r")[0] == alias]
    if not names:
        return None
    columns = [sql.SQL("{} as {}").format(expression(name), sql.Identifier(name)) for name in names]
    return sql.SQL("(select row_to_json(x) from (select {}) x)").format(sql.SQL(", ").join(columns))


def branch(category: Category) -> sql.Composed:
    """One category's row as it is stored, and beside it what is computed, with a row or without."""
    alias = ALIASES[category.key]
    computed = computed_from(alias)
    reached = (
        "from (select) o left join {table} {own} on" if computed else "from {table} {own} where"
    )
    return sql.SQL(
        "select {key}, row_to_json({own}), {computed} " + reached + " {own}.{column} = r.{link}"
    ).format(
        key=sql.Literal(category.key),
        own=sql.Identifier("person" if alias == "r" else alias),
        computed=computed or sql.SQL("null::json"),
        table=sql.Identifier(category.table),
        column=sql.Identifier(category.key_column),
        link=sql.Identifier(LINKS[category.entity]),
    )


def profile_function() -> sql.Composed:
    """The statement that makes `hub_profile`."""
    beside = [sql.SQL(text) for text in BESIDE.values()]
    return sql.SQL("""
        create or replace function hub_profile(resident bigint, day date)
        returns table (k text, held json, computed json)
        language plpgsql stable security definer set search_path = public, pg_temp
        set plan_cache_mode = force_generic_plan set enable_seqscan = off as $profile$
        #variable_conflict use_column
        declare
            everywhere boolean := hub_scope_is_all();
            seen text[] := hub_scope_list();
            r record;
        begin
            select {own}, {of_person} into r from hub_resident m
                where m.id = resident and (everywhere or m.scope ^@ any (seen));
            if not found then
                return;
            end if;
            return query
            with m as materialized (
                select {mate}, {of_mate} from hub_resident m where m.household_id = r.household_id
            ), n as materialized (
                select count(*) as x_size, {sums}
                from m left join hub_c05_employment e on e.subject_id = m.id
                where m.record_status not in ('3', '4')
            )
            {union};
        end $profile$
    """).format(
        own=of_the_person(),
        of_person=worth(*ONCE),
        mate=sql.SQL(", ").join(sql.Identifier("m", name) for name in MATE),
        of_mate=worth("age", "past"),
        sums=sums_of_mates(),
        union=sql.SQL(" union all ").join([*map(branch, CATEGORIES.values()), *beside]),
    )
