from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hub.cleaning import (
    check_digit,
    clean,
    clean_date,
    clean_id_number,
    clean_name,
    clean_phone,
    name_search,
    parse_address,
    phones_in,
)
from hub.dictionary import FIELDS
from hub.reasons import REASONS
from tests.hub.cleaning.make import make_declared

NAMES = ("湖北", "武汉", "汉阳", "江堤", "江腾")


def code(code_list, raw):
    return clean(make_declared("code", code_list=code_list, name=code_list), raw)


@pytest.mark.parametrize(
    ("code_list", "raw", "meant"),
    [
        ("ethnic", "汉", "01"),
        ("ethnic", "01-汉族", "01"),
        ("ethnic", "汉族(01)", "01"),
        ("ethnic", "汉族01", "01"),
        ("marital", "已婚-20", "20"),
        ("marital", "□未婚 ☑已婚 □离异", "20"),
        ("marital", "未婚□ 已婚□ 离异☑", "40"),
        ("marital", "☑未婚 ☑已婚 □离异", None),
        ("sex", "■男□女", "1"),
        ("marital", "已婚10", None),
        ("ethnic", "1", "01"),
        ("ethnic", 1.0, "01"),
        ("ethnic", "土 家", "15"),
        ("ethnic", "HA", "01"),
        ("sex", "男", "1"),
        ("sex", "（男）", "1"),
        ("family_relation", "户主之妻", "12"),
        ("family_relation", "户主的母亲", "52"),
        ("family_relation", "之孙女", "42"),
        ("family_relation", "家爹", "63"),
        ("family_relation", "次媳", "38"),
        ("education", "初中文化", "70"),
        ("education", "大专在读", "30"),
        ("marital", "已婚（初婚）", "21"),
        ("political", "离退休党员", "01"),
        ("employment_status", "机关退休", "4"),
        ("employment_status", "做小生意", "1"),
        ("hukou_type", "城市居民", "10"),
        ("sex", "２", "2"),
        ("sex", "1.0", "1"),
        ("marital", "已婚", "20"),
        ("marital", "离异", "40"),
        ("education", "大专", "30"),
        ("education", "研究生教育", "10"),
        ("education", "高中", "60"),
        ("family_relation", "户主", "02"),
        ("family_relation", "父亲", "51"),
        ("family_relation", "子", "20"),
        ("family_relation", "02户主", "02"),
        ("employment_status", "失业", "3"),
        ("employment_status", "登记失业", "2"),
        ("employment_status", "在校", "5"),
        ("political", "中共党员", "01"),
        ("political", "党员(预备)", None),
        ("employment_form", "22", "022"),
        ("insurance_type", "无", "000"),
        ("marital", "1", None),
        ("ethnic", "02-汉族", None),
        ("sex", "11", None),
        ("ethnic", "火星族", None),
    ],
)
def test_a_code_is_known_by_code_label_short_word_or_pair(code_list, raw, meant):
    answer = code(code_list, raw)

    assert answer.value == meant
    assert answer.problem == ("" if meant else "code_unknown")
    assert answer.flags == (() if meant else ("Q14",))


def test_a_single_figure_is_no_relation_of_the_long_list():
    """A census counts 1 spouse, 2 child: as 01 and 02 they would be the person and the head."""
    assert code("family_relation", "1").problem == "code_unknown"
    assert code("family_relation", 2.0).problem == "code_unknown"
    assert code("family_relation", "02").value == "02"
    assert code("family_relation", "10").value == "10"


def test_several_codes_stand_in_one_cell():
    declared = make_declared("code[]", code_list="disability_type")

    assert clean(declared, "视力、肢体").value == ["1", "4"]
    assert clean(declared, ["1", "1"]).value == ["1"]
    assert clean(declared, "视力,外星").flags == ("Q14",)
    assert clean(declared, "").value is None


