"""The one door: one observation or a million, by the same set-based SQL, in one transaction."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.db import IntegrityError
from django.utils import timezone

from communities.actor import Actor
from communities.rowscope import every_row
from hub.errors import IdentityTaken, MembershipWithoutEvent
from hub.services.intake import sql
from hub.services.intake.asides import ask, keep_aside
from hub.services.intake.categories import take_categories
from hub.services.intake.claims import numbers_of_others
from hub.services.intake.echoes import settle_requests
from hub.services.intake.estates import name_estates
from hub.services.intake.happenings import write_happenings
from hub.services.intake.matching import find_subjects, give_birth, lock
from hub.services.intake.observation import Observation
from hub.services.intake.outcome import (
    CHANGED,
    CREATED,
    QUESTIONED,
    SET_ASIDE,
    UNCHANGED,
    Outcome,
    TakenIn,
    Trouble,
    not_believed,
)
from hub.services.intake.passage import Passage
from hub.services.intake.places import build_homes
from hub.services.intake.ready import Ready, digested
from hub.services.intake.records import remember
from hub.services.intake.repeats import already_said
from hub.services.intake.retirees import count_retirees
from hub.services.intake.row import Row
from hub.services.intake.said import refusal
from hub.services.intake.scripts import script
from hub.services.intake.staging import stage
from hub.services.intake.waiting import is_early, let_wait, wait_no_more

MANY = 1000  # rows from which a wrong plan would cost more than a look at the estimates
IDENTITY = "resident_identity_is_one_live_record"
RACES = 3  # two writers may meet the same new person; the second finds the first's on trying again


def take_in(
    observations: Iterable[Observation] | Ready,
    *,
    source: str,
    actor: Actor,
    operation: str = "",
    run_id: int | None = None,
    creates: bool = False,
    mapping: str = "",
    today: date | None = None,
    entity: str = "resident",
) -> TakenIn:
    """Clean, match, believe and write what was observed; everything or nothing.

    `source` is a code of external_system.csv, COUNTER (a person at work: confirmed) or IMPORT
    (a sheet). `creates` lets persons nobody knows enter; else they are set aside. `mapping` names
    the version of the mapping, so that a new mapping is no repeat. What was made Ready by that
    mapping is not cleaned again. Raises IdentityTaken when a source that does not own numbers gives
    its person another's and is believed, and what the database raises; a bad row or cell raises
    nothing and is in the result.
    """
    ready = observations if isinstance(observations, Ready) else digested(observations, mapping)
    now = timezone.now()
    passage = Passage(
        source=source,
        actor=actor.name[:60],
        operation=operation,
        run_id=run_id,
        entity=entity,
        creates=creates,
        today=today or timezone.localdate(now),
        now=now,
    )
    for left in reversed(range(RACES)):
        try:
            with every_row():
                sql.run(CHECKS, {"who": "checks"})
                if len(ready.told) >= MANY:
                    sql.run("select hub_count_anew()")
                result = pass_through(ready, passage)
                sql.run(CHECKS, {"who": ""})
                return result
        except IntegrityError as clash:
            if not left and IDENTITY in str(clash):
                raise IdentityTaken from clash
            if not left or not lost_a_race(clash):
                raise
    raise AssertionError("unreachable: the last try returns or raises")


def lost_a_race(clash: IntegrityError) -> bool:
    return any(name in str(clash) for name in (IDENTITY, "source_record_once"))


def pass_through(ready: Ready, passage: Passage) -> TakenIn:
    states = already_said(ready.told, ready.digests, source=passage.source, kind=passage.entity)
    numbers = range(len(ready.told))
    result = TakenIn(list(map(Outcome, numbers, [states.get(n, UNCHANGED) for n in numbers])))
    rows = [ready.row(n, passage.entity) for n in numbers if n not in states]
    for round_rows in rounds(known_subjects(rows, passage, result)):
        take_round(round_rows, passage, result)
    return result


def known_subjects(rows: list[Row], passage: Passage, result: TakenIn) -> list[Row]:
    """The rows whose subject is known or may be created; the others go aside or to a person."""
    refused = [row for row in rows if row.troubles and refusal(row)]
    rows = without(rows, refused)
    early = [row for row in rows if is_early(row, passage.today)]
    rows = without(rows, early)
    name_estates(rows)
    find_subjects(rows, entity=passage.entity, source=passage.source)
    nameless = [row for row in rows if not row.subject and nobody_can_be_meant(row, passage)]
    if passage.creates and passage.entity == "resident":
        give_birth(rows)
    if passage.creates and passage.entity == "dwelling":
        build_homes(rows, passage)
    strangers = [row for row in without(rows, nameless) if not row.subject]
    for row in strangers:
        row.troubles.append(Trouble("unknown_person", "", None))
    refused += numbers_of_others(rows, source=passage.source)
    let_wait(early, passage)
    close(refused + strangers + early, SET_ASIDE, result)
    close(nameless, QUESTIONED, result)
    keep_aside(refused + strangers + early, passage)
    ask(nameless, passage, kind="no_id")
    return [row for row in without(rows, refused) if row.subject]


def without(rows: list[Row], apart: Sequence[Row]) -> list[Row]:
    numbers = {row.n for row in apart}
    return [row for row in rows if row.n not in numbers] if apart else rows


def nobody_can_be_meant(row: Row, passage: Passage) -> bool:
    return passage.entity == "resident" and row.identity is None and row.told.resident is None


def close(rows: Iterable[Row], state: str, result: TakenIn) -> None:
    for row in rows:
        reasons = tuple(row.troubles)
        if state == QUESTIONED:
            reasons = (*reasons, Trouble("no_id", "id_number", None))
        result.outcomes[row.n] = Outcome(row.n, state, row.uuid, reasons)


def rounds(rows: Sequence[Row]) -> list[list[Row]]:
    """Rows of one subject follow one another; rows of different subjects go together."""
    turns: list[list[Row]] = []
    seen: dict[int, int] = {}
    for row in rows:
        turn = seen.get(row.subject, 0)
        seen[row.subject] = turn + 1
        if turn == len(turns):
            turns.append([])
        turns[turn].append(row)
    return turns


def take_round(rows: Sequence[Row], passage: Passage, result: TakenIn) -> None:
    lock(rows, passage.entity)
    stage(rows, entity=passage.entity)
    take_categories(rows, passage)
    if passage.entity == "resident":
        write_happenings(rows, passage)
        count_retirees(rows, passage)
        check_memberships()
    settle_requests(passage)
    wait_no_more(passage)
    remember(passage)
    keep_aside([row for row in rows if row.troubles], passage)
    report(rows, result)


def check_memberships() -> None:
    """Refuse the round whose memberships are not the sum of their events."""
    if not sql.fetch("select exists (select from touched where moved)")[0][0]:
        return
    wrong = sql.fetch(script("intake_check"))
    if wrong:
        raise MembershipWithoutEvent(wrong[0][0])


def report(rows: Sequence[Row], result: TakenIn) -> None:
    came = {n: what for n, *what in sql.fetch(WHAT_CAME)}
    for row in rows:
        changed, asked, beside = came.get(row.n, NOTHING_CAME)
        state = CREATED if row.born else CHANGED if changed else UNCHANGED
        not_taken = not_believed(asked, beside) if asked or beside else ()
        result.outcomes[row.n] = Outcome(row.n, state, row.uuid, tuple(row.troubles), not_taken)
        result.field_questions += len(row.troubles) + (len(asked.split()) if asked else 0)


NOTHING_CAME = (False, None, None)
WHAT_CAME = """
select n, bool_or(moved is not null), string_agg(asked, ' '), string_agg(beside, ' ')
from touched group by n
"""
CHECKS = "select set_config('hub.door', %(who)s, true)"
