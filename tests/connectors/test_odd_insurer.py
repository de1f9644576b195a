"""The monthly files of social security in other manners than the simulated one has."""

import hashlib

import pytest
from django.utils import timezone

from connectors.engine.run import carry, execute
from connectors.models import Cursor, ForeignFile, Run
from connectors.registry import connector_of
from connectors.services.runs import open_run
from connectors.social_security import monthly_file
from connectors.transport import egress
from connectors.transport.files import FileStore
from connectors.transport.pulse import Pulse
from hub.models import SetAside
from hub.sealing import unseal
from hub.services.intake.asides import NOBODY, RAW
from tests.connectors.make import ACTOR, accounted, due_again, facts, sync
from tests.connectors.odd_insurer import line, odd_insurer
from tests.hub.people import make_person

pytestmark = pytest.mark.django_db
TABLE = "hub_c06_social_insurance"
FILE = "AC02_420190_202610_001.txt"


@pytest.fixture
def si(settings):
    with odd_insurer() as held:
        settings.HUB_SYSTEMS = {"SI": held.place}
        settings.HUB_EGRESS_ALLOW = held.egress
        egress._pinned.clear()
        yield held.insurer


@pytest.fixture
def person(db):
    return make_person()


def held(columns="si_pension_base::text"):
    return facts(TABLE, columns)


def raw_rows():
    rows = SetAside.objects.order_by("id")
    return [unseal(RAW, NOBODY, bytes(row.raw_sealed)) for row in rows]


@pytest.mark.parametrize("eol", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["gbk", "gb18030", "utf-8", "utf-8-sig"])
def test_a_file_is_read_whatever_its_encoding_and_its_ends_of_lines(si, person, encoding, eol):
    text = [line(aae008="农业银行·江堤支行")]
    body = eol.join([*text, "#END|1|449400", ""]).encode(encoding)
    si.put_bytes(FILE, body)

    run = sync("SI")

    assert (run.state, run.read, run.set_aside) == ("done", 1, 0), run.reason
    assert held() == [("4494.00",)]
    assert facts("hub_resident", "bank_name") == [("农业银行·江堤支行",)]


def test_blank_lines_and_an_old_end_mark_are_no_rows(si, person):
    body = f"{line()}\n\n#END | 1 | 449400 |\r\n\r\n\x1a".encode("gbk")
    si.put_bytes(FILE, body)

    run = sync("SI")

    assert (run.state, run.read) == ("done", 1), run.reason


MANIFESTS = [
    lambda body, name: hashlib.md5(body).hexdigest().upper().encode(),  # noqa: S324 as they do
    lambda body, name: f"MD5 ({name}) = {hashlib.md5(body).hexdigest()}".encode(),  # noqa: S324
    lambda body, name: f"\ufeff{hashlib.md5(body).hexdigest()} *{name}\r\n".encode(),  # noqa: S324
]


@pytest.mark.parametrize("told", MANIFESTS)
def test_a_manifest_in_other_words_is_the_same_manifest(si, person, told):
    si.put(FILE, [line()], md5=told)

    assert sync("SI").state == "done"


def test_a_manifest_named_without_the_ending_is_found(si, person):
    path = si.put(FILE, [line()])
    si.files[path.replace(".txt", ".MD5")] = si.files.pop(f"{path}.md5")

    assert sync("SI").state == "done"


@pytest.mark.parametrize(
    ("end", "said"),
    [
        ("#END|2|449400", "写明 2 行"),
        ("#END|1|1", "合计"),
        ("", "没有结束行"),
        ("#EN", "没有结束行"),
    ],
)
def test_a_last_line_that_differs_refuses_the_file_with_a_sentence(si, person, end, said):
    si.put(FILE, [line()], end=end)

    run = sync("SI")

    assert (run.state, run.block, run.read) == ("blocked", "schema", 0)
    assert said in run.reason
    assert held() == []
    assert Cursor.objects.filter(system="SI").exclude(watermark="").count() == 0


def test_a_file_without_its_manifest_is_named(si, person):
    si.put(FILE, [line()], md5=False)

    run = sync("SI")

    assert (run.state, run.block) == ("blocked", "schema")
    assert FILE in run.reason
    assert "MD5" in run.reason


def test_a_file_still_being_sent_is_waited_for_and_then_read_whole(si, person):
    path = si.put(FILE, [line()])
    whole = si.files[path]
    si.files[path] = whole[:40]
    si.grows[path] = {path: whole}

    run = sync("SI")
    assert (run.state, run.read) == ("paused", 0), run.reason
    assert "还在上传" in run.reason
    run = due_again(run)

    assert (run.state, run.read) == ("done", 1), run.reason
    assert ForeignFile.objects.get(name=FILE, state="taken")


