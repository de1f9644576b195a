"""Constant statements whose plan the server keeps: for what every call of the API runs."""

from collections.abc import Mapping
from typing import Any

import orjson
import psycopg
from django.db import connection
from psycopg.abc import Buffer
from psycopg.adapt import Loader


class QuickJson(Loader):
    """What the server says as `json`, read as it arrives."""

    def load(self, data: Buffer) -> Any:
        return orjson.loads(data)


def run_prepared(statement: str, values: Mapping[str, Any]) -> list[tuple]:
    """Run a constant statement on this thread's connection; its rows, none if it gives none.

    Raises the errors of `django.db`, as a cursor of the framework does.
    """
    connection.ensure_connection()
    raw = connection.connection
    if raw.prepare_threshold is None:
        raw.prepare_threshold = 1
        raw.adapters.register_loader("json", QuickJson)
    with connection.wrap_database_errors, psycopg.Cursor(raw) as cursor:
        cursor.execute(statement, values, prepare=True)
        gives = cursor.pgresult is not None and cursor.pgresult.nfields
        return cursor.fetchall() if gives else []
