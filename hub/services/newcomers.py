"""Somebody nobody has told of yet is entered, at the counter or on a doorstep, with an address."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from uuid import UUID

from django.utils import timezone

from communities.access import EVERYWHERE, may, reachable_prefixes, require
from communities.actor import Actor
from communities.errors import Conflict, Invalid, NotFound, Refused
from communities.permissions import Permission
from communities.rowscope import every_row
from hub.cleaning import CITIZEN_TYPES, clean_id_number, clean_name, name_search
from hub.dictionary import FIELDS
from hub.fields import COUNTER
from hub.models import Resident
from hub.models.resident import DEAD
from hub.reasons import sentence
from hub.sealing import identity_hash
from hub.selectors.names_held import names_held
from hub.services.correct import Subject, cleaned_value, locked
from hub.services.intake import Observation, take_in
from hub.services.intake.outcome import CHANGED, CREATED, UNCHANGED
from hub.services.moving import Move, checked_address
from hub.services.once import once
from hub.sheets.holders import HAN_NAME, belongs_elsewhere

CITIZEN = "111"
OF_GUESTS = ("81", "82", "83", "9")  # permits of residents from elsewhere have a citizen's form


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

    Raises Refused outside the own community, Invalid for what cannot be read or no household of
    the own area, Conflict for who is registered here already, is told dead, or whose number
    somebody of another name holds.
    """
    require(actor, Permission.RESIDENT_CREATE)
    reach = reachable_prefixes(actor)
    if reach != EVERYWHERE and not newcomer.community.startswith(reach):
        raise Refused("只能登记到自己的社区。", "People are entered in the own community only.")
    said, identity = read(newcomer, today or timezone.localdate())
    request = {**asdict(newcomer), "id_number": identity.hex()}
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
    if not newcomer.id_number.strip():
        raise Invalid("请填写证件号码。", "Fill in the number.", fields={"id_number": "blank"})
    if number.problem or not number.number:
        words = sentence(number.problem or "no_id")
        raise Invalid(f"证件号码：{words}。", f"ID number: {words}.", fields={"id_number": "wrong"})
    if papers not in CITIZEN_TYPES and is_a_citizens(number.number):
        raise Invalid(
            "这是居民身份证号码，请把证件类型选为居民身份证。",
            "This is a citizen's number; choose the resident identity card.",
            fields={"id_type": "citizen"},
        )
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


def is_a_citizens(number: str) -> bool:
    """Whether it can only be a citizen's: under other papers the person would be two."""
    looks_so = len(number) == 18 and not clean_id_number(number).problem
    return looks_so and not number.startswith(OF_GUESTS)


def is_anothers(held: tuple[str, ...], raw: str) -> bool:
    """Whether a number held by these names is told with another. A name out of other letters, or
    what somebody is called, would fit everybody: it must be the held one, or sound as it does."""
    told = str(clean_name(raw).value or "")
    if HAN_NAME.fullmatch(told) and not clean_name(raw).flags:
        return belongs_elsewhere(held, raw)
    return all(told != name and sound_of(told) != sound_of(name) for name in held if name)


def sound_of(name: str) -> str:
    return name_search(name).pinyin.replace(" ", "").casefold()


def _check_is_nobody_else(newcomer: Newcomer, identity: bytes, actor: Actor) -> None:
    held = names_held([identity]).get(identity, ())
    if held and is_anothers(held, newcomer.name):
        raise Conflict(
            "这个证件号码登记在另一个姓名下，请核对号码和姓名；确认无误的，请交由户籍民警核实。",
            "This number is registered under quite another name; check both.",
            fields={"id_number": "other_person"},
        )
    known = Resident.objects.filter(id_number_hash=identity).exclude(record_status="4").first()
    if known and known.scope and known.scope.startswith(reachable_prefixes(actor)):
        raise Conflict(
            "此人已在本社区登记，请按证件号码查找后更正。",
            "This person is registered here already; find the page by the number and correct it.",
            fields={"id_number": "known"},
        )
    if known and known.alive_status == DEAD:
        raise Conflict(
            "此人已登记死亡，请核对号码；人还在世的，请交由户籍民警核实。",
            "This person is registered as deceased; check the number.",
            fields={"id_number": "deceased"},
        )


def _registered(beside: UUID, actor: Actor) -> Subject:
    """The one whose household is joined; who is out of reach is as good as nobody."""
    try:
        subject = locked(beside)
    except NotFound:
        subject = None
    if subject is None or not may(actor, Permission.RESIDENT_CORRECT, area=subject.scope):
        raise Invalid(
            "没有找到要加入的那一户，请从那位居民的页面重新打开。",
            "The household to join was not found; open the form from that resident's page.",
            fields={"beside": "unknown"},
        )
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
    beside = _registered(newcomer.beside, actor) if newcomer.beside else None
    _check_is_nobody_else(newcomer, identity, actor)
    told = [Observation(said, community=newcomer.community, at=timezone.now(), on=newcomer.on)]
    if beside:
        told = in_one_household(told[0], newcomer, beside)
    result = take_in(
        told, source=COUNTER, actor=actor, operation=operation, creates=True, today=today
    )
    outcome = result.outcomes[-1]
    if outcome.state not in (CREATED, CHANGED, UNCHANGED) or outcome.resident is None:
        words = "；".join(sentence(one.reason) for one in outcome.reasons)
        raise Invalid(f"没有登记：{words}。", f"Not entered: {words}.")
    return {"resident": str(outcome.resident), "is_new": outcome.state == CREATED}
