"""What each source last said of whom: the memory that makes repeats harmless."""

from hub.services.intake import sql
from hub.services.intake.passage import Passage

REMEMBER = """
insert into hub_source_record as known (source, kind, source_key, subject_id, version,
    digest, received_at)
select distinct on (key) %(source)s, %(entity)s, key, subject, version, digest, %(now)s
from stage where key is not null order by key, n desc
on conflict (source, kind, source_key) do update set
    subject_id = excluded.subject_id, version = excluded.version, digest = excluded.digest,
    received_at = excluded.received_at
"""


def remember(passage: Passage) -> None:
    sql.run(REMEMBER, passage.params() | {"entity": passage.entity})
