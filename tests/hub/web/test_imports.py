import io
from urllib.parse import unquote

import psycopg
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from python_calamine import CalamineWorkbook

from communities.models import TrailEvent
from hub.models import Resident, SheetImport
from hub.services import uploads
from hub.services.uploads import FILE, place_of
from hub.sheets.roster import read_roster
from hub.tasks import take_sheet_in
from tests.communities.make import (
    JIANGTENG,
    NEXT_COMMUNITY,
    OTHER_COMMUNITY,
    make_area,
    make_worker,
)
from tests.hub.people import tell
from tests.hub.sheets.make import make_number, make_workbook

pytestmark = pytest.mark.django_db

ROSTER = [
    ["江腾社区花名册"],
    ["姓名", "身份证号", "联系电话", "民族"],
    ["赵海", make_number(1), "13800000001", "汉"],
    ["赵涛", make_number(2)[:-1] + "?", "13800000002", "汉"],
    ["赵玉", "", "13800000003", "汉"],
    ["=赵兰", make_number(4), "空号", "火星"],
]


@pytest.fixture
def clerk(client, settings, tmp_path):
    settings.HUB_VAR = tmp_path
    make_area(JIANGTENG, "江腾社区")
    client.force_login(make_worker("CLERK", JIANGTENG))
    return client


def hand_in(client, content=None, community=JIANGTENG, name="花名册.xlsx"):
    file = SimpleUploadedFile(name, make_workbook(ROSTER) if content is None else content)
    return client.post("/imports", {"community": community, "file": file})


def test_a_file_is_looked_at_before_anything_is_written(clerk):
    answer = hand_in(clerk)
    page = clerk.get(answer["Location"])

    text = page.content.decode()
    assert page.status_code == 200
    assert "校验位不对" in text or "位数或字符不对" in text
    assert "没有证件号码" in text
    assert "不在代码表内" in text
    assert not Resident.objects.exists()
    assert SheetImport.objects.get().state == "seen"


def test_a_reason_is_said_once_with_its_lines(clerk):
    wrong = [["赵涛", make_number(one)[:-1] + "?", ""] for one in range(1, 31)]

    where = hand_in(clerk, make_workbook([["姓名", "身份证号", "住址"], *wrong]))["Location"]
    text = clerk.get(where).content.decode()

    assert text.count("位数或字符不对") == 1
    assert "30 行" in text
    assert "第 2、3、4、" in text


def test_whoever_could_not_be_found_afterwards_is_named_before(clerk):
    rows = [
        ["姓名", "身份证号", "住址"],
        ["赵海", make_number(1), "3栋2单元501"],
        ["赵涛", make_number(2), ""],
        ["赵玉", make_number(3), "不详"],
        ["", make_number(4), "3栋2单元502"],
        ["赵涛", make_number(2), "3栋2单元503"],
    ]

    where = hand_in(clerk, make_workbook(rows))["Location"]
    text = clerk.get(where).content.decode()
    lost = text[text.index('id="lost"') : text.index("认出的列")]

    assert "谁也查不到" in lost
    assert "第 4 行" in lost
    assert "只能按证件号码查到" in lost
    assert "第 5 行" in lost
    assert "第 3" not in lost


def test_columns_of_the_head_are_shown_as_taken_where_they_make_a_person(clerk):
    rows = [
        ["户主姓名", "户主身份证", "姓名", "身份证号", "住址"],
        ["何大山", make_number(1, sex=1), "何小山", make_number(2), "3栋2单元501"],
    ]

    text = clerk.get(hand_in(clerk, make_workbook(rows))["Location"]).content.decode()

    assert "户主身份证 → 户主证件号码" in text
    assert "户主姓名 · 不采用" not in text


def test_people_the_hub_has_already_need_no_address(clerk):
    rows = [["姓名", "身份证号", "住址"], ["赵海", make_number(1), "3栋2单元501"]]
    clerk.post(hand_in(clerk, make_workbook(rows))["Location"])
    phones = [["姓名", "身份证号", "电话"], ["赵海", make_number(1), "13800000001"]]

    text = clerk.get(hand_in(clerk, make_workbook(phones))["Location"]).content.decode()

    assert 'id="lost"' not in text


