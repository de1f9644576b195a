"""Running the tools of the trade as processes of their own."""

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def run_module(module: str, *words: str, quiet: bool = False) -> int:
    """Exit code of `python -m module words`, run from the checkout's root."""
    return run_python(["-m", module, *words], quiet=quiet)


def run_python(words: Sequence[str], *, quiet: bool = False, as_we_are: bool = False) -> int:
    """Exit code of our interpreter; `as_we_are` keeps the key and the settings of this command."""
    environment = {
        name: value for name, value in os.environ.items() if as_we_are or name not in OURS
    }
    done = subprocess.run(  # noqa: S603 - our own interpreter, no shell
        [sys.executable, *words],
        cwd=ROOT,
        env=environment,
        check=False,
        stdout=sys.stderr if quiet else None,
    )
    return done.returncode


OURS = ("DJANGO_SETTINGS_MODULE", "HUB_KEY_FILE")
