"""The table as CSV in UTF-8 with a byte order mark, which Excel needs to see Chinese."""

import csv
from io import StringIO

from reports.renderers.table import Table

TYPE = "text/csv; charset=utf-8"
BOM = "\ufeff"


def csv_bytes(tables: list[Table]) -> bytes:
    held = StringIO()
    writer = csv.writer(held)
    columns = tables[0].column_labels if tables else ()
    writer.writerow(["单位代码", "单位", "报表", "期间", "版本", "状态", "行号", "指标", *columns])
    for table in tables:
        state = table.state_words or "已确认"
        for line in table.lines:
            writer.writerow(
                [table.area_code, table.area_name, table.code, table.period, table.version, state,
                 line.row, line.label, *("" if cell is None else cell for cell in line.cells)]
            )  # fmt: skip
    return (BOM + held.getvalue()).encode()
