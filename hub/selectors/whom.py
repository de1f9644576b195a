"""What stands beside a masked name in a list, so that a worker knows whom a line is about.

Nothing a profile would not show the same reader: sex, age, building and unit pass the same masks.
The room is left out, and of a child under 14 sex and age.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext as _

from communities.actor import Actor
from hub.dictionary import FIELDS
from hub.masking import mask
from hub.selectors.search import is_child
from hub.selectors.sight import Shows, Sight
from hub.selectors.value_text import text_of

PEOPLE = """
select r.id, r.resident_id, coalesce(r.name, ''), coalesce(r.scope, ''), coalesce(r.sex, ''),
    hub_age(r.birth_date, %(day)s), coalesce(d.building_no, ''), coalesce(d.unit_no, '')
from hub_resident r left join hub_dwelling d on d.id = r.dwelling_id
where r.id = any(%(people)s)
"""


@dataclass(frozen=True, slots=True)
class Person:
    """One person of a list; `age` in full years, None when the birth date is not held."""

    id: int
    resident_id: UUID
    name: str
    scope: str
    sex: str
    age: int | None
    building: str
    unit: str


@dataclass(frozen=True, slots=True)
class Whom:
    """The name and what stands beside it, as one reader may see them; `id` is internal."""

    id: int
    resident_id: str
    name: str
    beside: str


def people_told(ids: Iterable[int], day: date) -> Mapping[int, Person]:
    """Those of the people whom the row rule lets through, by internal id."""
    with connection.cursor() as cursor:
        cursor.execute(PEOPLE, {"people": list(set(ids)), "day": day})
        return {row[0]: Person(*row) for row in cursor.fetchall()}


def whom(person: Person, actor: Actor) -> Whom:
    name = FIELDS["name"]
    sight = Sight(actor, person.scope, under14=is_child(person.age))
    in_full = sight.shows(name) is Shows.FULL
    return Whom(
        id=person.id,
        resident_id=str(person.resident_id),
        name=person.name if in_full else mask(name, person.name),
        beside=" · ".join(
            filter(None, (*who(person, sight), home(person.building, person.unit, sight)))
        ),
    )


def who(person: Person, sight: Sight) -> tuple[str, ...]:
    if sight.under14:
        return (_("未满14周岁"),)
    sex = text_of(FIELDS["sex"], person.sex) if open_to(sight, "sex") and person.sex else ""
    is_told = person.age is not None and open_to(sight, "age")
    return sex, _("%(age)s岁") % {"age": person.age} if is_told else ""


def home(building: str, unit: str, sight: Sight) -> str:
    """A building and its unit in words, as far as the reader may see them."""
    if not building or not open_to(sight, "building_no"):
        return ""
    words = _("%(building)s栋") % {"building": building}
    if not unit or not open_to(sight, "unit_no"):
        return words
    return words + _("%(unit)s单元") % {"unit": unit}


def open_to(sight: Sight, field: str) -> bool:
    return sight.shows(FIELDS[field]) is Shows.FULL
