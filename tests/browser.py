"""The browser of the machine, where there is one."""

import os
import shutil

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")


def find_browser() -> str:
    """Path of a Chromium, HUB_CHROMIUM first; empty when the machine has none."""
    if chosen := os.environ.get("HUB_CHROMIUM"):
        return chosen
    return next((path for name in NAMES if (path := shutil.which(name))), "")
