"""The text of the profile: one union of a JSON object per category, drawn from the declarations.

It stands in the database as the function `hub_profile(resident, day)`, made anew at each migrate
(hub.services.sql_functions): one plan per session, and row security asked once for the person
instead of once for each table. The function itself holds the person and every member of the
household against the scope, as `hub_sees` does, before it shows one; who is outside costs one read.
"""

import re

from psycopg import sql

from hub.derived.expressions import DERIVED
from hub.derived.select import ALIASES
from hub.dictionary import CATEGORIES, FIELDS
from hub.fields import DWELLING, HOUSEHOLD, RESIDENT

LINKS = {RESIDENT: "id", HOUSEHOLD: "household_id", DWELLING: "dwelling_id"}
COMPUTED = "computed"
MATE = (
    *("id", "resident_id", "household_id", "name", "sex", "birth_date", "relation_to_head"),
    *("scope", "record_status", "residence_type", "retire_age_category"),
)
DAY = sql.SQL("day")

# What many computed fields ask again and again is worked out once per person and per member.
ONCE = {
    "age": "hub_age({who}.birth_date, {{day}})",
    "retires": "hub_retire_number({who}.birth_date,"
    " hub_retire_category({who}.sex, {who}.retire_age_category))",
    "past": "hub_past_retirement({who}.birth_date, {who}.sex, {who}.retire_age_category, {{day}})",
    "working": "hub_working_age({who}.birth_date, {who}.sex, {who}.retire_age_category, {{day}})",
}
WORTH = {**ONCE, "working": "hub_working_age({who}.x_age, {who}.x_past)"}
OF_MATES = "where m.household_id = h.id"
# A sum over the household that is a whole expression becomes one column of one pass over it.
SUM_OF_MATES = re.compile(
    r"\(select (?P<what>.+) from m"
    r"(?: (?:left )?join hub_c05_employment e on e\.subject_id = m\.id(?: and (?P<joined>.+?))?)?"
    r" where m\.household_id = h\.id and m\.record_status not in \('3', '4'\)"
    r"(?: and (?P<only>.+))?\)"
)
COUNT = re.compile(r"count\(\*\)(?: filter \(where (?P<held>[^()]+)\))?")
SIZE = "(select count(*) from m where m.household_id = h.id and m.record_status not in ('3', '4'))"
BESIDE = {
    "member": """
        select 'member', json_build_object('resident_id', m.resident_id, 'name', m.name,
            'sex', m.sex, 'birth_date', m.birth_date, 'relation_to_head', m.relation_to_head,
            'scope', m.scope, 'under14', m.x_age < 14)
        from (select m.* from m, r where m.id <> r.id and m.record_status not in ('3', '4')
            and (everywhere or m.scope ^@ any (seen))
            order by m.relation_to_head, m.birth_date limit 30) m""",
    "dissent": """
        select 'dissent', json_build_object('field', x.field, 'source', x.source,
            'value', case jsonb_typeof(x.value) when 'object' then x.value - 'sealed' - 'hash'
            else x.value end, 'asks', x.asks, 'last_seen', x.last_seen)
        from r cross join lateral
            (values ('R', r.id), ('H', r.household_id), ('D', r.dwelling_id)) s(kind, id)
            join hub_dissent x on x.kind = s.kind and x.subject_id = s.id
                and x.state in ('open', 'beside')""",
    "request": """
        select 'request', json_build_object('field', x.field, 'owner', x.owner,
            'made_at', x.made_at, 'due_on', x.due_on)
        from r join hub_request x on x.resident_id = r.id
            and x.state in ('pending', 'accepted')""",
    "case": """
        select 'case', json_build_object('matter', x.matter, 'state', x.state,
            'opened_on', x.opened_on, 'opened_by', x.opened_by, 'community', x.community,
            'case_id', x.case_id)
        from r join hub_matter_case x on x.resident_id = r.id
            and x.state in ('draft', 'submitted', 'accepted', 'in_review')""",
}