@pytest.mark.parametrize(
    ("type_", "raw", "value"),
    [
        ("bool", "是", True),
        ("bool", "√", True),
        ("bool", "□是 ☑否", False),
        ("bool", "□是 □否", None),
        ("bool", "N", False),
        ("bool", 0, False),
        ("bool", 1.0, True),
        ("decimal(10,2)", "1,200.00", Decimal("1200.00")),
        ("decimal(10,2)", "1200元", Decimal("1200.00")),
        ("decimal(10,2)", "￥1.2万", Decimal("12000.00")),
        ("decimal(10,2)", 3.5, Decimal("3.50")),
        ("int", "12个月", 12),
        ("int", "3.0", 3),
        ("division12", "420105011", "420105011000"),
        ("division6", "420105011006", "420105"),
        ("division6", 420105.0, "420105"),
        ("uscc", "91420100 59107385 1H", None),
        ("alpha3", "中国", "CHN"),
        ("str(20)", "　1001\t", "1001"),
        ("str(20)", 7.0, "7"),
        ("yyyymm", "2024年3月", "202403"),
        ("yyyymm", 202403.0, "202403"),
        ("date", 45356.0, date(2024, 3, 5)),
        ("date", 20240305.0, date(2024, 3, 5)),
        ("date", "二〇二四年三月十五日", date(2024, 3, 15)),
        ("date", "2024-03-04T16:30:00Z", date(2024, 3, 5)),
        ("date", datetime(2024, 3, 5, 0, 0), date(2024, 3, 5)),
        ("phone", "+86 138-1234-5678", "13812345678"),
        ("phone", 13812345678.0, "13812345678"),
        ("phone", "（027）84660000", "027-84660000"),
        ("phone", "13812345678/13912345678", "13812345678"),
        ("phone", "13812345678 13912345678", "13812345678"),
        ("phone", "1381234567813912345678", "13812345678"),
        ("phone", "儿子13912345678，本人：13812345678", "13812345678"),
        ("phone", "13812345678（微信同号）", "13812345678"),
        ("phone", "\u202d13812345678\u202c", "13812345678"),
        ("phone", "13812345678-13912345678", "13812345678"),
        ("phone", "手机:13812345678 座机:84660000", "13812345678"),
        ("date", "1990年元月5日", date(1990, 1, 5)),
        ("date", "1990 1 5", date(1990, 1, 5)),
        ("date", "1990，1，5", date(1990, 1, 5)),
        ("date", "1990.01.05.", date(1990, 1, 5)),
        ("date", "1990年1月5日生", date(1990, 1, 5)),
    ],
)
def test_a_cell_is_cleaned_by_its_type(type_, raw, value):
    assert clean(make_declared(type_), raw).value == value


@pytest.mark.parametrize(
    ("type_", "raw", "problem"),
    [
        ("phone", "1381234", "phone_bad_form"),
        ("phone", "138123456789", "phone_bad_form"),
        ("phone", "空号", "phone_bad_form"),
        ("phone", "13912345678(女儿)", "phone_bad_form"),
        ("str(20)", 6.217001234567891e18, "number_lost_digits"),
        ("str(20)", "6.21700E+18", "number_lost_digits"),
        ("phone", "138****5678", "value_masked"),
        ("int", "两个", "number_bad_form"),
        ("int", "3.5", "number_bad_form"),
        ("decimal(4,2)", "100", "number_too_large"),
        ("date", "2024-02-30", "date_impossible"),
        ("date", "1979.3", "date_incomplete"),
        ("uscc", "123", "uscc_bad_form"),
        ("bool", "也许", "bool_unknown"),
        ("str(3)", "太长了吧", "too_long"),
        ("id18", 4.2019e17, "id_lost_digits"),
    ],
)
def test_what_cannot_be_understood_has_its_reason_and_no_value(type_, raw, problem):
    answer = clean(make_declared(type_), raw)

    assert answer.problem == problem
    assert (answer.value is None) == bool(problem)


@pytest.mark.parametrize("blank", ["", None, "null", "无", "-", "　", " \t"])
def test_a_blank_cell_says_nothing(blank):
    for type_ in ("str(20)", "date", "phone", "int", "yyyymm", "division12", "id18"):
        answer = clean(make_declared(type_), blank)

        assert (answer.value, answer.problem) == (None, "")


def test_a_number_cell_of_16_digits_or_more_has_lost_digits_whatever_its_check_digit_says():
    assert clean_id_number(420190197903150027.0).problem == "id_lost_digits"
    assert clean_id_number("420190197903150027", number_cell=True).problem == "id_lost_digits"
    assert clean_id_number(420190790315002.0).number == "420190197903150027"


