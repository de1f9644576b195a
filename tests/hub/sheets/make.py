"""Workbooks as communities make them."""

import io

import xlsxwriter

from hub.cleaning import check_digit


def make_number(order=1, born="19790315", sex=2):
    """A citizen number in the district that does not exist."""
    first = f"420190{born}{order * 2 - (sex % 2):03d}"
    return first + check_digit(first)


def make_workbook(*sheets, merged=(), hidden=()):
    """Each sheet is a list of rows, or (name, rows). `merged`: (sheet, r1, c1, r2, c2)."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        plain = book.add_format()
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        for index, given in enumerate(sheets):
            name, rows = given if isinstance(given, tuple) else (f"表{index + 1}", given)
            sheet = book.add_worksheet(name)
            for line, row in enumerate(rows):
                for column, cell in enumerate(row):
                    write(sheet, line, column, cell, day)
            for which, *area in merged:
                if which == index:
                    sheet.merge_range(*area, rows[area[0]][area[1]], plain)
            if index in hidden:
                sheet.hide()
    return file.getvalue()


def write(sheet, line, column, cell, day):
    if cell is None or cell == "":
        return
    if hasattr(cell, "year"):
        sheet.write_datetime(line, column, cell, day)
    elif isinstance(cell, (int, float)):
        sheet.write_number(line, column, cell)
    else:
        sheet.write_string(line, column, cell)


def make_text(rows, encoding="gb18030", delimiter=","):
    lines = []
    for row in rows:
        cells = ['"' + cell.replace('"', '""') + '"' if delimiter in cell else cell for cell in row]
        lines.append(delimiter.join(cells))
    return "\r\n".join(lines).encode(encoding)
