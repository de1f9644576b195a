"""Somebody nobody has told of yet is entered, at the counter or on a doorstep, with an address."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from django.utils import timezone

from communities.access import EVERYWHERE, reachable_prefixes, require
from communities.actor import Actor
from communities.errors import Conflict, Invalid, Refused
from communities.permissions import Permission
from communities.rowscope import every_row
from hub.cleaning import clean_id_number
from hub.dictionary import FIELDS
from hub.fields import COUNTER
from hub.models import Resident
from hub.reasons import sentence
from hub.sealing import identity_hash
from hub.selectors.names_held import names_held
from hub.services.correct import Subject, cleaned_value, locked
from hub.services.intake import Observation, take_in
from hub.services.intake.outcome import CHANGED, CREATED, UNCHANGED
from hub.services.moving import Move, checked_address
from hub.services.once import once
from hub.sheets.holders import belongs_elsewhere

CITIZEN = "111"


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Who came to live where: raw values as they were typed; a blank one says nothing.

    `beside` is somebody registered, of whose household the newcomer is; `relation_to_head` is a
    code of that field's list.
    """

    id_number: str
    name: str
    community: str
    address: str
    id_type: str = CITIZEN
    mobile: str = ""
    hukou_division: str = ""
    on: date | None = None
    beside: UUID | None = None
    relation_to_head: str = ""


@dataclass(frozen=True, slots=True)
class Entered:
    """Internal and public key of the person, and whether the hub had not met the person before."""

    id: int
    resident: UUID
    is_new: bool


def enter(
    *, newcomer: Newcomer, actor: Actor, operation: str = "", today: date | None = None
) -> Entered:
    """Enter a person, or let one who is known elsewhere in the city live here.

    Raises Refused outside the own community, Invalid for what cannot be read, Conflict for who is
    registered here already or whose number somebody of another name holds.
    """
    require(actor, Permission.RESIDENT_CREATE)
    reach = reachable_prefixes(actor)
    if reach != EVERYWHERE and not newcomer.community.startswith(reach):
        raise Refused("只能登记到自己的社区。", "People are entered in the own community only.")
    said, identity = read(newcomer, today or timezone.localdate())
    request = {"number": identity.hex(), "community": newcomer.community}
    with every_row():
        done = once(
            operation=operation,
            request=request,
            actor=actor,
            work=lambda: _take(newcomer, said, identity, actor, operation, today),
        )
        key = UUID(done["resident"])
        person = Resident.objects.get(resident_id=key)
    return Entered(person.pk, key, done["is_new"])


def read(newcomer: Newcomer, today: date) -> tuple[dict[str, object], bytes]:
    """What the form says of the person, each cell read once, and by what the person is known."""
    papers = str(cleaned_value(FIELDS["id_type"], newcomer.id_type or CITIZEN))
    number = clean_id_number(newcomer.id_number, id_type=papers)
    if number.problem or not number.number:
        words = sentence(number.problem or "no_id")
        raise Invalid(f"证件号码：{words}。", f"ID number: {words}.", fields={"id_number": "wrong"})
    checked_address(Move(newcomer.community, newcomer.address, newcomer.on), today=today)
    said: dict[str, object] = {
        "id_type": papers,
        "id_number": number.number,
        "name": newcomer.name.strip(),
        "address": newcomer.address,
    }
    cleaned_value(FIELDS["name"], newcomer.name)
    for name in ("mobile", "hukou_division", "relation_to_head"):
        if told := getattr(newcomer, name).strip():
            cleaned_value(FIELDS[name], told)
            said[name] = told
    if newcomer.on:
        said["move_in_date"] = newcomer.on
    return said, identity_hash(papers, number.number)


def _check_is_nobody_else(newcomer: Newcomer, identity: bytes, actor: Actor) -> None:
    held = names_held([identity]).get(identity, ())
    if held and belongs_elsewhere(held, newcomer.name):
        raise Conflict(
            "这个证件号码登记在另一个姓名下，请核对号码和姓名；确认无误的，请交由户籍民警核实。",
            "This number is registered under quite another name; check both.",
            fields={"id_number": "other_person"},
        )
    known = Resident.objects.filter(id_number_hash=identity).exclude(record_status="4").first()
    if known and known.scope.startswith(reachable_prefixes(actor)):
        raise Conflict(
            "此人已在本社区登记，请按证件号码查找后更正。",
            "This person is registered here already; find the page by the number and correct it.",
            fields={"id_number": "known"},
        )


def _registered(beside: UUID, actor: Actor) -> Subject:
    subject = locked(beside)
    require(actor, Permission.RESIDENT_CORRECT, area=subject.scope)
    return subject


def in_one_household(told: Observation, newcomer: Newcomer, beside: Subject) -> list[Observation]:
    """Two who are told of with one number of a household: its members' own, or a new one."""
    number = {"household_key": f"counter-{beside.uuid.hex}"}
    known = Observation(number, resident=beside.uuid, community=newcomer.community, at=told.at)
    return [known, replace(told, said={**told.said, **number})]


def _take(
    newcomer: Newcomer,
    said: Mapping[str, object],
    identity: bytes,
    actor: Actor,
    operation: str,
    today: date | None,
) -> dict[str, object]:
    _check_is_nobody_else(newcomer, identity, actor)
    told = [Observation(said, community=newcomer.community, at=timezone.now(), on=newcomer.on)]
    if newcomer.beside:
        told = in_one_household(told[0], newcomer, _registered(newcomer.beside, actor))
    result = take_in(
        told, source=COUNTER, actor=actor, operation=operation, creates=True, today=today
    )
    outcome = result.outcomes[-1]
    if outcome.state not in (CREATED, CHANGED, UNCHANGED) or outcome.resident is None:
        words = "；".join(sentence(one.reason) for one in outcome.reasons)
        raise Invalid(f"没有登记：{words}。", f"Not entered: {words}.")
    return {"resident": str(outcome.resident), "is_new": outcome.state == CREATED}
