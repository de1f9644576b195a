"""An access log that takes no row, as after a revoked grant."""

from contextlib import contextmanager

from django.db import connection

CLOSE = """
create function refuse_row() returns trigger language plpgsql as $$
begin raise insufficient_privilege; end $$;
create trigger refuse_row before insert on communities_trailevent
    for each row execute function refuse_row();
"""
OPEN = "drop trigger refuse_row on communities_trailevent; drop function refuse_row();"


@contextmanager
def closed_log():
    with connection.cursor() as cursor:
        cursor.execute(CLOSE)
    yield
    with connection.cursor() as cursor:
        cursor.execute(OPEN)
