"""The workbook a receiver files: one sheet for the unit and one for each community under it."""

from io import BytesIO

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from reports.renderers.table import DRAFT, Table

FONT = "宋体"
FORBIDDEN = str.maketrans("", "", "[]:*?/\\'")
SHEET_NAME = 31
MONEY = "元"
TOP, HEAD = 3, 2  # rows above the head of the table, rows of the head
FIRST = TOP + HEAD
TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class Styles:
    """The formats of one workbook; numbers stay numbers, codes stay text."""

    def __init__(self, book: Workbook):
        base = {"font_name": FONT, "font_size": 11, "valign": "vcenter"}
        framed = {**base, "border": 1}
        self.title = book.add_format({**base, "font_size": 16, "bold": True, "align": "center"})
        self.draft = book.add_format({**base, "bold": True, "font_color": "#B42318"})
        self.plain = book.add_format(base)
        self.right = book.add_format({**base, "align": "right"})
        self.head = book.add_format(
            {**framed, "bold": True, "align": "center", "bg_color": "#EEF2F6", "text_wrap": True}
        )
        self.text = book.add_format({**framed, "text_wrap": True})
        self.code = book.add_format({**framed, "align": "center", "num_format": "@"})
        self.number = book.add_format({**framed, "num_format": "0"})
        self.money = book.add_format({**framed, "num_format": "0.00"})
        self.hidden = book.add_format({**framed, "align": "right"})

    def cell(self, unit: str) -> Format:
        return self.money if unit == MONEY else self.number


def workbook(tables: list[Table]) -> bytes:
    """The file's bytes; the tables come in the order of the sheets."""
    held = BytesIO()
    with Workbook(held, {"in_memory": True, "strings_to_formulas": False}) as book:
        styles = Styles(book)
        names: set[str] = set()
        for table in tables:
            sheet = book.add_worksheet(sheet_name(table, names))
            write_table(sheet, table, styles)
    return held.getvalue()


def sheet_name(table: Table, taken: set[str]) -> str:
    name = table.area_name.translate(FORBIDDEN)[:SHEET_NAME] or table.area_code
    if name in taken:
        name = f"{name[: SHEET_NAME - 13]}_{table.area_code}"
    taken.add(name)
    return name


def write_table(sheet: Worksheet, table: Table, styles: Styles) -> None:
    last = 2 + len(table.columns)
    columns(sheet, table)
    sheet.merge_range(0, 0, 0, last, table.title, styles.title)
    sheet.set_row(0, 30)
    sheet.merge_range(1, 0, 1, 2, f"填报单位：{table.area_name}（{table.area_code}）", styles.plain)
    sheet.merge_range(1, 3, 1, last, period_words(table), styles.right)
    if table.state_words:
        style = styles.draft if table.draft else styles.plain
        sheet.merge_range(2, 0, 2, last, table.state_words, style)
    head(sheet, table, last, styles)
    for n, line in enumerate(table.lines, start=FIRST):
        sheet.write_string(n, 0, line.row, styles.code)
        sheet.write_string(n, 1, line.label, styles.text)
        sheet.write_string(n, 2, line.unit or "", styles.code)
        for column, value in enumerate(line.cells, start=3):
            write_cell(sheet, n, column, value, styles, line.unit)
    ends = foot(sheet, FIRST + len(table.lines) + 1, last, table, styles)
    sheet.freeze_panes(FIRST, 2)
    sheet.repeat_rows(TOP, FIRST - 1)
    sheet.print_area(0, 0, ends, last)
    sheet.fit_to_pages(1, 0)
    sheet.set_paper(9)
    if table.draft:
        sheet.set_header(f"&C{DRAFT}")


def columns(sheet: Worksheet, table: Table) -> None:
    sheet.set_column(0, 0, 6)
    sheet.set_column(1, 1, 40)
    sheet.set_column(2, 2, 10)
    sheet.set_column(3, 2 + len(table.columns), 14)


def period_words(table: Table) -> str:
    year, month = table.period.split("-")
    return f"{year}年{int(month)}月    截止：{table.cut_off:%Y年%m月%d日}24时"


def head(sheet: Worksheet, table: Table, last: int, styles: Styles) -> None:
    """Two rows: what each column is of, and under the figures' common head their own names."""
    for column, label in enumerate(("行号", "指标", "计量单位")):
        sheet.merge_range(TOP, column, FIRST - 1, column, label, styles.head)
    if last == 3:
        sheet.write_string(TOP, last, "数量", styles.head)
    else:
        sheet.merge_range(TOP, 3, TOP, last, "数量", styles.head)
    for column, label in enumerate(table.column_labels, start=3):
        sheet.write_string(FIRST - 1, column, label, styles.head)


def write_cell(
    sheet: Worksheet, row: int, column: int, value: object, styles: Styles, unit: str
) -> None:
    if value is None:
        sheet.write_blank(row, column, None, styles.number)
    elif isinstance(value, str):
        sheet.write_string(row, column, value, styles.hidden)
    else:
        sheet.write_number(row, column, value, styles.cell(unit))


def foot(sheet: Worksheet, row: int, last: int, table: Table, styles: Styles) -> int:
    """Who filled it in, who answers for it, the stamp and the day; gives back its last row."""
    filled = f"填报人：{table.confirmed_by or '系统自动生成'}"
    on = f"{table.confirmed_on:%Y年%m月%d日}" if table.confirmed_on else ""
    lines = ((filled, f"负责人：{table.confirmed_by}"), ("单位（盖章）：", f"报送日期：{on}"))
    for n, (left, right) in enumerate(lines, start=row):
        sheet.set_row(n, 24)
        sheet.merge_range(n, 0, n, 1, left, styles.plain)
        sheet.merge_range(n, 2, n, last, right, styles.plain)
    return row + len(lines) - 1
