"""Rosters of other shapes than the fixture's: words, orders, sheets and troubles of their own."""

from datetime import date, datetime

from hub.cleaning import clean, clean_date, clean_id_number
from hub.dictionary import FIELDS
from hub.sheets.roster import read_roster
from tests.hub.sheets.make import make_number, make_text, make_workbook


def people(content):
    roster = read_roster(content)
    return list(roster.rows()), roster


def column(rows, name):
    return [row.said.get(name) for row in rows]


def test_two_sheets_with_other_orders_and_words():
    numbers = [make_number(n) for n in range(1, 5)]
    content = make_workbook(
        (
            "一网格",
            [
                ["2026年度第一网格人员台账"],
                ["公民身份号码", "居民姓名", "联系方式", "住址", "家庭编号", "称谓", "备注"],
                [numbers[0], "陈海", "13800000001", "1栋1单元101", "A01", "户主", "独居"],
                [numbers[1], "陈涛", "13800000002", "1栋1单元101", "A01", "儿子", ""],
            ],
        ),
        (
            "二网格",
            [
                ["姓名", "男女", "学历", "证件号码", "政治面目", "现住址"],
                ["林芳", "女", "大专", numbers[2], "党员", "2栋2单元202"],
                ["林杰", "男", "硕士", numbers[3], "群众", "2栋2单元202"],
                ["合计", "2人"],
            ],
        ),
    )

    rows, roster = people(content)

    assert column(rows, "id_number") == numbers
    assert column(rows, "name") == ["陈海", "陈涛", "林芳", "林杰"]
    assert rows[1].said["household_key"] == "A01"
    assert rows[0].said["address"] == "1栋1单元101"
    assert rows[2].said["political_status"] == "党员"
    assert [(row.sheet, row.line) for row in rows] == [
        ("一网格", 3), ("一网格", 4), ("二网格", 2), ("二网格", 3),
    ]  # fmt: skip
    assert roster.skipped_lines == 1
    assert "备注" in roster.tables[0].left_out


def test_the_header_may_stand_on_row_seven_of_column_c():
    above = [
        ["", "", "某社区常住人口信息采集表"],
        [],
        ["", "", "填报单位：某社区"],
        [],
        ["", "", "说明：请如实填写"],
        [],
    ]
    head = ["", "", "序号", "姓 名", "性 别", "居民身份证号码", "出生年月日", "手 机"]
    content = make_workbook(
        [*above, head, ["", "", 1, "吴桂", "女", make_number(1), date(1979, 3, 15), 13800000003]]
    )

    rows, _roster = people(content)

    assert [row.line for row in rows] == [8]
    said = rows[0].said
    assert said["name"] == "吴桂"
    assert clean_date(said["birth_date"]).value == date(1979, 3, 15)
    assert clean(FIELDS["mobile"], said["mobile"]).value == "13800000003"


def test_english_beside_chinese_and_english_alone():
    both = [
        ["姓名\nName", "性别/Sex", "身份证号码(ID Number)", "联系电话 Tel", "民族 Ethnic Group"],
        ["JOHN SMITH", "男", make_number(3, sex=1), "13800000004", "其他"],
    ]
    english = [
        ["No.", "Full Name", "Date of Birth", "ID Card No.", "Mobile Phone", "Home Address"],
        ["1", "LI NA", "1979-03-15", make_number(4), "13800000005", "3栋1单元301"],
    ]

    rows, _roster = people(make_workbook(("中英", both), ("English", english)))

    assert column(rows, "name") == ["JOHN SMITH", "LI NA"]
    assert column(rows, "mobile") == ["13800000004", "13800000005"]
    assert rows[0].said["ethnic_group"] == "其他"
    assert rows[1].said["address"] == "3栋1单元301"


def test_a_number_split_over_cells_under_one_heading():
    number = make_number(5)
    content = make_workbook(
        [
            ["姓名", "身份证号码", "", "", "电话"],
            ["何丽", number[:6], number[6:14], number[14:], "13800000006"],
            ["何芳", make_number(6)[:6], make_number(6)[6:14], make_number(6)[14:], ""],
        ],
        merged=[(0, 0, 1, 0, 3)],
    )

    rows, _roster = people(content)

    assert column(rows, "id_number") == [number, make_number(6)]
    assert rows[0].said["mobile"] == "13800000006"


def test_columns_that_stand_one_to_the_right_of_their_headings():
    content = make_workbook(
        [
            ["姓名", "性别", "身份证号", "联系电话", "住址"],
            [1, "高玉", "女", make_number(7), "13800000007", "4栋1单元401"],
            [2, "高兰", "女", make_number(8), "13800000008", "4栋1单元402"],
            [3, "高敏", "女", make_number(9), "13800000009", "4栋1单元403"],
        ]
    )

    rows, _roster = people(content)

    assert column(rows, "name") == ["高玉", "高兰", "高敏"]
    assert column(rows, "id_number") == [make_number(7), make_number(8), make_number(9)]
    assert column(rows, "mobile") == ["13800000007", "13800000008", "13800000009"]


