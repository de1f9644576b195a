from pathlib import Path

from django.core.management.base import CommandError
from django.core.management.commands.migrate import Command as Migrate
from django.db import connections

from hub.selectors.key import key_fits
from hub.services.sql_functions import make_sql_functions

PRIVILEGES = Path(__file__).resolve().parents[2] / "sql" / "privileges.sql"


class Command(Migrate):
    """Django's own; before it the application's rights, after it functions drawn from fields.

    A hub whose numbers the key cannot open is refused here, before anything is taken in under it.
    """

    def handle(self, *args: object, **options: object) -> None:
        with connections[str(options["database"])].cursor() as cursor:
            cursor.execute("SELECT has_schema_privilege('public', 'CREATE')")
            if not cursor.fetchone()[0]:
                raise CommandError(
                    "建表须用角色 hub_owner：请设置 HUB_OWNER_DATABASE_URL。"
                    " Tables are the owner's to make; set HUB_OWNER_DATABASE_URL."
                )
            cursor.execute(PRIVILEGES.read_text())
        super().handle(*args, **options)
        if options["database"] == "default" and make_sql_functions() and not key_fits():
            raise CommandError(
                "HUB_KEY_FILE 指向的密钥打不开库中已有的密封值，请换回本库的密钥再启动。"
                " The key does not open what this hub holds."
            )
