import pytest
from django.core.management import CommandError, call_command

from hub.selectors.key import key_fits
from tests.hub.people import make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def another_key(settings, tmp_path):
    """The key file of another hub, at the place this one is told of."""
    path = tmp_path / "another.key"
    path.write_bytes(bytes(range(100, 164)))

    def told():
        settings.HUB_KEY_FILE = str(path)

    return told


def test_the_own_key_opens_what_is_held():
    make_person()

    assert key_fits()


def test_another_hubs_key_does_not(another_key):
    make_person()

    another_key()

    assert not key_fits()


def test_any_key_fits_an_empty_hub(another_key):
    another_key()

    assert key_fits()


def test_nothing_is_migrated_on_under_another_hubs_key(another_key):
    make_person()
    another_key()

    with pytest.raises(CommandError, match="HUB_KEY_FILE"):
        call_command("migrate", verbosity=0)
