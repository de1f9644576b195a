import pytest
from django.db import connection


@pytest.mark.django_db
def test_the_database_keeps_chinese_apart():
    with connection.cursor() as cursor:
        cursor.execute("SELECT lower('ÀB张'), current_setting('server_encoding')")
        lowered, encoding = cursor.fetchone()

    assert lowered == "àb张"
    assert encoding == "UTF8"


@pytest.mark.django_db
def test_the_application_does_not_own_the_tables(as_app):
    with as_app(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT rolname, rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user"
        )
        row = cursor.fetchone()

    assert row == ("hub_app", False, False)
