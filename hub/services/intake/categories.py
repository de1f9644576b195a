"""One category after another: delta, belief, write, history, dissent."""

from collections.abc import Iterable, Sequence

from hub.dictionary import CATEGORIES
from hub.services.intake import sql
from hub.services.intake.core import take_core
from hub.services.intake.passage import Passage
from hub.services.intake.places import follow_the_people
from hub.services.intake.plan import plan
from hub.services.intake.row import Row
from hub.services.intake.scripts import script
from hub.services.intake.writing import work_of, write

# What the people of a home or household have of it: told of the one, it changes for them at once.
FOLLOWED = {
    "dwelling_grid": "intake_grids",
    "household_type": "intake_collective",
    "std_address": "intake_addresses",
}


def take_categories(rows: Sequence[Row], passage: Passage) -> None:
    """Take every category the round speaks of, the subject's own row first."""
    told = names_by_category(rows)
    if passage.entity == "resident":
        take_core(rows, told.pop("core_resident", ()), passage)
        if any(CATEGORIES[category].entity != "resident" for category in told):
            follow_the_people()
    for category in sorted(told, key=lambda c: (not c.startswith("core_"), c)):
        own = CATEGORIES[category].entity == passage.entity
        if not own and passage.entity != "resident":
            continue  # only a person says where a home's or a household's facts belong
        sql.run("drop table if exists pg_temp.delta")
        statements = plan(category, told[category], passage.source, own)
        sql.run(statements.delta)
        write(statements, work_of(statements, passage), passage)
        for name, follow in FOLLOWED.items():
            if name in told[category]:
                sql.run(script(follow), passage.params())


def names_by_category(rows: Iterable[Row]) -> dict[str, tuple[str, ...]]:
    """Category to the names told by any row, in a stable order so that plans are reused."""
    found: dict[str, set[str]] = {}
    for row in rows:
        for category, values in row.values.items():
            found.setdefault(category, set()).update(values)
    return {category: tuple(sorted(names)) for category, names in found.items() if names}
