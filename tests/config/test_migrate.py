import pytest
from django.core.management import CommandError, call_command

pytestmark = pytest.mark.django_db


def test_the_application_is_told_whose_work_tables_are(as_app):
    with as_app(), pytest.raises(CommandError, match="HUB_OWNER_DATABASE_URL"):
        call_command("migrate", verbosity=0)
