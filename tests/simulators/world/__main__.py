"""`python -m tests.simulators.world --out DIR`: make the simulated street."""

import argparse
import json
import time
from pathlib import Path

from tests.simulators.world.making import World
from tests.simulators.world.places import UnknownStreet


def main() -> None:
    words = argparse.ArgumentParser(prog="tests.simulators.world", description=__doc__)
    words.add_argument("--out", type=Path, required=True)
    words.add_argument("--seed", type=int, default=7)
    words.add_argument("--residents", type=int, default=100_000)
    words.add_argument("--month", default="2026-10")
    words.add_argument("--street", default="420105011")
    chosen = words.parse_args()
    started = time.monotonic()
    try:
        world = World(chosen.out, chosen.seed, chosen.residents, chosen.month, chosen.street)
    except UnknownStreet as trouble:
        words.error(str(trouble))
    world.make()
    people = len(world.settlers.people)
    print(json.dumps({"people": people, "seconds": round(time.monotonic() - started, 1)}))


if __name__ == "__main__":
    main()
