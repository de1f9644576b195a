"""Events of the period: which post to it, and what an event measure counts among them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.db import connection
from psycopg.sql import SQL, Composable, Literal

from reports.engine.conditions import all_of
from reports.engine.facts import run
from reports.engine.fields import event_term
from reports.engine.plan import KINDS, SETS_OF_CAUSE, Event
from reports.engine.when import When
from reports.errors import DefinitionWrong
from reports.language.nodes import Flow, Net, Service, Steps

FOLDER = Path(__file__).parent.parent / "sql"
POSTED = (FOLDER / "posted.sql").read_text()
POSTED_OF_MEMBERS = (FOLDER / "posted_of_members.sql").read_text()
OFF_TIME = SQL("(p.late or p.code in ('correct', 'merge', 'split', 'undo'))")
ON_TIME = SQL("(not p.late and p.code not in ('opening', 'correct', 'merge', 'split', 'undo'))")
COUNTED = {
    "household": "count(distinct p.household_id) filter (where {})",
    "persons": "coalesce(sum(p.persons) filter (where {}), 0)",
    "amount": "coalesce(sum(p.amount) filter (where {}), 0)",
}
TIMINGS = {"on_time": ON_TIME, "off_time": OFF_TIME, "": SQL("true")}


@dataclass(frozen=True, slots=True)
class UnitBooks:
    """A unit and what its books of the period before had seen: position and cut-off."""

    unit: str
    last_position: int
    last_day: date


def lay_units(books: Iterable[UnitBooks]) -> None:
    """Make `report_units`: the units of the run with the books they go on from."""
    run(SQL("drop table if exists report_units"))
    run(
        SQL(
            "create temp table report_units (unit varchar(12) primary key, "
            "last_position xid8 not null, last_day date not null) on commit drop"
        )
    )
    with connection.cursor() as cursor:
        with cursor.copy("copy report_units from stdin") as copy:
            for one in books:
                copy.write_row((one.unit, str(one.last_position), one.last_day.isoformat()))
        cursor.execute("analyze report_units")


def post(events: Sequence[Event], when: When) -> None:
    """Make `report_posted` for the units laid down."""
    run(SQL("drop table if exists report_posted"))
    clock = {"position": Literal(str(when.position)), "day": Literal(when.day)}
    sets = sorted({name for one in events if (name := membership_set(one))})
    flows = [one for one in events if isinstance(one, Flow)]
    kinds = sorted({one.kind for one in flows if is_plain(one)})
    run(
        SQL(POSTED).format(
            memberships=Literal(bool(sets)),
            sets=Literal(sets),
            items=Literal(sorted({one.item for one in events if isinstance(one, Service)})),
            kinds=Literal(kinds),
            **clock,
        )
    )
    for kind, member_set in sorted({(one.kind, one.member_set) for one in flows if in_set(one)}):
        run(
            SQL(POSTED_OF_MEMBERS).format(
                kind=Literal(event_kind(kind)),
                code=Literal(kind),
                member_set=Literal(member_set),
                **clock,
            )  # fmt: skip
        )


def membership_set(event: Event) -> str:
    if isinstance(event, Steps | Net):
        return event.member_set
    if isinstance(event, Flow) and event_kind(event.kind) == "membership":
        return event.member_set or SETS_OF_CAUSE.get(event.kind, "RET")
    return ""


def event_kind(kind: str) -> str:
    """The kind of event a flow's word stands for; what no other kind knows is of a register."""
    return KINDS.get(kind, "register")


def is_plain(event: Flow) -> bool:
    """A benefit or register event counted at its own unit."""
    return not event.member_set and event_kind(event.kind) != "membership"


def in_set(event: Flow) -> bool:
    """A benefit or register event counted where the person is a member."""
    return bool(event.member_set) and event_kind(event.kind) != "membership"


def belongs(event: Event, when: When) -> Composable:
    """Which rows of `report_posted p` the measure counts."""
    match event:
        case Service(item, _):
            return SQL("p.kind = 'service' and p.code = {}").format(Literal(item))
        case Net(member_set, timing):
            return SQL("{} and {}").format(steps_of(member_set), TIMINGS[timing])
        case Steps(member_set, sign, conditions):
            return SQL("{} and p.sign = {} and {}").format(
                steps_of(member_set), Literal(sign), all_of(conditions, event_term, when)
            )
        case Flow(kind, conditions, member_set, timing):
            place = SQL("p.member_set = {}").format(Literal(membership_set(event) or member_set))
            return SQL("p.kind = {} and p.code = {} and {} and {} and {}").format(
                Literal(event_kind(kind)), Literal(kind), place, TIMINGS[timing],
                all_of(conditions, event_term, when),
            )  # fmt: skip
    raise DefinitionWrong("不认识的事件统计方式。", "Unknown event measure.")


def steps_of(member_set: str) -> Composable:
    return SQL("p.kind = 'membership' and p.member_set = {}").format(Literal(member_set))


def value(event: Event, when: When) -> Composable:
    """The measure as one aggregate over `report_posted p`."""
    rows = belongs(event, when)
    if isinstance(event, Service):
        column = {"count": SQL("p.count"), "persons": SQL("p.persons"), "amount": SQL("p.amount")}
        return SQL("coalesce(sum({}) filter (where {}), 0)").format(column[event.measure], rows)
    if isinstance(event, Flow) and event.counted:
        return SQL(COUNTED[event.counted]).format(rows)
    if isinstance(event, Net):
        return SQL("coalesce(sum(p.sign) filter (where {}), 0)").format(rows)
    return SQL("count(*) filter (where {})").format(rows)
