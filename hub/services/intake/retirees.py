"""Retirees are counted where they are managed: whatever changed management or life is an event."""

from collections.abc import Sequence

from hub.services.intake import sql
from hub.services.intake.implied import CORE, RETIREE
from hub.services.intake.passage import Passage
from hub.services.intake.row import Row
from hub.services.intake.scripts import script

MANAGE = """
update hub_c08_retiree c set managing_community = s.managing
from stage s where c.subject_id = s.subject and s.managing is not null
  and c.managing_community is distinct from s.managing
"""
LOG = """
insert into hub_change (kind, subject_id, category, before, after, source, actor, run_id,
                        operation, effective_date, community_before, community_after)
select 'R', s.subject, 'c08_retiree',
       jsonb_build_object('managing_community', c.managing_community),
       jsonb_build_object('managing_community', s.managing), %(source)s, %(actor)s, %(run)s,
       %(operation)s,
       case when c.managing_community is null and s.on_day is null then %(always)s::date
            else coalesce(s.on_day, %(today)s) end, c.managing_community, s.managing
from stage s join hub_c08_retiree c on c.subject_id = s.subject
where s.managing is not null and c.managing_community is distinct from s.managing
"""


def count_retirees(rows: Sequence[Row], passage: Passage) -> None:
    """Follow the told managing community, then write the steps in and out of management."""
    if not any(map(may_be_managed, rows)):
        return
    params = passage.params()
    if sql.run(LOG, params):
        sql.run(
            "insert into touched (n, moved) select n, true from stage where managing is not null"
        )
        sql.run(MANAGE)
    sql.run(script("intake_retirees"), params)


def may_be_managed(row: Row) -> bool:
    """Only these statements start or end management; a source that makes none is not asked."""
    return bool(row.managing or RETIREE in row.values or "alive_status" in row.values.get(CORE, ()))
