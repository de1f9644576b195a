from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Expression:
    """A computed value as SQL.

    `sql` stands for one value over the row aliases in `needs` (r resident, h household, d dwelling,
    c01 to c18 categories) and writes the day as `{day}`, to be composed by psycopg. Rows beyond
    those (members, occupants, events) are read in subqueries by table name, so a reader that wants
    them as of a moment puts a WITH query of the table's name before its own.
    """

    sql: str
    needs: tuple[str, ...]