def test_other_documents_only_need_a_possible_form():
    assert clean_id_number("户口本：420190197903150027（未换证）").number == "420190197903150027"
    assert clean_id_number("420190197903150027、").number == "420190197903150027"
    assert clean_id_number("不愿提供") == (None, "", "")
    assert clean_id_number("E12345678", id_type="414").number == "E12345678"
    assert clean_id_number("E12345678").problem == "id_bad_form"
    assert clean_id_number("?", id_type="414").problem == "id_bad_form"


def test_every_valid_number_passes_and_every_wrong_digit_is_seen():
    first = "42019019790315002"
    good = first + check_digit(first)

    assert clean_id_number(good).number == good
    for place in range(17):
        wrong = good[:place] + str((int(good[place]) + 1) % 10) + good[place + 1 :]
        assert clean_id_number(wrong).problem


@pytest.mark.parametrize(
    ("raw", "key"),
    [
        ("36栋2单元1502", "36栋2单元1502"),
        ("江腾社区12-3-1802", "12栋3单元1802"),
        ("汉阳区江堤街45-2-201", "45栋2单元201"),
        ("36栋-2单元-1502室", "36栋2单元1502"),
        ("江城花园03栋02单元0501室", "江城花园3栋2单元501"),
        ("江腾苑3栋501", "江腾苑3栋501"),
        ("墨水湖路58号3-2-501", "墨水湖路58号3栋2单元501"),
        ("翠微路5号2单元301", "翠微路5号2单元301"),
        ("5号2单元301", "5栋2单元301"),
        ("A座1203", "A栋1203"),
        ("十二栋一单元二十三楼2301", "12栋1单元2301"),
        ("7号楼3单元602", "7栋3单元602"),
        ("3-1802", "3栋1802"),
        ("江腾社区", ""),
        ("", ""),
    ],
)
def test_an_address_gives_one_key_however_it_is_written(raw, key):
    assert parse_address(raw, names=NAMES).key == key


@pytest.mark.parametrize(
    "raw", ["江腾社区第3栋第2单元501室", "第3栋2单元第5层501", "第三栋第二单元501"]
)
def test_an_ordinal_is_no_part_of_the_building(raw):
    assert parse_address(raw, names=NAMES).key == "3栋2单元501"


@pytest.mark.parametrize(
    ("raw", "parts"),
    [
        ("3栋501-1", ("3", "", "501-1", 5)),
        ("3栋2单元501-2室", ("3", "2", "501-2", 5)),
        ("3-2-501-1", ("3", "2", "501-1", 5)),
        ("3栋101/102", ("3", "", "101-102", 1)),
        ("3栋2-501", ("3", "2", "501", 5)),
    ],
)
def test_a_part_of_a_flat_is_no_unit(raw, parts):
    address = parse_address(raw)
    assert (address.building, address.unit, address.room, address.floor) == parts


def test_a_floor_comes_from_the_room():
    assert parse_address("36栋2单元1502").floor == 15
    assert parse_address("3栋12楼1203").floor == 12
    assert parse_address("3栋8").floor is None


def test_a_name_is_found_by_every_reading():
    search = name_search("单雄信")

    assert search.pinyin == "shanxiongxin"
    assert {"sxx", "dxx", "danxiongxin"} <= set(search.initials)
    assert search.grams == ["单", "雄", "信", "单雄", "雄信"]
    assert name_search("吕布").pinyin == "lvbu"
    assert name_search("欧阳明").initials[0] == "oym"
    assert name_search("尉迟恭").pinyin.startswith("yuchi")
    assert name_search("阿依古丽·买买提").grams[0] == "阿"
    assert name_search("").pinyin == ""


def test_a_month_told_as_a_number_is_no_day_of_1905():
    assert clean_date(2020.05).problem == "date_incomplete"
    assert clean_date(1990.1).problem == "date_incomplete"
    assert clean_date(28929.0).value == date(1979, 3, 15)
    assert clean_date(28929.5).value == date(1979, 3, 15)


@pytest.mark.parametrize("told", ["★赵海", "赵海※", "▲ 赵海", "赵海"])
def test_a_mark_that_sends_to_a_note_is_no_part_of_a_name(told):
    assert clean_name(told).value == "赵海"


