"""`python3 manage.py bench [roster|door|search|lookup|feed|report] [--rows N] [--json]`."""

import argparse
import importlib
import json
import os
import subprocess
import sys

from tests.benchmarks.scratch import scratch_database

PROGRAMS = ("roster", "door", "search", "lookup", "feed", "report")
Figures = dict[str, list[dict[str, object]]]
ALONE = "report"  # counts whole communities, so nobody else's people may live there


def asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="manage.py bench")
    parser.add_argument("programs", nargs="*", metavar="|".join(PROGRAMS))
    parser.add_argument("--rows", type=int, default=0, help="size of the table or feed")
    parser.add_argument("--keep", action="store_true", help="use one scratch database again")
    parser.add_argument("--json", action="store_true", help="one JSON object as the last line")
    told = parser.parse_args()
    if unknown := set(told.programs) - set(PROGRAMS):
        parser.error(f"unknown: {', '.join(sorted(unknown))}")
    return told


def main() -> int:
    told = asked()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    names = told.programs or list(PROGRAMS)
    if ALONE in names and len(names) > 1:
        names.remove(ALONE)
        figures = together(names, told) | apart(ALONE, told)
    else:
        figures = together(names, told)
    missed = sum(not one["met"] for found in figures.values() for one in found)
    if told.json:
        print(json.dumps({"figures": figures, "missed": missed}, ensure_ascii=False))
    return 1 if missed else 0


def together(names: list[str], told: argparse.Namespace) -> Figures:
    """Programs that share one database, and the million people in it."""
    with scratch_database(keep=told.keep, suffix=ALONE if names == [ALONE] else ""):
        importlib.import_module("django").setup()
        try:
            return {name: run(name, told.rows) for name in names}
        finally:
            importlib.import_module("django.db").connections.close_all()


def apart(name: str, told: argparse.Namespace) -> Figures:
    """A program with a database of its own."""
    words = [name, "--json", *(["--rows", str(told.rows)] if told.rows else [])]
    done = subprocess.run(  # noqa: S603 - our own interpreter, no shell
        [sys.executable, "-m", "tests.benchmarks", *words, *(["--keep"] if told.keep else [])],
        check=False,
        stdout=subprocess.PIPE,
        text=True,
    )
    return json.loads(done.stdout.splitlines()[-1])["figures"]


def run(name: str, rows: int) -> list[dict[str, object]]:
    """One program; its module is read when Django stands."""
    print(f"{name}:", file=sys.stderr, flush=True)
    program = importlib.import_module(f"tests.benchmarks.{name}")
    found = program.figures(**({"rows": rows} if rows else {}))
    for figure in found:
        print(figure.line(), file=sys.stderr, flush=True)
    return [figure.as_dict() for figure in found]


if __name__ == "__main__":
    raise SystemExit(main())
