"""What a definition asks for: its measures sorted by where they are counted."""

from collections.abc import Iterator
from dataclasses import dataclass

from reports.catalogue import Definition
from reports.engine.fields import FactColumn, columns_of
from reports.errors import DefinitionWrong
from reports.language.nodes import (
    AnyOf,
    Binary,
    Birthday,
    Blank,
    Compare,
    Comparison,
    Condition,
    Expr,
    Flow,
    Households,
    Measure,
    Net,
    Not,
    Previous,
    Service,
    Steps,
    Stock,
    Sum,
)

Event = Flow | Steps | Net | Service
KINDS = {
    **dict.fromkeys(("opening", "register", "hk_out", "cancel", "arrive", "leave"), "membership"),
    **dict.fromkeys(("transfer_in", "transfer_out", "death"), "membership"),
    **dict.fromkeys(("cert", "payment", "benefit_start", "benefit_stop", "temp_aid"), "benefit"),
    **dict.fromkeys(("diff_recognise", "diff_end", "housing_start", "housing_stop"), "benefit"),
}
SETS_OF_CAUSE = {
    **dict.fromkeys(("register", "hk_out", "cancel"), "REG"),
    **dict.fromkeys(("arrive", "leave"), "RES"),
}


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything one pass has to count for one report."""

    definition: Definition
    stocks: tuple[Stock, ...]
    households: tuple[Households, ...]
    events: tuple[Event, ...]
    sets: tuple[str, ...]
    columns: frozenset[FactColumn]

    @property
    def by_sex(self) -> bool:
        return "male" in self.definition.columns

    def is_of_nobody(self, expr: Expr) -> bool:
        """Whether the measure counts what has no sex: households."""
        return isinstance(expr, Households)


def plan_of(definition: Definition) -> Plan:
    """Raises DefinitionWrong for a measure that no pass counts yet."""
    found = [measure for one in definition.indicators for measure in measures(one.expr)]
    for measure in found:
        refuse_unknown(measure)
    stocks = tuple(dict.fromkeys(one for one in found if isinstance(one, Stock)))
    households = tuple(dict.fromkeys(one for one in found if isinstance(one, Households)))
    events = tuple(dict.fromkeys(one for one in found if isinstance(one, Event)))
    fields = {name for stock in stocks for name in fields_in(stock.conditions)}
    fields |= {name for house in households for name in fields_in(house.conditions)}
    columns = frozenset(column for name in fields | {"sex"} for column in columns_of(name))
    if households or any(column.alias == "h" for column in columns):
        columns |= {FactColumn("r", "household_id")}
    return Plan(definition, stocks, households, (*events, *persons_of(events)),
                sets_of(stocks, households, events, fields), columns)  # fmt: skip


def persons_of(events: tuple[Event, ...]) -> list[Service]:
    """Persons and counts of every work content, for the check that persons are not more."""
    items = dict.fromkeys(one.item for one in events if isinstance(one, Service))
    both = [Service(item, measure) for item in items for measure in ("count", "persons")]
    return [one for one in both if one not in events]


def measures(expr: Expr) -> Iterator[Measure]:
    match expr:
        case Binary(_, left, right):
            yield from measures(left)
            yield from measures(right)
        case Blank(inside, Comparison(_, left, right)):
            for part in (inside, left, right):
                yield from measures(part)
        case Stock() | Flow() | Steps() | Net() | Service() | Households() | Previous() | Sum():
            yield expr


def refuse_unknown(measure: Measure) -> None:
    plain = isinstance(measure, Stock | Flow | Steps | Net | Service | Previous)
    if isinstance(measure, Households):
        plain = any(isinstance(one, AnyOf) for one in measure.conditions)
    if isinstance(measure, Flow) and measure.counted:
        plain = False
    if not plain:
        raise DefinitionWrong(
            "公式里的统计方式可以识别，但本版本还不能计算。",
            "The formula can be read, but this version cannot count it yet.",
        )


def fields_in(conditions: tuple[Condition, ...]) -> Iterator[str]:
    for condition in conditions:
        if isinstance(condition, Not):
            yield from fields_in(condition.conditions)
        elif isinstance(condition, Birthday):
            yield "birth_date"
        elif isinstance(condition, AnyOf):
            continue
        elif isinstance(condition, Compare) or hasattr(condition, "field"):
            yield condition.field


def sets_of(stocks, households, events, fields) -> tuple[str, ...]:  # type: ignore[no-untyped-def]  # four lists of one plan
    """The population sets the facts must know."""
    found = {one.member_set for one in stocks}
    found |= {part.member_set for one in households for part in one.conditions
              if isinstance(part, AnyOf)}  # fmt: skip
    found |= {one.member_set for one in events if isinstance(one, Steps | Net | Flow)} - {""}
    found |= {SETS_OF_CAUSE[one.kind] for one in events
              if isinstance(one, Flow) and one.kind in SETS_OF_CAUSE}  # fmt: skip
    if "residence_type" in fields:
        found |= {"REG", "RES"}
    return tuple(sorted(found))
