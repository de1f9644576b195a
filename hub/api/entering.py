"""A sender's rows on their way through the door, and what stands of each afterwards."""

from collections.abc import Sequence, Set
from dataclasses import replace
from datetime import timedelta
from operator import itemgetter
from typing import Any
from uuid import uuid4

from django.utils import timezone

from communities import trail
from communities.access import visible_prefixes
from communities.actor import Actor
from communities.selectors.areas import communities_among
from hub.api.outcomes import told_back
from hub.fields import IMPORT
from hub.selectors.said_before import said_before
from hub.selectors.told_elsewhere import Told, told_elsewhere
from hub.services.intake import Observation, Outcome, TakenIn, take_in
from hub.services.intake.holding import hold_out
from hub.services.intake.outcome import UNCHANGED, not_believed

LONGEST_VERSION = 40
CLOCKS_DIFFER = timedelta(minutes=5)  # a sender's clock may be a little ahead of ours


def enter(rows: list[dict[str, Any]], actor: Actor, operation: str) -> dict[str, Any]:
    """Take the rows in and answer them; one whose moment has not come yet is set aside whole."""
    source, now = actor.speaks_for or IMPORT, timezone.now()
    places = unknown_places(rows, actor)
    told = [observation(row, actor, places) for row in rows]
    early = [n for n, one in enumerate(told) if one.at and one.at > now + CLOCKS_DIFFER]
    here = sorted(set(range(len(told))).difference(early))
    away = who_is_away([told[n] for n in here], source, actor)
    sent = [
        stranger(told[n], rows[n]) if place in away else told[n] for place, n in enumerate(here)
    ]
    taken = take_in(
        sent, source=source, actor=actor, operation=operation, today=timezone.localdate(now)
    )
    held_out = hold_out(
        [replace(told[n], raw=raw_of(rows[n])) for n in early],
        reason="moment_in_future",
        field="at",
        source=source,
        actor=actor,
    )
    came = [*as_before(taken.outcomes, sent, source), *held_out]
    numbered = sorted(zip([*here, *early], came, strict=True), key=itemgetter(0))
    whole = TakenIn([replace(one, n=n) for n, one in numbered])
    trail.note(actor, action="observe", purpose=actor.purpose, count=whole.rows)
    return told_back(whole, rows, places)


def as_before(
    outcomes: Sequence[Outcome], sent: Sequence[Observation], source: str
) -> list[Outcome]:
    """A row sent again word for word is not looked at again: it is told whose it is and what of
    its source's words stands aside.
    """
    again = {
        one.n: sent[one.n].key for one in outcomes if one.state == UNCHANGED and not one.resident
    }
    known = said_before(again.values(), source=source) if again else {}
    return [
        replace(one, resident=held.resident, not_taken=not_believed(held.asked, held.beside))
        if (held := known.get(again.get(one.n, "")))
        else one
        for one in outcomes
    ]


def unknown_places(rows: list[dict[str, Any]], actor: Actor) -> set[str]:
    """Told communities that are none, or none of the caller's areas."""
    told = {row["community"] for row in rows if row.get("community")}
    return told - communities_among(told, prefixes=visible_prefixes(actor))


def who_is_away(told: list[Observation], source: str, actor: Actor) -> set[int]:
    named = [Told(one.resident, one.said.get("id_number"), one.key) for one in told]
    return told_elsewhere(named, source=source, actor=actor)


def stranger(one: Observation, row: dict[str, Any]) -> Observation:
    """Somebody outside the key's areas goes the way of somebody nobody knows."""
    return Observation(
        said={name: value for name, value in row["values"].items() if name != "id_number"},
        on=one.on,
        resident=uuid4(),
        community=one.community,
        raw=raw_of(row),
    )


def raw_of(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name != "values"} | row["values"]


def observation(row: dict[str, Any], actor: Actor, unknown: Set[str]) -> Observation:
    said = dict(row["values"])
    if row.get("id_number"):
        said["id_number"] = row["id_number"]
    key, community = row.get("key") or "", row.get("community") or ""
    return Observation(
        said=said,
        key=f"{actor.name}:{key}" if key else "",
        version=in_order(row.get("version") or ""),
        at=row.get("at"),
        on=row.get("on"),
        resident=row.get("resident_id"),
        community="" if community in unknown else community,
    )


def in_order(version: str) -> str:
    """Versions are compared as text, so that one of digits alone is padded: 10 comes after 9."""
    return version.zfill(LONGEST_VERSION) if version.isascii() and version.isdigit() else version
