"""One round of drills: `FAULTS_SEED=7 python -m tests.faults.round P1 P7 [--short]`."""

import json
import sys
import time
import traceback

from tests.faults.begun import PLACE
from tests.faults.drills import DRILLS, Drill


def main(words: list[str]) -> None:
    short = "--short" in words
    try:
        PLACE.settle()
        PLACE.finish_reading()
        results = [
            tried(drill, drill.short if short else drill.long)
            for drill in DRILLS
            if drill.id in words
        ]
    finally:
        PLACE.close()
    print(json.dumps(results, ensure_ascii=False))


def tried(drill: Drill, times: int) -> dict[str, object]:
    began, why = time.monotonic(), ""
    try:
        drill.run(PLACE, times)
    except Exception as trouble:  # noqa: BLE001 - a drill that breaks is a result
        why = f"{type(trouble).__name__}: {trouble}"
        traceback.print_exc(limit=4, file=sys.stderr)
    mark, took = "失守" if why else "守住", time.monotonic() - began
    told = f"{drill.id:4} {mark} {took:6.1f} 秒  {drill.title} ×{times}（种子 {PLACE.seed}）"
    print(told, why, file=sys.stderr, flush=True)
    return {"id": drill.id, "seed": PLACE.seed, "times": times, "held": not why, "why": why}


if __name__ == "__main__":
    main(sys.argv[1:])
