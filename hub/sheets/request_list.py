"""The workbook in which an owner without an interface is handed what it is asked to correct."""

from collections.abc import Sequence
from dataclasses import astuple, dataclass
from datetime import date

import tablib

from hub.sheets.formats import SafeWorkbook

HEADS = (
    *("请求编号", "姓名", "证件号码", "社区", "请求更正的项目", "请求更正为"),
    *("提出日期", "应答复日期", "导出人、时间、用途", "答复（采纳/不采纳）", "不采纳的原因"),
)
BLANKS = ("", "")  # for the owner to fill in
LONGEST_TITLE = 31


@dataclass(frozen=True, slots=True)
class Line:
    """One request in clear; `mark` says on every line who took it out, when and for what."""

    number: int
    name: str
    id_number: str
    community: str
    field: str
    wish: str
    made_on: date
    due_on: date
    mark: str


def request_workbook(owner: str, lines: Sequence[Line]) -> bytes:
    sheet = tablib.Dataset(headers=HEADS)
    for line in lines:
        sheet.append((*astuple(line), *BLANKS))
    sheet.title = owner[:LONGEST_TITLE] or "更正请求"
    return SafeWorkbook().export_book([sheet])
