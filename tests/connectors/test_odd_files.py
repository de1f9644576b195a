"""Plain files of the police and of medical insurance in other manners than agreed."""

import pytest

from connectors import plain_file
from connectors.errors import FileRefused
from connectors.plain_file import mapping_named
from connectors.services.load_file import load_file
from hub.models import Event, Resident, SetAside
from tests.connectors.make import ACTOR, facts
from tests.hub.people import an_id, make_person

pytestmark = pytest.mark.django_db
HEADER = ["row_key", "id_type", "id_number", "name", "hukou_address", "updated_at"]


def row(n, **told):
    usual = {
        "row_key": f"HJ{n}", "id_type": "111", "id_number": an_id(order=n), "name": "赵玉兰",
        "hukou_address": "武汉市汉阳区江堤街道", "updated_at": "2026-09-01T08:00:00",
    }  # fmt: skip
    return {**usual, **told}


def text_of(*rows, header=HEADER, sign=",", eol="\n"):
    lines = [sign.join(header), *(sign.join(one[name] for name in header) for one in rows)]
    return eol.join([*lines, ""])


@pytest.fixture
def load(tmp_path):
    def load(content, mapping="psb_hj"):
        path = tmp_path / f"{mapping}.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return load_file(path=path, mapping=mapping_named(mapping), actor=ACTOR)

    return load


def names():
    return sorted(facts("hub_resident", "name, hukou_address"))


@pytest.mark.parametrize("eol", ["\n", "\r\n"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030"])
def test_a_file_is_read_in_the_encoding_it_has(load, encoding, eol):
    run = load(text_of(row(1), row(2, name="钱桂芳"), eol=eol).encode(encoding))

    assert (run.state, run.created, run.set_aside) == ("done", 2, 0), run.reason
    assert ("赵玉兰", "武汉市汉阳区江堤街道") in names()
    assert all("\ufffd" not in name for name, _address in names())


def test_a_rare_character_survives_both_encodings(load):
    run = load(text_of(row(1, name="𬭊某"), row(2, name="㛃某")).encode("gb18030"))

    assert (run.state, [name for name, _where in names()]) == ("done", ["㛃某", "𬭊某"])


def test_gbk_beyond_the_first_lines_is_no_broken_utf8(load, monkeypatch):
    monkeypatch.setattr(plain_file, "CHUNK", 7)
    rows = [row(n, name="CHEN", hukou_address="x") for n in range(1, 300)]

    run = load(text_of(*rows, row(300)).encode("gbk"))

    assert (run.state, run.created) == ("done", 300), run.reason
    assert Resident.objects.filter(name="赵玉兰").exists()


@pytest.mark.parametrize("sign", ["\t", ";", "|"])
def test_columns_in_another_order_and_with_another_parting_sign(load, sign):
    run = load(text_of(row(1), header=HEADER[::-1], sign=sign))

    assert (run.state, run.created) == ("done", 1), run.reason
    assert names() == [("赵玉兰", "武汉市汉阳区江堤街道")]


def test_quoted_commas_marks_and_ends_of_lines_stand_inside_their_cell(load):
    told = '"武汉市,汉阳区""江堤""街道\r\n3栋"'

    run = load(text_of(row(1, hukou_address=told), row(2, hukou_address='5"栋'), eol="\r\n"))

    assert (run.state, run.created, run.set_aside) == ("done", 2, 0), run.reason
    assert any("汉阳区" in where and "3栋" in where for _name, where in names())


def test_a_mark_left_open_costs_its_own_line_alone(load):
    rows = [row(n) for n in range(1, 80)]
    rows[3]["name"] = '"赵玉兰'

    run = load(text_of(*rows))

    assert (run.state, run.read, run.created, run.set_aside) == ("done", 79, 78, 1), run.reason
    assert SetAside.objects.get().reason == "line_damaged"


@pytest.mark.parametrize("where", ["武汉市,汉阳区", "武汉市,,汉阳区"])
def test_a_comma_nobody_quoted_moves_no_cell_into_another_column(load, where):
    run = load(text_of(row(1), row(2, hukou_address=where)))

    assert (run.state, run.created, run.set_aside) == ("done", 1, 1), run.reason
    assert SetAside.objects.get().reason == "line_damaged"


def test_a_line_cut_off_is_set_aside_whole(load):
    whole = text_of(row(1), row(2))

    run = load(whole[:-30])

    assert (run.state, run.created, run.set_aside) == ("done", 1, 1), run.reason


def test_blanks_a_spreadsheet_adds_are_no_damage(load):
    lines = text_of(row(1)).splitlines()

    run = load("\r\n".join([lines[0], lines[1] + ",,", "", ",,,,,", "\x1a"]))

    assert (run.state, run.created) == ("done", 1), run.reason


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (text_of(row(1)).encode("utf-16"), "不是文本"),
        (b"PK\x03\x04" + bytes(50), "不是文本"),
        (text_of(row(1), eol="\r").encode(), "换行符"),
        (b"", "没有表头"),
        ("\n".join(["row_key,name", *["\xff\xff"] * 9]).encode("latin-1"), "编码"),
        ("姓名,证件号码\n赵玉兰,1\n", "缺少约定的列"),
    ],
)
def test_what_is_no_such_file_is_refused_with_a_sentence(load, content, said):
    with pytest.raises(FileRefused, match=said):
        load(content)
    assert Resident.objects.count() == 0