def test_the_same_file_twice_is_read_once(si, person):
    si.put(FILE, [line()])
    sync("SI")
    si.put(FILE, [line()])

    assert (sync("SI").read, held()) == (0, [("4494.00",)])


def test_a_file_replaced_under_its_name_is_read_again_and_believed(si, person):
    si.put(FILE, [line()])
    sync("SI")
    si.put(FILE, [line(aae041="202609", aac040="500000")])

    run = sync("SI")

    assert (run.state, run.changed, run.watermark) == ("done", 1, "202610_R01"), run.reason
    assert held("si_pension_base::text, si_pension_last") == [("5000.00", "202609")]
    assert sync("SI").read == 0


def test_a_correction_after_a_replaced_file_is_newer_still(si, person):
    for base in ("449400", "500000"):
        si.put(FILE, [line(aac040=base)])
        sync("SI")
    si.put(FILE.replace(".txt", "_r1.TXT"), [line(aac040="600000")])

    run = sync("SI")

    assert (run.state, held()) == ("done", [("6000.00",)]), run.reason


def test_a_month_in_several_files_is_read_whole(si, person):
    make_person("钱某", order=247, household="H2", address="江腾小区4栋1单元101")
    si.put(FILE, [line()])
    si.put(FILE.replace("_001", "_002"), [line(247, aac040="500000")])

    run = sync("SI")

    assert (run.state, run.read) == ("done", 2), run.reason
    assert sorted(held()) == [("4494.00",), ("5000.00",)]


def test_a_part_that_comes_late_or_is_corrected_is_not_missed(si, person):
    make_person("钱某", order=247, household="H2", address="江腾小区4栋1单元101")
    si.put(FILE, [line()])
    sync("SI")
    si.put(FILE.replace("_001", "_002"), [line(247, aac040="500000")])
    sync("SI")
    si.put(FILE.replace("_001", "_002_R1"), [line(247, aac040="510000")])
    sync("SI")
    si.put(FILE.replace(".txt", "_R1.txt"), [line(aac040="450000")])

    run = sync("SI")

    assert run.state == "done", run.reason
    assert sorted(held()) == [("4500.00",), ("5100.00",)]
    assert sync("SI").read == 0


def test_an_older_month_that_comes_late_overwrites_nothing(si, person):
    si.put(FILE, [line()])
    sync("SI")
    old = FILE.replace("202610", "202609")
    si.put(old, [line(aac040="1")], month="202609")

    run = sync("SI")

    assert (run.state, run.read) == ("done", 0)
    assert Cursor.objects.get(system="SI").watermark == "202610_R00"
    assert held() == [("4494.00",)]


def of_month(si, month, **more):
    si.put(FILE.replace("202610", month), [line(aae041=month)], month=month, **more)


def test_several_months_at_once_are_no_measure_of_one(si, person):
    of_month(si, "202605")
    sync("SI")
    for month in ("202606", "202607", "202608"):
        of_month(si, month)
    sync("SI")
    of_month(si, "202609")

    run = sync("SI")

    assert (run.state, run.watermark) == ("done", "202609_R00"), run.reason
    assert Cursor.objects.get(system="SI").rows == 1


def test_a_refused_month_does_not_stand_in_the_way_of_the_next(si, person):
    of_month(si, "202608")
    sync("SI")
    of_month(si, "202609", end="#END|9|9")
    stopped = sync("SI")
    of_month(si, "202610")

    run = sync("SI")

    assert stopped.state == "blocked"
    assert (run.state, run.watermark) == ("done", "202610_R00"), run.reason
    assert ForeignFile.objects.get(name__endswith="202609_001.txt").state == "refused"


def test_a_month_still_ahead_is_a_slip_of_the_pen_and_not_the_newest(si, person):
    of_month(si, "202610")
    of_month(si, "209912")
    first = sync("SI")

    again = sync("SI")

    assert (first.state, first.watermark) == ("done", "202610_R00"), first.reason
    assert (again.state, again.block) == ("blocked", "schema")
    assert "AC02_420190_209912_001.txt" in again.reason
    assert held("si_pension_last") == [("202610",)]


