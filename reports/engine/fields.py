"""Fields of the dictionary as terms over the facts table and over posted events."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from psycopg.sql import SQL, Composable, Identifier, Literal

from hub.derived import select
from hub.derived.expressions import DERIVED
from hub.dictionary import FIELDS
from hub.fields import DECLARED, Declared, sealed_columns
from reports.engine.conditions import Term, day
from reports.engine.when import CITY_DIGITS, When
from reports.errors import FieldUnknown

COLUMN = re.compile(r"\b(r|h|d|c\d\d)\.([a-z_0-9]+)")
SET_COLUMNS = {"REG": "reg", "RES": "res", "RET": "ret"}
KEYS = {"id", "subject_id"}
SUBJECT_COLUMNS = {
    "resident": Identifier("f", "resident_id"),
    "household": Identifier("f", "r_household_id"),
    "dwelling": Identifier("f", "r_dwelling_id"),
}
LINKS = {"household": ("r", "household_id"), "dwelling": ("r", "dwelling_id")}
KINDS = {"bool": "bool", "int": "number", "date": "date"}
AGES = ("age", "age_days")
FOREIGN_PAPERS = ("511", "516", "553", "901")
PASSPORT = "414"
# What the residence type of a person is read from, beside the two memberships.
PAIR_COLUMNS = (
    ("h", "household_type"), ("r", "dwelling_id"), ("r", "nationality"), ("r", "id_type"),
    ("r", "hukou_division"),
)  # fmt: skip
TYPE_OF_REGISTERED = SQL("""case
    when f.reg = f.res then '1'
    when {household_type} = '2' and {dwelling} is null and not exists (
        select from hub_event lived
        where lived.resident_id = f.resident_id and lived.member_set = 'RES') then '6'
    else '2' end""")
TYPE_OF_PRESENT = SQL("""case
    when f.reg = f.res then '1'
    when coalesce({nationality}, 'CHN') <> 'CHN' or {papers} = any({foreign}) then '5'
    when {papers} = {passport} and {nationality} is null then '5'
    when left({division}, {digits}) = {city} then '3'
    when coalesce({division}, '') <> '' then '4' end""")


@dataclass(frozen=True, slots=True, order=True)
class FactColumn:
    """One stored column that the report reads, and the field whose history it follows."""

    alias: str
    column: str

    @property
    def name(self) -> str:
        return f"{self.alias}_{self.column}"

    @property
    def term(self) -> Composable:
        return Identifier("f", self.name)


def declared(name: str) -> Declared:
    """Raises FieldUnknown."""
    try:
        return FIELDS[name]
    except KeyError:
        raise FieldUnknown(name) from None


def kind_of(field: Declared) -> str:
    if field.type.startswith("decimal"):
        return "number"
    return KINDS.get(field.type, "text")


def columns_of(name: str) -> set[FactColumn]:
    """The stored columns a field is read from."""
    if name == "residence_type":
        return {FactColumn(*pair) for pair in PAIR_COLUMNS} | {FactColumn("r", "household_id")}
    if name in AGES:
        return {FactColumn("r", "birth_date")}
    field = declared(name)
    if not field.stored:
        found = columns_in(DERIVED[name].sql)
        bare = set(DERIVED[name].needs) - {one.alias for one in found}
        return found | {any_column(alias) for alias in bare}
    stem = sealed_columns(field.column)[1] if field.sealed else field.column
    return {FactColumn(select.ALIASES[field.category], stem)}


def any_column(alias: str) -> FactColumn:
    """A row read by its key alone still needs to be there."""
    (category,) = (key for key, short in select.ALIASES.items() if short == alias)
    names = (
        one
        for one in DECLARED[category].values()
        if one.stored and not one.sealed and one.type != "uuid"
    )
    return FactColumn(alias, next(names).column)


def links_of(columns: Iterable[FactColumn]) -> set[FactColumn]:
    """The links by which a person's household and dwelling are reached."""
    subjects = {select.SUBJECTS[column.alias] for column in columns}
    return {FactColumn(*link) for subject, link in LINKS.items() if subject in subjects}


