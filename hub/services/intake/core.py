"""The person's own row: told fields by belief, places and memberships by the door itself."""

from collections.abc import Iterable
from functools import lru_cache

from hub.fields import Declared
from hub.services.intake import sql
from hub.services.intake.columns import Told
from hub.services.intake.passage import Passage
from hub.services.intake.places import know_the_heads
from hub.services.intake.plan import Plan, plan, told_fields, with_derived
from hub.services.intake.scripts import script
from hub.services.intake.writing import write_plan

CORE = "core_resident"
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
# Columns that follow a change of the row and are no part of its history.
SILENT = (
    ("scope", "d.n_scope"),
    ("member_reg", "d.n_member_reg"),
    ("member_res", "d.n_member_res"),
    ("name_grams", "coalesce(d.grams, {held})"),
    ("name_initials", "coalesce(d.initials, {held})"),
)


@lru_cache(maxsize=128)
def core_plan(names: tuple[str, ...], source: str) -> Plan:
    kept = [*told_fields(CORE, KEPT_BY_DOOR), Told(REGISTERED, CORE)]
    return with_derived(CORE, told_fields(CORE, names), kept, SILENT, source)


def take_core(told: Iterable[str], passage: Passage) -> None:
    """Take the residents' own rows in, and write the membership events they cause."""
    names = tuple(sorted(set(told).difference(KEPT_BY_DOOR) | ALWAYS_READ))
    params = passage.params()
    sql.run("drop table if exists pg_temp.delta")
    sql.run(plan(CORE, names, passage.source, own_rows=True).delta)
    sql.run("analyze delta (n, subject)")
    sql.run(script("intake_heads"))
    sql.run(script("intake_core"), params)
    write_plan(core_plan(names, passage.source), passage)
    sql.run(script("intake_membership"), params)
    know_the_heads(passage)
