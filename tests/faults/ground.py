"""The ground a fault is tried on: own servers, a small street, the employment bureau, workers."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlparse

import httpx
import psycopg

from config.private_broker import Broker
from config.private_postgres import Cluster
from tests.simulators.running import make_world

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 120  # seconds in which everything must have recovered


class Ground:
    """One private place for one round of drills; nothing of it is shared with a demo."""

    def __init__(self, folder: Path, *, residents: int, seed: int) -> None:
        self.folder, self.residents, self.seed = folder, residents, seed
        self.random = random.Random(seed)
        self.children: list[subprocess.Popen] = []
        self.cluster: Cluster
        self.broker: Broker
        self.bureau: dict[str, Any] = {}

    def prepare(self) -> None:
        """Servers and one outside system, known to whoever reads the settings after this."""
        self.folder.mkdir(parents=True, exist_ok=True)
        os.environ.update(HUB_VAR=str(self.folder), DJANGO_SETTINGS_MODULE="config.settings")
        os.environ["HUB_KEY_FILE"] = str(self.folder / "keys" / "hub.key")
        os.environ["HUB_SYSTEMS_FILE"] = str(self.folder / "systems.json")
        make_key(Path(os.environ["HUB_KEY_FILE"]))
        self.cluster = Cluster(self.folder / "pg")
        self.broker = Broker(self.folder / "valkey")
        self.start_servers()
        self.start_bureau(make_world(self.folder / "world", self.residents, self.seed))

    def settle(self) -> None:
        """Tables, code lists, areas and the people the police know, by the product's commands."""
        world = self.folder / "world"
        self.manage("migrate", "--verbosity", "0", HUB_DB_ROLE="owner")
        self.manage("load_codes")
        self.manage("load_areas", str(ROOT / "communities" / "data" / "wuhan_areas.csv"))
        self.manage("load_areas", str(world / "grids.csv"))
        for name in ("psb_hj", "psb_ldrk"):
            self.manage("load_file", str(world / f"{name}.csv"), "--first-load")

    def start_servers(self) -> None:
        self.cluster.start()
        self.broker.start()
        os.environ["DATABASE_URL"] = self.cluster.url("hub_app")
        os.environ["HUB_OWNER_DATABASE_URL"] = self.cluster.url("hub_owner")
        os.environ["HUB_REPORT_DATABASE_URL"] = self.cluster.url("hub_report")
        os.environ["REDIS_URL"] = self.broker.url

    def start_bureau(self, world: Path) -> None:
        words = [
            "-m", "tests.simulators.employment", "--store", str(self.folder / "employment"),
            "--world", str(world), "--clock", "2026-11-23T09:00:00+08:00",
            "--habits", "off", "--tick", "frozen", "--leave-with-parent",
        ]  # fmt: skip
        process = self.spawn(words, stdout=subprocess.PIPE, text=True)
        assert process.stdout is not None
        line = json.loads(process.stdout.readline())
        line["egress"] = [urlparse(line[name]).netloc for name in ("url", "admin")]
        self.bureau = line
        Path(os.environ["HUB_SYSTEMS_FILE"]).write_text(json.dumps({"EMP": line}))

    def spawn(self, words: list[str], **more: Any) -> subprocess.Popen:
        process = subprocess.Popen(
            [sys.executable, *words], cwd=ROOT, env=dict(os.environ), start_new_session=True, **more
        )
        self.children.append(process)
        return process

    def manage(self, *words: str, **environment: str) -> str:
        """A command of the product, run to its end; raises with its last words when it fails."""
        done = subprocess.run(
            [sys.executable, "manage.py", *words], cwd=ROOT, capture_output=True, text=True,
            env={**os.environ, **environment}, timeout=600, check=False,
        )  # fmt: skip
        if done.returncode:
            raise AssertionError(f"{words[0]}: {done.stdout[-1500:]}{done.stderr[-1500:]}")
        return done.stdout

    def sync(self) -> subprocess.Popen:
        """A worker that reads the bureau, as a process that can be killed."""
        log = open(self.folder / "sync.log", "ab")  # noqa: SIM115 - held by the child
        return self.spawn(["manage.py", "sync", "EMP", "--json"], stdout=log, stderr=log)

    def worker(self) -> subprocess.Popen:
        """A Celery worker with its pool, a group of its own."""
        log = open(self.folder / "worker.log", "ab")  # noqa: SIM115 - held by the child
        words = ["-m", "celery", "-A", "config", "worker", "--concurrency", "2", "-l", "WARNING"]
        return self.spawn(words, stdout=log, stderr=log)

    def ask(self, query: str, *values: object) -> list[tuple]:
        """Own SQL in the reading role, outside of all application code."""
        address = os.environ["HUB_REPORT_DATABASE_URL"]
        with psycopg.connect(address, autocommit=True) as connection:
            return connection.execute(query, values).fetchall()

    def fault(self, name: str, **said: object) -> None:
        self.desk("fault", name=name, **said)

    def desk(self, word: str, **said: object) -> dict:
        answer = httpx.post(f"{self.bureau['admin']}/{word}", json=said, timeout=60)
        answer.raise_for_status()
        return answer.json()

    def served(self) -> set[str]:
        """Every key the bureau says it has given out."""
        keys, last = set(), 0
        while True:
            told = httpx.get(
                f"{self.bureau['admin']}/ledger",
                params={"after": last, "direction": "served"},
                timeout=60,
            ).json()
            keys |= {f"{row['kind']}:{row['key']}" for row in told["rows"]}
            if not told["rows"] or told["next"] == last:
                return keys
            last = told["next"]

    def expire_lease(self) -> None:
        """What thirty seconds without a heartbeat do."""
        with psycopg.connect(os.environ["HUB_OWNER_DATABASE_URL"], autocommit=True) as connection:
            connection.execute(
                "update connectors_run set lease_until = now() - interval '1 second'"
                " where state = 'running'"
            )

    def forget_reading(self) -> None:
        """Let the next run read the bureau from the beginning, over what is already held."""
        with psycopg.connect(os.environ["HUB_OWNER_DATABASE_URL"], autocommit=True) as connection:
            connection.execute("delete from connectors_cursor where system = 'EMP'")

    def finish_reading(self) -> None:
        """Run workers until the newest run is done, as the timetable would. Raises when not."""
        ends = time.monotonic() + PATIENCE
        while time.monotonic() < ends:
            self.sync().wait(PATIENCE)
            if self.ask(NEWEST)[0][0] == "done":
                return
            self.expire_lease()
        raise AssertionError("the reading did not come to its end")

    def close(self) -> None:
        for process in self.children:
            if process.poll() is None:
                kill_group(process, signal.SIGKILL)
                process.wait()
        self.broker.stop()
        self.cluster.stop()


NEWEST = "select state from connectors_run where system = 'EMP' order by id desc limit 1"


def make_key(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        path.write_bytes(os.urandom(64))


def kill_group(process: subprocess.Popen, number: int) -> None:
    os.killpg(process.pid, number)


def wait_until(condition: Callable[[], bool], seconds: float = PATIENCE) -> None:
    ends = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > ends:
            raise AssertionError("it did not come about in time")
        time.sleep(0.02)