def columns_in(text: str) -> set[FactColumn]:
    return {FactColumn(alias, column) for alias, column in COLUMN.findall(text)
            if column not in KEYS}  # fmt: skip


class FactTerms:
    """Resolves a field to SQL over `report_facts f` for members of one set."""

    def __init__(self, member_set: str, when: When):
        self.member_set = member_set
        self.when = when

    def __call__(self, name: str) -> Term:
        if name == "residence_type":
            return Term(self.residence_type(), "text")
        if name in AGES:
            return self.age(name)
        field = declared(name)
        if not field.stored:
            text = SQL(DERIVED[name].sql)
            return Term(SQL("({})").format(text.format(day=day(self.when.day))), kind_of(field))
        (column,) = columns_of(name)
        return Term(column.term, "any" if field.sealed else kind_of(field))

    def age(self, name: str) -> Term:
        """Years as a bound on the birth date; days counted, none before birth."""
        born = FactColumn("r", "birth_date").term
        if name == "age":
            return Term(born, "age")
        today = day(self.when.day)
        return Term(SQL("case when {} <= {} then {} - {} end").format(born, today, today, born),
                    "number")  # fmt: skip

    def residence_type(self) -> Composable:
        if self.member_set == "REG":
            return TYPE_OF_REGISTERED.format(
                household_type=Identifier("f", "h_household_type"),
                dwelling=Identifier("f", "r_dwelling_id"),
            )
        return TYPE_OF_PRESENT.format(
            nationality=Identifier("f", "r_nationality"),
            papers=Identifier("f", "r_id_type"),
            division=Identifier("f", "r_hukou_division"),
            foreign=Literal(list(FOREIGN_PAPERS)),
            passport=Literal(PASSPORT),
            digits=Literal(CITY_DIGITS),
            city=Literal(self.when.city),
        )


def rows_of_facts(columns: Iterable[FactColumn]) -> Composable:
    return rows_of("report_facts", columns)


def rows_of(table: str, columns: Iterable[FactColumn]) -> Composable:
    """The table as f, with each row alias the derived expressions speak of laid over it."""
    by_alias: dict[str, list[FactColumn]] = {}
    for column in sorted(columns):
        by_alias.setdefault(column.alias, []).append(column)
    parts: list[Composable] = [SQL("{} f").format(Identifier(table))]
    for alias, held in by_alias.items():
        key = "id" if alias in select.BASE.values() else "subject_id"
        shown = [SQL("{} as {}").format(one.term, Identifier(one.column)) for one in held]
        shown.append(SQL("{} as {}").format(SUBJECT_COLUMNS[select.SUBJECTS[alias]],
                                            Identifier(key)))  # fmt: skip
        parts.append(
            SQL("cross join lateral (select {}) as {}").format(
                SQL(", ").join(shown), Identifier(alias)
            )
        )
    return SQL(" ").join(parts)


EVENT_COLUMNS = {
    "sex": Term(SQL("p.sex"), "text"),
    "birth_date": Term(SQL("p.birth_date"), "date"),
    "age": Term(
        SQL("date_part('year', age(p.effective_date::timestamp, p.birth_date::timestamp))"),
        "number",
    ),
    "about": Term(SQL("coalesce(p.facts->>'about', nullif(p.text, ''))"), "text"),
    "cause": Term(SQL("p.code"), "text"),
    "reason": Term(SQL("coalesce(p.facts->>'reason', p.facts->>'cancel_reason')"), "text"),
}


def event_term(name: str) -> Term:
    """A field as it was copied onto the event of that day."""
    if name in EVENT_COLUMNS:
        return EVENT_COLUMNS[name]
    return Term(SQL("(p.facts->>{})").format(Literal(name)), "text")
