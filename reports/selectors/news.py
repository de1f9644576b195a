"""Whether anything that a draft counts has come after its position."""

from collections.abc import Iterable
from pathlib import Path

from django.db import connection
from psycopg.sql import SQL, Composable, Literal

from reports.catalogue import definition
from reports.engine import posted
from reports.engine.facts import CATEGORY_OF, field_of
from reports.engine.plan import plan_of
from reports.language.nodes import Flow
from reports.models import Run, Sheet, Submission

NEWS = (Path(__file__).parent.parent / "sql" / "news.sql").read_text()


def has_news(submission: Submission) -> bool:
    """Events or values of the draft's period and unit, written since its position."""
    return submission.sheet is None or bool(units_with_news([submission.sheet]))


def units_with_news(sheets: Iterable[Sheet]) -> set[str]:
    """Of drafts of one report and period: the units whose draft must be made again."""
    drafts = {sheet.unit: sheet.run for sheet in sheets}
    if not drafts:
        return set()
    with connection.cursor() as cursor:
        cursor.execute(question(drafts))
        return {unit for (unit,) in cursor.fetchall()}


def question(drafts: dict[str, Run]) -> Composable:
    oldest = min(drafts.values(), key=lambda run: run.position or 0)
    plan = plan_of(definition(oldest.report))
    columns = plan.columns | plan.beside
    codes = {getattr(one, "item", "") or getattr(one, "kind", "")
             for one in plan.events if not posted.membership_set(one)}  # fmt: skip
    return SQL(NEWS).format(
        units=Literal(list(drafts)),
        positions=Literal([str(run.position) for run in drafts.values()]),
        first=Literal(str(oldest.position)),
        day=Literal(oldest.cut_off),
        since=Literal(min(run.made_at for run in drafts.values() if run.made_at)),
        sets=Literal(list(plan.sets)),
        codes=Literal(sorted(codes)),
        of_members=Literal(
            sorted(
                {one.kind for one in plan.events if isinstance(one, Flow) and posted.in_set(one)}
            )
        ),
        categories=Literal(sorted({CATEGORY_OF[one.alias] for one in columns})),
        fields=Literal(sorted({field_of(one) for one in columns})),
    )
