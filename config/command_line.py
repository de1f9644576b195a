"""Where every command begins once the environment stands."""

import os
import sys
from collections.abc import Sequence

from django.core.management import execute_from_command_line
from django.db import OperationalError, connection

from config.surroundings import CannotStart, prepare

AS_OWNER = ("migrate", "makemigrations", "sqlmigrate", "showmigrations", "flush")
WITHOUT_SERVICES: tuple[str, ...] = ("help", "--help", "-h", "--version", "version", "test", "lint")
WITHOUT_SERVICES += ("bench", "faults", "makemessages", "compilemessages", "makemigrations")


def main(argv: Sequence[str]) -> int:
    """Set the surroundings of a command, then hand over to Django."""
    command = argv[1] if len(argv) > 1 else "help"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    if command in AS_OWNER:
        os.environ["HUB_DB_ROLE"] = "owner"
    try:
        prepare(services=command not in WITHOUT_SERVICES, first=command == "migrate")
    except CannotStart as trouble:
        print(trouble, file=sys.stderr)
        return 1
    try:
        execute_from_command_line(list(argv))
    except OperationalError as trouble:
        if connection.connection is not None:  # it was there and went; that wants its whole story
            raise
        print(f"连不上数据库，请检查 DATABASE_URL：{trouble}", file=sys.stderr)
        return 1
    return 0
