import pytest

from config.tools import run_python

HAS_KEY = ["-c", "import os, sys; sys.exit('HUB_KEY_FILE' not in os.environ)"]


@pytest.mark.parametrize(("as_we_are", "code"), [(True, 0), (False, 1)])
def test_what_serves_a_city_works_under_the_citys_key(monkeypatch, as_we_are, code):
    monkeypatch.setenv("HUB_KEY_FILE", "city.key")

    assert run_python(HAS_KEY, as_we_are=as_we_are) == code
