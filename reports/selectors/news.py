"""Whether anything that a draft counts has come after its position."""

from pathlib import Path

from django.db import connection
from psycopg.sql import SQL, Literal

from reports.catalogue import definition
from reports.engine import posted
from reports.engine.facts import CATEGORY_OF, field_of
from reports.engine.plan import plan_of
from reports.models import Submission

NEWS = (Path(__file__).parent.parent / "sql" / "news.sql").read_text()


def has_news(submission: Submission) -> bool:
    """Events or values of the draft's period and unit, written since its position."""
    sheet = submission.sheet
    if sheet is None or sheet.run.cut_off is None or sheet.run.made_at is None:
        return True
    plan = plan_of(definition(submission.report))
    statement = SQL(NEWS).format(
        unit=Literal(submission.unit),
        position=Literal(str(sheet.run.position)),
        day=Literal(sheet.run.cut_off),
        since=Literal(sheet.run.made_at),
        sets=Literal(list(plan.sets)),
        codes=Literal(sorted({getattr(one, "item", "") or getattr(one, "kind", "")
                              for one in plan.events if not posted.membership_set(one)})),
        categories=Literal(sorted({CATEGORY_OF[one.alias] for one in plan.columns})),
        fields=Literal(sorted({field_of(one) for one in plan.columns})),
    )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchone()[0]
