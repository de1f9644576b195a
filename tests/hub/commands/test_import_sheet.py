import json
import os

import pytest
from django.core.management import CommandError, call_command

from hub.models import SheetImport
from tests.communities.make import JIANGTENG, make_area, make_worker
from tests.hub.sheets.make import make_number, make_workbook

pytestmark = pytest.mark.django_db
KEYS = {
    "rows", "created", "changed", "unchanged", "refused", "questioned",
    "skipped_lines", "field_questions", "refused_file",
}  # fmt: skip


@pytest.fixture
def file(settings, tmp_path):
    settings.HUB_VAR = tmp_path / "var"
    make_area(JIANGTENG)
    path = tmp_path / "花名册.xlsx"
    rows = [["姓名", "身份证号"], ["赵海", make_number(1)], ["赵涛", 420190197903150027]]
    path.write_bytes(make_workbook(rows))
    return path


def run(capsys, *words):
    call_command("import_sheet", *map(str, words), "--community", JIANGTENG, "--json")
    return json.loads(capsys.readouterr().out.splitlines()[-1])


def test_the_last_line_is_one_object_whose_counts_sum_up(file, capsys):
    worker = make_worker("CLERK", JIANGTENG)

    told = run(capsys, file, "--as", worker.username)

    assert set(told) == KEYS
    assert told["rows"] == 2
    assert told["rows"] == sum(
        told[state] for state in ("created", "changed", "unchanged", "refused", "questioned")
    )
    assert (told["created"], told["refused"]) == (1, 1)
    with open(told["refused_file"], "rb") as refused:
        assert refused.read(2) == b"PK"


def test_a_file_of_the_command_stands_in_the_list_of_the_page(file, capsys, client):
    worker = make_worker("CLERK", JIANGTENG)
    run(capsys, file, "--as", worker.username)
    client.force_login(worker)

    listed = client.get("/imports").content.decode()
    (upload,) = SheetImport.objects.all()
    shown = client.get(f"/imports/{upload.import_id}").content.decode()
    workbook = client.get(f"/imports/{upload.import_id}/refused.xlsx")

    assert "花名册.xlsx" in listed
    assert "已导入" in shown
    assert "认出的列" not in shown
    assert workbook.content[:2] == b"PK"


def test_the_command_speaks_in_sentences(file, capsys):
    worker = make_worker("CLERK", JIANGTENG)

    call_command("import_sheet", str(file), "--community", JIANGTENG, "--as", worker.username)

    assert "新建 1" in capsys.readouterr().out


@pytest.mark.parametrize("trouble", ["file", "user", "right", "community", "broken"])
def test_what_cannot_be_done_is_said_and_nothing_is_written(file, trouble):
    worker = make_worker("GRID" if trouble == "right" else "CLERK", JIANGTENG)
    path = file.with_name("none.xlsx") if trouble == "file" else file
    if trouble == "broken":
        file.write_bytes(b"PK no more")
    user = "nobody" if trouble == "user" else worker.username
    community = "999999999999" if trouble == "community" else JIANGTENG

    with pytest.raises(CommandError):
        call_command("import_sheet", str(path), "--community", community, "--as", user)


@pytest.mark.parametrize("out", ["", "nowhere/refused.xlsx"])
def test_a_place_for_the_refused_rows_that_is_none_is_said_before_the_file_enters(file, out):
    worker = make_worker("CLERK", JIANGTENG)

    with pytest.raises(CommandError, match="输出文件"):
        call_command("import_sheet", str(file), "--community", JIANGTENG,
                     "--as", worker.username, "--out", str(file.parent / out))  # fmt: skip

    assert not SheetImport.objects.exists()


def test_two_imports_of_one_moment_keep_their_refused_rows_apart(file, capsys):
    worker = make_worker("CLERK", JIANGTENG)

    first, second = (run(capsys, file, "--as", worker.username) for _turn in range(2))

    assert first["refused_file"] != second["refused_file"]


@pytest.mark.parametrize("name", [b"\xbb\xa8\xc3\xfb\xb2\xe1.xlsx", "名".encode() * 80 + b".xlsx"])
def test_a_file_name_in_another_encoding_or_very_long_is_no_trouble(file, capsys, name):
    odd = file.rename(
        os.path.join(os.fsencode(file.parent), name).decode("utf-8", "surrogateescape")
    )
    worker = make_worker("CLERK", JIANGTENG)

    told = run(capsys, odd, "--as", worker.username)

    assert (told["created"], told["refused"]) == (1, 1)


def test_a_file_larger_than_any_workbook_is_sent_back_unread(file):
    worker = make_worker("CLERK", JIANGTENG)
    with file.open("wb") as empty:
        empty.truncate(3 * 2**30)

    with pytest.raises(CommandError, match="过大"):
        call_command("import_sheet", str(file), "--community", JIANGTENG, "--as", worker.username)
