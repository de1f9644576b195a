"""One click: confirm a checked draft and lock exactly the run that was shown."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from communities import trail
from communities.access import may, require
from communities.actor import Actor
from communities.errors import HubError, Refused
from communities.permissions import Permission
from communities.prefixes import COMMUNITY_DIGITS, prefix_of
from communities.rowscope import every_row
from communities.selectors.areas import area_with, communities_of
from hub.services.opening import open_books
from reports.catalogue import definition
from reports.engine.figures import add_up, from_json, to_json
from reports.errors import (
    AlreadyLocked,
    ChecksFailed,
    ChildrenNotLocked,
    EarlierNotLocked,
    EndedStillCounts,
    NotMadeYet,
    PeriodNotOver,
)
from reports.models import Sheet, Submission
from reports.periods import read_period
from reports.selectors.books import LOCKED, PENDING, begun_after, locked_units
from reports.selectors.elsewhere import is_newer_elsewhere
from reports.selectors.news import has_news
from reports.services.make import make_run, order_run

NAMED = 5


@dataclass(frozen=True, slots=True)
class Confirmation:
    """The submission, and whether it was made again instead of locked: then look once more.
    `moved` are the rows whose figures are others than those that were shown."""

    submission: Submission
    remade: bool
    moved: tuple[str, ...] = ()


@transaction.atomic
def confirm(
    *, report: str, period: str, unit: str, run_id: int | None, actor: Actor, now: datetime
) -> Confirmation:
    """Lock a community's checked draft, or a street whose communities are all locked.

    `run_id` is the run that was shown (not needed for a street). If anything of the period has
    come since, the draft is made again first and nothing is locked.
    Raises Refused, NotMadeYet, AlreadyLocked, PeriodNotOver, EarlierNotLocked, ChildrenNotLocked,
    EndedStillCounts, ChecksFailed.
    """
    require_own_unit(unit, actor=actor)
    with every_row():
        if is_community(unit):
            submission = pending(report, period, unit)
            answer = confirm_community(submission, run_id, actor=actor, now=now)
        else:
            locked = confirm_street(report, period, unit, actor=actor, now=now)
            answer = Confirmation(locked, remade=False)
    if not answer.remade:
        trail.note(actor, action="confirm", purpose="P04",
                   detail=f"{report} {period} {unit} v{answer.submission.version}")  # fmt: skip
    return answer


def is_community(unit: str) -> bool:
    return len(prefix_of(unit)) == COMMUNITY_DIGITS


def require_own_unit(unit: str, *, actor: Actor) -> None:
    """A unit is confirmed by its own head: a community by its secretary, a street by its head."""
    require(actor, Permission.REPORT_CONFIRM, area=unit)
    if not confirms(unit, actor=actor):
        raise Refused(
            "这张表由本单位负责人确认。", "This report is confirmed by the head of its own unit."
        )


def confirms(unit: str, *, actor: Actor) -> bool:
    own = actor.is_system or any(post.prefix == prefix_of(unit) for post in actor.posts)
    return own and may(actor, Permission.REPORT_CONFIRM, area=unit)


def confirm_community(
    submission: Submission, run_id: int | None, *, actor: Actor, now: datetime
) -> Confirmation:
    refuse_before_its_turn(submission, now)
    sheet = submission.sheet
    if sheet is None or sheet.run_id != run_id or is_behind(submission):
        shown = Sheet.objects.filter(run=run_id, unit=submission.unit).first() or sheet
        again = remake(submission, actor=actor, now=now)
        return Confirmation(again, remade=True, moved=rows_moved(shown, again))
    if sheet.failed:
        raise ChecksFailed
    lock(submission, actor=actor, now=now)
    if submission.opening and sheet.run.cut_off and sheet.run.position:
        open_books(units=[submission.unit], day=sheet.run.cut_off,
                   position=sheet.run.position, actor=actor)  # fmt: skip
    return Confirmation(submission, remade=False)


def rows_moved(shown: Sheet | None, again: Submission) -> tuple[str, ...]:
    before = shown.figures if shown else {}
    after = again.sheet.figures if again.sheet else {}
    return tuple(sorted(row for row in after if after[row] != before.get(row)))


def is_behind(submission: Submission) -> bool:
    """Whether the draft does not know all it counts, goes on from figures that were not the ones
    locked, or was checked against another report that has been made again."""
    asked = definition(submission.report)
    return (has_news(submission) or not goes_on_from_locked(submission)
            or is_newer_elsewhere(asked, submission))  # fmt: skip


def goes_on_from_locked(submission: Submission) -> bool:
    """An opening goes on from nothing."""
    if submission.opening or submission.sheet is None:
        return True
    return Submission.objects.filter(
        report=submission.report, unit=submission.unit, state=LOCKED,
        period=read_period(submission.period).previous.name, sheet=submission.sheet.previous_id,
    ).exists()  # fmt: skip


def pending(report: str, period: str, unit: str) -> Submission:
    """The submission that waits, held for this transaction. Raises AlreadyLocked, NotMadeYet."""
    mine = Submission.objects.filter(report=report, period=period, unit=unit)
    found = mine.filter(state__in=PENDING).select_for_update().first()
    if found is None:
        raise AlreadyLocked if mine.filter(state=LOCKED).exists() else NotMadeYet
    return found


def refuse_before_its_turn(submission: Submission, now: datetime) -> None:
    """Raises PeriodNotOver before the cut-off, EarlierNotLocked while the period before is not
    locked; an opening has none."""
    period = read_period(submission.period)
    if definition(submission.report).due.makes_from(period) > now:
        raise PeriodNotOver(submission.period)
    if submission.opening:
        return
    before = period.previous
    if not locked_units(submission.report, before, [submission.unit]):
        raise EarlierNotLocked(before.name)


def not_its_turn(submission: Submission | None, now: datetime) -> str:
    """Why a draft cannot be confirmed yet though its checks may hold; "" when it can."""
    try:
        if submission is not None and submission.state in PENDING:
            refuse_before_its_turn(submission, now)
    except HubError as trouble:
        return trouble.sentence
    return ""


def remake(submission: Submission, *, actor: Actor, now: datetime) -> Submission:
    run = order_run(
        report=submission.report, period=read_period(submission.period), area=submission.unit,
        actor=actor, opening=submission.opening,
    )  # fmt: skip
    make_run(run=run, actor=actor, now=now, units=[submission.unit])
    submission.refresh_from_db()
    return submission


def lock(submission: Submission, *, actor: Actor, now: datetime) -> None:
    submission.state = LOCKED
    submission.confirmed_by = actor.name[:60]
    submission.confirmed_at = now
    submission.save()


def confirm_street(
    report: str, period: str, unit: str, *, actor: Actor, now: datetime
) -> Submission:
    """Freeze the sum of the communities whose books reach back to the period.

    Raises NotMadeYet where none do, ChildrenNotLocked, AlreadyLocked, EndedStillCounts.
    """
    every = communities_of(unit)
    children = sorted(set(every) - begun_after(report, read_period(period), every))
    if not children:
        raise NotMadeYet
    locked = held_children(report, period, children)
    mine = Submission.objects.filter(report=report, period=period, unit=unit)
    if mine.filter(state=LOCKED).exists():
        raise AlreadyLocked
    refuse_missing(children, {one.unit for one in locked})
    refuse_lost(report, period, unit, children)
    figures = add_up(
        definition(report), [from_json(one.sheet.figures) for one in locked if one.sheet]
    )
    return Submission.objects.create(
        report=report, period=period, unit=unit, state=LOCKED, figures=json.loads(to_json(figures)),
        opening=all(one.opening for one in locked), confirmed_by=actor.name[:60], confirmed_at=now,
        version=mine.count() + 1, reason="下级单位更正" if mine.exists() else "",
    )  # fmt: skip


def held_children(report: str, period: str, children: Sequence[str]) -> list[Submission]:
    """The communities' locked submissions, held: a second click on the street's sum, or a new
    version of one of them, takes its turn."""
    locked = Submission.objects.filter(
        report=report, period=period, unit__in=children, state=LOCKED
    )
    return list(locked.select_related("sheet").select_for_update(of=("self",)).order_by("unit"))


def refuse_lost(report: str, period: str, unit: str, children: Sequence[str]) -> None:
    """Raises EndedStillCounts for communities that closed the period before with people and are
    no longer among the children: the sum would not open with what it closed."""
    stocks = [one.row for one in definition(report).indicators if one.kind == "stock"]
    gone = Submission.objects.filter(
        report=report, period=read_period(period).previous.name, state=LOCKED,
        unit__startswith=prefix_of(unit), sheet__isnull=False,
    ).exclude(unit__in=children).select_related("sheet")  # fmt: skip
    closed = [(one.unit, one.sheet.figures) for one in gone.order_by("unit") if one.sheet]
    lost = [code for code, figures in closed if any(any(figures[row].values()) for row in stocks)]
    if lost:
        raise EndedStillCounts(named_first(lost))


def named_first(units: Sequence[str]) -> str:
    names = "、".join(area_with(unit).short_name for unit in units[:NAMED])
    return names + ("等" if len(units) > NAMED else "")


def refuse_missing(children: Sequence[str], locked: set[str]) -> None:
    missing = [unit for unit in children if unit not in locked]
    if missing:
        raise ChildrenNotLocked(named_first(missing))
