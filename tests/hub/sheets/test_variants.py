"""The fixture's people as other communities would have typed them."""

import csv
import random
from datetime import date

import pytest
from python_calamine import CalamineWorkbook

from hub.cleaning import clean, clean_name
from hub.dictionary import FIELDS
from hub.sheets.holders import number_in
from hub.sheets.roster import read_roster
from tests.hub.sheets.make import make_text, make_workbook
from tests.hub.sheets.test_truth import ROSTERS

WORDS = {
    "serial": ["序号", "No.", "编号"],
    "name": ["居民姓名", "姓名", "姓  名", "成员姓名", "Name", "姓名 Name"],
    "sex": ["男女", "性别", "Sex", "性别(男/女)"],
    "id_number": ["公民身份号码", "身份证号", "居民身份证号码", "身份证（18位）", "ID Card No."],
    "birth_date": ["出生年月日", "生日", "Date of Birth", "出生年月"],
    "ethnic_group": ["民族", "族别", "民族成份", "Ethnic Group"],
    "household_key": ["家庭编号", "户编号", "户号", "Household No.", "户序号"],
    "relation_to_head": ["称谓", "与户主关系", "关系", "Relation to Head"],
    "address": ["家庭住址", "住址", "现住址", "详细地址", "居住地址(楼栋单元室)"],
    "education_level": ["学历", "文化水平", "受教育程度", "Education"],
    "marital_status": ["婚姻", "婚姻状态", "婚否", "Marital Status"],
    "mobile": ["手机", "联系方式", "电话", "本人联系电话", "Mobile Phone"],
    "emp_status": ["就业情况", "工作状况", "就业状况", "Employment Status"],
    "remarks": ["说明", "备注", "Remarks", "其他"],
}
ABOVE = [
    "",
    "某社区2026年人口登记表",
    "填报单位：某社区  填报人：张某",
    "说明：1.姓名必填；2.日期到日",
]
BETWEEN = ["以上为2栋", "本页小计", "（接上页）"]


@pytest.fixture(scope="module")
def lines():
    sheet = CalamineWorkbook.from_path(str(ROSTERS / "jiangteng.xlsx")).get_sheet_by_index(0)
    rows = sheet.to_python(skip_empty_area=False)
    with (ROSTERS / "jiangteng.truth.csv").open(encoding="utf-8-sig", newline="") as file:
        return [(truth, rows[int(truth["row"]) - 1]) for truth in csv.DictReader(file)]


def retyped(lines, chance):
    """One sheet of these people in another shape, and where its groups are merged."""
    order = chance.sample(list(WORDS), len(WORDS))
    indent = [""] * chance.choice([0, 0, 2])
    rows = [[*indent, chance.choice(ABOVE)] for _ in range(chance.choice([0, 1, 2, 6, 9]))]
    merged = []
    if chance.random() < 0.5:
        half, left = len(order) // 2, len(indent)
        merged = [(len(rows), left, len(rows), left + half - 1)]
        rows.append([*indent, "基本信息", *[""] * (half - 1), "家庭和其他"])
    head = [*indent, *[chance.choice(WORDS[name]) for name in order]]
    rows.append(head)
    for _truth, cells in lines:
        told = dict(zip(WORDS, cells, strict=True))
        rows.append([*indent, *[told[name] for name in order]])
        if chance.random() < 0.02:
            rows.append(chance.choice([[""], [*indent, chance.choice(BETWEEN)], head]))
    rows.append([*indent, "合计", "", f"{len(lines)}人"])
    rows.append([*indent, "制表人：李某", "", "审核人：王某", "日期：2026.10.31"])
    return rows, merged


def outcome(row):
    number = number_in(row)
    return "refused" if number.problem else "ok" if number.number else "no_id"


def agrees(row, truth):
    said = "ok" if truth["outcome"] == "duplicate" else truth["outcome"]
    if outcome(row) != said:
        return False
    return said != "ok" or (
        number_in(row).number == truth["id"]
        and clean_name(row.said["name"]).value == truth["name"]
        and row.said["relation_to_head"] == truth["rel"]
        and (clean(FIELDS["mobile"], row.said.get("mobile")).value or "") == truth["tel"]
        and "address" in row.said
    )


@pytest.mark.parametrize("seed", range(6))
def test_any_shape_gives_the_same_people(lines, seed):
    chance = random.Random(seed)
    parts = chance.choice([1, 2, 3])
    shares = [lines[n::parts] for n in range(parts)]
    sheets = [retyped(share, chance) for share in shares]
    merged = [(n, *area) for n, (_rows, areas) in enumerate(sheets) for area in areas]
    content = make_workbook(
        *[(f"第{n}网格", rows) for n, (rows, _areas) in enumerate(sheets)], merged=merged
    )

    rows = list(read_roster(content).rows())

    truths = [truth for share in shares for truth, _cells in share]
    assert len(rows) == len(truths)
    assert [
        row.line for row, truth in zip(rows, truths, strict=True) if not agrees(row, truth)
    ] == []


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8-sig"])
def test_a_text_file_of_any_shape_gives_the_same_people(lines, encoding):
    rows, _merged = retyped(lines, random.Random(encoding))
    content = make_text([[typed(cell) for cell in row] for row in rows], encoding)

    people = list(read_roster(content).rows())

    assert len(people) == len(lines)
    assert all(agrees(row, truth) for row, (truth, _cells) in zip(people, lines, strict=True))


def typed(cell):
    """A cell as a spreadsheet writes it into a text file."""
    if isinstance(cell, date):
        return f"{cell:%Y/%m/%d}"
    if isinstance(cell, float):
        return f"{cell:.5E}" if cell > 1e15 else str(int(cell))
    return cell.replace("\t", "")
