"""The door's larger statements, kept as SQL files beside the app."""

import re
from functools import cache
from pathlib import Path

# Keys of many new rows from one draw of chance: a draw a row opens the system's source each time.
# Version and variant are those of a random uuid.
CHANCE = "(select gen_random_uuid()::text as seed offset 0) chance"
DRAWN = (
    r"overlay(overlay(md5(chance.seed || \1::text) placing '4' from 13) placing '8' from 17)::uuid"
)
FOLDER = Path(__file__).resolve().parents[2] / "sql"


@cache
def script(name: str) -> str:
    """The text of hub/sql/<name>.sql; `:chance` and `:drawn(n)` stand for what draws its keys."""
    text = (FOLDER / f"{name}.sql").read_text(encoding="utf-8").replace(":chance", CHANCE)
    return re.sub(r":drawn\(([\w.]+)\)", DRAWN, text)
