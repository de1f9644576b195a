import io
import zipfile

import pytest

from hub.sheets.formats import safe
from hub.sheets.resources import HeldOut, held_out_workbook
from hub.sheets.roster import read_roster
from tests.hub.sheets.make import make_number

PREFIXES = ["=", "+", "-", "@", "\t", "\r", "\x00", "|", "%", "＝", "＋", "－", "＠"]


def workbook_with(cell):
    cells = {"姓名": "赵海", "身份证号": make_number(1), "工作单位": cell}
    return held_out_workbook([HeldOut("表", 2, "原因", cells)], [])


@pytest.mark.parametrize("prefix", PREFIXES, ids=ascii)
def test_no_cell_we_hand_out_is_a_formula_and_every_cell_comes_back(prefix):
    raw = f"{prefix}cmd|' /C calc'!A0"

    content = workbook_with(raw)
    row = next(iter(read_roster(content).rows()))

    sheet = zipfile.ZipFile(io.BytesIO(content)).read("xl/worksheets/sheet1.xml")
    assert b"<f>" not in sheet
    assert safe(raw).startswith("'")
    assert row.said["employer_name"].strip() == raw.strip()


def test_number_cells_stay_numbers_and_text_stays_text():
    row = next(iter(read_roster(workbook_with(4.20190e17)).rows()))

    assert row.said["employer_name"] == 4.20190e17
    assert row.said["id_number"] == make_number(1)


def test_sheet_line_and_reason_lead_every_row():
    content = held_out_workbook(
        [HeldOut("一网格", 7, "证件号码校验位不对", {"姓名": "赵海", "电话": 1.0})],
        [HeldOut("二网格", 9, "没有证件号码", {"居民": "赵涛"})],
    )

    names = zipfile.ZipFile(io.BytesIO(content)).read("xl/workbook.xml").decode()
    assert "未导入" in names
    assert "待核" in names
