"""One stream, page by page: save the answer, check it, take it in, move the watermark."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from django.db.models import F
from django.utils import timezone

from communities.actor import Actor, system_actor
from communities.rowscope import row_scope
from connectors.contract import APPLIED, SET_ASIDE, SKIPPED, Reading, Row, Stream, Token
from connectors.engine.guards import check_layout, check_progress, check_size, standing_of, watched
from connectors.engine.lease import Lease
from connectors.engine.pages import raw_of, save_page
from connectors.engine.translate import groups_told, ledger_key, speak
from connectors.engine.waiting import hear_waiting, keep_waiting
from connectors.errors import NeedsPerson, TryLater
from connectors.models import Cursor, Page, Run
from connectors.selectors.people import versions_of
from hub.services.intake import TakenIn, take_in

LOG = logging.getLogger(__name__)
DEATHS_ON_ONE_PAGE = 5
STATES = ("created", "changed", "unchanged", "skipped", "set_aside", "questioned")
VERDICT = {"skipped": SKIPPED, "set_aside": SET_ASIDE, "questioned": SET_ASIDE}


@dataclass(slots=True)
class Settled:
    """What became of the rows of one page, for its key ledger and the run's counts."""

    keys: dict[str, str] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(STATES, 0))

    def add(self, row_keys: Sequence[str], taken: TakenIn) -> None:
        for outcome in taken.outcomes:
            self.keys[row_keys[outcome.n]] = VERDICT.get(outcome.state, APPLIED)
            self.counts[outcome.state] += 1

    def skip(self, row_keys: Sequence[str]) -> None:
        for key in row_keys:
            self.keys.setdefault(key, SKIPPED)
        self.counts["skipped"] += len(row_keys)


def carry_stream(run: Run, stream: Stream, lease: Lease) -> None:
    """Read one stream to its end, going on where an earlier attempt stopped."""
    last = Page.objects.filter(run=run, stream=stream.name).order_by("-number").first()
    if last is None:
        token = _first_token(run, stream)
    elif last.state == "fetched":
        raw = raw_of(last)
        raw = stream.fetch(last.request) if raw is None else raw
        token = _finish_page(run, stream, last, raw, lease)
    else:
        _acknowledge(stream, last)
        token = last.following
    number = last.number if last else 0
    while token is not None:
        number += 1
        page, raw = _fetched(run, stream, number, token)
        token = _finish_page(run, stream, page, raw, lease)


def _first_token(run: Run, stream: Stream) -> Token | None:
    standing = standing_of(run, stream, timezone.now())
    if standing.watermark and not stream.trusts(standing):
        LOG.warning("%s/%s: a watermark ahead of the clock is given up", run.system, stream.name)
        Cursor.objects.filter(system=run.system, stream=stream.name).update(watermark="")
        standing = replace(standing, watermark="")
    token = stream.begin(standing)
    if token is not None and stream.full and watched(run, stream):
        check_size(run, stream, stream.measure(token))
    return token


def _fetched(run: Run, stream: Stream, number: int, token: Token) -> tuple[Page, bytes]:
    raw = stream.fetch(token)
    page = save_page(
        run=run,
        stream=stream.name,
        number=number,
        token=token,
        raw=raw if stream.keeps_raw else None,
    )
    return page, raw


def _finish_page(run: Run, stream: Stream, page: Page, raw: bytes, lease: Lease) -> Token | None:
    _count_attempt(page)
    reading = _read(stream, page, raw)
    check_layout(stream, reading)
    if stream.full:  # each page: a run may read several files, of which a later one is emptied
        check_size(run, stream, reading.total)
    check_progress(run, stream, reading.following)
    actor = system_actor(f"sync:{run.system}")
    with row_scope(actor):
        lease.hold()
        settled = _take_in(run, stream, reading.rows, actor)
        _close_page(run, stream, page, reading, settled)
    _acknowledge_reading(stream, page, reading)
    return reading.following


def _read(stream: Stream, page: Page, raw: bytes) -> Reading:
    """The page's rows; an answer that says "later" is none, and the page is asked for again."""
    try:
        return stream.read(raw, page.request)
    except TryLater:
        page.delete()
        raise


def _count_attempt(page: Page) -> None:
    if page.attempts >= DEATHS_ON_ONE_PAGE:
        raise NeedsPerson(
            f"第 {page.number} 页连续 {page.attempts} 次没有处理完，已停下等人查看。",
            f"Page {page.number} was begun {page.attempts} times and never finished.",
            kind="schema",
        )
    page.attempts += 1
    page.save(update_fields=["attempts"])


def _take_in(run: Run, stream: Stream, rows: list[Row], actor: Actor) -> Settled:
    """Every kind of row about the same sort of subject passes the door together."""
    settled = Settled()
    spoken = speak(stream, rows, versions_of(run.system, groups_told(stream, rows)))
    mapping = "+".join(map_.fingerprint() for map_ in stream.maps)
    for entity, creates in dict.fromkeys((one.map.entity, one.map.creates) for one in spoken):
        kinds = [one for one in spoken if (one.map.entity, one.map.creates) == (entity, creates)]
        keep_waiting(kinds, run)
        taken = take_in(
            [told for kind in kinds for told in kind.observations],
            source=run.system,
            actor=actor,
            run_id=run.pk,
            creates=creates,
            mapping=mapping,
            entity=entity,
        )
        settled.add([key for kind in kinds for key in kind.row_keys], taken)
        hear_waiting(kinds, run, mapping, actor)
    for kind in spoken:
        settled.skip(kind.skipped)
    return settled


def _close_page(run: Run, stream: Stream, page: Page, reading: Reading, settled: Settled) -> None:
    page.state, page.done_at = "done", timezone.now()
    page.keys, page.rows = settled.keys, sum(settled.counts.values())
    if not stream.keeps_raw:
        page.keys = {key: was for key, was in settled.keys.items() if was != APPLIED}
    page.following = reading.following
    page.save()
    counts = {name: F(name) + number for name, number in settled.counts.items() if number}
    Run.objects.filter(pk=run.pk).update(
        read=F("read") + page.rows,
        setbacks=0,
        **counts,
        **({"watermark": reading.watermark} if reading.watermark else {}),
        **({"data_date": reading.data_date} if reading.data_date else {}),
    )
    _move_cursor(run, stream, page, reading)


def _move_cursor(run: Run, stream: Stream, page: Page, reading: Reading) -> None:
    cursor, _made = Cursor.objects.get_or_create(system=run.system, stream=stream.name)
    cursor.watermark = max(cursor.watermark, reading.watermark)
    cursor.data_date = reading.data_date or cursor.data_date
    if stream.full and reading.following is None:
        told = Page.objects.filter(run=run, stream=stream.name).values_list("rows", flat=True)
        cursor.rows = sum(told) if reading.total is None else reading.total
    cursor.save()


def _acknowledge_reading(stream: Stream, page: Page, reading: Reading) -> None:
    verdicts = (page.keys.get(_key(stream, row), APPLIED) for row in reading.rows)
    stream.acknowledge(page.request, reading, verdicts)
    Page.objects.filter(pk=page.pk).update(acknowledged=True)


def _acknowledge(stream: Stream, page: Page) -> None:
    raw = raw_of(page)
    if page.acknowledged or raw is None:
        return
    _acknowledge_reading(stream, page, stream.read(raw, page.request))


def _key(stream: Stream, row: Row) -> str:
    map_ = next(map_ for map_ in stream.maps if map_.kind == row.kind)
    return ledger_key(map_, row.cells)
