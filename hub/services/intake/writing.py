"""Run a plan over the delta table; a statement with nothing to do is not run."""

from hub.services.intake import sql
from hub.services.intake.passage import Passage
from hub.services.intake.plan import Plan


def write_plan(statements: Plan, passage: Passage) -> None:
    """Rows, then change rows, then dissents, then the mark on the staged rows."""
    params = passage.params()
    inserts, updates, *changes, dissents, disagrees = sql.fetch(statements.wanted, params)[0]
    steps = (
        (inserts, statements.insert),
        (updates, statements.update),
        *zip(changes, statements.changes, strict=True),
        (dissents, statements.dissents),
        (disagrees, statements.agreements),
        (any(changes), statements.mark),
    )
    for has_work, statement in steps:
        if has_work:
            sql.run(statement, params)
