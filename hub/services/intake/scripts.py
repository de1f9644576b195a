"""The door's larger statements, kept as SQL files beside the app."""

from functools import cache
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[2] / "sql"


@cache
def script(name: str) -> str:
    """The text of hub/sql/<name>.sql."""
    return (FOLDER / f"{name}.sql").read_text(encoding="utf-8")
