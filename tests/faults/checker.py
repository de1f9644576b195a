"""After a fault: nothing lost, nothing doubled, provenance true, watermark true, nothing stuck.

Its own SQL in the reading role, and the other side's ledger; no application code.
"""

from collections.abc import Iterator

from tests.faults.ground import Ground

ACCOUNTED = """
select distinct k.key from connectors_page p, jsonb_each_text(p.keys) k
where p.system = 'EMP' and p.state = 'done'
"""
DOUBLED_RECORDS = """
select source, kind, source_key from hub_source_record group by 1, 2, 3 having count(*) > 1
"""
DOUBLED_CHANGES = """
select subject_id, category, run_id, after from hub_change
where source = 'EMP' and category <> 'matter' group by 1, 2, 3, 4 having count(*) > 1
"""
DOUBLED_PERSONS = """
select id_number_hash from hub_resident where record_status <> '4' and id_number_hash is not null
group by 1 having count(*) > 1
"""
# Every value of employment equals the last change row that speaks of it.
UNTRUE_VALUES = """
with told as (
    select distinct on (h.subject_id, f.key) h.subject_id, f.key, f.value
    from hub_change h, jsonb_each(h.after) f
    where h.kind = 'R' and h.category = 'c05_employment' order by h.subject_id, f.key, h.seq desc
)
select count(*) from told t join hub_c05_employment c on c.subject_id = t.subject_id
where t.key not like 'emp_cert_no'
  and nullif(t.value, 'null'::jsonb) is distinct from nullif(to_jsonb(c) -> t.key, 'null'::jsonb)
"""
# And so does every value of a person that people correct; of a sealed one its hash.
UNTRUE_PERSONS = """
with told as (
    select distinct on (h.subject_id, f.key) h.subject_id, f.key, f.value
    from hub_change h, jsonb_each(h.after) f
    where h.kind = 'R' and h.category = 'core_resident' order by h.subject_id, f.key, h.seq desc
), held as (
    select t.key, t.value, to_jsonb(r) as row, to_jsonb(r) ->> (t.key || '_hash') as hash
    from told t join hub_resident r on r.id = t.subject_id
)
select count(*) from held
where case
    when row ? (key || '_hash') then hash is distinct from '\\x' || (value ->> 'hash')
    when row ? key then nullif(value, 'null') is distinct from nullif(row -> key, 'null')
    else false end
"""
UNKNOWN_RUNS = """
select count(*) from hub_c05_employment c
where c.run_id is not null and not exists (select 1 from connectors_run r where r.id = c.run_id)
"""
# The watermark stands at what the finished pages reached, never ahead of an unfinished one.
AHEAD = """
select count(*) from connectors_cursor c join connectors_run r on r.system = c.system
where c.system = 'EMP' and r.state = 'done' and r.id = (select max(id) from connectors_run)
  and exists (select 1 from connectors_page p where p.run_id = r.id and p.state <> 'done')
"""
STUCK = """
select count(*) from connectors_run
where state in ('queued', 'running')
  and coalesce(lease_until, created_at) < now() - interval '5 minutes'
"""
UNBALANCED = """
select count(*) from hub_resident r left join lateral (
    select coalesce(sum(sign) filter (where member_set = 'REG'), 0) reg,
           coalesce(sum(sign) filter (where member_set = 'RES'), 0) res
    from hub_event e where e.resident_id = r.id and e.kind = 'membership') m on true
where m.reg <> (r.member_reg is not null)::int or m.res <> (r.member_res is not null)::int
"""


def broken(place: Ground) -> Iterator[str]:
    """One sentence for each promise that does not hold; none when all do."""
    served, known = place.served(), {row[0] for row in place.ask(ACCOUNTED)}
    if served - known:
        yield f"lost: {len(served - known)} of {len(served)} keys given are not accounted for"
    if known - served:
        yield f"invented: {len(known - served)} keys nobody gave"
    for name, query in (
        ("doubled source records", DOUBLED_RECORDS),
        ("doubled change rows", DOUBLED_CHANGES),
        ("doubled persons", DOUBLED_PERSONS),
    ):
        if rows := place.ask(query):
            yield f"{name}: {len(rows)}"
    for name, query in (
        ("values unlike their last change row", UNTRUE_VALUES),
        ("persons' values unlike their last change row", UNTRUE_PERSONS),
        ("rows of unknown runs", UNKNOWN_RUNS),
        ("watermark ahead of its pages", AHEAD),
        ("runs stuck", STUCK),
        ("memberships unlike their events", UNBALANCED),
    ):
        if count := place.ask(query)[0][0]:
            yield f"{name}: {count}"


def check(place: Ground) -> None:
    """Raises AssertionError naming every promise that is broken."""
    found = list(broken(place))
    assert not found, "; ".join(found)
