from collections import Counter
from dataclasses import dataclass, field
from uuid import UUID

CREATED = "created"
CHANGED = "changed"
UNCHANGED = "unchanged"
SKIPPED = "skipped"
SET_ASIDE = "set_aside"
QUESTIONED = "questioned"
STATES = (CREATED, CHANGED, UNCHANGED, SKIPPED, SET_ASIDE, QUESTIONED)


@dataclass(frozen=True, slots=True)
class Trouble:
    """One thing wrong with a row or a cell: a reason of `hub.reasons`, the field, the raw value."""

    reason: str
    field: str = ""
    raw: object = None


@dataclass(slots=True)
class Outcome:
    """What came of the n-th observation (from 0).

    `not_taken` are values that were heard and not believed: each is a dissent now.
    """

    n: int
    state: str
    resident: UUID | None = None
    reasons: tuple[Trouble, ...] = ()
    not_taken: tuple[Trouble, ...] = ()


def not_believed(asked: str | None, beside: str | None) -> tuple[Trouble, ...]:
    """Why told fields were not taken: a person is asked about some, the others stand beside what
    is held. Both are names parted by spaces.
    """
    whys = [(name, "value_in_question") for name in (asked or "").split()]
    whys += [(name, "value_not_taken") for name in (beside or "").split()]
    return tuple(
        Trouble("number_in_question" if name == "id_number" else why, name)
        for name, why in sorted(whys)
    )


@dataclass(slots=True)
class TakenIn:
    """The result of one passage through the door; the six counts are disjoint and sum to `rows`.

    `field_questions` counts cells of rows that entered but were dropped or are disputed.
    """

    outcomes: list[Outcome] = field(default_factory=list)
    field_questions: int = 0

    @property
    def rows(self) -> int:
        return len(self.outcomes)

    def count(self, state: str) -> int:
        return self.counts()[state]

    def counts(self) -> dict[str, int]:
        """Each state with its number of rows, zeros included."""
        seen = Counter(outcome.state for outcome in self.outcomes)
        return {state: seen[state] for state in STATES}

    created = property(lambda self: self.count(CREATED))
    changed = property(lambda self: self.count(CHANGED))
    unchanged = property(lambda self: self.count(UNCHANGED))
    skipped = property(lambda self: self.count(SKIPPED))
    set_aside = property(lambda self: self.count(SET_ASIDE))
    questioned = property(lambda self: self.count(QUESTIONED))
