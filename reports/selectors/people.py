"""The people behind a figure, as this reader may see them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.conf import settings

from communities.access import right_to
from communities.actor import Actor
from communities.errors import Refused
from communities.rowscope import every_row
from hub.dictionary import FIELDS
from hub.masking import in_lists
from hub.models import Resident
from hub.selectors.codes import label_of
from hub.selectors.sight import Shows, Sight
from hub.selectors.value_text import text_seen
from reports.catalogue import Definition, read_definition
from reports.engine.causes import CAUSES
from reports.engine.drill import Counted, Figure, behind, is_carried, number_in
from reports.engine.plan import Event, measures
from reports.engine.when import CITY_DIGITS, When
from reports.models import Run, Sheet, Submission
from reports.periods import LOCAL
from reports.selectors.small import rows_to_hide

PAGE = 50
FOURTEEN = 14
NUMBERS_ONLY = frozenset({"-", "N", "L", "S"})


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the list; every value is already as the reader may see it.

    `number`: what the event adds to the figure.
    """

    key: int
    resident_id: str
    internal: int | None
    name: str
    sex: str
    birth_date: str
    id_number: str
    event: Counted | None
    event_label: str
    number: object = None


@dataclass(frozen=True, slots=True)
class Listed:
    lines: tuple[Line, ...]
    after: int | None
    has_events: bool
    carried_from: str
    carried_is_locked: bool = False


def sees_names(actor: Actor, unit: str) -> bool:
    """Whether figures of the unit open to people for this reader at all."""
    return right_to(actor, "core_resident", prefix=unit) not in NUMBERS_ONLY


def refuse_numbers_only(actor: Actor, unit: str, definition: Definition, row: str) -> None:
    """Raises Refused for a role that sees numbers only, or a sensitive row outside its line."""
    if not sees_names(actor, unit):
        raise Refused(
            "您的岗位只看数量，不看名单。", "Your role sees the number, not the names behind it."
        )
    if row and row in rows_to_hide(definition, actor, unit):
        raise Refused(
            "这一行涉及敏感信息，名单只对本条线开放。",
            "This row is sensitive; its names are open to its own line only.",
        )


def people_behind(
    sheet: Sheet, row: str, column: str, *, actor: Actor, after: int, today: date
) -> Listed:
    """One page of the people or events behind a figure, masked for the reader.

    Raises Refused where the reader's role sees numbers only.
    """
    definition = definition_of(sheet.run)
    refuse_numbers_only(actor, sheet.unit, definition, row)
    parts = list(measures(definition.indicator(row).expr))
    if all(map(is_carried, parts)):
        return Listed((), None, has_events=False, carried_from=carried_from(sheet),
                      carried_is_locked=is_locked(sheet.previous))  # fmt: skip
    figure = Figure(definition, sheet.unit, row, column, runs_of(sheet, column), when_of(sheet.run))
    with every_row():
        counted = behind(figure, after=after, limit=PAGE + 1, since=seen_since(sheet.run))
        lines = lines_of(counted[:PAGE], actor, sheet.unit, today)
    if isinstance(parts[0], Event):
        lines = [replace(line, number=number_in(parts[0], one))
                 for line, one in zip(lines, counted, strict=False)]  # fmt: skip
    more = counted[PAGE - 1].key if len(counted) > PAGE else None
    return Listed(tuple(lines), more, any(one.event for one in counted), "")


def definition_of(run: Run) -> Definition:
    """The definition the run was made by, not today's."""
    assert run.definition is not None  # noqa: S101  a made run has one
    return read_definition(run.definition.text)


def when_of(run: Run) -> When:
    assert run.cut_off is not None  # noqa: S101  a made run has one
    return When(run.position or 0, run.cut_off, settings.HUB_CITY_PREFIX[:CITY_DIGITS])


def seen_since(run: Run) -> date:
    """The day from which a change may be one that the run did not see or count yet."""
    assert run.cut_off is not None  # noqa: S101  a made run has one
    assert run.made_at is not None  # noqa: S101  a made run has one
    return min(run.cut_off, run.made_at.astimezone(LOCAL).date())


def carried_from(sheet: Sheet) -> str:
    return sheet.previous.run.period if sheet.previous else ""


def is_locked(sheet: Sheet | None) -> bool:
    """Whether figures stand: those of a draft change when it is made again."""
    return Submission.objects.filter(sheet=sheet, state=Submission.State.LOCKED).exists()


def runs_of(sheet: Sheet, column: str) -> tuple[int, ...]:
    """The run itself, or for the year to date every run of the year back to January."""
    runs = [sheet.run_id]
    year = sheet.run.period[:4]
    before = sheet.previous
    while column == "ytd" and before is not None and before.run.period.startswith(year):
        runs.append(before.run_id)
        before = before.previous
    return tuple(runs)


def named(residents: Iterable[int], actor: Actor, unit: str, today: date) -> list[Line]:
    """Records at fault, in the order given."""
    with every_row():
        rows = Resident.objects.in_bulk(list(residents))
        counted = [
            Counted(key, key, row.name, row.sex, row.birth_date) for key, row in rows.items()
        ]
        return lines_of(counted, actor, unit, today)


def lines_of(counted: Sequence[Counted], actor: Actor, unit: str, today: date) -> list[Line]:
    keys = {one.resident for one in counted if one.resident}
    held = {
        pk: (str(public), id_mask or "")
        for pk, public, id_mask in Resident.objects.filter(pk__in=keys).values_list(
            "pk", "resident_id", "id_number_mask"
        )
    }
    return [line_of(one, held, actor, unit, today) for one in counted]


def line_of(
    one: Counted, held: Mapping[int, tuple[str, str]], actor: Actor, unit: str, today: date
) -> Line:
    public, id_mask = held.get(one.resident or 0, ("", ""))
    sight = Sight(actor, unit, under14=is_under14(one.birth_date, today))
    return Line(
        key=one.key,
        resident_id=public,
        internal=one.resident,
        name=shown(sight, "std_address", one.address) or shown(sight, "name", one.name),
        sex=shown(sight, "sex", one.sex),
        birth_date=shown(sight, "birth_date", one.birth_date),
        id_number=in_lists(id_mask),
        event=one if one.event else None,
        event_label=event_label(one),
    )


def event_label(one: Counted) -> str:
    """The cause of a step, or the work content of a service."""
    return str(CAUSES.get(one.code, "")) or label_of("retiree_service_item", one.code) or one.code


def shown(sight: Sight, name: str, value: object) -> str:
    """The value by the reader's right: whole, masked, or not at all."""
    declared = FIELDS[name]
    how = sight.shows(declared)
    if value in (None, "") or how is Shows.HIDDEN:
        return ""
    return text_seen(declared, value, full=how is Shows.FULL)


def is_under14(born: date | None, today: date) -> bool:
    if born is None:
        return False
    before_birthday = (today.month, today.day) < (born.month, born.day)
    return today.year - born.year - before_birthday < FOURTEEN
