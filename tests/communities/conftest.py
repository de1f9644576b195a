import pytest
from django.contrib.auth.hashers import PBKDF2PasswordHasher


@pytest.fixture(autouse=True)
def quick_passwords(monkeypatch):
    """The real hasher with few rounds: hundreds of people sign in here."""
    monkeypatch.setattr(PBKDF2PasswordHasher, "iterations", 10)
