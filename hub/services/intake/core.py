"""The person's own row: told fields by belief, places and memberships by the door itself."""

from collections.abc import Iterable, Sequence
from functools import lru_cache

from hub.fields import Declared
from hub.services.intake import sql
from hub.services.intake.columns import Told
from hub.services.intake.passage import Passage
from hub.services.intake.places import know_the_heads, settle_places
from hub.services.intake.plan import Plan, beside, plan, told_fields, with_derived
from hub.services.intake.row import Days, Row
from hub.services.intake.said import IDENTITY
from hub.services.intake.scripts import script
from hub.services.intake.writing import work_of, write

CORE = "core_resident"
NO_DAYS = Days()
ALWAYS_READ = frozenset(
    {
        "alive_status",
        "dwelling_id",
        "household_id",
        "hukou_division",
        "id_type",
        "name",
        "nationality",
        "relation_to_head",
    }
)
KEPT_BY_DOOR = (
    "community_code",
    "dq_flags",
    "grid_code",
    "name_pinyin",
    "record_status",
    "residence_address",
    "residence_type",
    "street_code",
    "verified_at",
)
REGISTERED = Declared(
    name="registered_community",
    label="户籍社区",
    label_en="Registered community",
    category=CORE,
    entity="resident",
    type="division12",
    code_list="",
    level="L1",
    owner="DERIVED",
    direction="none",
    derived="yes",
    fresh_months=None,
    sealed=False,
    stored=True,
    column="registered_community",
)
# What the rules of intake_core.sql read of the staged row (s) and of the resident's own row (c).
FURTHER = """,
    s.uuid, s.away, s.unregistered, s.flags, s.grams, s.initials, s.reg_in, s.reg_out, s.res_in,
    s.res_out, s.died, s.reasons, t.vals->>'name_pinyin' as told_pinyin,
    c.community_code as o_community_code, c.street_code as o_street_code,
    c.grid_code as o_grid_code, c.residence_address as o_residence_address,
    c.residence_type as o_residence_type, c.registered_community as o_registered_community,
    c.record_status as o_record_status, c.dq_flags as o_dq_flags,
    c.verified_at as o_verified_at, c.name_pinyin as o_name_pinyin,
    c.member_reg as o_member_reg, c.member_res as o_member_res
"""
ALSO = "or p.n is not null or s.unregistered"
# A person whose name nobody could read is found by none.
FOUND_BY = "coalesce(case when d.k_name in (1, 2, 3) then {} else {} end, array[]::varchar[])"
# Columns that follow a change of the row and are no part of its history.
SILENT = (
    ("scope", "d.n_scope"),
    ("member_reg", "d.n_member_reg"),
    ("member_res", "d.n_member_res"),
    # a name that is not believed is not what somebody is found by
    ("name_grams", FOUND_BY.format("d.grams", "{held}")),
    ("name_initials", FOUND_BY.format("d.initials", "{held}")),
)


@lru_cache(maxsize=128)
def core_plan(names: tuple[str, ...], source: str) -> Plan:
    told = told_fields(CORE, names)
    kept = [*told_fields(CORE, KEPT_BY_DOOR), Told(REGISTERED, CORE)]
    beside_held = beside(CORE, told, source, True, FURTHER, ALSO).as_string(None)
    delta = script("intake_core").replace(":told", beside_held)
    return with_derived(CORE, delta, told, kept, SILENT, source)


def take_core(rows: Sequence[Row], told: Iterable[str], passage: Passage) -> None:
    """Take the residents' own rows in, and write the membership events they cause."""
    told = sorted(told)
    if only_say_who(rows, told, passage) and nothing_new(tuple(told), passage):
        return
    makes_households = settle_places(rows, passage)
    names = tuple(sorted(set(told).difference(KEPT_BY_DOOR) | ALWAYS_READ))
    params = passage.params()
    statements = core_plan(names, passage.source)
    sql.run("drop table if exists pg_temp.delta")
    sql.run(statements.delta, params)
    work = work_of(statements, passage)
    if work.writes and sql.run(script("intake_heads")):
        work = work_of(statements, passage)
    write(statements, work, passage)
    if work.writes:
        sql.run(script("intake_membership"), params)
    if work.writes or makes_households:
        know_the_heads(passage)


def only_say_who(rows: Sequence[Row], told: Iterable[str], passage: Passage) -> bool:
    """Whether the rows name known persons by their numbers and say nothing else of them, as
    those of a system do that tells of one category."""
    return not passage.confirmed and IDENTITY.issuperset(told) and not any(map(says_where, rows))


def says_where(row: Row) -> bool:
    """Whether a row says more than its values: a new person, a place, a day, a finding."""
    return bool(
        row.born or row.place or row.told.said.get("household_key") or row.away
        or row.unregistered or row.flags or row.reasons or row.days != NO_DAYS
    )  # fmt: skip


def nothing_new(told: tuple[str, ...], passage: Passage) -> bool:
    """Take what says who is meant as any category is taken, unless it would change anything."""
    if not told:
        return True
    statements = plan(CORE, told, passage.source, own_rows=True)
    sql.run("drop table if exists pg_temp.delta")
    sql.run(statements.delta)
    work = work_of(statements, passage)
    if any(work.changes):
        return False
    write(statements, work, passage)
    return True