def test_names_lose_what_is_no_name():
    assert clean_name("张三（户主）").value == "张三"
    assert clean_name("张三/男").value == "张三"
    assert clean_name("张三已故").value == "张三"
    assert clean_name("欧阳三 已迁出").value == "欧阳三"
    assert clean_name("1、孙八").value == "孙八"
    assert clean_name("周九 13800001111").value == "周九"
    assert clean_name("周九（13800001111）").value == "周九"
    assert clean_name("赵**").problem == "value_masked"
    assert clean_name("123").problem == "name_bad_form"
    assert clean_name("李女士").flags == ("Q06",)


@pytest.mark.parametrize(
    ("told", "elsewhere"),
    [
        ("广东省深圳市南山区粤海街道1栋2单元301", True),
        ("深圳市南山区1栋2单元301", True),
        ("北京市朝阳区1栋2单元301", True),
        ("湖北省孝感市孝南区1栋2单元301", True),
        ("武汉市洪山区关山街道1栋2单元301", True),
        ("湖北省武汉市汉阳区江堤街道江腾社区1栋2单元301", False),
        ("武汉市汉阳区1栋2单元301", False),
        ("武汉市江腾小区1栋2单元301", False),
        ("新都市花园东区1栋2单元301", False),
        ("东湖城市花园小区1栋2单元301", False),
        ("上海路社区1栋2单元301", False),
        ("北京花园1栋2单元301", False),
    ],
)
def test_a_home_in_another_city_or_district_is_none_of_the_community(told, elsewhere):
    assert (parse_address(told, names=NAMES).key == "") is elsewhere


@pytest.mark.parametrize(
    "told",
    ["身份证：420190197903150027", "居民身份证号码 420190197903150027", "420190197903150027。"]
    + ["ID:420190197903150027", "420190197903150027.", "No.420190197903150027"]
    + ["（420190197903150027）", "[420190197903150027]", "420190197903150027/"]
    + ["号码：420190197903150027", "身份证号码是420190197903150027"],
)
def test_words_and_marks_around_a_number_are_no_part_of_it(told):
    assert clean_id_number(told).number == "420190197903150027"


@pytest.mark.parametrize("told", ["？", "?", "//", "——", 0, 0.0, "0", "0.0"])
def test_a_mark_or_what_a_formula_makes_of_a_blank_is_no_number(told):
    assert clean_id_number(told) == (None, "", "")


def test_the_number_of_another_document_may_stand_in_a_number_cell_or_hold_words():
    assert clean_id_number(12345678.0, id_type="511").number == "12345678"
    assert clean_id_number("军字第1234567号", id_type="114").number == "军字第1234567号"
    assert clean_id_number("E123?567", id_type="414").problem == "id_bad_form"
    assert clean_id_number(12345678.0).problem == "id_bad_form"


def test_the_letters_of_another_document_stay():
    assert clean_id_number("IDN110185010101", id_type="553").number == "IDN110185010101"


def test_a_number_of_somebody_else_in_brackets_leaves_the_persons_own():
    assert phones_in("13800000001（儿子13900000002）") == ["13800000001"]
    assert phones_in("13800000001(家属：13900000002)") == ["13800000001"]
    assert phones_in("(儿子)13900000002") == []


def test_every_number_of_a_cell_can_be_had():
    assert phones_in("13812345678 13912345678") == ["13812345678", "13912345678"]
    assert phones_in("13812345678、027-84660000转8012") == ["13812345678", "027-84660000-8012"]


CELLS = st.one_of(
    st.text(max_size=40),
    st.text("0123456789Xx-/.年月日 １２’*万元栋单元号室", max_size=24),
    st.floats(),
    st.integers(),
    st.booleans(),
    st.dates(),
    st.datetimes(),
    st.none(),
    st.lists(st.text(max_size=4), max_size=3),
)


@settings(max_examples=300, deadline=None)
@given(raw=CELLS)
def test_no_cell_crashes_any_cleaner(raw):
    for declared in ONE_OF_EACH_TYPE:
        answer = clean(declared, raw)

        assert not answer.problem or (answer.problem in REASONS and answer.value is None)
    clean_id_number(raw)
    clean_name(raw)
    clean_phone(raw)
    clean_date(raw)
    parse_address(raw, names=NAMES)
    name_search(str(raw))


ONE_OF_EACH_TYPE = list({field.type: field for field in FIELDS.values()}.values())
