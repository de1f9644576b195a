from pathlib import Path

from django.core.management.commands.migrate import Command as Migrate
from django.db import connections

from hub.services.sql_functions import make_sql_functions

PRIVILEGES = Path(__file__).resolve().parents[2] / "sql" / "privileges.sql"


class Command(Migrate):
    """Django's own; before it the application's rights, after it functions drawn from fields."""

    def handle(self, *args: object, **options: object) -> None:
        with connections[str(options["database"])].cursor() as cursor:
            cursor.execute(PRIVILEGES.read_text())
        super().handle(*args, **options)
        if options["database"] == "default":
            make_sql_functions()
