"""Run a plan over the delta table; a statement with nothing to do is not run."""

from dataclasses import dataclass

from hub.services.intake import sql
from hub.services.intake.passage import Passage
from hub.services.intake.plan import Plan


@dataclass(frozen=True, slots=True)
class Work:
    """What a delta asks for: rows made, rows changed, history by kind of day, dissents."""

    inserts: bool
    updates: bool
    changes: tuple[bool, ...]
    dissents: bool
    disagrees: bool

    @property
    def writes(self) -> bool:
        """Whether anything of the rows themselves is new."""
        return self.inserts or self.updates or any(self.changes)


def work_of(statements: Plan, passage: Passage) -> Work:
    inserts, updates, *changes, dissents, disagrees = sql.fetch(
        statements.wanted, passage.params()
    )[0]
    return Work(inserts, updates, tuple(changes), dissents, disagrees)


def write(statements: Plan, work: Work, passage: Passage) -> None:
    """Rows, then change rows, then dissents, then the mark on the staged rows."""
    steps = (
        (work.inserts, statements.insert),
        (work.updates, statements.update),
        *zip(work.changes, statements.changes, strict=True),
        (work.dissents, statements.dissents),
        (work.disagrees, statements.agreements),
        (any(work.changes), statements.mark),
    )
    params = passage.params()
    for has_work, statement in steps:
        if has_work:
            sql.run(statement, params)
