"""The records behind a check that does not hold: whom to look at, unit by unit."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from psycopg.sql import SQL, Composable, Identifier, Literal

from hub.fields import HOUSEHOLD
from reports.catalogue import definitions
from reports.engine import posted
from reports.engine.checks import Broken
from reports.engine.conditions import all_of
from reports.engine.count import fetch
from reports.engine.fields import SET_COLUMNS, FactTerms, columns_of, rows_of_facts
from reports.engine.houses import UNITS, rows_of_subject, those
from reports.engine.plan import Event, Plan, fields_in, measures
from reports.engine.when import When
from reports.language.nodes import (
    Binary,
    Comparison,
    Expr,
    Households,
    Iff,
    Ref,
    Rule,
    Service,
    Stock,
)
from reports.language.references import rows_in

SHOWN = 200


@dataclass(frozen=True, slots=True)
class Weighed:
    """A row of people or households in a check, and its sign when all is brought to one side."""

    counted: Stock | Households
    sign: int


class Faults:
    """Finds the records at fault while the temporary tables of the run still stand."""

    def __init__(self, plan: Plan, when: When):
        self.plan = plan
        self.when = when

    def residents(self, broken: Sequence[Broken]) -> dict[str, list[int]]:
        """Of one check: the residents at fault, by unit."""
        units = sorted({one.unit for one in broken})
        found: dict[str, set[int]] = {}
        for unit, resident in self.rows(broken[0], units, {one.row for one in broken} - {""}):
            found.setdefault(unit, set()).add(resident)
        return {unit: sorted(residents) for unit, residents in found.items()}

    def rows(self, broken: Broken, units: list[str], rows: set[str]) -> Iterator[tuple[str, int]]:
        check = broken.footing.check
        if rows and check.every != ("svc",):
            yield from self.of_unknown_sex(units)
        elif weighed := weigh(check.rule, self.plan):
            yield from self.of_stocks(weighed, units)
        else:
            yield from self.of_services(check.rule, rows, units)
            yield from self.of_steps(check.rule, units)

    def of_stocks(self, weighed: Sequence[Weighed], units: list[str]) -> Iterator[tuple[str, int]]:
        """Those counted on one side only: in no part, or in two."""
        parts = [self.part(one) for one in weighed]
        statement = SQL(
            "select unit, resident_id from ({}) as w where unit = any({}) "
            "group by unit, resident_id having sum(weight) <> 0"
        )
        yield from fetch(statement.format(SQL(" union all ").join(parts), Literal(units)))

    def part(self, weighed: Weighed) -> Composable:
        counted = weighed.counted
        if isinstance(counted, Households):
            return self.heads(counted, weighed.sign)
        column = Identifier("f", SET_COLUMNS[counted.member_set])
        return SQL(
            "select {0} as unit, f.resident_id, {1} as weight from {2} "
            "where {0} is not null and {3}"
        ).format(
            column, Literal(weighed.sign), rows_of_facts(self.plan.columns),
            all_of(counted.conditions, FactTerms(counted.member_set, self.when), self.when),
        )  # fmt: skip

    def heads(self, counted: Households, sign: int) -> Composable:
        """A household is looked up by its head."""
        return SQL(
            "select {} as unit, f.h_head_resident_id as resident_id, {} as weight from {} where {}"
            " and f.h_head_resident_id is not null"
        ).format(
            UNITS[HOUSEHOLD], Literal(sign), rows_of_subject(HOUSEHOLD, self.plan.house_columns),
            those(counted.conditions, HOUSEHOLD, self.plan.columns, self.when),
        )  # fmt: skip

    def of_unknown_sex(self, units: list[str]) -> Iterator[tuple[str, int]]:
        for member_set in self.plan.sets:
            statement = SQL(
                "select {0}, f.resident_id from report_facts f "
                "where {0} = any({1}) and coalesce(f.r_sex, '') not in ('1', '2')"
            )
            column = Identifier("f", SET_COLUMNS[member_set])
            yield from fetch(statement.format(column, Literal(units)))
        yield from fetch(
            SQL(
                "select p.unit, p.resident_id from report_posted p "
                "where p.unit = any({}) and p.sex not in ('1', '2')"
            ).format(Literal(units))
        )

    def of_services(
        self, rule: Rule, rows: set[str], units: list[str]
    ) -> Iterator[tuple[str, int]]:
        """Entries that cannot be right: a grant without its amount, more persons than times."""
        for event in self.events(rows | rows_in(rule)):
            if isinstance(event, Service):
                statement = SQL(
                    "select p.unit, p.resident_id from report_posted p where {} "
                    "and p.unit = any({}) and (p.persons > p.count "
                    "or ({} and coalesce(p.amount, 0) = 0)) and p.resident_id is not null"
                )
                money = Literal(isinstance(rule, Iff))
                yield from fetch(
                    statement.format(posted.belongs(event, self.when), Literal(units), money)
                )

    def of_steps(self, rule: Rule, units: list[str]) -> Iterator[tuple[str, int]]:
        """Persons whose steps in and out of a unit do not add up to nought or one."""
        sets = {posted.membership_set(one) for one in self.events(rows_in(rule))} - {""}
        for member_set in sorted(sets):
            statement = SQL(
                "select e.unit, e.resident_id from hub_event e where e.kind = 'membership' "
                "and e.member_set = {} and e.unit = any({}) and e.xid < {}::xid8 "
                "and e.effective_date <= {} group by e.unit, e.resident_id "
                "having sum(e.sign) not in (0, 1)"
            )
            yield from fetch(
                statement.format(Literal(member_set), Literal(units),
                                 Literal(str(self.when.position)), Literal(self.when.day))
            )  # fmt: skip

    def events(self, rows: Iterable[str]) -> Iterator[Event]:
        for row in sorted(rows):
            for measure in measures(self.plan.definition.indicator(row).expr):
                if isinstance(measure, Event):
                    yield measure


def weigh(rule: Rule, plan: Plan) -> list[Weighed]:
    """An equality between stock rows as signed parts; empty where other rows take part."""
    if not isinstance(rule, Comparison) or rule.op != "==":
        return []
    parts = [*signed(rule.left, 1, plan), *signed(rule.right, -1, plan)]
    return [one for one in parts if one] if all(parts) else []


def signed(expr: Expr, sign: int, plan: Plan) -> Iterator[Weighed | None]:
    """Each row of a sum with its sign; None for one whose persons cannot be weighed."""
    match expr:
        case Binary("+" | "-" as op, left, right):
            yield from signed(left, sign, plan)
            yield from signed(right, sign if op == "+" else -sign, plan)
        case Ref(row, report, False, False):
            counted = counted_in(row, report, plan)
            yield Weighed(counted, sign) if counted else None
        case _:
            yield None


def counted_in(row: str, report: str, plan: Plan) -> Stock | Households | None:
    """What a row counts, where it can be counted again over the tables of this plan."""
    asked = definitions().get(report) if report else plan.definition
    counted = asked.indicator(row).expr if asked else None
    if isinstance(counted, Stock):
        read = {column for name in fields_in(counted.conditions) for column in columns_of(name)}
        return counted if counted.member_set in plan.sets and read <= plan.columns else None
    return counted if isinstance(counted, Households) and counted in plan.houses else None
