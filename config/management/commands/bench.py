from django.core.management.base import BaseCommand

from config.tools import run_module


class Command(BaseCommand):
    """Every figure beside its floor and beside what one would use instead."""

    help = "性能对比：我们的做法、下限与常见做法，在同一次运行中给出比值。"

    def run_from_argv(self, argv: list[str]) -> None:
        raise SystemExit(run_module("tests.benchmarks", *argv[2:]))
