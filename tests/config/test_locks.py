import pytest

from config.locks import stale_locks, troubles


def test_the_locks_answer_what_was_asked_for():
    assert stale_locks() == []


def test_a_requirement_without_a_pin_is_named(tmp_path):
    (tmp_path / "asked.in").write_text("django>=5\ncelery[redis]\n")
    (tmp_path / "locked.txt").write_text("django==5.2.1 \\\n    --hash=sha256:00\n")

    found = troubles(tmp_path / "asked.in", tmp_path / "locked.txt")

    assert len(found) == 1
    assert "celery" in found[0]


@pytest.mark.parametrize("option", ["index-url", "extra-index-url"])
def test_a_lock_that_names_an_index_is_refused(tmp_path, option):
    (tmp_path / "asked.in").write_text("")
    (tmp_path / "locked.txt").write_text(f"--{option} somewhere\n")

    assert len(troubles(tmp_path / "asked.in", tmp_path / "locked.txt")) == 1
