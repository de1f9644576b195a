"""What a definition asks for: its measures sorted by where they are counted."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from hub.fields import DWELLING, HOUSEHOLD
from reports.catalogue import Definition
from reports.engine.fields import LINKS, FactColumn, columns_of, links_of
from reports.engine.houses import columns_read
from reports.errors import DefinitionWrong
from reports.language.nodes import (
    AnyMember,
    AnyOf,
    Binary,
    Birthday,
    Blank,
    Compare,
    Comparison,
    Condition,
    Dwellings,
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
    Subject,
    Sum,
)

Event = Flow | Steps | Net | Service
KINDS = {
    **dict.fromkeys(("opening", "register", "hk_out", "cancel", "arrive", "leave"), "membership"),
    **dict.fromkeys(("transfer_in", "transfer_out", "death"), "membership"),
    **dict.fromkeys(("cert", "payment", "benefit_start", "benefit_stop", "temp_aid"), "benefit"),
    **dict.fromkeys(("diff_recognise", "diff_end", "housing_start", "housing_stop"), "benefit"),
    "subsidy_payment": "benefit",
    **dict.fromkeys(("child_visit", "job_referral", "training", "visit"), "service"),
}
SETS_OF_CAUSE = {
    **dict.fromkeys(("register", "hk_out", "cancel"), "REG"),
    **dict.fromkeys(("arrive", "leave"), "RES"),
}


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything one pass has to count for one report, sorted by the table it is counted over.

    `people`: facts; `households`: facts, once for each household; `houses` and `homes`: their own
    tables; `events`: posted events. `columns`, `house_columns`, `home_columns`: what the tables
    must hold.
    """

    definition: Definition
    people: tuple[Stock | Sum, ...]
    households: tuple[Households, ...]
    houses: tuple[Households | Sum, ...]
    homes: tuple[Dwellings | Sum, ...]
    events: tuple[Event, ...]
    sets: tuple[str, ...]
    columns: frozenset[FactColumn]
    house_columns: frozenset[FactColumn]
    home_columns: frozenset[FactColumn]

    @property
    def by_sex(self) -> bool:
        return "male" in self.definition.columns

    @property
    def beside(self) -> frozenset[FactColumn]:
        return self.house_columns | self.home_columns

    def is_of_nobody(self, expr: Expr) -> bool:
        """Whether the measure counts what has no sex: households and homes."""
        if isinstance(expr, Flow):
            return expr.counted == "household"
        return isinstance(subject_of(expr), Households | Dwellings)


def plan_of(definition: Definition) -> Plan:
    """Raises DefinitionWrong for a measure whose parts do not fit together, FieldUnknown."""
    found = list(dict.fromkeys(
        measure for one in definition.indicators for measure in measures(one.expr)
    ))  # fmt: skip
    people = tuple(one for one in found if isinstance(subject_of(one), Stock))
    households = [one for one in found if isinstance(subject_of(one), Households)]
    of_set = tuple(one for one in households if names_set(one))
    houses = tuple(one for one in households if not names_set(one))
    homes = tuple(one for one in found if isinstance(subject_of(one), Dwellings))
    for one in of_set:
        refuse_mixed(one)
    events = tuple(one for one in found if isinstance(one, Event))
    members = {name for one in houses for name in fields_of_members(one)}
    fields = {name for one in (*people, *of_set) for name in fields_read(one)} | members
    house_columns = columns_beside(houses, HOUSEHOLD)
    home_columns = columns_beside(homes, DWELLING)
    columns = frozenset(column for name in fields | {"sex"} for column in columns_of(name))
    if of_set or houses:
        columns |= {FactColumn(*LINKS["household"])}
    if homes:
        columns |= {FactColumn(*LINKS["dwelling"])}
    return Plan(
        definition, people, of_set, houses, homes,  # type: ignore[arg-type]  # sorted by their subjects
        (*events, *persons_of(events)), sets_of(found, fields, members),
        columns | links_of(columns), house_columns, home_columns,
    )  # fmt: skip


def subject_of(measure: object) -> object:
    """What a measure runs over: of a sum, the thing it sums over."""
    return measure.over if isinstance(measure, Sum) else measure


def names_set(measure: Measure) -> bool:
    return any(isinstance(one, AnyOf) for one in conditions_of(measure))


def conditions_of(measure: Measure) -> tuple[Condition, ...]:
    return getattr(subject_of(measure), "conditions", ())


def fields_read(measure: Measure) -> Iterator[str]:
    """The fields of a measure's own subject."""
    yield from fields_in(conditions_of(measure))
    if isinstance(measure, Sum):
        yield measure.field


def fields_of_members(measure: Measure) -> Iterator[str]:
    for one in conditions_of(measure):
        if isinstance(one, AnyMember):
            yield from fields_in((one.condition,))


def columns_beside(found: Sequence[Measure], subject: str) -> frozenset[FactColumn]:
    names = {name for one in found for name in fields_read(one)}
    return columns_read(names, subject) if found else frozenset()


def refuse_mixed(measure: Measure) -> None:
    """Households of a set are counted over the people: no sum, no other member."""
    others = any(isinstance(one, AnyMember) for one in conditions_of(measure))
    if isinstance(measure, Sum) or others:
        raise DefinitionWrong(
            "any(集合) 不能与 sum 或 any member 同用。",
            "any(SET) goes with neither sum nor any member.",
        )


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
        case Stock() | Flow() | Steps() | Net() | Service() | Previous():
            yield expr
        case Households() | Dwellings() | Sum():
            yield expr


def fields_in(conditions: tuple[Condition, ...]) -> Iterator[str]:
    for condition in conditions:
        if isinstance(condition, Not):
            yield from fields_in(condition.conditions)
        elif isinstance(condition, Birthday):
            yield "birth_date"
        elif isinstance(condition, AnyOf | AnyMember | Subject):
            continue
        elif isinstance(condition, Compare) or hasattr(condition, "field"):
            yield condition.field


def sets_of(found: Sequence[Measure], fields: set[str], members: set[str]) -> tuple[str, ...]:
    """The population sets the facts must know; somebody lives somewhere in any case."""
    sets = {name for one in found if (name := getattr(subject_of(one), "member_set", ""))}
    sets |= {part.member_set for one in found for part in conditions_of(one)
             if isinstance(part, AnyOf)}  # fmt: skip
    sets |= {SETS_OF_CAUSE[one.kind] for one in found
             if isinstance(one, Flow) and one.kind in SETS_OF_CAUSE}  # fmt: skip
    if "residence_type" in fields or members:
        sets |= {"REG", "RES"}
    return tuple(sorted(sets | ({"RES"} if not sets else set())))