def test_a_workbook_is_named_after_the_file_it_comes_from(clerk):
    where = hand_in(clerk, name="江腾 名册.xlsx")["Location"]
    clerk.post(where)

    said = clerk.get(f"{where}/refused.xlsx")["Content-Disposition"]

    assert unquote(said).endswith("江腾 名册-未导入的行.xlsx")


def test_sheets_that_are_not_read_say_why(clerk):
    book = make_workbook(
        ("名册", ROSTER),
        ("走访", [["姓名", "性别", "住址"], ["老周", "男", "1栋1单元101"]]),
        ("旧名册", ROSTER),
        ("说明", [["填表说明"]]),
        hidden=[2],
    )

    text = clerk.get(hand_in(clerk, book)["Location"]).content.decode()

    assert "没有“身份证号”一列，未读取" in text
    assert "这张表是隐藏的，未读取" in text
    assert "这张表没有人员，未读取" in text


def test_the_file_lies_sealed_and_goes_when_it_was_taken_in(
    clerk, django_capture_on_commit_callbacks
):
    where = hand_in(clerk)["Location"]
    upload = SheetImport.objects.get()
    place = place_of(upload, FILE)

    assert b"PK" not in place.read_bytes()[:4]
    with django_capture_on_commit_callbacks(execute=True):
        clerk.post(where)
    assert not place.exists()


def test_one_click_takes_in_what_can_enter_and_gives_back_the_rest(clerk):
    where = hand_in(clerk)["Location"]

    clerk.post(where)
    clerk.post(where)
    page = clerk.get(where).content.decode()
    back = clerk.get(f"{where}/refused.xlsx")

    upload = SheetImport.objects.get()
    assert (upload.state, upload.counts["created"]) == ("done", 2)
    assert (upload.counts["refused"], upload.counts["questioned"]) == (1, 1)
    assert "下载未导入的行" in page
    assert back.status_code == 200
    rows = list(read_roster(back.content).rows())
    assert [row.said["name"] for row in rows] == ["赵涛", "赵玉"]
    assert rows[0].said["id_number"].endswith("?")


def test_a_broken_file_is_answered_with_one_sentence_and_nothing_is_kept(clerk, tmp_path):
    answer = hand_in(clerk, content=b"PK\x03\x04 no more")

    assert answer.status_code == 422
    assert "文件已损坏" in answer.content.decode()
    assert not SheetImport.objects.exists()
    assert not list(tmp_path.rglob("*.sealed"))


def test_nobody_hands_in_for_another_community_or_sees_its_files(clerk, client):
    make_area(OTHER_COMMUNITY)
    where = hand_in(clerk)["Location"]

    assert hand_in(clerk, community=OTHER_COMMUNITY).status_code == 403
    client.force_login(make_worker("CLERK", OTHER_COMMUNITY))
    assert client.get(where).status_code == 404
    assert "花名册.xlsx" not in client.get("/imports").content.decode()


def test_who_is_taken_over_from_another_community_by_a_sheet_is_shown_to_the_secretary(clerk):
    make_area(NEXT_COMMUNITY)
    said = {"id_number": make_number(1), "name": "赵海", "address": "新华小区1栋1单元101"}
    tell("IMPORT", said, creates=True, community=NEXT_COMMUNITY, key="next")
    rows = [
        ["姓名", "身份证号", "家庭住址"],
        ["赵海", make_number(1), "江腾小区3栋2单元501"],
        ["赵江", make_number(3), "江腾小区3栋2单元502"],
    ]

    clerk.post(hand_in(clerk, make_workbook(rows))["Location"])

    moved = Resident.objects.get(name="赵海")
    row = TrailEvent.objects.get(action="reach")
    assert moved.community_code == JIANGTENG
    assert (row.residents, row.purpose) == ([moved.pk], "P08")


def test_a_grid_worker_has_no_import_page(client):
    client.force_login(make_worker("GRID"))

    assert client.get("/imports").status_code == 403


