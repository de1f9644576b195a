"""The ground everything else stands on: tables, code lists, areas, and the made-up street."""

import hashlib
import json
import subprocess
import sys
from io import StringIO
from pathlib import Path

from django.core.management import call_command

from config.demo.stage import ROOT, STREET, Stage, StepFailed, last_object

AREAS = ROOT / "communities" / "data" / "wuhan_areas.csv"
SEED = "7"


def migrate(stage: Stage) -> None:
    """As the owner, in a process of its own; left out while the source is the same."""
    source = source_digest()
    if stage.state.facts.get("source") != source:
        stage.command("migrate", "--verbosity", "0")
        stage.state.facts["source"] = source


def source_digest() -> str:
    """A hash over everything the tables and functions are drawn from."""
    total = hashlib.sha256()
    for room in ("communities", "hub", "connectors", "reports", "config"):
        for path in sorted((ROOT / room).rglob("*")):
            if path.suffix in (".py", ".sql", ".csv") and path.is_file():
                total.update(path.read_bytes())
    return total.hexdigest()


def load_codes(stage: Stage) -> None:
    loaded = ask("load_codes")
    stage.tell(f"{loaded.get('lists')} 个代码表，{loaded.get('codes')} 个代码")


def load_areas(stage: Stage) -> None:
    stage.tell(f"区划 {ask('load_areas', str(AREAS)).get('rows')} 条")


def finish_world(stage: Stage) -> None:
    WORLD.finish(stage)
    stage.tell(f"网格 {ask('load_areas', str(stage.world / 'grids.csv')).get('rows')} 条")


def ask(name: str, *words: str) -> dict[str, object]:
    """Run a command of ours in this process; its last line as JSON."""
    output = StringIO()
    call_command(name, *words, "--json", stdout=output)
    return last_object(output.getvalue())


class WorldMaker:
    """The street is drawn in a process of its own while the tables are made."""

    process: subprocess.Popen[bytes] | None = None
    log: Path

    def begin(self, stage: Stage) -> None:
        if (stage.world / "world.json").exists():
            return
        stage.folder.mkdir(parents=True, exist_ok=True)
        self.log = stage.folder / "world.log"
        with open(self.log, "wb") as output:
            self.process = subprocess.Popen(  # noqa: S603 - our own interpreter, no shell
                [
                    sys.executable, "-m", "tests.simulators.world", "--out", str(stage.world),
                    "--seed", SEED, "--residents", str(stage.residents), "--street", STREET,
                ],
                cwd=ROOT, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT,
            )  # fmt: skip

    def finish(self, stage: Stage) -> None:
        """Raises StepFailed with the generator's last lines."""
        if self.process is not None and self.process.wait() != 0:
            raise StepFailed("未能生成模拟居民：\n" + self.log.read_text()[-2000:])
        world = json.loads((stage.world / "world.json").read_text())
        stage.state.facts["sample"] = world["sample"]
        stage.tell(f"{world['residents']} 名模拟居民，{len(world['communities'])} 个社区")


WORLD = WorldMaker()
