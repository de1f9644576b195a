import json
import os
import time

from django.core.management.base import BaseCommand

from config.tools import run_module


class Command(BaseCommand):
    """Every test, on a private database and broker; further words go to pytest."""

    help = "运行全部测试；其余参数原样交给 pytest。"

    def run_from_argv(self, argv: list[str]) -> None:
        words = [word for word in argv[2:] if word != "--json"]
        as_json = "--json" in argv
        started = time.monotonic()
        code = run_module("pytest", *parallel(words), *words, quiet=as_json)
        if as_json:
            seconds = round(time.monotonic() - started, 1)
            print(json.dumps({"passed": code == 0, "exit_code": code, "seconds": seconds}))
        raise SystemExit(code)


def parallel(words: list[str]) -> list[str]:
    """Two processes where two cores are, unless the caller says otherwise.

    Files run in their order: with the shortest last, the one test of the drills would end alone.
    """
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    chosen = any(word.startswith(("-n", "-p", "--pdb", "--numprocesses")) for word in words)
    if chosen or not cores or cores < 2:
        return []
    return ["-n", "2", "--dist", "loadfile", "--no-loadscope-reorder"]
