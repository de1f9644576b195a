"""Rows for report tests, written past the door so that a test can place them on both clocks.

Everything here says itself which transaction wrote it (`xid`): a small number was there before
every run, one above a run's position came after it.
"""

from datetime import date, datetime
from time import monotonic, sleep

from django.db import connection

from communities.actor import system_actor
from communities.models import Area
from reports.engine.when import When
from reports.models import Run
from reports.periods import LOCAL, Period, read_period
from reports.services.make import make_run, order_run
from reports.services.open import confirm_area, open_area

STREET = "420105011000"
RIVER, BRIDGE = "420105011001", "420105011002"
ALWAYS = "0001-01-01"
OPENED = read_period("2026-09")
OCTOBER = read_period("2026-10")
NOVEMBER = read_period("2026-11")
NOON = datetime(2026, 11, 23, 12, tzinfo=LOCAL)
DECEMBER_NOON = datetime(2026, 12, 7, 12, tzinfo=LOCAL)
CITY = "4201"
SYSTEM = system_actor("test")


def make_areas(*communities: str) -> None:
    """The street with its communities, and what stands above it."""
    above = [("420000000000", "province", None, "42"),
             ("420100000000", "city", "420000000000", "4201"),
             ("420105000000", "district", "420100000000", "420105"),
             (STREET, "street", "420105000000", "420105011")]  # fmt: skip
    rows = [*above, *((code, "community", STREET, code) for code in communities or (RIVER, BRIDGE))]
    for code, level, parent, prefix in rows:
        Area.objects.get_or_create(
            code=code,
            defaults={
                "name": f"{level}{code[6:]}", "short_name": f"{level}{code[6:]}",
                "level": level, "parent_id": parent, "prefix": prefix,
            },
        )  # fmt: skip


def until_seen() -> None:
    """Wait until no open transaction of another test hides what this one has written."""
    ((mine,),) = run_sql("select pg_current_xact_id()::text::bigint")
    ends = monotonic() + 120
    while monotonic() < ends:
        ((seen,),) = run_sql("select pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
        if seen > mine:
            return
        sleep(0.02)


def until_somebody_waits() -> None:
    """Wait until another session waits for what this transaction holds."""
    ends = monotonic() + 60
    while not run_sql("select 1 from pg_locks where not granted"
                      " and pg_backend_pid() = any(pg_blocking_pids(pid))"):  # fmt: skip
        assert monotonic() < ends, "nobody came"
        sleep(0.02)


def open_books(report: str = "R01") -> None:
    """The street's opening of September, confirmed."""
    open_area(report=report, period=OPENED, area=STREET, actor=SYSTEM, now=NOON)
    confirm_area(report=report, period=OPENED, area=STREET, actor=SYSTEM, now=NOON)


def made(period: Period, report: str = "R01", *, now: datetime = NOON) -> Run:
    """The street's drafts of a month, made now."""
    until_seen()
    run = order_run(report=report, period=period, area=STREET, actor=SYSTEM)
    return make_run(run=run, actor=SYSTEM, now=now)


def run_sql(statement: str, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall() if cursor.description else []


def make_household(*, kind: str = "1", status: str = "1") -> int:
    ((key,),) = run_sql(
        "insert into hub_household (household_type, household_status, source) "
        "values (%s, %s, 'PSB_HJ') returning id", kind, status)  # fmt: skip
    return key


def make_person(
    *, reg: str | None = None, res: str | None = None, sex: str = "1", born: str = "1980-05-01",
    division: str | None = "420105011001", household: int | None = None, **more: object,
) -> int:  # fmt: skip
    """A resident as the current row says; give the events with make_step."""
    columns = {
        "member_reg": reg, "member_res": res, "sex": sex, "birth_date": born,
        "hukou_division": division, "household_id": household, "nationality": "CHN",
        "id_type": "111", "alive_status": "1", "record_status": "1", "name": "测试",
        "source": "PSB_HJ",
        "community_code": res, "registered_community": reg, "scope": res or reg, **more,
    }  # fmt: skip
    names = ", ".join(columns)
    marks = ", ".join(["%s"] * len(columns))
    ((key,),) = run_sql(
        f"insert into hub_resident ({names}) values ({marks}) returning id", *columns.values()
    )
    return key


def make_step(
    resident: int | None, unit: str, member_set: str, sign: int, code: str, *,
    on: str = ALWAYS, xid: int = 10, sex: str = "1", born: str | None = "1980-05-01",
    facts: str = "{}",
) -> int:  # fmt: skip
    ((key,),) = run_sql(
        "insert into hub_event (xid, kind, resident_id, member_set, sign, unit, code,"
        " effective_date, sex, birth_date, facts, source, actor, count, persons, text, source_key,"
        " operation)"
        " values (%s::text::xid8, 'membership', %s, %s, %s, %s, %s, %s, %s, %s, %s, 'PSB_HJ',"
        " 'test', 1, 1, '', '', '') returning id",
        str(xid), resident, member_set, sign, unit, code, on, sex, born, facts,
    )  # fmt: skip
    return key


def make_happening(
    resident: int, unit: str, kind: str, code: str, *, on: str, xid: int = 10, count: int = 1,
    persons: int = 1, amount: str | None = None,
) -> int:  # fmt: skip
    ((key,),) = run_sql(
        "insert into hub_event (xid, kind, resident_id, member_set, sign, unit, code,"
        " effective_date, sex, facts, source, actor, count, persons, amount, text, source_key,"
        " operation)"
        " values (%s::text::xid8, %s, %s, '', 0, %s, %s, %s, '1', '{}', 'HUB', 'test', %s, %s, %s,"
        " '', '', '') returning id",
        str(xid), kind, resident, unit, code, on, count, persons, amount,
    )  # fmt: skip
    return key


def make_change(
    resident: int, category: str, before: str, after: str, *, on: str | None, xid: int,
    recorded: str = "2026-11-20",
) -> None:  # fmt: skip
    run_sql(
        "insert into hub_change (xid, recorded_at, kind, subject_id, category, before, after,"
        " source, actor, effective_date)"
        " values (%s::text::xid8, %s, 'R', %s, %s, %s, %s, 'PSB_HJ', 'test', %s)",
        str(xid), recorded, resident, category, before, after, on,
    )  # fmt: skip


def make_native(unit: str = RIVER, **more: object) -> int:
    """Registered and living in one unit since always."""
    sex = str(more.get("sex", "1"))
    born = str(more.get("born", "1980-05-01"))
    key = make_person(reg=unit, res=unit, **more)  # type: ignore[arg-type]
    for member_set in ("REG", "RES"):
        make_step(key, unit, member_set, 1, "opening", sex=sex, born=born)
    return key


def make_retiree(unit: str = RIVER, **more: object) -> int:
    """Managed in one unit since always; `more` are columns of the retiree row."""
    sex = str(more.pop("sex", "2"))
    key = make_native(unit, sex=sex, born="1950-02-03")
    columns = {"subject_id": key, "rt_status": "1", "member_ret": unit, "managing_community": unit,
               "rt_employer_type": "1", "source": "SI", **more}  # fmt: skip
    names = ", ".join(columns)
    marks = ", ".join(["%s"] * len(columns))
    run_sql(f"insert into hub_c08_retiree ({names}) values ({marks})", *columns.values())
    make_step(key, unit, "RET", 1, "opening", sex=sex, born="1950-02-03")
    return key


def when(position: int, day: str) -> When:
    return When(position, date.fromisoformat(day), CITY)