def test_a_watermark_of_a_month_ahead_is_given_up(si, person):
    of_month(si, "202610")
    sync("SI")
    Cursor.objects.update(watermark="209912_R00")
    si.put(FILE.replace(".txt", "_R1.txt"), [line(aac040="500000")])

    run = sync("SI")

    assert (run.state, run.watermark) == ("done", "202610_R01"), run.reason
    assert held() == [("5000.00",)]


@pytest.mark.parametrize(
    "name", ["AC02_420190_202611.txt", "AC02-420190-202611-001.txt", "AC02_420190_202612_001.txt"]
)
def test_a_file_under_another_name_is_no_silence(si, person, name):
    si.put(FILE, [line()])
    sync("SI")
    si.put(name, [line()], month="202611")

    run = sync("SI")

    assert (run.state, run.block) == ("blocked", "schema")
    assert name in run.reason


def test_half_uploads_and_other_files_are_left_alone(si, person):
    si.put(FILE, [line()])
    for name in (f"{FILE}.filepart", "readme.txt", "AC01_420190_202610_001.txt"):
        si.put(name, ["x"], md5=False)

    assert (sync("SI").state, sync("SI").read) == ("done", 0)


def test_each_damaged_line_is_set_aside_with_what_it_held(si, person):
    si.put(FILE, [line(), "7|||", line(900).replace("赵某", "赵|某"), "|x|", b"9|\xd5|4201"])

    run = sync("SI")

    assert (run.state, run.read, run.set_aside) == ("done", 5, 4), run.reason
    assert list(SetAside.objects.values_list("reason", flat=True)) == ["line_damaged"] * 4
    assert "|x|" in "".join(raw_rows())
    assert sorted(accounted("SI").values()) == ["applied", *["set_aside"] * 4]
    assert run.watermark == "202610_R00"


def test_lines_without_a_number_are_not_one_person(si, person):
    si.put(FILE, [line(order, aac002="") for order in (246, 247, 248)])

    run = sync("SI")

    assert (run.read, run.skipped) == (3, 0)
    assert run.questioned + run.set_aside == 3


def test_a_file_that_lost_a_column_is_not_used(si, person):
    short = [line(order).rpartition("|")[0] for order in range(240, 250)]
    si.put(FILE, short)

    run = sync("SI")

    assert (run.state, run.block, run.read) == ("blocked", "schema", 0)
    assert "列" in run.reason


def test_of_two_months_the_second_may_not_have_shrunk(si, person):
    people = [line(order) for order in range(100, 130)]
    si.put(FILE.replace("202610", "202608"), people, month="202608")
    sync("SI")
    si.put(FILE.replace("202610", "202609"), people, month="202609")
    si.put(FILE, people[:3])

    run = sync("SI")

    assert (run.state, run.block, run.read) == ("blocked", "shrink", 30)
    assert Cursor.objects.get(system="SI").watermark == "202609_R00"


class DiesAfterAPage(monthly_file.MonthlyFile):
    """A worker that is killed when it asks for the second page."""

    def fetch(self, token):
        if token["line"]:
            raise SystemExit(137)
        return super().fetch(token)


def test_a_file_replaced_while_its_pages_are_read_is_read_from_its_top(
    si, person, monkeypatch, settings
):
    monkeypatch.setattr(monthly_file, "LINES", 2)
    si.put(FILE, [line(order) for order in (900, 901, 902)])
    run = open_run(system="SI", actor=ACTOR)
    store = FileStore(settings.HUB_SYSTEMS["SI"]["sftp"], Pulse())
    with pytest.raises(SystemExit):
        carry(run.pk, lambda _lease: [DiesAfterAPage(store)], lambda: None)
    Run.objects.filter(pk=run.pk).update(lease_until=timezone.now())

    si.put(FILE, [line(), *[line(order) for order in (900, 901, 902)]])
    run = execute(run.pk, connector_of("SI"))

    assert run.state == "done", run.reason
    assert held() == [("4494.00",)]


def test_a_folder_that_is_denied_is_told_as_one(si, person):
    si.put(FILE, [line()])
    si.denied.add("/out")

    run = sync("SI")

    assert (run.state, run.block) == ("blocked", "sign_in")
    assert "开通权限" in run.reason


def test_a_server_without_the_folder_is_told_as_one(si, person):
    run = sync("SI")

    assert (run.state, run.block) == ("blocked", "schema")
    assert "目录" in run.reason


def test_a_wrong_password_is_a_refused_sign_in(si, person):
    si.password = "another"  # noqa: S105 a stand-in's

    run = sync("SI")

    assert (run.state, run.block) == ("blocked", "sign_in")
