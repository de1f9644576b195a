"""The three outside systems, each a process of its own, and where the product finds them."""

import json
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings

from config.demo.stage import Stage
from config.processes import Child, free_port

SIMULATORS = {"EMP": "employment", "SI": "social_security", "HOUSING": "housing"}
READY_SECONDS = 120


def start_systems(stage: Stage) -> None:
    """All three at once; they get ready while the first files enter."""
    for code in SIMULATORS:
        start(stage, code)


def find_systems(stage: Stage) -> None:
    """Wait for each one's first line, which says where it stands."""
    children = stage.supervisor.children
    told = {code: first_line(stage, children[name]) for code, name in SIMULATORS.items()}
    write_addresses(told)
    stage.tell("就业、社保、住房三个模拟系统已就绪")


def start(stage: Stage, code: str) -> Child:
    name = SIMULATORS[code]
    port = remembered_port(stage, code)
    words = [
        "-m", f"tests.simulators.{name}", "--port", str(port),
        "--store", str(stage.folder / name), "--seed", "7", "--world", str(stage.world),
        "--clock", "2026-11-23T09:00:00+08:00", "--habits", "demo", "--tick", "work",
    ]  # fmt: skip
    if code == "SI":
        words += ["--sftp-port", str(remembered_port(stage, "SFTP"))]
    log = stage.supervisor.logs / f"{name}.log"
    log.unlink(missing_ok=True)
    return stage.supervisor.start(name, words)


def remembered_port(stage: Stage, name: str) -> int:
    port = free_port(stage.state.ports.get(name, 0))
    stage.state.ports[name] = port
    stage.file.save()
    return port


def first_line(stage: Stage, child: Child) -> dict[str, object]:
    stage.supervisor.wait_until(child, lambda: bool(objects(child.log)), seconds=READY_SECONDS)
    return objects(child.log)[0]


def objects(log: Path) -> list[dict[str, object]]:
    lines = log.read_text(errors="replace").splitlines() if log.exists() else []
    return [json.loads(line) for line in lines if line.startswith('{"') and line.endswith("}")]


def write_addresses(told: dict[str, dict[str, object]]) -> None:
    """What each system said of itself, with the places the product may reach for it."""
    path = Path(settings.HUB_SYSTEMS_FILE)
    systems = {code: {**words, "egress": places(words)} for code, words in told.items()}
    path.touch(mode=0o600)
    path.write_text(json.dumps(systems, ensure_ascii=False, indent=2))


def places(words: dict[str, object]) -> list[str]:
    found = [urlsplit(str(words.get("url", ""))).netloc]
    if isinstance(sftp := words.get("sftp"), dict):
        found.append(f"{sftp['host']}:{sftp['port']}")
    return [place for place in found if place]
