"""What the database server must be before anything is kept in it."""

from collections.abc import Sequence

from django.core.checks import CheckMessage, Error
from django.db import connections

OLDEST = 150000


def server_fits(databases: Sequence[str] | None = None, **kwargs: object) -> list[CheckMessage]:
    """PostgreSQL 15 or newer, in UTF-8, with standard strings: names and addresses survive."""
    found: list[CheckMessage] = []
    for alias in databases or []:
        with connections[alias].cursor() as cursor:
            cursor.execute(
                "SELECT current_setting('server_encoding'),"
                " current_setting('server_version_num')::int,"
                " current_setting('standard_conforming_strings')"
            )
            encoding, version, strings = cursor.fetchone()
        if encoding != "UTF8":
            found.append(
                Error("数据库编码应为 UTF8，生僻字才能保存。 UTF8 is needed.", id="hub.E001")
            )
        if version < OLDEST:
            found.append(Error("需要 PostgreSQL 15 或更新版本。 PostgreSQL 15+.", id="hub.E002"))
        if strings != "on":
            found.append(Error("standard_conforming_strings 应为 on。", id="hub.E003"))
    return found
