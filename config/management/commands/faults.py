from django.core.management.base import BaseCommand

from config.tools import run_module


class Command(BaseCommand):
    """Break things on purpose, then let a checker of its own count what was lost or doubled."""

    help = "故障演练：逐项制造故障，再由独立的核对程序查验。"

    def run_from_argv(self, argv: list[str]) -> None:
        raise SystemExit(run_module("tests.faults", *argv[2:]))
