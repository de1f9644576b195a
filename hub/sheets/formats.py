"""The workbook format of what we give back: text stays text, no cell is ever a formula."""

import io
import re

import tablib
import xlsxwriter

LIKE_FORMULA = re.compile(r"[=+\-@|%\t\r\n\x00＝＋－＠]")
WIDEST, NARROWEST = 40, 8
SAMPLE = 200


CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class SafeWorkbook:
    """XLSX by XlsxWriter; text that a spreadsheet could take for a formula gets an apostrophe.

    Not one of import_export's formats: loading those loads every library they can write with.
    """

    def export_book(self, datasets: list[tablib.Dataset]) -> bytes:
        """One worksheet per dataset, named by its title."""
        file = io.BytesIO()
        with xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False}) as book:
            heading = book.add_format(
                {"bold": True, "bg_color": "#E8EEF6", "border": 1, "text_wrap": True}
            )
            for dataset in datasets:
                write_sheet(book.add_worksheet(dataset.title), dataset, heading)
        return file.getvalue()


def write_sheet(
    sheet: xlsxwriter.worksheet.Worksheet,
    dataset: tablib.Dataset,
    heading: xlsxwriter.format.Format,
) -> None:
    rows = [dataset[n] for n in range(dataset.height)]
    for column, label in enumerate(dataset.headers or ()):
        sheet.write_string(0, column, str(label), heading)
        longest = max([len(str(label)), *(len(str(row[column])) for row in rows[:SAMPLE])])
        sheet.set_column(column, column, min(max(longest * 1.6, NARROWEST), WIDEST))
    for line, row in enumerate(rows, start=1):
        for column, cell in enumerate(row):
            write_cell(sheet, line, column, cell)
    sheet.freeze_panes(1, 0)


def write_cell(sheet: xlsxwriter.worksheet.Worksheet, line: int, column: int, cell: object) -> None:
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        sheet.write_number(line, column, cell)
    elif cell not in (None, ""):
        sheet.write_string(line, column, safe(str(cell)))


def safe(text: str) -> str:
    """Text that begins like a formula with an apostrophe before it; reading takes it off again."""
    return f"'{text}" if LIKE_FORMULA.match(text) else text