def test_a_column_of_numbers_under_an_unknown_word():
    content = make_workbook(
        [
            ["姓名", "号码串", "电话"],
            *[["周强", make_number(n), "13800000010"] for n in (10, 11, 12)],
        ]
    )

    rows, _roster = people(content)

    assert column(rows, "id_number") == [make_number(n) for n in (10, 11, 12)]


def test_a_text_file_in_gb18030_with_commas_in_addresses():
    rows_of_text = [
        ["某社区居民表", "", "", "", ""],
        ["户号", "姓名", "公民身份号码", "居住地址", "与户主关系"],
        ["001", "𬭊某", make_number(13), "5栋1单元501,朝南", "户主"],
        ["001", "郭㛃", make_number(14), "5栋1单元501,朝南", "妻子"],
    ]
    for encoding in ("gb18030", "utf-8", "utf-8-sig", "utf-16"):
        rows, _roster = people(make_text(rows_of_text, encoding))

        assert column(rows, "name") == ["𬭊某", "郭㛃"]
        assert rows[0].said["address"] == "5栋1单元501,朝南"
    rows, _roster = people(make_text(rows_of_text, delimiter="\t"))
    assert column(rows, "household_key") == ["001", "001"]


def test_a_merged_household_cell_stands_for_the_rows_below_and_a_blank_one_does_not():
    table = [
        ["户号", "家庭住址", "姓名", "身份证号", "与户主关系"],
        ["1", "6栋1单元601", "孙海", make_number(15), "户主"],
        ["", "", "孙涛", make_number(16), "子"],
        ["", "", "孙玉", make_number(17), "女"],
        ["2", "6栋1单元602", "朱明", make_number(18), "户主"],
        ["", "", "朱军", make_number(19), "户主"],
    ]
    merged = [(0, 1, 0, 3, 0), (0, 1, 1, 3, 1)]

    rows, _roster = people(make_workbook(table, merged=merged))

    assert column(rows, "household_key") == ["1", "1", "1", "2", None]
    assert column(rows, "address")[1:3] == ["6栋1单元601", "6栋1单元601"]


def test_a_household_told_once_for_every_head_holds_for_its_members():
    table = [["户号", "姓名", "身份证号", "与户主关系", "地址"]]
    for house in range(1, 5):
        order = 20 + house * 3
        table.append([str(house), "马海", make_number(order), "户主", f"7栋1单元{house}01"])
        table.append(["", "马涛", make_number(order + 1), "儿子", ""])
        table.append(["", "马玉", make_number(order + 2), "女儿", "同上"])

    rows, _roster = people(make_text(table))

    assert column(rows, "household_key") == [str(house) for house in (1, 2, 3, 4) for _ in "abc"]
    assert column(rows, "address")[:3] == ["7栋1单元101", "7栋1单元101", "7栋1单元101"]


def test_days_as_serials_and_numbers_as_cells():
    content = make_workbook(
        [
            ["姓名", "出生日期", "身份证号码", "户号", "联系电话"],
            ["胡琳", 28929, make_number(40), 12, 13800000011],
            ["胡霞", "19790315", 420190790315002, 12, "027-84660000"],
            ["胡浩", datetime(1979, 3, 15), 420190197903150027, 13, ""],
        ]
    )

    rows, _roster = people(content)

    assert clean_date(rows[0].said["birth_date"]).value == date(1979, 3, 15)
    assert rows[0].said["household_key"] == "12"
    assert clean_id_number(rows[1].said["id_number"]).number == "420190197903150027"
    assert clean_id_number(rows[2].said["id_number"]).problem == "id_lost_digits"


def test_groups_of_a_two_row_heading_say_whose_column_it_is():
    table = [
        ["户主信息", "", "家庭成员信息", "", "", "紧急联系人", ""],
        ["姓名", "身份证号", "姓名", "身份证号", "电话", "姓名", "电话"],
        ["罗海", make_number(41), "罗涛", make_number(42), "13800000012", "罗平", "13800000013"],
    ]
    merged = [(0, 0, 0, 0, 1), (0, 0, 2, 0, 4), (0, 0, 5, 0, 6)]
    for content in (make_workbook(table, merged=merged), make_text(table)):
        rows, _roster = people(content)

        assert len(rows) == 1
        said = rows[0].said
        assert (said["name"], said["id_number"]) == ("罗涛", make_number(42))
        assert (said["mobile"], said["emergency_phone"]) == ("13800000012", "13800000013")
        assert make_number(41) not in str(said["household_key"])


def test_repeated_headings_totals_and_signatures_are_no_persons():
    head = ["序号", "姓名", "身份证号", "电话"]
    table = [
        ["某社区花名册"],
        head,
        [1, "梁海", make_number(43), "13800000014"],
        ["小计", "1人"],
        ["某社区花名册（续）"],
        head,
        [2, "梁涛", make_number(44), ""],
        ["", "梁平", "", ""],
        [3, "梁兰", "", "13800000015"],
        ["总计", "3人", "", ""],
        ["填表人：王某", "", "审核：李某", "2026年10月31日"],
    ]

    rows, roster = people(make_workbook(table))

    assert column(rows, "name") == ["梁海", "梁涛", "梁兰"]
    assert roster.skipped_lines == 6


