"""Each habit of social insurance: envelopes in GBK, files over SFTP."""

import csv
import hashlib
import html
import json
import re
import time

import httpx
import paramiko
import pytest

from tests.simulators.running import running
from tests.simulators.social_security.soap import SOAP, sign

BODY = (
    '<?xml version="1.0" encoding="GBK"?><s:Envelope xmlns:s="{soap}"><s:Body>'
    '<w:{method} xmlns:w="http://webservice.apps.lemis.neusoft.com">{said}</w:{method}>'
    "</s:Body></s:Envelope>"
)


@pytest.fixture(scope="module")
def line(world, tmp_path_factory):
    with running("social_security", store=tmp_path_factory.mktemp("si"), world=world) as line:
        yield line


@pytest.fixture
def admin(line, admin_of):
    admin = admin_of(line)
    yield admin
    admin("fault", clear=True)
    admin("habits", rate=0, quota=0, closes=False, decide_clock_seconds=0)
    admin("clock", now="2026-11-23T09:00:00+08:00")


@pytest.fixture(scope="module")
def sample(world):
    return json.loads((world / "world.json").read_text(encoding="utf-8"))["sample"]["id_number"]


@pytest.fixture(scope="module")
def accounts(world):
    with (world / "inside" / "social_security.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def post(line, service, method, *, key=None, late=0, **said):
    words = "".join(f"<{name}>{value}</{name}>" for name, value in said.items())
    body = BODY.format(soap=SOAP, method=method, said=words).encode("gbk")
    moment = str(int(time.time()) - late)
    headers = {
        "X-Dept": line["department"],
        "X-Time": moment,
        "X-Sign": sign(key or line["key"], moment, body),
    }
    with httpx.Client(verify=False) as client:
        return client.post(f"{line['url']}/{service}", content=body, headers=headers, timeout=10)


def result(answer):
    """Code, data date and rows of one answer."""
    text = answer.content.decode("gbk")
    held = re.search(r"<return>(.*?)</return>", text, re.S)[1]
    inner = html.unescape(held.removeprefix("<![CDATA[").removesuffix("]]>"))
    rows = [
        dict(re.findall(r"<(\w+)>(.*?)</\1>", row))
        for row in re.findall(r"<row>(.*?)</row>", inner)
    ]
    return int(re.search(r"<appcode>(.*?)</appcode>", inner)[1]), inner, rows


def person(line, number):
    return result(post(line, "QueryAc14ServiceProxy", "query", aac002=number))


@pytest.fixture
def files(line):
    sftp = line["sftp"]
    with paramiko.Transport((sftp["host"], sftp["port"])) as transport:
        transport.connect(username=sftp["user"], password=sftp["password"])
        with paramiko.SFTPClient.from_transport(transport) as client:
            yield client


def read(files, path):
    with files.open(path) as held:
        held.prefetch()
        return held.read()


def test_the_envelope_is_gbk_and_its_result_is_escaped_xml(line, sample):
    answer = post(line, "QueryAc14ServiceProxy", "query", aac002=sample)

    assert answer.headers["Content-Type"] == "text/xml; charset=GBK"
    assert answer.content.startswith(b'<?xml version="1.0" encoding="GBK"?>')
    assert "&lt;appcode&gt;1" in answer.content.decode("gbk")
    assert person(line, sample)[2][0]["aac003"] == "赵秀兰"


def test_another_service_wraps_its_result_in_cdata(line, sample):
    answer = post(line, "QueryAc16ServiceProxy", "query", aac002=sample)

    assert b"<![CDATA[<result>" in answer.content
    assert result(answer)[2][0]["ajc112"] == "10"


def test_payments_are_told_month_by_month(line, sample):
    rows = result(post(line, "QueryAc15ServiceProxy", "query", aac002=sample))[2]

    assert len(rows) == 12
    assert rows[0]["aae003"] == "202610"


def test_the_services_describe_themselves(line):
    answer = httpx.get(f"{line['url']}/QueryAc21ServiceProxy?wsdl")

    assert "confirmCert" in answer.text


def test_nobody_known_is_a_failure_at_status_200(line):
    answer = post(line, "QueryAc14ServiceProxy", "query", aac002="420190190001010000")

    assert answer.status_code == 200
    assert result(answer)[0] == -1
    assert "查无此人" in result(answer)[1]


def test_a_wrong_signature_or_an_old_time_is_refused(line, sample):
    wrong = post(line, "QueryAc14ServiceProxy", "query", key="other", aac002=sample)
    late = post(line, "QueryAc14ServiceProxy", "query", late=400, aac002=sample)

    assert result(wrong)[0] == -2
    assert result(late)[0] == -2


def test_their_clock_may_be_wrong(line, admin, sample):
    admin("fault", name="skew", seconds=600)

    assert person(line, sample)[0] == -2


def test_the_quota_of_the_day_ends(line, admin, sample):
    admin("clock", now="2026-11-20T09:00:00+08:00")
    admin("habits", quota=2)

    codes = [person(line, sample)[0] for _ in range(3)]

    assert codes == [1, 1, -9]


def test_a_real_error_is_a_soap_fault(line, admin, sample):
    admin("fault", name="soap_fault", times=1)

    answer = post(line, "QueryAc14ServiceProxy", "query", aac002=sample)

    assert answer.status_code == 500
    assert b"<soapenv:Fault>" in answer.content


def test_an_answer_may_carry_a_doctype(line, admin, sample):
    admin("fault", name="dtd", times=1)

    assert b"<!DOCTYPE" in post(line, "QueryAc14ServiceProxy", "query", aac002=sample).content


def test_old_numbers_are_spelled_with_fifteen_digits_and_found_by_either(line, accounts):
    old = next(row for row in accounts if len(row["id_served"]) == 15)

    by_new = person(line, old["id_number"])[2]
    by_old = person(line, old["id_served"])[2]

    assert by_new == by_old
    assert by_new[0]["aac002"] == old["id_served"]


def test_some_have_two_personal_numbers(line, accounts):
    twice = next(row for row in accounts if row["aac001"].startswith("9"))

    assert len(person(line, twice["id_number"])[2]) == 2


def test_names_lose_characters_gbk_cannot_write(line, admin):
    row = {"aac001": "7000000001", "id_number": "420190199001010015", "aac003": "𬭊某"}
    admin("edit", insert={**row, "id_served": row["id_number"]})

    assert person(line, row["id_number"])[2][0]["aac003"] == "?某"
    admin("edit", key="7000000001", delete=True)


def test_a_certificate_is_confirmed_later_and_once(line, admin, sample):
    admin("habits", decide_clock_seconds=600)
    said = {"aac002": sample, "rzrq": "2026-11-23", "opNo": "cert-1"}
    post(line, "QueryAc21ServiceProxy", "confirmCert", **said)
    post(line, "QueryAc21ServiceProxy", "confirmCert", **said)

    states = []
    for step in (0, 700):
        admin("clock", step=step)
        answer = post(line, "QueryAc21ServiceProxy", "queryResult", opNo="cert-1")
        states.append(result(answer)[2][0]["zt"])

    assert states == ["处理中", "通过"]
    assert person(line, sample)[2][0]["aac084"] == "20261123"
    taken = admin.ledger(direction="received", kind="confirmCert")
    assert [row["key"] for row in taken] == ["cert-1"]


def test_a_write_whose_answer_is_lost_was_taken(line, admin, sample):
    admin("fault", name="lost_answer", times=1)
    said = {"aac002": sample, "rzrq": "2026-11-23", "opNo": "cert-lost"}
    with pytest.raises(httpx.RemoteProtocolError):
        post(line, "QueryAc21ServiceProxy", "confirmCert", **said)

    answer = post(line, "QueryAc21ServiceProxy", "queryResult", opNo="cert-lost")

    assert result(answer)[2][0]["zt"] == "处理中"


def test_no_writes_at_the_close_of_the_year(line, admin, sample):
    admin("habits", closes=True)
    admin("clock", now="2026-12-24T09:00:00+08:00")

    said = {"aac002": sample, "rzrq": "2026-12-24", "opNo": "late"}
    assert result(post(line, "QueryAc21ServiceProxy", "confirmCert", **said))[0] == -5


def test_reads_are_frozen_at_the_25th_and_say_so(line, admin, sample, accounts):
    admin("habits", closes=True)
    admin("clock", now="2026-11-25T21:00:00+08:00")
    key = next(row["aac001"] for row in accounts if row["id_number"] == sample)
    held = person(line, sample)[2][0]["aac040"]

    admin("edit", key=key, set={"aac040": "999900"})
    code, inner, rows = person(line, sample)

    assert "<sjrq>20261125</sjrq>" in inner
    assert rows[0]["aac040"] == held
    admin("clock", now="2026-12-01T07:00:00+08:00")
    assert person(line, sample)[2][0]["aac040"] == "999900"


def test_the_month_lies_there_with_its_correction(files):
    assert files.listdir("/out") == ["202610"]
    assert files.listdir("/out/202610") == [
        "AC02_420190_202610_001.txt",
        "AC02_420190_202610_001.txt.md5",
        "AC02_420190_202610_001_R1.txt",
        "AC02_420190_202610_001_R1.txt.md5",
    ]


def test_a_file_ends_with_its_count_and_sum_and_matches_its_checksum(files, accounts):
    path = "/out/202610/AC02_420190_202610_001_R1.txt"

    body = read(files, path)
    lines = body.decode("gbk").splitlines()
    total = sum(int(line.split("|")[9]) for line in lines[:-1])
    assert lines[-1] == f"#END|{len(accounts)}|{total}"
    assert all(line.count("|") == 19 for line in lines[:-1])
    assert read(files, f"{path}.md5").split()[0].decode() == md5(body)


def md5(body):
    return hashlib.md5(body, usedforsecurity=False).hexdigest()


def test_the_first_file_has_wrong_bases_which_the_correction_has_right(files):
    first = read(files, "/out/202610/AC02_420190_202610_001.txt").splitlines()
    right = read(files, "/out/202610/AC02_420190_202610_001_R1.txt").splitlines()

    differing = [one for one, other in zip(first, right, strict=True) if one != other]
    assert 1 < len(differing) < len(first) / 100


def test_the_ledger_knows_who_was_in_a_file_that_was_fetched(line, files, admin, accounts):
    after = admin.state()["ledger"]

    read(files, "/out/202610/AC02_420190_202610_001_R1.txt")

    deadline = time.monotonic() + 10
    while admin.state()["ledger"] - after < len(accounts) and time.monotonic() < deadline:
        time.sleep(0.1)
    rows = admin.ledger(after=after, kind="AC02")
    assert {row["key"] for row in rows} == {row["aac001"] for row in accounts}
    assert {row["version"] for row in rows} == {"202610_R1"}


def test_nothing_can_be_written_or_left_over_sftp(files):
    with pytest.raises(PermissionError):
        files.open("/out/202610/x.txt", "w")
    with pytest.raises(FileNotFoundError):
        files.open("/../store.sqlite")


def publish(admin, files, **fault):
    """A correction written while the fault is on: its body and its folder."""
    if fault:
        admin("fault", **fault)
    path = admin("publish", month="202610")["path"]
    return path, read(files, path), files.listdir("/out/202610")


def test_corrections_are_counted_upwards(admin, files):
    first, _, _ = publish(admin, files)
    second, _, _ = publish(admin, files)

    numbers = [int(re.search(r"_R(\d+)\.txt", path)[1]) for path in (first, second)]
    assert numbers[1] == numbers[0] + 1


def test_a_file_may_be_cut_miscounted_or_wrongly_summed(admin, files):
    path, cut, _ = publish(admin, files, name="truncated", times=1)
    assert b"#END" not in cut
    assert read(files, f"{path}.md5").split()[0].decode() != md5(cut)

    _, miscounted, _ = publish(admin, files, name="wrong_count", times=1)
    lines = miscounted.decode("gbk").splitlines()
    assert int(lines[-1].split("|")[1]) != len(lines) - 1

    path, whole, _ = publish(admin, files, name="bad_checksum", times=1)
    assert read(files, f"{path}.md5").split()[0].decode() != md5(whole)

    path, _, names = publish(admin, files, name="no_manifest", times=1)
    assert f"{path.rpartition('/')[2]}.md5" not in names


def test_a_file_may_be_empty_thin_or_of_another_shape(admin, files, accounts):
    _, empty, _ = publish(admin, files, name="zero_rows", times=1)
    _, thin, _ = publish(admin, files, name="fewer", times=1, drop=0.6)
    _, wide, _ = publish(admin, files, name="new_column", times=1)
    _, narrow, _ = publish(admin, files, name="missing_column", times=1, column="aac008")

    assert empty == b"#END|0|0\n"
    assert len(thin.splitlines()) < len(accounts) / 2
    assert wide.splitlines()[0].count(b"|") == 20
    assert narrow.splitlines()[0].count(b"|") == 18


def test_a_wrong_password_gets_no_files(line):
    sftp = line["sftp"]
    with (
        paramiko.Transport((sftp["host"], sftp["port"])) as transport,
        pytest.raises(paramiko.AuthenticationException),
    ):
        transport.connect(username=sftp["user"], password="wrong")
