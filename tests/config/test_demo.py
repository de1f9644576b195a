import io
import json
import os
import signal
from datetime import date
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError

from communities.permissions import PURPOSES, ROLES
from communities.selectors.consumers import consumer_with_key
from config.demo.cast import PARTS, READABLE, STREET_CODE, make_reader
from config.demo.closing import Closing
from config.demo.first_loads import COUNTED_OWNERS, MORE_OWNERS, ROSTER, month_order
from config.demo.progress import Progress
from config.demo.stage import Stage, last_object
from config.demo.state import StateFile
from config.demo.steps import STEPS, WITH_THE_CONSOLE_UP
from config.demo.systems import objects, places
from config.demo.work import reached, wait_for
from config.processes import Supervisor
from hub.dictionary import FIELDS
from tests.communities.make import make_area


@pytest.mark.parametrize("wrong", [{"port": 99999}, {"port": -1}, {"residents": 0}])
def test_numbers_that_cannot_be_are_said_before_anything_is_made(settings, tmp_path, wrong):
    settings.HUB_VAR = tmp_path / "var"

    with pytest.raises(CommandError, match="应在"):
        call_command("demo", **wrong)

    assert not settings.HUB_VAR.exists()


def test_steps_have_names_of_their_own():
    names = [step.name for step in STEPS + WITH_THE_CONSOLE_UP]

    assert len(names) == len(set(names))


def test_every_role_of_a_person_is_played():
    played = {role for part in PARTS for role, _, _ in part.postings}

    assert played == set(ROLES) - {"FEED"}


def test_the_reader_is_granted_fields_that_exist():
    assert set(READABLE) <= set(FIELDS)
    assert "P08" in PURPOSES


def test_every_first_load_of_the_street_is_taken_in():
    """What the generator writes for an owner is in one of the demo's lists."""
    mappings = {path.stem for path in Path("connectors/plain_files").glob("*.toml")}
    told = {*COUNTED_OWNERS, *MORE_OWNERS}

    assert told <= mappings
    assert {"nhc", "edu", "va", "cdpf", "hsa", "mca_hy"} <= told


@pytest.mark.django_db
def test_the_printed_key_reads_and_sends(tmp_path):
    make_area(STREET_CODE)
    stage = Stage(Progress(1, io.StringIO()), None, StateFile(tmp_path / "demo.json"), 0, True)

    make_reader(stage)

    consumer = consumer_with_key(stage.state.api["key"], today=date(2026, 11, 23))
    assert {"feed_read", "observation_send"} <= set(consumer.rights)


@pytest.mark.django_db
def test_who_is_given_the_key_is_told_what_it_opens(tmp_path):
    """Without its purpose every look-up with the printed key is refused."""
    make_area(STREET_CODE)
    heard = io.StringIO()
    stage = Stage(Progress(1, heard), None, StateFile(tmp_path / "demo.json"), 0, True)
    make_reader(stage)

    stage.state.logins["GRID"] = {"user": "wangge", "password": "x"}

    Closing(stage, port=8000).summary()

    said = heard.getvalue()
    assert f"用途 P08 系统同步  范围 {STREET_CODE}" in said
    assert "、".join(READABLE) in said
    assert any("wangge" in line and "网格员" in line for line in said.splitlines())


def test_the_roster_lies_in_the_checkout():
    assert ROSTER.is_file()


def test_the_police_come_before_the_moves():
    names = ["services_202610.csv", "moves_202610.csv", "psb_hj_changes_202610.csv"]

    assert sorted(names, key=month_order)[0] == "psb_hj_changes_202610.csv"


def test_finished_steps_and_logins_survive_a_restart(tmp_path):
    file = StateFile(tmp_path / "demo.json")
    file.state.logins["GRID"] = {"user": "wangge", "password": "x"}
    file.finish("areas")

    again = StateFile(tmp_path / "demo.json").state

    assert again.done == ["areas"]
    assert again.logins["GRID"]["user"] == "wangge"
    assert (tmp_path / "demo.json").stat().st_mode & 0o077 == 0


def test_a_broken_state_file_is_a_fresh_start(tmp_path):
    (tmp_path / "demo.json").write_text('{"done": ')

    assert StateFile(tmp_path / "demo.json").state.done == []


def test_progress_names_each_step_and_counts():
    told = io.StringIO()
    progress = Progress(2, told)

    with progress.step("areas", "载入区划树"):
        progress.tell("3,703 条")

    assert told.getvalue().splitlines() == ["[1/2] 载入区划树 ……", "      3,703 条"]


@pytest.mark.parametrize(
    ("output", "found"), [("", {}), ("一行\n", {}), ('行\n{"a": 1}\n', {"a": 1})]
)
def test_the_last_line_of_a_command_is_its_result(output, found):
    assert last_object(output) == found


def test_a_system_is_reached_only_where_it_says_it_stands(tmp_path):
    words = {"url": "http://127.0.0.1:18443/svc", "sftp": {"host": "127.0.0.1", "port": 2022}}
    (tmp_path / "log").write_text("starting\n" + json.dumps(words) + "\n")

    assert objects(tmp_path / "log") == [words]
    assert places(words) == ["127.0.0.1:18443", "127.0.0.1:2022"]


def test_a_worker_that_is_killed_while_a_step_waits_for_it_is_started_again(tmp_path):
    supervisor, told = Supervisor(tmp_path / "log"), io.StringIO()
    supervisor.open()
    worker = supervisor.start("worker", ["-c", "import time; time.sleep(60)"])
    stage = Stage(
        Progress(1, told), supervisor, StateFile(tmp_path / "demo.json"), residents=200, once=True
    )
    os.kill(worker.process.pid, signal.SIGKILL)
    worker.process.wait()

    try:
        wait_for(stage, lambda: worker.alive, 20)
    finally:
        supervisor.stop()

    assert "worker 意外结束，已重新启动" in told.getvalue()


@pytest.mark.django_db(transaction=True)
def test_a_database_that_is_coming_back_ends_no_step():
    answers = iter([OperationalError("the database system is starting up"), None])

    def done():
        if trouble := next(answers):
            raise trouble
        return True

    assert not reached(done, None)
    assert reached(done, None)
