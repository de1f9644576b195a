"""The weekly waiting list, as an office types it."""

import zlib
from datetime import date
from pathlib import Path

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from tests.simulators.base.faults import Faults

EPOCH = date(1899, 12, 30).toordinal()
TOP = ("序号", "申请家庭", None, None, "轮候信息", None, None, "备注")
HEAD = (None, "申请人姓名", "身份证号", "家庭人口", "轮候号", "登记日期", "保障方式", None)
SHEETS = ("轮候名册", "Sheet1", "名册（更新）", "{month}月轮候")
REMARKS = ("以下为2024年前登记", "（以上已电话核实）", "注：第三批", "以下待复核")
REMARK_EVERY = 23


class WaitingList:
    """Writes the workbook of one day into the share."""

    def __init__(self, share: Path, faults: Faults) -> None:
        self.share = share
        self.faults = faults

    def path(self, day: date) -> Path:
        return self.share / f"轮候名册{day:%Y%m%d}.xlsx"

    def write(self, day: date, families: list[dict]) -> tuple[Path, list[dict]]:
        """The file and the families really in it."""
        families = self.thin_out(families)
        book = Workbook()
        sheet = book.active
        week = day.toordinal() // 7
        sheet.title = SHEETS[week % len(SHEETS)].format(month=day.month)
        self.head(sheet, day)
        for n, family in enumerate(families, start=1):
            if n % REMARK_EVERY == 0:
                sheet.append([REMARKS[n % len(REMARKS)]])
            if n % 50 == 0:
                sheet.append([])
            self.line(sheet, n, family)
        sheet.append(["合计", f"{len(families)}户"])
        self.share.mkdir(parents=True, exist_ok=True)
        path = self.path(day)
        book.save(path)
        if self.faults.take("truncated"):
            path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
        return path, families

    def thin_out(self, families: list[dict]) -> list[dict]:
        if self.faults.take("zero_rows"):
            return []
        if fault := self.faults.take("fewer"):
            share = int(fault.get("drop", 0.6) * 1000)
            return [one for one in families if zlib.crc32(one["jtbh"].encode()) % 1000 >= share]
        return families

    def head(self, sheet: Worksheet, day: date) -> None:
        sheet.append([f"汉阳区公共租赁住房轮候家庭名册（{day.year}年{day.month}月{day.day}日）"])
        sheet.merge_cells("A1:H1")
        top, head = list(TOP), list(HEAD)
        if fault := self.faults.take("missing_column"):
            head[HEAD.index(fault.get("column", "身份证号"))] = "编码"
        if self.faults.take("new_column"):
            top.append("经办")
            head.append("经办人")
        sheet.append(top)
        sheet.append(head)
        for span in ("A2:A3", "B2:D2", "E2:G2", "H2:H3"):
            sheet.merge_cells(span)

    def line(self, sheet: Worksheet, n: int, family: dict) -> None:
        style = zlib.crc32(family["jtbh"].encode()) % 100
        queued = date.fromisoformat(str(family["lhrq"]))
        serial = queued.toordinal() - EPOCH
        sheet.append([
            n,
            family["sqr_xm"],
            number_cell(family["sqr_sfzh"], style),
            family.get("persons", 1),
            family["lhh"],
            serial if style % 2 else f"{queued:%Y.%m.%d}",
            family["bzfs"],
            "电话空号" if style == 50 else None,
        ])  # fmt: skip


def number_cell(number: str, style: int) -> str | int:
    """Text; one in twenty-five a number that has lost digits; one in ten with an apostrophe."""
    if style < 4 and number.isdigit():
        return int(number[:15] + "000")
    if style < 14:
        return f"'{number}"
    return number
