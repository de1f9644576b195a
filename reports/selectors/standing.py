"""Where each unit stands with a report: its newest submission, its figures, what blocks it."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Max

from communities.models import Area
from communities.models.area import Level
from communities.prefixes import prefix_of
from communities.selectors.areas import areas_within
from hub.models import Resident
from reports.catalogue import Definition, Footing
from reports.engine.figures import add_up, from_json
from reports.engine.grid import Figures
from reports.models import Failure, Run, Submission
from reports.models.submission import Submission as Sub
from reports.periods import read_period
from reports.selectors.books import begun_after

STATE_ORDER = (Sub.State.OPEN, Sub.State.DRAFT, Sub.State.CHECKED, Sub.State.LOCKED)


@dataclass(frozen=True, slots=True)
class Standing:
    """One unit and one report of one period. `figures` is None before anything was made."""

    area: Area
    state: str
    version: int
    figures: Figures | None
    submission: Submission | None = None
    run: Run | None = None
    failed: int = 0

    @property
    def is_locked(self) -> bool:
        return self.state == Sub.State.LOCKED

    @property
    def state_label(self) -> str:
        return str(Sub.State(self.state).label)


def current_submissions(report: str, period: str, units: Collection[str]) -> dict[str, Submission]:
    """The newest version that is not superseded; a locked one wins over a draft of the next."""
    found: dict[str, Submission] = {}
    rows = (
        Submission.objects.filter(report=report, period=period, unit__in=units)
        .exclude(state=Sub.State.SUPERSEDED)
        .select_related("sheet__run__definition")
        .order_by("unit", "version")
    )
    for one in rows:
        if one.unit not in found or found[one.unit].state != Sub.State.LOCKED:
            found[one.unit] = one
    return found


def community_standings(report: str, period: str, areas: Iterable[Area]) -> list[Standing]:
    """Communities in code order, never by their counts."""
    areas = sorted(areas, key=lambda area: area.code)
    held = current_submissions(report, period, [area.code for area in areas])
    return [community_standing(area, held.get(area.code)) for area in areas]


def community_standing(area: Area, submission: Submission | None) -> Standing:
    if submission is None or submission.sheet is None:
        return Standing(area, Sub.State.OPEN, 1, None)
    return Standing(
        area=area,
        state=submission.state,
        version=submission.version,
        figures=from_json(submission.sheet.figures),
        submission=submission,
        run=submission.sheet.run,
        failed=submission.sheet.failed,
    )


def upper_standing(definition: Definition, period: str, area: Area,
                   children: list[Standing]) -> Standing:  # fmt: skip
    """A street, district or city: the sum of its communities, frozen once it is locked."""
    own = current_submissions(definition.code, period, [area.code]).get(area.code)
    if own is not None and own.figures is not None:
        return Standing(area, own.state, own.version, from_json(own.figures), own)
    made = [child for child in children if child.figures is not None]
    if not made:
        return Standing(area, Sub.State.OPEN, 1, None)
    return Standing(
        area=area,
        state=least_state(children),
        version=next_version(definition.code, period, area),
        figures=add_up(definition, [child.figures for child in made if child.figures]),
        failed=sum(child.failed for child in made),
        run=max((child.run for child in made if child.run), key=lambda run: run.pk),
    )


def next_version(report: str, period: str, area: Area) -> int:
    """The version that the sum will be once it is confirmed: the earlier ones were superseded."""
    held = Submission.objects.filter(report=report, period=period, unit=area.code)
    return (held.aggregate(newest=Max("version"))["newest"] or 0) + 1


def least_state(children: list[Standing]) -> str:
    """A street whose communities are all locked is ready for its head, no further."""
    least = min((child.state for child in children), key=STATE_ORDER.index)
    if least == Sub.State.OPEN and any(child.figures for child in children):
        return Sub.State.DRAFT
    return Sub.State.CHECKED if least == Sub.State.LOCKED else least


def standing_of(definition: Definition, period: str, area: Area) -> tuple[Standing, list[Standing]]:
    """The unit itself and the communities under it (none for a community)."""
    if area.level == Level.COMMUNITY:
        return community_standings(definition.code, period, [area])[0], []
    children = with_books(definition.code, period, communities_under(area))
    standings = community_standings(definition.code, period, children)
    return upper_standing(definition, period, area, standings), standings


def with_books(report: str, period: str, areas: Sequence[Area]) -> Sequence[Area]:
    """Those whose books reach back to the period: of one that began later nothing is ever made.
    All of them where none do."""
    later = begun_after(report, read_period(period), [area.code for area in areas])
    return [area for area in areas if area.code not in later] or areas


def communities_under(area: Area) -> list[Area]:
    return list(areas_within((prefix_of(area.code),), level=Level.COMMUNITY))


@dataclass(frozen=True, slots=True)
class Blocked:
    """A check that fails at a unit, with the public keys of the residents to look at."""

    unit: str
    number: int
    label: str
    label_en: str
    rule: str
    column: str
    rows: tuple[str, ...]
    left: str
    right: str
    warns: bool
    records: int
    residents: tuple[str, ...]

    @property
    def row(self) -> str:
        return self.rows[0]


def blocked(definition: Definition, standings: Iterable[Standing]) -> list[Blocked]:
    """Failed checks of the units shown, in code order; one entry for each unit and check."""
    sheets = {one.submission.sheet_id: one.area.code for one in standings if one.submission}
    failures = list(
        Failure.objects.filter(sheet_id__in=[key for key in sheets if key]).order_by(
            "sheet__unit", "check_number", "row", "column"
        )
    )
    keys = public_keys(failures)
    footings = {one.number: one for one in definition.checks}
    grouped: dict[tuple[int, int], list[Failure]] = {}
    for one in failures:
        if one.check_number in footings:
            grouped.setdefault((one.sheet_id, one.check_number), []).append(one)
    return [
        blocked_by(footings[number], sheets[sheet], same, keys)
        for (sheet, number), same in grouped.items()
    ]


def blocked_by(
    footing: Footing, unit: str, same: list[Failure], keys: Mapping[int, str]
) -> Blocked:
    first = same[0]
    residents = dict.fromkeys(key for one in same for key in one.residents)
    return Blocked(
        unit=unit, number=footing.number, label=footing.label,
        label_en=footing.label_en, rule=footing.check.text, column=first.column,
        rows=tuple(one.row for one in same), left=first.left, right=first.right,
        warns=first.warns, records=max(one.records for one in same),
        residents=tuple(keys[key] for key in residents if key in keys),
    )  # fmt: skip


def public_keys(failures: Iterable[Failure]) -> Mapping[int, str]:
    wanted = {key for one in failures for key in one.residents}
    rows = Resident.objects.filter(pk__in=wanted).values_list("pk", "resident_id")
    return {key: str(public) for key, public in rows}
