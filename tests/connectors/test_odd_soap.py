"""Single answers of social security in other manners than the simulated one has."""

from datetime import date

import pytest

from connectors.engine.run import execute
from connectors.registry import connector_of
from connectors.services.runs import open_run
from connectors.transport import egress
from hub.models import Resident
from tests.connectors.make import ACTOR, facts
from tests.connectors.odd_insurer import cells, odd_insurer
from tests.hub.people import make_person

pytestmark = pytest.mark.django_db
SOAP = "http://schemas.xmlsoap.org/soap/envelope/"
SOAP12 = "http://www.w3.org/2003/05/soap-envelope"
DTD = '<!DOCTYPE x [<!ENTITY a "b">]>'


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


def held():
    return facts("hub_c06_social_insurance", "si_pension_base::text")


def inner(code="1", rows=True, prefix="", declared="", message=""):
    said = {name: cell for name, cell in cells(aae008="农业银行").items() if cell}
    row = "".join(f"<{prefix}{name}>{cell}</{prefix}{name}>" for name, cell in said.items())
    row = f"<{prefix}row>{row}</{prefix}row>" if rows else ""
    space = ' xmlns:si="urn:si"' if prefix else ""
    return (
        f"{declared}<{prefix}result{space}><{prefix}appcode>{code}</{prefix}appcode>"
        f"<{prefix}msg>{message}</{prefix}msg><{prefix}sjrq>20261125</{prefix}sjrq>{row}"
        f"</{prefix}result>"
    )


def escaped(text):
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def envelope(held, *, space=SOAP, p="soapenv", returned="return", declared="GBK"):
    head = f'<?xml version="1.0" encoding="{declared}"?>' if declared else ""
    return (
        f'{head}<{p}:Envelope xmlns:{p}="{space}"><{p}:Header/><{p}:Body>'
        f'<ns1:queryResponse xmlns:ns1="urn:x"><{returned}>{held}</{returned}>'
        f"</ns1:queryResponse></{p}:Body></{p}:Envelope>"
    )


GB_HEAD = '<?xml version="1.0" encoding="GBK"?>'
ANSWERS = {
    "escaped": envelope(escaped(inner())).encode("gbk"),
    "cdata": envelope(f"<![CDATA[{inner()}]]>").encode("gbk"),
    "with its own declaration": envelope(escaped(inner(declared=GB_HEAD))).encode("gbk"),
    "with a mark before it": envelope(f"<![CDATA[\ufeff\n{inner()}]]>", declared="").encode(),
    "inner prefixes": envelope(f"<![CDATA[{inner(prefix='si:')}]]>").encode("gbk"),
    "as elements": envelope(inner(prefix="si:")).encode("gbk"),
    "another prefix": envelope(escaped(inner()), p="S").encode("gbk"),
    "SOAP 1.2": envelope(escaped(inner()), space=SOAP12, p="env").encode("gbk"),
    "Axis": envelope(escaped(inner()), returned="ns1:queryReturn").encode("gbk"),
    "a result of .NET": envelope(escaped(inner()), returned="queryResult").encode("gbk"),
    "declared GB2312": envelope(escaped(inner()), declared="gb2312").encode("gbk"),
    "declared GB18030": envelope(escaped(inner()), declared="GB18030").encode("gb18030"),
    "declared UTF-8, sent GBK": envelope(escaped(inner()), declared="UTF-8").encode("gbk"),
    "declared GBK, sent UTF-8": envelope(escaped(inner())).encode(),
    "UTF-8": envelope(escaped(inner()), declared="utf-8").encode("utf-8-sig"),
    "undeclared GBK": envelope(escaped(inner()), declared="").encode("gbk"),
    "old control characters": envelope(escaped(inner().replace("赵某", "赵\x0b某"))).encode("gbk"),
}  # fmt: skip


def ask(person):
    run = open_run(
        system="SI", actor=ACTOR, mode="person", lane="person", subject=person.resident_id
    )
    return execute(run.pk, connector_of("SI"))


@pytest.mark.parametrize("manner", ANSWERS)
def test_an_answer_is_understood_in_whichever_envelope(si, person, manner):
    si.answer = (200, "text/xml; charset=GBK", ANSWERS[manner])

    run = ask(person)

    assert (run.state, run.read, run.set_aside) == ("done", 1, 0), run.reason
    assert run.data_date == date(2026, 11, 25)
    assert held() == [("4494.00",)]
    assert facts("hub_resident", "bank_name") == [("农业银行",)]


@pytest.mark.parametrize("prefix", ["", "si:"])
def test_nobody_found_is_an_answer(si, person, prefix):
    told = inner("-1", rows=False, prefix=prefix, message="查无此人")
    si.answer = (200, "text/xml", envelope(escaped(told)).encode("gbk"))

    assert (ask(person).state, held()) == ("done", [])


FAULT = (
    '<s:Envelope xmlns:s="{space}"><s:Body><s:Fault>'
    "<faultcode>s:Server</faultcode><faultstring>数据库异常</faultstring></s:Fault></s:Body>"
    "</s:Envelope>"
)


@pytest.mark.parametrize("status", [200, 500])
@pytest.mark.parametrize("space", [SOAP, SOAP12, "urn:some-other"])
def test_a_fault_is_told_in_its_own_words_with_whichever_status(si, person, status, space):
    si.answer = (status, "text/xml; charset=gbk", FAULT.format(space=space).encode("gbk"))

    run = ask(person)

    assert (run.state, run.block) == ("blocked", "schema")
    assert "数据库异常" in run.reason


@pytest.mark.parametrize(
    ("code", "state", "block", "said"),
    [
        ("-2", "blocked", "sign_in", "时钟"),
        ("-5", "paused", "", "关账"),
        ("-9", "paused", "", "用完"),
        ("77", "blocked", "schema", "77"),
        ("", "blocked", "schema", "没有结果码"),
    ],
)
def test_each_code_of_an_answer_has_its_sentence(si, person, code, state, block, said):
    told = inner(code, rows=False, prefix="si:", message="说明")
    si.answer = (200, "text/xml", envelope(escaped(told)).encode("gbk"))

    run = ask(person)

    assert (run.state, run.block) == (state, block)
    assert said in run.reason


@pytest.mark.parametrize(
    ("answer", "state", "said"),
    [
        ((200, "text/html", "<html><body>系统维护</body></html>".encode("gbk")), "paused", "维护"),
        ((200, "text/html", "<html>请登录</html>".encode()), "blocked", "网页"),
        ((401, "text/plain", b""), "blocked", "401"),
        ((404, "text/plain", b"no"), "blocked", "没有 QueryAc14"),
        ((200, "text/xml", b"<a><b></a>"), "paused", "不完整"),
        ((200, "text/xml", envelope("").encode("gbk")), "blocked", "return"),
        ((200, "text/xml", f"{DTD}<x>&a;</x>".encode()), "blocked", "DTD"),
        ((200, "text/xml", f"{DTD}<x/>".encode("utf-16")), "blocked", "DTD"),
    ],
)  # fmt: skip
def test_what_is_no_answer_is_told_for_what_it_is(si, person, answer, state, said):
    si.answer = answer

    run = ask(person)

    assert run.state == state, run.reason
    assert said in run.reason
    assert Resident.objects.count() == 1
