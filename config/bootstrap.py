"""From a bare Python to the product's own environment; standard library only.

Runs before anything is installed, also under a Python that is too old, so it keeps to plain syntax.
"""

import fcntl
import hashlib
import importlib
import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
CACHE = ROOT / ".cache"
PYTHON = VENV / "bin" / "python"
STAMP = VENV / "installed.json"
FLOOR = (3, 11)
WITH_TOOLS = ("test", "lint", "bench", "faults")


class CannotPrepare(Exception):
    """The environment cannot be made here; the sentence says what to do."""


def run(argv):
    """Enter the environment if need be, then run the command there."""
    try:
        check_python()
        if argv[1:2] == ["clean"]:
            return importlib.import_module("config.clean").main(argv)
        prepare(argv)
    except CannotPrepare as trouble:
        print(str(trouble), file=sys.stderr)
        return 1
    return importlib.import_module("config.command_line").main(argv)


def check_python():
    if sys.version_info < FLOOR:
        raise CannotPrepare(
            "需要 Python 3.11 或更高版本，当前是 {}.{}。请用更高版本的 Python 运行 manage.py。\n"
            "Python 3.11 or newer is needed.".format(*sys.version_info[:2])
        )


def prepare(argv):
    command = argv[1] if len(argv) > 1 else "help"
    if os.environ.get("HUB_NO_VENV") == "1":
        return
    keep_caches_inside()
    install(with_tools=command in WITH_TOOLS)
    if Path(sys.prefix).resolve() != VENV.resolve():
        sys.stdout.flush()
        words = [str(PYTHON), str(ROOT / "manage.py"), *argv[1:]]
        os.execv(words[0], words)  # noqa: S606 - the same command, in its environment


def keep_caches_inside():
    """Nothing outside the checkout is written, package caches included."""
    for name, folder in (
        ("UV_CACHE_DIR", "uv"),
        ("PIP_CACHE_DIR", "pip"),
        ("MYPY_CACHE_DIR", "mypy"),
        ("RUFF_CACHE_DIR", "ruff"),
        ("HYPOTHESIS_STORAGE_DIRECTORY", "hypothesis"),
    ):
        os.environ.setdefault(name, str(CACHE / folder))
    os.environ.setdefault("PIP_DISABLE_PIP_VERSION_CHECK", "1")


def install(with_tools):
    """Bring the environment to the lock; nothing happens when the lock has not changed."""
    if satisfied(with_tools):
        return
    CACHE.mkdir(exist_ok=True)
    with open(CACHE / "install.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        installed = read_stamp()
        if not satisfied(with_tools):
            sync(with_tools or "tools" in installed)


def satisfied(with_tools):
    installed = read_stamp()
    wanted = locks()
    if not PYTHON.exists() or installed.get("product") != wanted["product"]:
        return False
    return not with_tools or installed.get("tools") == wanted["tools"]


def locks():
    return {
        "product": digest(ROOT / "requirements.txt"),
        "tools": digest(ROOT / "requirements-dev.txt"),
    }


def digest(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def read_stamp():
    try:
        return json.loads(STAMP.read_text())
    except (OSError, ValueError):
        return {}


def sync(with_tools):
    started = time.monotonic()
    say("准备运行环境：首次需要从软件源下载依赖，请稍候…… (installing packages)")
    if not PYTHON.exists():
        make_venv()
    lock = ROOT / ("requirements-dev.txt" if with_tools else "requirements.txt")
    install_lock(lock)
    wanted = locks()
    if not with_tools:
        del wanted["tools"]
    STAMP.write_text(json.dumps(wanted))
    say(f"运行环境已就绪，用时 {time.monotonic() - started:.0f} 秒。 (environment ready)")


def make_venv():
    made = attempt([sys.executable, "-m", "venv", str(VENV)])
    if made.returncode == 0:
        return
    shutil.rmtree(VENV, ignore_errors=True)
    uv = shutil.which("uv")
    if (
        uv
        and attempt([uv, "venv", "--seed", "--python", sys.executable, str(VENV)]).returncode == 0
    ):
        return
    raise CannotPrepare(
        "无法创建 Python 虚拟环境：本机 Python 缺少 venv 或 ensurepip。"
        "请执行 apt install python3-venv，或安装 uv 后重试。\n"
        "Cannot make a virtual environment (venv or ensurepip is missing).\n" + tail(made)
    )


def install_lock(lock):
    pip = [str(PYTHON), "-m", "pip"]
    uv = [str(PYTHON), "-m", "uv"]
    if attempt([*uv, "--version"]).returncode != 0:
        attempt([*pip, "install", "--quiet", "uv"])
    if attempt([*uv, "--version"]).returncode == 0:
        # compiled once here, or every process of a machine that keeps no byte code would do it
        install = [*uv, "pip", "install", "--compile-bytecode", "--python", str(PYTHON)]
        done = attempt([*install, "--require-hashes", "-r", str(lock)])
    else:
        done = attempt([*pip, "install", "--require-hashes", "-r", str(lock)])
    if done.returncode != 0:
        raise CannotPrepare(
            "安装依赖失败：请检查软件源是否可达（pip 的 index-url 设置）后重试。\n"
            "Installing the locked packages failed.\n" + tail(done)
        )


def attempt(command):
    return subprocess.run(  # noqa: S603 - fixed commands of our own, no shell
        command,
        cwd=str(ROOT),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )


def tail(done):
    return "\n".join(done.stdout.strip().splitlines()[-12:])


def say(sentence):
    print(sentence, file=sys.stderr, flush=True)
