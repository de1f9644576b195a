"""Retirees are counted where they are managed: whatever changed management or life is an event."""

from hub.services.intake import sql
from hub.services.intake.passage import Passage
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


def count_retirees(passage: Passage) -> None:
    """Follow the told managing community, then write the steps in and out of management."""
    params = passage.params()
    if sql.run(LOG, params):
        sql.run("insert into touched select n, true from stage where managing is not null")
        sql.run(MANAGE)
    sql.run(script("intake_retirees"), params)
