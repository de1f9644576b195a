"""Whether the locked requirements still answer the edited ones."""

import re
from collections.abc import Mapping
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import NormalizedName, canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
LOCKS = {"requirements.in": "requirements.txt", "requirements-dev.in": "requirements-dev.txt"}
PIN = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==([^\s;\\]+)", re.MULTILINE)


def stale_locks() -> list[str]:
    """One sentence per requirement that its lock does not answer."""
    return [
        trouble
        for edited, locked in LOCKS.items()
        for trouble in troubles(ROOT / edited, ROOT / locked)
    ]


def troubles(edited: Path, locked: Path) -> list[str]:
    text = locked.read_text()
    pins = {canonicalize_name(name): version for name, version in PIN.findall(text)}
    found = [
        f"{locked.name} 没有满足 {edited.name} 中的 {wanted}，请重新锁定。"
        for wanted in requirements(edited)
        if not answered(wanted, pins)
    ]
    if re.search(r"^\s*--(extra-)?index-url|https?://", text, re.MULTILINE):
        found.append(f"{locked.name} 写入了软件源地址，锁定文件必须能从任何软件源安装。")
    return found


def requirements(edited: Path) -> list[Requirement]:
    lines = (line.split("#")[0].strip() for line in edited.read_text().splitlines())
    return [Requirement(line) for line in lines if line and not line.startswith("-")]


def answered(wanted: Requirement, pins: Mapping[NormalizedName, str]) -> bool:
    version = pins.get(canonicalize_name(wanted.name))
    return version is not None and wanted.specifier.contains(version, prereleases=True)
