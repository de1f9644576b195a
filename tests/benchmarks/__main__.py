"""`python3 manage.py bench [door|lookup|report|roster|search|feed] [--rows N] [--json]`."""

import argparse
import importlib
import json
import os
import sys

from tests.benchmarks.scratch import scratch_database

PROGRAMS = ("door", "roster", "search", "lookup", "report", "feed")


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
    figures: dict[str, list[dict[str, object]]] = {}
    with scratch_database(keep=told.keep):
        importlib.import_module("django").setup()
        for name in told.programs or PROGRAMS:
            figures[name] = run(name, told.rows)
        importlib.import_module("django.db").connections.close_all()
    missed = sum(not one["met"] for found in figures.values() for one in found)
    if told.json:
        print(json.dumps({"figures": figures, "missed": missed}, ensure_ascii=False))
    return 1 if missed else 0


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
