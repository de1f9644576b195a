"""A row as it is given back: its own cells with all it needs to be taken where it stands alone."""

from dataclasses import dataclass, field

from hub.sheets.content import number_of
from hub.sheets.roster import RosterRow
from hub.sheets.words import field_of, label_of

NOT_TAKEN = "not_taken"  # many columns are that, each with its own word


@dataclass(slots=True)
class Columns:
    """The columns of one workbook of many sheets' rows: one word for one field, whatever the
    sheets called it, so that the workbook is read again as they were.
    """

    words: dict[str, str] = field(default_factory=dict)

    def cells(self, row: RosterRow) -> dict[str, object]:
        told: dict[str, object] = {}
        wide = row.header.spans
        fields = {column: name for name, column in row.header.columns.items() if name != NOT_TAKEN}
        parts = {
            at + n for name, at in row.header.columns.items() for n in range(1, wide.get(name, 1))
        }
        for column, cell in enumerate(row.whole):
            if column in parts:
                continue
            name = fields.get(column, "")
            label = self.word(name, row, column) if name else row.label(column)
            if label in told or (not name and label in self.words.values()):
                label = f"{label}第{column + 1}列"
            if wide.get(name, 1) > 1:
                cell = number_of(row.whole, column, wide.get(name, 1))
            if cell not in ("", None) or row.label(column):
                told[label or f"第{column + 1}列"] = cell
        for name, cell in row.added.items():
            told[self.words.setdefault(name, label_of(name))] = cell
        return told

    def word(self, name: str, row: RosterRow, column: int) -> str:
        """The first sheet's word, where it alone says what the column is."""
        if name not in self.words:
            label = row.label(column)
            own = (
                row.header.owners or field_of(label) == name
            ) and label not in self.words.values()
            self.words[name] = label if own else label_of(name)
        return self.words[name]
