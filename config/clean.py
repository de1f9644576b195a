"""`manage.py clean`: stop what this checkout started and remove everything it made.

Standard library only, because the environment itself is among the things removed.
"""

import json
import os
import shutil
import signal
import sys
import tempfile
import time
from pathlib import Path

from config.private_server import is_gone
from config.processes import end_left_over

ROOT = Path(__file__).resolve().parent.parent
VAR = ROOT / "var"
STOP_SECONDS = 40


def main(argv):
    """Exit code 0, also when there was nothing to remove."""
    stop_servers()
    outside = list(private_folders())
    removed = [str(path) for path in outside if remove(path)]
    removed += [str(path.relative_to(ROOT)) for path in made_here() if remove(path)]
    if "--json" in argv:
        print(json.dumps({"removed": removed}, ensure_ascii=False))
    else:
        print("已停止本目录启动的服务，并删除：" + ("、".join(in_short(removed)) or "无") + "。")
    return 0


def in_short(removed):
    """The many folders of byte code as one word."""
    compiled = [path for path in removed if path.endswith("__pycache__")]
    others = [path for path in removed if path not in compiled]
    return [*others, f"{len(compiled)} 个 __pycache__"] if compiled else others


def stop_servers():
    """The demo first, which stops its own; then what was left by killed commands."""
    for name, sign in (
        ("supervisor.pid", signal.SIGTERM),
        ("*.child", signal.SIGTERM),
        ("valkey.pid", signal.SIGTERM),
        ("postmaster.pid", signal.SIGINT),
    ):
        for folder in (VAR, *private_folders()):
            for pid_file in sorted(folder.glob(f"**/{name}")):
                stop(pid_file, sign)
                if name == "*.child":
                    end_left_over(pid_file)


def stop(pid_file, sign):
    """Signal a process, if it is still the one that wrote the file, and wait for its end."""
    try:
        pid = int(pid_file.read_text().split()[0])
        if Path(f"/proc/{pid}/cwd").resolve() not in (ROOT, pid_file.parent.resolve()):
            return
        os.kill(pid, sign)
    except (OSError, ValueError, IndexError):
        return
    deadline = time.monotonic() + STOP_SECONDS
    while not is_gone(pid) and time.monotonic() < deadline:
        time.sleep(0.05)


def private_folders():
    """The folders in the temporary directory that stand in for places of this checkout."""
    for folder in Path(tempfile.gettempdir()).glob("hub-*"):
        try:
            ours = (folder / "checkout").read_text() == str(ROOT)
            if ours and not folder.is_symlink() and folder.stat().st_uid == os.geteuid():
                yield folder
        except OSError:
            continue


def made_here():
    # the folder of caches and the environment come last, they may hold what runs this
    yield from (path for path in ROOT.glob("**/__pycache__") if ".venv" not in path.parts)
    yield from (ROOT / name for name in ("var", ".ruff_cache", ".mypy_cache", ".pytest_cache"))
    yield from (ROOT / name for name in (".hypothesis", ".coverage", ".cache", ".venv"))


def remove(path):
    if not path.exists():
        return False
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink()
    if path.exists():
        print(f"未能删除 {path}，请检查权限。", file=sys.stderr)
        return False
    return True
