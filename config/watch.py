"""Keeping a set of processes up until somebody stops them."""

import signal
import threading
from collections.abc import Callable

from config.processes import Supervisor

LOOK_SECONDS = 2


def keep_up(supervisor: Supervisor, tell: Callable[[str], None]) -> None:
    """Return after Ctrl-C or a stop signal; a child that dies before is started again."""
    ended = threading.Event()
    for sign in (signal.SIGTERM, signal.SIGINT):
        signal.signal(sign, lambda *_: ended.set())
    tell("按 Ctrl-C 停止。")
    while not ended.wait(LOOK_SECONDS):
        for name in supervisor.revive():
            tell(f"进程 {name} 意外结束，已重新启动。")
    tell("正在停止 ……")
