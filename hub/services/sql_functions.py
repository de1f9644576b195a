"""The rules of computed values and the profile drawn from them, made anew at each migrate."""

from pathlib import Path

from django.db import connection, transaction

from hub.selectors.profile_sql import profile_function

RULES = Path(__file__).resolve().parent.parent / "sql" / "derived.sql"
STANDS = "select to_regclass('hub_matter_case') is not null and to_regproc('hub_sees') is not null"


@transaction.atomic
def make_sql_functions() -> bool:
    """Make the rules and `hub_profile`; false when the tables do not stand (yet)."""
    with connection.cursor() as cursor:
        cursor.execute(STANDS)
        if not cursor.fetchone()[0]:
            return False
        cursor.execute(RULES.read_text(encoding="utf-8"))
        cursor.execute("drop function if exists hub_profile(bigint, date)")
        cursor.execute(profile_function())
    return True
