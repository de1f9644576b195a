"""Row security for a table with an area prefix, as an operation of a migration."""

from pathlib import Path

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import RunPython
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import StateApps
from psycopg import sql

SQL = Path(__file__).parent / "sql"


def row_policy(table: str, column: str) -> list[Operation]:
    """Operations that close a table to rows outside `hub.scope`; `column` holds the prefix.

    A row without a prefix is seen by the scope "all" only. The owner of the table is not bound,
    the app role is; the report role reads every row.
    """

    def close(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
        _run(editor, "row_policy.sql", table, column)

    def open_again(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
        _run(editor, "row_policy_back.sql", table, column)

    return [RunPython(close, open_again)]


def statement(name: str) -> str:
    """The text of one .sql file of this app."""
    return (SQL / name).read_text(encoding="utf-8")


def _run(editor: BaseDatabaseSchemaEditor, name: str, table: str, column: str) -> None:
    names = {
        "table": sql.Identifier(table), "column": sql.Identifier(column),
        "policy": sql.Identifier(f"{table}_rows"),
        "report_policy": sql.Identifier(f"{table}_report"),
    }  # fmt: skip
    text = statement(name)
    with editor.connection.cursor() as cursor:
        cursor.execute(sql.SQL(text).format(**names))
