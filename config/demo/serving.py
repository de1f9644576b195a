"""The console, kept up until somebody stops it."""

from pathlib import Path

from django.conf import settings

from config.demo.stage import Stage
from config.processes import free_port
from config.product import STOP_ORDER, start_beat, start_web, start_worker

USUAL_PORT = 8000


def serve(stage: Stage, wanted: int = 0) -> int:
    """Start the web process; its port stays the same from one start to the next."""
    port = free_port(wanted or stage.state.ports.get("web", USUAL_PORT))
    stage.state.ports["web"] = port
    stage.file.save()
    start_web(stage.supervisor, host="127.0.0.1", port=port)
    return port


def start_work(stage: Stage) -> None:
    """The worker reads the outside systems' addresses when it starts."""
    start_worker(stage.supervisor)


def start_clock(stage: Stage) -> None:
    start_beat(stage.supervisor, schedule=Path(settings.HUB_VAR) / "beat" / "schedule")


def stop_everything(stage: Stage) -> None:
    """Worker, beat, web, then the outside systems; the private servers stop with the command."""
    stage.supervisor.stop(*STOP_ORDER)