def test_the_blank_roster_is_recognised_by_ourselves(clerk):
    content = clerk.get("/imports/blank.xlsx").content

    header = read_roster(content).tables[0].header
    assert {"name", "id_number", "household_key", "address", "mobile"} <= set(header.columns)
    assert io.BytesIO(content).read(2) == b"PK"


def test_a_number_given_to_two_names_stays_with_the_first(clerk):
    number = make_number(9)
    rows = [["姓名", "身份证号"], ["孙海", number], ["孙 海", number], ["孙小宝", number]]

    where = hand_in(clerk, content=make_workbook(rows))["Location"]
    clerk.post(where)

    counts = SheetImport.objects.get().counts
    assert (counts["created"], counts["unchanged"], counts["refused"]) == (1, 1, 1)
    assert "属于另一人" in clerk.get(where).content.decode()


def test_the_rows_given_back_stand_in_the_order_of_the_file(clerk):
    number = make_number(41)
    rows = [
        ["姓名", "身份证号"],
        ["孙海", number],
        ["李涛", number],
        ["周平", number[:-1] + ("1" if number[-1] != "1" else "2")],
    ]
    where = hand_in(clerk, content=make_workbook(rows))["Location"]
    clerk.post(where)

    content = clerk.get(f"{where}/refused.xlsx").content

    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    _head, *told = book.get_sheet_by_index(0).to_python()
    assert [(line[1], line[3]) for line in told] == [("3", "李涛"), ("4", "周平")]
    assert "请核对两人的原件" in told[0][2]


def test_a_passport_enters_where_the_sheet_names_its_kind(clerk):
    rows = [
        ["姓名", "证件类型", "证件号码"],
        ["JOHN SMITH", "护照", "E12345678"],
        ["孙海", "身份证", make_number(10)],
    ]

    where = hand_in(clerk, content=make_workbook(rows))["Location"]
    clerk.post(where)

    assert SheetImport.objects.get().counts["created"] == 2


def test_a_long_file_is_left_to_a_worker(clerk, monkeypatch, django_capture_on_commit_callbacks):
    monkeypatch.setattr(uploads, "LONGEST_AT_ONCE", 1)
    where = hand_in(clerk)["Location"]

    clerk.post(where)
    waiting = clerk.get(where, headers={"hx-request": "true"})
    with django_capture_on_commit_callbacks(execute=True):
        take_sheet_in(SheetImport.objects.get().pk)
    ready = clerk.get(where, headers={"hx-request": "true"})

    assert waiting.status_code == 204
    assert ready["HX-Refresh"] == "true"
    assert SheetImport.objects.get().counts["created"] == 2


def test_a_long_file_is_tried_three_times_and_no_more(clerk, monkeypatch):
    monkeypatch.setattr(uploads, "LONGEST_AT_ONCE", 1)
    where = hand_in(clerk)["Location"]
    clerk.post(where)
    SheetImport.objects.update(attempts=3)

    take_sheet_in(SheetImport.objects.get().pk)

    assert SheetImport.objects.get().state == "failed"
    assert "没有写入任何一行" in clerk.get(where).content.decode()
    assert not Resident.objects.exists()


@pytest.fixture
def in_another_workers_hand():
    """`in_another_workers_hand(file)` takes its row, as the worker that takes the file in does."""
    told = connection.settings_dict
    other = psycopg.connect(dbname=told["NAME"], user=told["USER"], host=told["HOST"])
    yield lambda file: other.execute(
        "select 1 from hub_sheet_import where id = %s for update", [file.pk]
    )
    other.close()


@pytest.mark.django_db(transaction=True)
def test_a_worker_woken_for_a_file_another_takes_in_goes_on_to_other_work(
    clerk, monkeypatch, in_another_workers_hand
):
    """Every half minute a worker is woken for a file until it is in; none of them waits for it."""
    monkeypatch.setattr(uploads, "LONGEST_AT_ONCE", 1)
    clerk.post(hand_in(clerk)["Location"])
    file = SheetImport.objects.get()
    in_another_workers_hand(file)
    with connection.cursor() as cursor:
        cursor.execute("set lock_timeout = '2s'")

    take_sheet_in(file.pk)

    file.refresh_from_db()
    assert (file.state, file.attempts) == ("queued", 0)
