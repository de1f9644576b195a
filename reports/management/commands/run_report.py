"""`manage.py run_report R01 --period 2026-10 --area 420105011000 --out FILE.xlsx [--json]`."""

import json
from argparse import ArgumentParser
from collections.abc import Callable
from pathlib import Path
from time import sleep
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import IntegrityError, OperationalError
from django.utils import timezone
from psycopg.errors import SerializationFailure, UniqueViolation

from communities.actor import Actor, system_actor
from communities.errors import HubError
from communities.files_out import require_writable, write_file
from communities.rowscope import row_scope
from communities.selectors.areas import area_with
from reports.catalogue import Definition, definition
from reports.errors import FileKindUnknown
from reports.models import Submission
from reports.periods import Period, read_period
from reports.renderers.csv_file import csv_bytes
from reports.renderers.table import Table, tables
from reports.renderers.xlsx import workbook
from reports.selectors.books import locked_units
from reports.selectors.standing import Standing, blocked, standing_of
from reports.services.make import make_run, new_run, units_of
from reports.services.open import confirm_area, open_area

ACTOR = system_actor("run_report")
TRIES, PAUSE = 20, 1.0
WRITERS = {".xlsx": workbook, ".csv": csv_bytes}
TAKEN_FIRST = (SerializationFailure, UniqueViolation)


class Command(BaseCommand):
    help = "生成一期报表（草稿）；已确认锁定的单位给出锁定的数字。Make a report of an area."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("report", help="报表代码，如 R01")
        parser.add_argument("--period", required=True, help="期间，如 2026-10")
        parser.add_argument("--area", required=True, help="区划代码（社区、街道、区或市）")
        parser.add_argument("--out", default="", help="写到此文件（.xlsx 或 .csv）")
        parser.add_argument("--opening", action="store_true", help="期初建账")
        parser.add_argument("--confirm", action="store_true", help="确认校核通过的社区")
        parser.add_argument("--json", action="store_true", help="最后一行输出 JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            asked = definition(options["report"])
            period = read_period(options["period"])
            if options["out"]:
                require_writable(Path(options["out"]))
                writer_of(Path(options["out"]))
            self.make(asked, period, options)
            told = self.tell(asked, period, options)
        except HubError as trouble:
            raise CommandError(trouble.sentence) from trouble
        self.stdout.write(json.dumps(told, ensure_ascii=False) if options["json"] else words(told))

    def make(self, asked: Definition, period: Period, options: dict[str, Any]) -> None:
        now = timezone.now()
        place = {"report": asked.code, "period": period, "area": options["area"], "actor": ACTOR}
        units = units_of(area_with(options["area"]).code)
        if options["opening"]:
            in_turn(lambda: open_area(now=now, **place))
        elif set(units) - locked_units(asked.code, period, units):
            in_turn(lambda: make_run(run=new_run(**place), actor=ACTOR, now=now, units=units))
        if options["confirm"]:
            confirm_all(place, TRIES)

    def tell(self, asked: Definition, period: Period, options: dict[str, Any]) -> dict[str, object]:
        with row_scope(ACTOR):
            own, children = standing_of(asked, period.name, area_with(options["area"]))
            shown = children or [own]
            failures = blocked(asked, shown)
            if options["out"]:
                write(Path(options["out"]), asked, period, own, children, ACTOR)
        run = latest_run(shown)
        return {
            "report": asked.code,
            "period": period.name,
            "area": own.area.code,
            "state": state_of(own, shown),
            "run": run.pk if run else None,
            "position": run.position if run else None,
            "checks_failed": [
                {"check": one.rule, "unit": one.unit, "records": list(one.residents)}
                for one in failures
            ],
            "out": options["out"],
        }


def in_turn(work: Callable[[], object]) -> None:
    """A worker or another command may be making the same drafts: the later one begins anew."""
    for left in range(TRIES, 0, -1):
        try:
            work()
            return
        except (OperationalError, IntegrityError) as trouble:
            if left == 1 or not isinstance(trouble.__cause__, TAKEN_FIRST):
                raise
            sleep(PAUSE)


def confirm_all(place: dict[str, Any], tries: int) -> None:
    """Confirm what balances; a draft made again because news came in is looked at once more."""
    for left in range(tries, 0, -1):
        answers = confirm_area(now=timezone.now(), **place)
        if not any(answer.remade for answer in answers) or left == 1:
            return
        sleep(PAUSE)


def latest_run(shown: list[Standing]) -> Any:
    runs = [one.run for one in shown if one.run]
    return max(runs, key=lambda run: run.pk, default=None)


def state_of(own: Standing, shown: list[Standing]) -> str:
    """Locked when every community is, though the street's head may still have to click."""
    return "locked" if all(one.is_locked for one in shown) else own.state


def write(
    path: Path, asked: Definition, period: Period, own: Standing, children: list[Standing],
    actor: Actor,
) -> None:  # fmt: skip
    made = tables(asked, asked.due.cut_off(period), own, children, period.name, actor)
    write_file(path, writer_of(path)(made))


def writer_of(path: Path) -> Callable[[list[Table]], bytes]:
    """By the file's ending, in capitals too; raises FileKindUnknown."""
    try:
        return WRITERS[path.suffix.lower()]
    except KeyError:
        raise FileKindUnknown(path.name) from None


def words(told: dict[str, object]) -> str:
    failed = told["checks_failed"]
    count = len(failed) if isinstance(failed, list) else 0
    state = dict(Submission.State.choices).get(str(told["state"]), told["state"])
    where = f"，已写入 {told['out']}" if told["out"] else ""
    return (
        f"{told['report']} {told['period']} {told['area']}：{state}，未通过校核 {count} 项{where}。"
    )
