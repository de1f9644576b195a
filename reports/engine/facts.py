"""The people of an area as they were: one temporary table, made by a few statements.

Membership is the sum of a person's events seen at the position with an effective day on or
before the day. Who has had no later event is read off the current row, which the door keeps
equal to that sum; the others are summed. The values beside it are the current ones, put right
for those whose value has changed since: the cost grows with the changes, not with the table.
"""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from pathlib import Path

from django.db import connection
from psycopg.sql import SQL, Composable, Identifier, Literal

from hub.derived import select
from hub.dictionary import CATEGORIES
from hub.fields import DECLARED
from reports.engine.fields import (
    LINKS,
    SET_COLUMNS,
    SUBJECT_COLUMNS,
    FactColumn,
    kind_of,
    links_of,
)
from reports.engine.when import When

FOLDER = Path(__file__).parent.parent / "sql"
MOVED = (FOLDER / "moved.sql").read_text()
FACTS = (FOLDER / "facts.sql").read_text()
STEPPED_BACK = (FOLDER / "stepped_back.sql").read_text()
CHANGED = (FOLDER / "changed.sql").read_text()
MEMBER_COLUMNS = {
    "REG": SQL("r.member_reg"),
    "RES": SQL("r.member_res"),
    "RET": SQL("c.member_ret"),
}
CASTS = {
    "bool": SQL("boolean"), "number": SQL("numeric"), "date": SQL("date"), "text": SQL("text")
}  # fmt: skip
CATEGORY_OF = {alias: key for key, alias in select.ALIASES.items()}
SUBJECT_KINDS = {"resident": "R", "household": "H", "dwelling": "D"}


def gather(
    columns: Iterable[FactColumn], sets: Sequence[str], *, prefix: str, when: When, since: date,
    beside: Iterable[FactColumn] = (),
) -> frozenset[FactColumn]:  # fmt: skip
    """Make `report_facts` for everyone who belongs to a unit under the prefix.

    `since` is the day before which no change can matter (the earlier of cut-off and making).
    `beside`: columns of other tables whose changes are wanted too. Gives back the columns the
    table holds.
    """
    held = frozenset(columns) | links_of(columns)
    run(SQL("drop table if exists report_moved, report_facts, report_changed, report_houses,"
            " report_homes"))  # fmt: skip
    facts(held, sets, prefix)
    # Each later statement sees all that the one before saw: whoever moves meanwhile is put right.
    moved(sets, when)
    step_back(held, sets, prefix)
    changed(held.union(beside), when=when, since=since)
    put_right(held)
    return held


def moved(sets: Sequence[str], when: When) -> None:
    """Make `report_moved`: who has a step after the position or the day, and where they were."""
    run(
        SQL(MOVED).format(
            sets=Literal(list(sets)), position=Literal(str(when.position)), day=Literal(when.day)
        )
    )


def facts(columns: frozenset[FactColumn], sets: Sequence[str], prefix: str) -> None:
    """Make `report_facts` of those whose row says that they belong to the area."""
    held = SQL(" or ").join(
        SQL("({0} >= {1} and {0} < {1} || '~')").format(MEMBER_COLUMNS[name], Literal(prefix))
        for name in sets
    )
    retirees = (
        SQL("left join hub_c08_retiree c on c.subject_id = r.id")
        if "RET" in sets
        else SQL("cross join (select null::varchar as member_ret) c")
    )
    run(SQL(FACTS).format(**shown(columns), retirees=retirees, held=held))


def step_back(columns: frozenset[FactColumn], sets: Sequence[str], prefix: str) -> None:
    """Put those of `report_moved` where the summed steps say instead."""
    stepped = SQL(" or ").join(
        SQL("starts_with({}, {})").format(Identifier("m", SET_COLUMNS[name]), Literal(prefix))
        for name in sets
    )
    run(SQL(STEPPED_BACK).format(**shown(columns), stepped=stepped))


def shown(columns: frozenset[FactColumn]) -> dict[str, Composable]:
    """The columns of the facts and the tables they are read from."""
    named = [
        SQL("{} as {}").format(Identifier(one.alias, one.column), Identifier(one.name))
        for one in sorted(columns)
    ]
    aliases = {one.alias for one in columns} - {"r"}
    return {"columns": SQL(", ").join(named), "joins": select.joins_of(sorted(aliases))}


def changed(columns: frozenset[FactColumn], *, when: When, since: date) -> None:
    """Values that differ from today's rows, one row per subject and category."""
    run(
        SQL(CHANGED).format(
            categories=Literal(sorted({CATEGORY_OF[one.alias] for one in columns})),
            fields=Literal(sorted({field_of(one) for one in columns})),
            position=Literal(str(when.position)),
            day=Literal(when.day),
            since=Literal(since - timedelta(days=1)),
        )
    )


def field_of(column: FactColumn) -> str:
    """The dictionary's name of the field behind a column; links and keys keep their own."""
    for field in DECLARED[CATEGORY_OF[column.alias]].values():
        if column.column in field.columns:
            return field.name
    return column.column


def put_right(columns: frozenset[FactColumn]) -> None:
    """Lay the changed values over the facts: residents first, because they carry the links."""
    ordered = sorted({one.alias for one in columns}, key=lambda alias: alias != "r")
    for alias in ordered:
        own = [one for one in sorted(columns) if one.alias == alias]
        lay_over(alias, own)
        if alias == "r":
            follow_links(columns)


def lay_over(alias: str, columns: Sequence[FactColumn], table: str = "report_facts") -> None:
    subject = select.SUBJECTS[alias]
    settings = SQL(", ").join(
        SQL("{} = case when o.held ? {} then {} else {} end").format(
            Identifier(one.name), Literal(field_of(one)), told(one), one.term
        )
        for one in columns
    )
    run(
        SQL(
            "update {} f set {} from report_changed o "
            "where o.kind = {} and o.category = {} and o.subject_id = {}"
        ).format(
            Identifier(table),
            settings,
            Literal(SUBJECT_KINDS[subject]),
            Literal(CATEGORY_OF[alias]),
            SUBJECT_COLUMNS[subject],
        )  # fmt: skip
    )


def told(column: FactColumn) -> Composable:
    """The value of a change row as the column's type; of a sealed one its hash."""
    name = field_of(column)
    field = DECLARED[CATEGORY_OF[column.alias]].get(name)
    if field is not None and field.sealed:
        return SQL("decode(o.held->{}->>'hash', 'hex')").format(Literal(name))
    if field is None or field.type in ("fk", "uuid"):
        return SQL("(o.held->>{})::bigint").format(Literal(name))
    return SQL("(o.held->>{})::{}").format(Literal(name), CASTS[kind_of(field)])


def follow_links(columns: frozenset[FactColumn]) -> None:
    """Someone who has changed household or home since has the old one's values again, or none."""
    for alias in sorted({one.alias for one in columns}):
        link = LINKS.get(select.SUBJECTS[alias])
        if link is None:
            continue
        own = [one for one in sorted(columns) if one.alias == alias]
        category = CATEGORIES[CATEGORY_OF[alias]]
        run(
            SQL(
                "update report_facts f set ({}) = (select {} from {} l where l.{} = {}) "
                "from report_changed o where o.category = 'core_resident' and o.held ? {} "
                "and o.subject_id = f.resident_id"
            ).format(
                SQL(", ").join(Identifier(one.name) for one in own),
                SQL(", ").join(Identifier("l", one.column) for one in own),
                Identifier(category.table),
                Identifier(category.key_column),
                FactColumn(*link).term,
                Literal(FactColumn(*link).column),
            )  # fmt: skip
        )


def run(statement: Composable) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)
