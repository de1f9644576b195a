"""What the demo remembers between two starts: finished steps, ports, logins."""

import json
import os
from dataclasses import asdict, dataclass, field
from pathlib import Path


@dataclass
class State:
    done: list[str] = field(default_factory=list)
    ports: dict[str, int] = field(default_factory=dict)
    logins: dict[str, dict[str, str]] = field(default_factory=dict)
    api: dict[str, object] = field(default_factory=dict)
    facts: dict[str, object] = field(default_factory=dict)


class StateFile:
    """Written whole and moved into place, so that a killed start leaves the last good one."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.state = self.read()

    def read(self) -> State:
        try:
            return State(**json.loads(self.path.read_text()))
        except (OSError, ValueError, TypeError):
            return State()

    def save(self) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        draft = self.path.with_suffix(".new")
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w") as file:
            json.dump(asdict(self.state), file, ensure_ascii=False, indent=2)
        draft.replace(self.path)

    def finish(self, step: str) -> None:
        if step not in self.state.done:
            self.state.done.append(step)
        self.save()
