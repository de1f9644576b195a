"""`python -m tests.faults [--only P1,X3] [--short] [--seeds 5] [--json]`: break, recover, check."""

import argparse
import json
import shutil
import sys
import time
import traceback
from pathlib import Path

import pytest

from tests.faults.drills import DRILLS, STORIES
from tests.faults.ground import ROOT, ground


def main() -> int:
    asked = words()
    wanted = set(asked.only.split(",")) if asked.only else None
    results = []
    for seed in range(asked.seed, asked.seed + asked.seeds):
        results += drills(seed, wanted, short=asked.short)
    results += stories(wanted)
    broken = [one for one in results if not one["held"]]
    print(f"共 {len(results)} 次演练,{len(results) - len(broken)} 次守住,{len(broken)} 次失守")
    if asked.json:
        print(json.dumps({"drills": results, "broken": len(broken)}, ensure_ascii=False))
    return 1 if broken else 0


def words() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("--only", default="", help="编号,用逗号分开")
    parser.add_argument("--short", action="store_true", help="次数减少")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--seeds", type=int, default=1)
    parser.add_argument("--json", action="store_true")
    return parser.parse_args()


def drills(seed: int, wanted: set[str] | None, *, short: bool) -> list[dict]:
    chosen = [drill for drill in DRILLS if wanted is None or drill.id in wanted]
    if not chosen:
        return []
    folder = ROOT / "var" / "faults" / str(seed)
    shutil.rmtree(folder, ignore_errors=True)
    results = []
    with ground(folder, seed=seed) as place:
        begin_django()
        place.finish_reading()
        for drill in chosen:
            results.append(tried(drill, place, drill.short if short else drill.long, seed))
    return results


def begin_django() -> None:
    """Only now: settings read the addresses of servers that have just started."""
    import django

    django.setup()


def tried(drill, place, times: int, seed: int) -> dict:
    began, why = time.monotonic(), ""
    try:
        drill.run(place, times)
    except Exception as trouble:  # a drill that breaks is a result
        why = f"{type(trouble).__name__}: {trouble}"
        traceback.print_exc(limit=4, file=sys.stderr)
    took = time.monotonic() - began
    mark = "守住" if not why else "失守"
    print(
        f"{drill.id:4} {mark} {took:6.1f} 秒  {drill.title} ×{times}(种子 {seed}){why}", flush=True
    )
    return {"id": drill.id, "seed": seed, "times": times, "held": not why, "why": why}


def stories(wanted: set[str] | None) -> list[dict]:
    results = []
    for name, expression in STORIES.items():
        if wanted is not None and name not in wanted:
            continue
        tests = [str(Path("tests") / "connectors"), "-q", "-k", expression, "--no-header"]
        code = pytest.main([*tests, "-p", "no:cacheprovider"])
        print(f"{name:4} {'守住' if code == 0 else '失守'}  外部系统故障:{expression}", flush=True)
        results.append({"id": name, "seed": None, "times": 1, "held": code == 0, "why": ""})
    return results


if __name__ == "__main__":
    raise SystemExit(main())
