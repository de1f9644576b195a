"""Tables exported by systems that name their columns in Latin letters."""

import pytest

from hub.sheets.roster import read_roster
from hub.sheets.words import field_of
from tests.hub.sheets.make import make_number, make_workbook

CELLS = [
    "陈海",
    "女",
    "汉族",
    "19790315",
    make_number(1),
    "户主",
    "本科",
    "13800000001",
    "3栋2单元501",
]
FIELDS = [
    *("name", "sex", "ethnic_group", "birth_date", "id_number", "relation_to_head"),
    *("education_level", "mobile", "address"),
]


@pytest.mark.parametrize(
    "head",
    [
        "XM XB MZ CSRQ GMSFHM YHZGX WHCD LXDH XZZ",
        "xm xb mz csrq sfzh yhzgx whcd lxdh xzz",
        "xingming xingbie minzu chushengriqi shenfenzhenghao yuhuzhuguanxi wenhuachengdu"
        " lianxidianhua xianzhuzhi",
        "person_name gender nation birthday id_card relation education phone_number home_address",
        "personName gender nation birthDate idCard relation education phoneNumber homeAddress",
    ],
)
def test_columns_in_latin_letters_are_known(head):
    row = next(read_roster(make_workbook([head.split(), CELLS])).rows())

    assert {name: row.said[name] for name in FIELDS} == dict(zip(FIELDS, CELLS, strict=True))


def test_a_spelling_of_two_words_and_the_time_of_a_record_mean_nothing():
    assert field_of("shijian") is None
    assert field_of("create_time") is None
    assert field_of("creator_name") is None
