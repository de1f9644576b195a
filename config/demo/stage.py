"""The stage every step of the demo works on."""

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from django.conf import settings

from config.demo.progress import Progress
from config.demo.state import State, StateFile
from config.processes import ROOT, Supervisor
from config.watch import look_after

STREET = "420105011"
JIANGTENG = "420105011006"
OPENING, MONTH = "2026-09", "2026-10"


class StepFailed(Exception):
    """A step of the demo could not do its work; the sentence says which and why."""


class Begun(Protocol):
    """Work that one step begins and another waits for."""

    def finish(self) -> None: ...

    def check(self) -> None: ...


@dataclass
class Stage:
    progress: Progress
    supervisor: Supervisor
    file: StateFile
    residents: int
    once: bool
    owners: Begun | None = None

    @property
    def state(self) -> State:
        return self.file.state

    @property
    def folder(self) -> Path:
        return Path(settings.HUB_VAR) / "demo"

    @property
    def world(self) -> Path:
        return self.folder / "world"

    def tell(self, sentence: str) -> None:
        self.progress.tell(sentence)

    def look_after(self) -> None:
        """A step that waits long starts again what has died meanwhile."""
        look_after(self.supervisor, self.tell)

    def command(self, *words: str) -> dict[str, object]:
        """Run a command of the product in a process of its own; its last line as JSON.

        Raises StepFailed with the command's own words.
        """
        done = subprocess.run(  # noqa: S603 - our own interpreter, no shell
            [sys.executable, str(ROOT / "manage.py"), *words],
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode != 0:
            words_of_it = (done.stderr or done.stdout).strip().splitlines()[-15:]
            raise StepFailed(f"manage.py {' '.join(words)} 失败：\n" + "\n".join(words_of_it))
        return last_object(done.stdout)


def last_object(output: str) -> dict[str, object]:
    lines = output.strip().splitlines()
    if not lines or not lines[-1].startswith("{"):
        return {}
    return dict(json.loads(lines[-1]))
