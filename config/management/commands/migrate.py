from pathlib import Path

from django.core.management.commands.migrate import Command as Migrate
from django.db import connections

PRIVILEGES = Path(__file__).resolve().parents[2] / "sql" / "privileges.sql"


class Command(Migrate):
    """Django's own, after the application's rights on new tables are settled."""

    def handle(self, *args: object, **options: object) -> None:
        with connections[str(options["database"])].cursor() as cursor:
            cursor.execute(PRIVILEGES.read_text())
        super().handle(*args, **options)
