import pytest

from hub.errors import SearchTooShort
from hub.selectors.asked import Kind, recognise


@pytest.mark.parametrize(
    ("typed", "kind", "text"),
    [
        ("420190198103152467", Kind.NUMBER, "420190198103152467"),
        ("４２０１９０１９８１０３１５２４６７", Kind.NUMBER, "420190198103152467"),
        ("420190 19810315 2467", Kind.NUMBER, "420190198103152467"),
        ("13812341234", Kind.PHONE, "13812341234"),
        ("138 1234 1234", Kind.PHONE, "13812341234"),
        ("027-84561234", Kind.PHONE, "027-84561234"),
        ("H12345678", Kind.NUMBER, "H12345678"),
        ("4201050012", Kind.HOUSEHOLD, "4201050012"),
        ("赵玉", Kind.NAME, "赵玉"),
        ("路遥", Kind.NAME, "路遥"),
        ("阿依古丽·买买提", Kind.NAME, "阿依古丽·买买提"),
        ("zyl", Kind.LETTERS, "zyl"),
        ("ZhaoYuLan", Kind.LETTERS, "zhaoyulan"),
        ("Zhao Yulan", Kind.LETTERS, "zhaoyulan"),
        ("zhaoyulan 江腾", Kind.LETTERS, "zhaoyulan"),
        ("梅子山庄", Kind.ADDRESS, "梅子山庄"),
        ("3栋2单元501", Kind.ADDRESS, "3栋2单元501"),
        ("江腾小区 3栋", Kind.ADDRESS, "江腾小区3栋"),
    ],
)
def test_one_box_knows_what_was_typed(typed, kind, text):
    asked = recognise(typed)

    assert (asked.kind, asked.text) == (kind, text)


def test_fifteen_digits_become_the_number_of_today():
    assert recognise("420190810315246").kind is Kind.NUMBER


def test_further_words_of_a_name_are_its_place():
    assert recognise("王 3栋").place == ("3栋",)
    assert recognise("赵玉兰 江腾").place == ("江腾",)
    assert recognise("zhao yulan 江腾").place == ("江腾",)
    assert recognise("zyl 3栋").place == ("3栋",)


def test_a_short_word_may_be_a_road():
    assert recognise("江堤路").may_be_a_place is True
    assert recognise("赵玉兰").may_be_a_place is False


@pytest.mark.parametrize("typed", ["王", "z", "zhang", "420190198103152468", "138****1234", "?"])
def test_what_cannot_be_looked_for_says_what_to_type(typed):
    with pytest.raises(SearchTooShort) as short:
        recognise(typed)

    assert short.value.zh.endswith(("。", "）。", ")。"))


def test_only_whole_numbers_and_phones_reach_beyond_the_own_area():
    assert recognise("420190198103152467").is_whole
    assert recognise("13812341234").is_whole
    assert not recognise("赵玉").is_whole
