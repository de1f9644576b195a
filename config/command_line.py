"""Where every command begins once the environment stands."""

import os
import sys
from collections.abc import Sequence

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line, get_commands
from django.db import OperationalError, connection

from config.bootstrap import WITH_TOOLS
from config.surroundings import CannotStart, prepare

AS_OWNER = ("migrate", "makemigrations", "sqlmigrate", "showmigrations", "flush")
WITHOUT_SERVICES: tuple[str, ...] = ("help", "--help", "-h", "--version", "version", "test", "lint")
WITHOUT_SERVICES += ("bench", "faults", "makemessages", "compilemessages", "makemigrations")
WRONG_WORDS = 2  # the exit code of argparse


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
    except ImproperlyConfigured as trouble:
        if settings.configured:  # no switch of an operator's is to blame
            raise
        print(trouble, file=sys.stderr)
        return 1
    except SystemExit as end:
        if said := wrong_words(command, end.code):
            print(said, file=sys.stderr)
        raise
    except OperationalError as trouble:
        if connection.connection is not None:  # it was there and went; that wants its whole story
            raise
        print(f"{away_or_busy(trouble)}{trouble}", file=sys.stderr)
        return 1
    return 0


def wrong_words(command: str, code: object) -> str:
    """Django and argparse complain in English alone; "" where a command ended by itself."""
    if command not in get_commands():
        return f"没有 {command} 这个命令；有哪些命令，见 python3 manage.py help。"
    if code == WRONG_WORDS and command not in WITH_TOOLS:
        return f"命令写得不对，写法见 python3 manage.py help {command}。"
    return ""


def away_or_busy(trouble: OperationalError) -> str:
    """A server that answered names the state it refuses in; one that is away has none."""
    if getattr(trouble.__cause__, "sqlstate", None):
        return "数据库没能完成这一步，请稍后再试："
    return "连不上数据库，请检查 DATABASE_URL："