def derived_names(category: str) -> list[str]:
    return [
        declared.name
        for declared in FIELDS.values()
        if declared.category == category and not declared.stored and declared.name in DERIVED
    ]


def once(who: str) -> dict[str, str]:
    """Expression of the computed fields to the column that holds it, for `r` or `m`."""
    return {
        " ".join(text.format(who=who).split()): f"{who}.x_{name}" for name, text in ONCE.items()
    }


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
    """The once-only expressions as columns of a person."""
    return sql.SQL(", ").join(
        sql.SQL("{} as {}").format(
            sql.SQL(WORTH[name].format(who="m")).format(day=DAY), sql.Identifier(f"x_{name}")
        )
        for name in names
    )


def join_of(alias: str) -> sql.Composable:
    """How a table is reached from the person `r`."""
    if alias == "h":
        return sql.SQL(" left join hub_household h on h.id = r.household_id")
    if alias == "d":
        return sql.SQL(" left join hub_dwelling d on d.id = r.dwelling_id")
    category = next(key for key, short in ALIASES.items() if short == alias)
    return sql.SQL(" left join {table} {alias} on {alias}.subject_id = r.{link}").format(
        table=sql.Identifier(CATEGORIES[category].table),
        alias=sql.Identifier(alias),
        link=sql.Identifier(LINKS[CATEGORIES[category].entity]),
    )


def stored_branch(category: str) -> sql.Composed:
    """One category's row as it is stored, as one JSON object; null where there is none."""
    own = ALIASES[category]
    return sql.SQL("select {category}, row_to_json({own}) from r{join}").format(
        category=sql.Literal(category),
        own=sql.Identifier(own),
        join=sql.SQL("") if own == "r" else join_of(own),
    )


def computed_branch() -> sql.Composed:
    """Every computed field of the person, the household and the home as one JSON object."""
    names = [name for category in CATEGORIES for name in derived_names(category)]
    needs = {alias for name in names for alias in DERIVED[name].needs} - {"r"}
    columns = [sql.SQL("{} as {}").format(expression(name), sql.Identifier(name)) for name in names]
    return sql.SQL(
        "select {mark}, (select row_to_json(x) from (select {columns}) x) from r{joins}"
    ).format(
        mark=sql.Literal(COMPUTED),
        columns=sql.SQL(", ").join(columns),
        joins=sql.SQL("").join(join_of(alias) for alias in sorted(needs)),
    )


def profile_function() -> sql.Composed:
    """The statement that makes `hub_profile`."""
    branches = [*map(stored_branch, CATEGORIES), computed_branch()]
    beside = [sql.SQL(text) for text in BESIDE.values()]
    return sql.SQL("""
        create or replace function hub_profile(resident bigint, day date)
        returns table (k text, held json)
        language plpgsql stable security definer set search_path = public, pg_temp
        set plan_cache_mode = force_generic_plan set enable_seqscan = off as $profile$
        #variable_conflict use_column
        declare
            everywhere boolean := hub_scope_is_all();
            seen text[] := hub_scope_list();
            home bigint;
        begin
            select r.household_id into home from hub_resident r
                where r.id = resident and (everywhere or r.scope ^@ any (seen));
            if not found then
                return;
            end if;
            return query
            with g as materialized (
                select {mate}, {first} from hub_resident m
                where m.id = resident or m.household_id = home
            ), m as materialized (
                select m.*, {then} from g m
            ), r as materialized (
                select r.*, {columns} from hub_resident r join m on m.id = r.id
                where r.id = resident
            ), n as materialized (
                select count(*) as x_size, {sums}
                from m left join hub_c05_employment e on e.subject_id = m.id
                where m.household_id = home and m.record_status not in ('3', '4')
            )
            {union};
        end $profile$
    """).format(
        first=worth("age", "retires", "past"),
        then=worth("working"),
        columns=sql.SQL(", ").join(sql.Identifier("m", f"x_{name}") for name in ONCE),
        sums=sums_of_mates(),
        mate=sql.SQL(", ").join(sql.Identifier("m", name) for name in MATE),
        union=sql.SQL(" union all ").join([*branches, *beside]),
    )
