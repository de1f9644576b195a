"""The product's own processes: web, worker, beat."""

import os
from pathlib import Path

from config.bodies import THREADS
from config.processes import Child, Supervisor, is_healthy

STOP_ORDER = ("worker", "beat", "web")


def start_web(supervisor: Supervisor, *, host: str, port: int) -> Child:
    web = supervisor.start("web", web_words(host, port), environment={"HUB_PROCESS": "web"})
    supervisor.wait_until(web, lambda: is_healthy(port, host=host))
    return web


def web_words(host: str, port: int) -> list[str]:
    """What Python is told to serve the console and the API."""
    return [
        "-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port),
        "--workers", "2", "--blocking-threads", str(THREADS), "--no-ws", "--log-level", "warning",
        "--respawn-failed-workers", "config.wsgi:application",
    ]  # fmt: skip


def start_worker(supervisor: Supervisor) -> Child:
    words = [
        "-m", "celery", "-A", "config.celery", "worker", "--concurrency", str(worker_count()),
        "--loglevel", "WARNING", "--without-gossip", "--without-mingle",
    ]  # fmt: skip
    return supervisor.start("worker", words, environment={"HUB_PROCESS": "worker"})


def start_beat(supervisor: Supervisor, *, schedule: Path) -> Child:
    schedule.parent.mkdir(parents=True, exist_ok=True)
    words = [
        "-m", "celery", "-A", "config.celery", "beat", "--loglevel", "WARNING",
        "--schedule", str(schedule), "--pidfile", "",
    ]  # fmt: skip
    return supervisor.start("beat", words, environment={"HUB_PROCESS": "beat"})


def worker_count() -> int:
    return max(2, min(4, os.cpu_count() or 2))
