"""Functions drawn from the declarations of the fields, made anew at each migrate."""

from django.db import connection, transaction

from hub.selectors.profile_sql import profile_function

STANDS = "select to_regclass('hub_matter_case') is not null and to_regproc('hub_sees') is not null"


@transaction.atomic
def make_sql_functions() -> bool:
    """Make `hub_profile`; false when the tables do not stand (yet)."""
    with connection.cursor() as cursor:
        cursor.execute(STANDS)
        if not cursor.fetchone()[0]:
            return False
        cursor.execute("drop function if exists hub_profile(bigint, date)")
        cursor.execute(profile_function())
    return True