def test_another_heading_below_changes_the_order_from_there():
    table = [
        ["姓名", "身份证号", "电话"],
        ["宋海", make_number(45), "13800000016"],
        [],
        ["身份证号", "姓名", "民族"],
        [make_number(46), "宋涛", "汉"],
    ]

    rows, _roster = people(make_workbook(table))

    assert column(rows, "name") == ["宋海", "宋涛"]
    assert rows[1].said["ethnic_group"] == "汉"


def test_a_second_sheet_without_a_heading_goes_on_with_the_columns_of_the_first():
    table = [["姓名", "身份证号", "电话"], ["唐海", make_number(47), "13800000017"]]
    more = [["唐涛", make_number(48), "13800000018"], ["唐平", make_number(49), "13800000019"]]

    rows, _roster = people(make_workbook(table, more))

    assert column(rows, "mobile") == ["13800000017", "13800000018", "13800000019"]


def test_hidden_sheets_and_sheets_without_persons_are_left_alone():
    table = [["姓名", "身份证号"], ["许海", make_number(50)]]
    notes = [["填表说明"], ["一、请用文本格式"], ["二、不得空行"]]
    old = [["姓名", "身份证号"], ["许平", make_number(51)]]

    rows, _roster = people(make_workbook(notes, table, old, hidden=[2]))

    assert column(rows, "name") == ["许海"]


def test_building_unit_and_room_in_columns_of_their_own_make_one_address():
    table = [
        ["小区", "楼栋", "单元", "房号", "姓名", "身份证号"],
        ["江城花园", 3, 2, 501, "韩海", make_number(52)],
        ["江城花园", "4栋", "1单元", "602室", "韩涛", make_number(53)],
    ]

    rows, _roster = people(make_workbook(table))

    assert column(rows, "address") == ["江城花园3栋2单元501", "江城花园4栋1单元602室"]


def test_words_of_other_persons_are_never_taken_for_the_persons_own():
    table = [
        [
            "户主姓名",
            "姓名",
            "身份证号",
            "联系电话(家属)",
            "监护人电话",
            "配偶姓名",
            "房主身份证号",
        ],
        ["冯海", "冯涛", make_number(54), "13800000020", "13800000021", "冯梅", make_number(55)],
    ]

    rows, _roster = people(make_workbook(table))

    said = rows[0].said
    assert said["name"] == "冯涛"
    assert said["id_number"] == make_number(54)
    assert "mobile" not in said
    assert said["mf_spouse_name"] == "冯梅"


def test_a_second_telephone_is_the_other_phone():
    table = [
        ["姓名", "身份证号", "手机号码", "联系电话"],
        ["董海", make_number(56), "13800000022", "027-84660001"],
        ["董涛", make_number(57), "13800000023/13800000024", ""],
    ]

    rows, _roster = people(make_workbook(table))

    assert column(rows, "phone_alt") == ["027-84660001", "13800000024"]
    assert column(rows, "mobile") == ["13800000022", "13800000023"]


def test_a_cell_escaped_by_us_comes_back_as_it_was():
    table = [["姓名", "身份证号", "工作单位"], ["于海", make_number(58), "'=1+1"]]

    rows, _roster = people(make_workbook(table))

    assert rows[0].said["employer_name"] == "=1+1"


def test_longer_headings_are_known_by_their_telling_part():
    table = [
        [
            "居民身份证件号码（必填）*",
            "姓名及曾用名",
            "常用联系电话（本人）",
            "与户主关系（本人/配偶/子女）",
        ],
        [make_number(60), "程海", "13800000030", "本人"],
    ]

    rows, _roster = people(make_workbook(table))

    assert rows[0].said == {
        "id_number": make_number(60),
        "name": "程海",
        "mobile": "13800000030",
        "relation_to_head": "本人",
    }


def test_a_table_of_heads_is_a_table_of_persons():
    table = [
        ["户号", "户主姓名", "户主身份证号码", "联系电话", "家庭住址", "家庭人口数"],
        ["1", "曹海", make_number(61), "13800000031", "8栋1单元101", 3],
        ["2", "曹涛", make_number(62), "13800000032", "8栋1单元102", 2],
    ]

    rows, _roster = people(make_workbook(table))

    assert column(rows, "name") == ["曹海", "曹涛"]
    assert column(rows, "relation_to_head") == ["户主", "户主"]


def test_a_number_written_one_digit_to_a_cell():
    number = make_number(63)
    table = [
        ["姓名", "身份证号码", *[""] * 17, "电话"],
        ["邓海", *number, "13800000033"],
        ["邓涛", *make_number(64), "13800000034"],
    ]

    rows, _roster = people(make_workbook(table, merged=[(0, 0, 1, 0, 18)]))

    assert column(rows, "id_number") == [number, make_number(64)]
    assert column(rows, "mobile") == ["13800000033", "13800000034"]
