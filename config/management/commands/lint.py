import json
from argparse import ArgumentParser

from django.core.management.base import BaseCommand

from config.locks import stale_locks
from config.tools import run_module, run_python

ROOMS = ("communities", "hub", "connectors", "reports", "config")
NO_DATABASE = "ignore::RuntimeWarning:django.core.management.commands.makemigrations"


class Command(BaseCommand):
    """Style, types, missing migrations and stale locks."""

    help = "检查代码风格、类型、迁移文件与依赖锁定文件。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="最后一行输出 JSON")

    def handle(self, *args: object, **options: object) -> None:
        quiet = bool(options["json"])
        results = {
            "ruff check": run_module("ruff", "check", ".", quiet=quiet) == 0,
            "ruff format": run_module("ruff", "format", "--check", ".", quiet=quiet) == 0,
            "mypy": run_module("mypy", *ROOMS, quiet=quiet) == 0,
            "migrations": run_python(
                ["-W", NO_DATABASE, "manage.py", "makemigrations", "--check", "--dry-run"],
                quiet=quiet,
            )
            == 0,
            "locks": not self.tell(stale_locks()),
        }
        if quiet:
            self.stdout.write(json.dumps({"clean": all(results.values()), "checks": results}))
        else:
            for name, good in results.items():
                self.stdout.write(f"{'通过' if good else '未通过'}  {name}")
        if not all(results.values()):
            raise SystemExit(1)

    def tell(self, troubles: list[str]) -> list[str]:
        for trouble in troubles:
            self.stderr.write(trouble)
        return troubles
