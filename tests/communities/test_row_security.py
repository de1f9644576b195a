"""The backstop in PostgreSQL, tried as the application's own role."""

import pytest
from django.db import connection, transaction
from django.db.utils import ProgrammingError

from communities.actor import Actor, system_actor
from communities.row_policy import row_policy
from communities.rowscope import every_row, row_scope
from tests.communities.make import (
    GRID,
    JIANGDI,
    JIANGTENG,
    NEXT_COMMUNITY,
    NEXT_GRID,
    OTHER_COMMUNITY,
    an_actor,
)

pytestmark = pytest.mark.django_db
PLACES = [GRID, NEXT_GRID, NEXT_COMMUNITY, OTHER_COMMUNITY, None]


@pytest.fixture
def scoped():
    """A table of five rows behind the generic policy."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE scoped (id serial PRIMARY KEY, place varchar(15))")
        cursor.execute("CREATE INDEX ON scoped (place text_pattern_ops)")
        for place in PLACES:
            cursor.execute("INSERT INTO scoped (place) VALUES (%s)", [place])
        cursor.execute("GRANT SELECT, INSERT, UPDATE ON scoped TO hub_app, hub_report")
        cursor.execute("GRANT USAGE ON SEQUENCE scoped_id_seq TO hub_app")
    with connection.schema_editor(atomic=False) as editor:
        for operation in row_policy("scoped", "place"):
            operation.code(None, editor)


def seen() -> list[str | None]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT place FROM scoped ORDER BY id")
        return [row[0] for row in cursor.fetchall()]


def tell(scope: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('hub.scope', %s, true)", [scope])


def test_without_a_scope_nothing_is_seen(scoped, as_app):
    with as_app():
        assert seen() == []


@pytest.mark.parametrize(
    "scope",
    [
        "",
        " ",
        ",",
        "%",
        "_",
        "ALL",
        "all,",
        "4",
        "42%",
        "nobody",
        f"{NEXT_COMMUNITY},nobody",
        f"{JIANGTENG},",
        f",{JIANGTENG}",
        f"{JIANGTENG},,{GRID}",
        "'",
        "999999",
        "~",
        "\\",
        "42~",
    ],
)
def test_an_empty_or_foreign_scope_sees_nothing(scoped, as_app, scope):
    with as_app():
        tell(scope)

        assert seen() == []


def test_after_a_scope_has_ended_nothing_is_seen(scoped, as_app):
    with as_app():
        with transaction.atomic():
            tell("all")
            transaction.set_rollback(True)

        assert seen() == []


@pytest.mark.parametrize(
    ("scope", "count"),
    [
        (GRID, 1),
        (JIANGTENG, 2),
        ("420105011", 3),
        ("42", 4),
        (f"{GRID},{NEXT_COMMUNITY}", 2),
        (f"{NEXT_COMMUNITY},{OTHER_COMMUNITY}", 2),
        ("all", 5),
    ],
)
def test_a_scope_sees_its_own_rows(scoped, as_app, scope, count):
    with as_app():
        tell(scope)

        assert len(seen()) == count


def test_rows_between_two_places_are_not_seen(scoped, as_app):
    with as_app():
        tell(f"{GRID},{OTHER_COMMUNITY}")

        assert seen() == [GRID, OTHER_COMMUNITY]


def test_a_row_cannot_be_moved_out_of_the_own_scope(scoped, as_app):
    with as_app():
        tell(JIANGTENG)

        with (
            pytest.raises(ProgrammingError),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute("UPDATE scoped SET place = %s", [OTHER_COMMUNITY])


def test_the_report_role_reads_every_row(scoped):
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE hub_report")

    assert len(seen()) == 5


def test_the_application_is_neither_owner_nor_above_the_policy(scoped, as_app):
    with as_app(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT rolbypassrls, rolsuper,"
            " EXISTS (SELECT FROM pg_tables WHERE schemaname = 'public' AND tableowner = 'hub_app')"
            " FROM pg_roles WHERE rolname = current_user"
        )

        assert cursor.fetchone() == (False, False, False)


def test_a_range_of_the_own_area_uses_the_index(scoped, as_app):
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO scoped (place) SELECT '4201' || lpad((i % 90000000)::text, 8, '0')"
            " FROM generate_series(1, 20000) i"
        )
        cursor.execute("ANALYZE scoped")
    with as_app():
        tell(JIANGTENG)
        with connection.cursor() as cursor:
            cursor.execute(
                "EXPLAIN SELECT * FROM scoped WHERE place ~>=~ %s AND place ~<~ %s",
                [JIANGTENG, JIANGTENG + "~"],
            )
            plan = "\n".join(row[0] for row in cursor.fetchall())

    assert "Index Cond" in plan


def test_the_row_scope_of_an_actor_ends_with_its_block(scoped, as_app):
    with as_app():
        with row_scope(an_actor(("SEC", JIANGTENG))):
            inside = seen()
        after = seen()

    assert inside == [GRID, NEXT_GRID]
    assert after == []


def test_an_inner_scope_gives_the_outer_one_back(scoped, as_app):
    with as_app(), row_scope(an_actor(("GRID", GRID))):
        with every_row():
            inside = len(seen())
        with row_scope(an_actor(("GRID", GRID)), reach=True):
            reached = seen()

        assert inside == 5
        assert reached == [GRID, NEXT_GRID]
        assert seen() == [GRID]


def test_a_scope_that_breaks_leaves_nothing_behind(scoped, as_app):
    with as_app():
        with pytest.raises(KeyError), row_scope(system_actor("x")):
            raise KeyError

        assert seen() == []


def test_a_key_sees_its_areas(scoped, as_app):
    consumer = Actor("consumer", 1, "key:x", consumer_areas=("420105011",))

    with as_app(), row_scope(consumer):
        assert len(seen()) == 3


def test_an_actor_without_rows_sees_none(scoped, as_app):
    with as_app(), row_scope(an_actor(("SECADM", JIANGDI))):
        assert seen() == []


def test_the_policy_can_be_taken_back(scoped):
    with connection.schema_editor(atomic=False) as editor:
        for operation in row_policy("scoped", "place"):
            operation.reverse_code(None, editor)

    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_policies WHERE tablename = 'scoped'")

        assert cursor.fetchone()[0] == 0
