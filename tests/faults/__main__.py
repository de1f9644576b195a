"""`python -m tests.faults [--only P1,X3] [--short] [--seeds 5] [--json]`: break, recover, check."""

import argparse
import json
import os
import shutil
import subprocess
import sys

from tests.faults.catalogue import HERE, STORIES
from tests.faults.ground import ROOT

OWN = ("DATABASE_URL", "HUB_OWNER_DATABASE_URL", "HUB_REPORT_DATABASE_URL", "REDIS_URL", "HUB_VAR")


def main() -> int:
    asked = words()
    wanted = asked.only.split(",") if asked.only else [*HERE, *STORIES]
    results = []
    for seed in range(asked.seed, asked.seed + asked.seeds):
        results += round_of(seed, [name for name in wanted if name in HERE], short=asked.short)
    results += [story(name) for name in wanted if name in STORIES]
    broken = sum(not one["held"] for one in results)
    print(f"共 {len(results)} 次演练，{len(results) - broken} 次守住，{broken} 次失守")
    if asked.json:
        print(json.dumps({"drills": results, "broken": broken}, ensure_ascii=False))
    return 1 if broken else 0


def words() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="manage.py faults")
    parser.add_argument("--only", default="", help="编号，用逗号分开")
    parser.add_argument("--short", action="store_true", help="次数减少")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--seeds", type=int, default=1, help="连续几个种子")
    parser.add_argument("--json", action="store_true")
    return parser.parse_args()


def round_of(seed: int, names: list[str], *, short: bool) -> list[dict]:
    """The drills of one seed, in a process and on servers of their own."""
    if not names:
        return []
    shutil.rmtree(ROOT / "var" / "faults" / str(seed), ignore_errors=True)
    environment = {name: value for name, value in os.environ.items() if name not in OWN}
    command = [sys.executable, "-m", "tests.faults.round", *names, *(["--short"] if short else [])]
    done = subprocess.run(
        command, cwd=ROOT, env={**environment, "FAULTS_SEED": str(seed)},
        stdout=subprocess.PIPE, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        why = f"the round ended with {done.returncode}"
        return [{"id": name, "seed": seed, "held": False, "why": why} for name in names]
    return json.loads(done.stdout.splitlines()[-1])


def story(name: str) -> dict:
    """A fault of an outside system, told as a test over a real socket."""
    command = [sys.executable, "-m", "pytest", "tests/connectors", "-q", "-k", STORIES[name]]
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=False)
    held = done.returncode == 0
    print(f"{name:4} {'守住' if held else '失守'}  {done.stdout.splitlines()[-1]}", flush=True)
    return {"id": name, "seed": None, "held": held, "why": "" if held else done.stdout[-600:]}


if __name__ == "__main__":
    raise SystemExit(main())
