"""Keeping a set of processes up until somebody stops them."""

import signal
import threading
from collections.abc import Callable

from config.processes import Supervisor
from config.surroundings import CannotStart, revive

LOOK_SECONDS = 2
LABELS = {"database": "私有数据库", "broker": "消息服务"}


def keep_up(supervisor: Supervisor, tell: Callable[[str], None]) -> None:
    """Return after Ctrl-C or a stop signal; what dies before is started again, the private
    servers first."""
    ended = threading.Event()
    for sign in (signal.SIGTERM, signal.SIGINT):
        signal.signal(sign, lambda *_: ended.set())
    tell("按 Ctrl-C 停止。")
    while not ended.wait(LOOK_SECONDS):
        look_after(supervisor, tell)
    tell("正在停止 ……")


def look_after(supervisor: Supervisor, tell: Callable[[str], None]) -> None:
    """Start again what has died since the last look."""
    revive_servers(tell)
    for name in supervisor.revive():
        tell(f"进程 {name} 意外结束，已重新启动。")


def revive_servers(tell: Callable[[str], None]) -> None:
    """A server that cannot start now is tried again at the next look."""
    try:
        for name in revive():
            tell(f"{LABELS[name]}意外结束，已重新启动。")
    except CannotStart as trouble:
        tell(str(trouble))
