"""What the tests of the roads ask of the database and the connectors."""

from time import monotonic, sleep

from django.db import connection

from communities.actor import system_actor
from connectors.engine.run import execute
from connectors.models import Page, Run
from connectors.registry import connector_of
from connectors.services.runs import open_or_find_run
from tests.roles import acting_as

ACTOR = system_actor("test")


def sync(system, **more):
    """One run of a system, carried as far as it goes now, under the application's role."""
    with acting_as("hub_app"):
        run = open_or_find_run(system=system, actor=ACTOR, **more)
        return execute(run.pk, connector_of(system))


def due_again(run):
    """Let a waiting run be due now, as the clock would."""
    Run.objects.filter(pk=run.pk).update(next_at=None)
    with acting_as("hub_app"):
        return execute(run.pk, connector_of(run.system))


def accounted(system):
    """Every key of finished pages with what became of it."""
    keys = {}
    for page in Page.objects.filter(system=system, state="done").order_by("id"):
        keys.update(page.keys)
    return keys


def table_hash(table):
    """One hash over the facts of a table, without when and by which run they came."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select md5(coalesce(string_agg(md5((to_jsonb(t) - 'run_id' - 'received_at'"
            " - 'source_time' - 'told')::text), '' order by subject_id), ''))"
            f" from {table} t"
        )
        return cursor.fetchone()[0]


def until_seen():
    """Wait until no open transaction of another test hides what this one has written."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_current_xact_id()::text::bigint")
        mine = cursor.fetchone()[0]
        ends = monotonic() + 30
        while monotonic() < ends:
            cursor.execute("select pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
            if cursor.fetchone()[0] > mine:
                return
            sleep(0.02)


def facts(table, columns="*"):
    with connection.cursor() as cursor:
        cursor.execute(f"select {columns} from {table}")
        return cursor.fetchall()