def test_an_insurance_file_in_gbk_with_ends_of_lines_of_windows(load):
    make_person()
    header = ["id_number", "updated_at", "name", "mi_status", "mi_type", "row_key"]
    told = {"id_number": an_id(), "updated_at": "2026-09-01T08:00:00", "name": "赵玉兰",
            "mi_status": "1", "mi_type": "310", "row_key": "YB1"}  # fmt: skip

    run = load(text_of(told, header=header, eol="\r\n").encode("gbk"), "hsa")

    assert (run.state, run.changed + run.created) == ("done", 1), run.reason
    assert facts("hub_c07_medical_insurance", "mi_status, mi_type") == [("1", "310")]


SERVICES = ["row_key", "community", "item", "on", "id_number", "name", "updated_at", "count",
            "persons", "amount", "text"]  # fmt: skip


def service(**told):
    usual = {"row_key": "F1", "item": "07", "on": "2026-10-12", "id_number": an_id(), "count": "1",
             "persons": "1", "amount": "200"}  # fmt: skip
    return text_of({**dict.fromkeys(SERVICES, ""), **usual, **told}, header=SERVICES)


@pytest.mark.parametrize(
    ("told", "reason"),
    [({"on": "2026-13-01"}, "date_bad_form"), ({"item": "99"}, "code_unknown"),
     ({"item": ""}, "code_unknown"), ({"count": "几次"}, "number_bad_form"),
     ({"persons": "-1"}, "number_bad_form"), ({"amount": "约二百"}, "number_bad_form"),
     ({"community": "江腾社区"}, "division_bad_form")],
)  # fmt: skip
def test_an_event_that_cannot_be_counted_is_set_aside_and_not_forgotten(load, told, reason):
    make_person()

    run = load(service(**told), "services")

    assert (run.state, run.set_aside) == ("done", 1), run.reason
    assert SetAside.objects.get().reason == reason
    assert not Event.objects.filter(kind="service").exists()


def test_an_event_is_read_as_people_write_it(load):
    make_person()

    run = load(service(item="7", count="2.0", persons="", amount="1，200.5元"), "services")

    assert (run.state, run.set_aside) == ("done", 0), run.reason
    told = Event.objects.get(kind="service")
    assert (told.code, told.count, told.persons, str(told.amount)) == ("07", 2, 1, "1200.50")


def test_a_row_with_a_very_long_key_enters_once(load):
    told = [row(1, row_key="HJ" + "0" * 200), row(1, row_key="HJ" + "0" * 201)]

    first, second = load(text_of(told[0])), load(text_of(*told))

    assert (first.state, first.created) == ("done", 1), first.reason
    assert (second.state, second.created, second.changed) == ("done", 0, 0), second.reason
