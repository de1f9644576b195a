"""Words that say less than others without contradicting them: 配偶 beside 妻 asks nobody."""

from psycopg import sql

from hub.services.intake.columns import Told

# A code of a list, and the codes it takes in (GB/T 4761: the tens name the kind; in-laws apart).
WIDER: dict[str, dict[str, tuple[str, ...]]] = {
    "family_relation": {
        "10": ("11", "12"),
        "20": ("21", "22", "23", "24", "25", "26", "27", "29"),
        "30": ("31", "32", "33", "34", "35", "36", "37", "39"),
        "40": ("41", "42", "43", "44", "47", "48", "49"),
        "50": ("51", "52", "57", "58", "59"),
        "60": ("61", "62", "63", "64", "66", "67", "69"),
        "70": ("71", "73", "75", "77", "79"),
    }
}


def says_less(one: Told) -> sql.Composable:
    """Whether the told code (delta alias d) only takes the held one in."""
    kinds = WIDER.get(one.field.code_list or "", {})
    if not kinds:
        return sql.SQL("false")
    pairs = [f"{wide}>{held}" for wide, parts in kinds.items() for held in parts]
    return sql.SQL("coalesce(d.{n} || '>' || d.{o} = any({pairs}), false)").format(
        n=one.alias("n"), o=one.alias("o"), pairs=sql.Literal(pairs)
    )
