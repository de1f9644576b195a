"""The weekly waiting list: a workbook made for people, its header found by its words."""

import re
from collections.abc import Iterable

import orjson

from connectors.contract import Pull, Reading, Row, RowMap, Standing, Stream, Token
from connectors.errors import NeedsPerson
from connectors.housing.rows import HERE, KIND
from connectors.transport.file_book import note_taken
from connectors.transport.pulse import Pulse
from connectors.transport.workbooks import day_in, newest_not_taken, rows_of

LIST = "轮候名册"
COLUMNS = {
    "sqr_sfzh": ("身份证号", "身份证号码", "公民身份号码", "证件号码", "身份证"),
    "lhh": ("轮候号", "轮候编号", "轮候序号", "轮候号码", "排队号"),
    "lhrq": ("登记日期", "轮候日期", "轮候登记日期", "登记时间"),
    "bzfs": ("保障方式", "保障类型", "申请方式", "保障类别"),
}
WORDS = {word: column for column, words in COLUMNS.items() for word in words}
OF_THE_APPLICANT = ("申请人", "申请家庭", "主申请人", "户主", "轮候信息")
HIGHEST = 3  # lines a heading may stand on
NUMBER = re.compile(r"\d{17}[\dXx]|\d{15}")
SUMS = ("合计", "总计", "小计", "共计")
WAITING = RowMap(
    kind="waiting_list",
    entity="household",
    match_on=Pull("id_number", theirs="sqr_sfzh"),
    key=("lhh",),
    version="told_on",
    folder=HERE,
    fields=(Pull("hs_queue_no", theirs="lhh"), Pull("hs_queue_date", theirs="lhrq"), KIND),
)


class WaitingList(Stream):
    name = "waiting_list"
    full = True

    def __init__(self, share: str, pulse: Pulse) -> None:
        self.share = share
        self.pulse = pulse

    @property
    def maps(self) -> tuple[RowMap, ...]:
        return (WAITING,)

    def begin(self, standing: Standing) -> Token | None:
        if not self.share:
            return None
        name = newest_not_taken(self.share, LIST, system="HOUSING")
        return {"file": name} if name else None

    def fetch(self, token: Token) -> bytes:
        self.pulse.touch()
        return rows_of(self.share, str(token["file"]), system="HOUSING")

    def read(self, raw: bytes, token: Token) -> Reading:
        day = day_in(str(token["file"]))
        sheets = [lines for lines in orjson.loads(raw) if any(map(_told, lines))]
        parts = [_rows(lines, day) for lines in sheets]
        if all(part is None for part in parts):
            raise _no_heading(str(token["file"]))
        for number, (lines, part) in enumerate(zip(sheets, parts, strict=True), start=1):
            if part is None and any(map(_names_somebody, lines)):
                raise _no_heading(f"{token['file']} 第 {number} 张工作表")
        rows = [row for part in parts if part for row in part]
        return Reading(rows, total=len(rows), watermark=day)

    def acknowledge(self, token: Token, reading: Reading, verdicts: Iterable[str]) -> None:
        note_taken(system="HOUSING", name=str(token["file"]))


def _no_heading(where: str) -> NeedsPerson:
    words = "、".join(words[0] for words in COLUMNS.values())
    return NeedsPerson(
        f"{where} 找不到表头（{words}）。", "The workbook's header was not found.", kind="schema"
    )


def _rows(lines: list[list[object]], day: str) -> list[Row] | None:
    """The lines under a sheet's heading that tell of a family; None without a heading."""
    places: dict[str, int] = {}
    rows, below = [], 0
    for at, line in enumerate(lines):
        if at < below:
            continue
        found, height = _heading(lines[at : at + HIGHEST])
        if found:
            places, below = found, at + height
        elif places:
            cells = {name: _cell(name, line, place) for name, place in places.items()}
            if _is_family(cells):
                rows.append(Row("waiting_list", {**cells, "told_on": day}))
    return rows if places else None


def _heading(lines: list[list[object]]) -> tuple[dict[str, int], int]:
    """Where the columns stand and how many lines that takes: merged heads are told in parts.

    All but one must be there, with the number by which a family is found; else there is none.
    """
    places: dict[str, int] = {}
    height = 0
    for number, line in enumerate(lines, start=1):
        new = {name: place for name, place in _named(line).items() if name not in places}
        if number == 1 and not new:
            break
        if new:
            places, height = {**places, **new}, number
    is_one = "sqr_sfzh" in places and len(places) >= len(COLUMNS) - 1
    return (places, height) if is_one else ({}, 0)


def _named(line: list[object]) -> dict[str, int]:
    """The columns a line names, the first of each."""
    named: dict[str, int] = {}
    for place, cell in enumerate(line):
        if column := _column(cell):
            named.setdefault(column, place)
    return named


def _column(cell: object) -> str:
    word = "".join(str(cell).split()).strip("*：:") if isinstance(cell, str) else ""
    word = re.split(r"[（(]", word)[0]
    for beginning in ("", *OF_THE_APPLICANT):
        rest = word.removeprefix(beginning).removeprefix("的") if beginning else word
        if rest in WORDS:
            return WORDS[rest]
    return ""


def _is_family(cells: dict[str, object]) -> bool:
    """A remark or a sum says one thing at most; a family has a number of its own and more."""
    told = _told(list(cells.values()))
    own = [str(cells.get(name) or "").strip() for name in ("lhh", "sqr_sfzh")]
    return len(told) > 1 and any(own) and not any(one.startswith(SUMS) for one in own)


def _names_somebody(line: list[object]) -> bool:
    return any(NUMBER.fullmatch(str(cell).strip("' ")) for cell in line)


def _cell(name: str, line: list[object], place: int) -> object:
    """A cell as it stands; a waiting number typed as a number has no decimals."""
    cell = line[place] if place < len(line) else ""
    is_whole = isinstance(cell, float) and cell.is_integer()
    return int(cell) if is_whole and name == "lhh" else cell  # type: ignore[call-overload]  # a float, as asked above


def _told(line: list[object]) -> list[object]:
    return [cell for cell in line if cell not in ("", None)]
