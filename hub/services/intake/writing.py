"""Run a plan over the delta table; statements with nothing to do cost one scan of it."""

from hub.services.intake import sql
from hub.services.intake.passage import Passage
from hub.services.intake.plan import Plan


def write_plan(statements: Plan, passage: Passage) -> None:
    """Rows, then change rows, then dissents, then the mark on the staged rows."""
    params = passage.params()
    sql.run(statements.insert, params)
    sql.run(statements.update, params)
    for change in statements.changes:
        sql.run(change, params)
    sql.run(statements.dissents, params)
    sql.run(statements.agreements, params)
    sql.run(statements.mark, params)
