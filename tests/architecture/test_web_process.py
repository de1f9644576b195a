"""Heavy libraries stay out of the process that answers people."""

import subprocess
import sys

from tests.architecture.source import ROOT

HEAVY = ("python_calamine", "openpyxl", "paramiko", "lxml", "httpx", "pytest", "numpy")
LISTING = (
    "import sys, config.wsgi, config.urls; from django.urls import get_resolver;"
    "get_resolver().url_patterns; print(*sorted({name.split('.')[0] for name in sys.modules}))"
)


def test_the_web_process_is_lean():
    listed = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", LISTING],
        cwd=ROOT,
        env=environment(),
        capture_output=True,
        text=True,
        check=True,
    )

    assert set(listed.stdout.split()) & set(HEAVY) == set()


def environment() -> dict[str, str]:
    return {"DJANGO_SETTINGS_MODULE": "config.settings", "PATH": "", "HUB_PROCESS": "web"}
