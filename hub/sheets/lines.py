"""What a line of a sheet is: a person, a heading again, or words around the table."""

import re
from collections.abc import Sequence

from hub.cleaning import BLANK_WORDS, clean, clean_name, simplified
from hub.dictionary import FIELDS
from hub.sheets.choices import SEXES
from hub.sheets.content import looks_like_number, number_of
from hub.sheets.header import Header
from hub.sheets.words import field_of, named, squeezed
from hub.sheets.workbook import Cell

PERSON, HEADING, WORDS = "person", "heading", "words"
TOTAL = re.compile(
    r"(?:合\s*计|总\s*计|小\s*计|共\s*计|累\s*计|总人数|总户数|本页|以上|以下|续表|（续）|\(续\)|此页|空白)"
    r"|共\s*\d+\s*[人户]|.*(?:合计|小计|总计)[:：]?$|\d+\s*[人户]$"
)
SIGNED = re.compile(
    r"(?:填报|填表|制表|审核|负责人|经办|报送|上报|联系人|盖章|签字|签名|登记人|社区(?:书记|主任)|网格员"
    r"|单位|日期|时间|备注|说明|注|填写说明|附)[^:：]{0,8}[:：]"
)
NOT_IN_NAMES = re.compile(r"[\d:：。，,;；!！?？/\\=]{2,}|\d|[:：。，；]")
EXAMPLE = re.compile(
    r"(?:\d{1,2}[.、)])?\s*(?:填写|填报)?(?:示例|样例|范例|举例|例子|例|样本|示范)(?:行|[:：]?\d*|[:：].*)"
)
# A flat without anybody in it, where the name of a person would stand.
VACANT = re.compile(
    r"[(（]?(?:空置?房?屋?|空户|空关|无人(?:居住)?|未入住|未装修|闲置|待租|待售|毛坯房?|已?拆迁)[)）]?"
)
REMARK = re.compile(r"[(（【\[][^()（）【】\[\]]*[)）】\]]|必填|选填|非必填|文本格式?|下拉选择")
COUNTED = re.compile(r"[(（]?(\d{1,2})(?:\.0)?[)）]?")
STEMS = "甲乙丙丁戊己庚辛"
LONGEST_NAME = 40
LEAST_CELLS, FIRST_CELLS, MUCH, HALF_A_NUMBER, LEAST_COUNTED = 2, 2, 5, 9, 3


def line_of(row: Sequence[Cell], header: Header) -> str:
    """Judge one line below the heading."""
    number = number_cell(row, header)
    if looks_like_number(number):
        return WORDS if is_example(row) else PERSON
    filled = [cell for cell in row if cell not in ("", None)]
    if len(filled) < LEAST_CELLS:
        return WORDS
    told = (cell.strip() for cell in filled if isinstance(cell, str))
    texts = [simplified(text) for text in told if text]
    if len(texts) > 1 and sum(squeezed(text) in header.words for text in texts) * 2 > len(texts):
        return HEADING
    if len(texts) > 1 and names_columns(row, header, number, texts):
        return HEADING
    if len(texts) > 1 and all(map(named, texts)):  # words of columns told on a line more
        return WORDS
    if counts_columns(filled) or is_example(row) or only_remarks(texts):
        return WORDS
    if any(TOTAL.match(text) or SIGNED.match(text) for text in texts[:FIRST_CELLS]):
        return WORDS
    return without_number(row, header, number)


def names_columns(row: Sequence[Cell], header: Header, number: Cell, texts: list[str]) -> bool:
    """A heading of other words: it has one over the numbers, or half of it are columns' words.

    无身份证 where the number of somebody stands is no heading, and no sentence beside a name is.
    """
    at = header.columns.get("name", -1)
    name = row[at] if 0 <= at < len(row) else ""
    nobody = not is_name(name) or field_of(str(name).strip()) is not None
    if isinstance(number, str) and names_numbers(number.strip()):
        kind = clean(FIELDS["id_type"], number).value is not None  # 居民身份证 beside a name
        return nobody or (named(number.strip()) is not None and not kind)
    fields = {field for field in map(field_of, texts) if field}
    least = {"id_number"} if nobody and len(fields) >= LEAST_COUNTED else {"name", "id_number"}
    return least <= fields and sum(1 for text in texts if field_of(text)) * 2 >= len(texts)


def names_numbers(cell: str) -> bool:
    """Whether a cell is a heading over numbers; ID:4201… holds one."""
    return digits_in(cell) < HALF_A_NUMBER and field_of(cell) == "id_number"


def only_remarks(texts: list[str]) -> bool:
    """A line of remarks on how to fill in each column: (必填) (18位) (文本格式)."""
    return len(texts) > 1 and all(map(REMARK.fullmatch, texts))


def number_cell(row: Sequence[Cell], header: Header) -> Cell:
    at = header.columns.get("id_number")
    if at is None or at >= len(row):
        return ""
    width = header.spans.get("id_number", 1)
    return row[at] if width == 1 else number_of(row, at, width)


def without_number(row: Sequence[Cell], header: Header, number: Cell) -> str:
    """A line without a whole number is a person's when it has a name or says much."""
    columns = (header.columns.get("name", len(row)), *header.finer.get("name", ()))
    name = next((row[at] for at in columns if at < len(row) and row[at] != ""), "")
    if isinstance(name, str) and name.strip() in SEXES:  # counts below the persons: 男 | 12
        return WORDS
    if isinstance(name, str) and VACANT.fullmatch(name.strip()) and not digits_in(str(number)):
        return WORDS
    if is_name(name) or looks_like_number(name):  # written into the other's column
        return PERSON
    told = [str(row[c]).strip() for c in header.columns.values() if c < len(row)]
    said = sum(1 for text in told if text not in BLANK_WORDS)
    return PERSON if said >= MUCH or digits_in(str(number)) >= HALF_A_NUMBER else WORDS


def is_example(row: Sequence[Cell]) -> bool:
    """The line that shows how to fill in the form; no person is meant by it."""
    first = next((cell for cell in row if cell not in ("", None)), "")
    return isinstance(first, str) and EXAMPLE.fullmatch(first.strip()) is not None


def counts_columns(filled: Sequence[Cell]) -> bool:
    """A line of column numbers under the heading: 1 2 3 4, (1) (2) (3), 甲 乙 1 2."""
    texts = [str(cell).strip() for cell in filled]
    while texts and texts[0] in STEMS:
        texts.pop(0)
    found = [COUNTED.fullmatch(text) for text in texts]
    if len(filled) < LEAST_COUNTED or not all(found):
        return False
    numbers = [int(one[1]) for one in found if one]
    return numbers == list(range(numbers[0], numbers[0] + len(numbers))) if numbers else True


def digits_in(text: str) -> int:
    return sum(letter.isdigit() for letter in text)


def is_name(cell: Cell) -> bool:
    if not isinstance(cell, str) or len(cell) > LONGEST_NAME or NOT_IN_NAMES.search(cell):
        return False
    return isinstance(clean_name(cell).value, str)
