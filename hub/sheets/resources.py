"""The columns of the workbooks we hand out: the blank roster and the rows that did not enter."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import tablib
from import_export.fields import Field
from import_export.resources import Resource

from hub.sheets.formats import SafeWorkbook
from hub.sheets.words import ADDRESS, HOUSEHOLD_KEY, label_of

ROSTER_FIELDS = (
    *("name", "sex", "id_number", "birth_date", "ethnic_group", HOUSEHOLD_KEY),
    *("relation_to_head", ADDRESS, "hukou_address", "education_level", "political_status"),
    *("marital_status", "mobile", "emp_status", "employer_name"),
)
HEADS = {HOUSEHOLD_KEY: "户号"}


@dataclass(frozen=True, slots=True)
class HeldOut:
    """A row that did not enter: its sheet, its line there, the reason, the raw cells by label."""

    sheet: str
    line: int
    reason: str
    cells: dict[str, object]


class BlankRoster(Resource):
    """A roster without rows, headed with the dictionary's labels."""

    def __init__(self) -> None:
        super().__init__()
        self.fields = {
            name: Field(attribute=name, column_name=HEADS.get(name) or label_of(name))
            for name in ROSTER_FIELDS
        }


class HeldOutRows(Resource):
    """Sheet, line, reason, then the raw cells as they were."""

    sheet = Field(attribute="sheet", column_name="工作表")
    line = Field(attribute="line", column_name="行号")
    reason = Field(attribute="reason", column_name="原因")

    def __init__(self, labels: Sequence[str]) -> None:
        super().__init__()
        for number, label in enumerate(labels):
            self.fields[f"cell{number}"] = RawCell(column_name=label)


class RawCell(Field):
    """One raw cell, found by its column's words."""

    def export(self, instance: HeldOut, **_: object) -> object:
        return instance.cells.get(self.column_name, "")


def held_out_workbook(refused: Iterable[HeldOut], questioned: Iterable[HeldOut]) -> bytes:
    """The refused rows on the first sheet, the rows put to a person on the second."""
    sheets = [held_out_sheet("未导入", list(refused)), held_out_sheet("待核", list(questioned))]
    return SafeWorkbook().export_book([sheet for sheet in sheets if sheet is not None])


def held_out_sheet(title: str, rows: list[HeldOut]) -> tablib.Dataset | None:
    if title == "待核" and not rows:
        return None
    labels = list(dict.fromkeys(label for row in rows for label in row.cells))
    dataset = HeldOutRows(labels).export(rows)
    dataset.title = title
    return dataset


def blank_roster() -> bytes:
    dataset = BlankRoster().export([])
    dataset.title = "居民花名册"
    return SafeWorkbook().export_book([dataset])
