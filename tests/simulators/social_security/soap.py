"""Envelopes in GBK: reading a call, writing an answer whose result is XML inside a string."""

import hashlib
import hmac
import re
from dataclasses import dataclass
from xml.etree import ElementTree
from xml.sax.saxutils import escape

ENCODING = "gbk"
SOAP = "http://schemas.xmlsoap.org/soap/envelope/"
SERVICE = "http://webservice.apps.lemis.neusoft.com"
DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
KIND = "text/xml; charset=GBK"
DOCTYPE = '<!DOCTYPE x [<!ENTITY x SYSTEM "file:///etc/hostname">]>'


class NoCall(Exception):
    """The body is no envelope with one method in it."""


@dataclass(frozen=True)
class Call:
    method: str
    said: dict[str, str]


def sign(key: str, moment: str, body: bytes) -> str:
    """Hex HMAC-SHA256 over the time as sent and the body."""
    return hmac.new(key.encode(), moment.encode() + body, hashlib.sha256).hexdigest()


def read_call(body: bytes) -> Call:
    """Method and its children.

    Raises NoCall.
    """
    try:
        root = ElementTree.fromstring(DECLARATION.sub("", body.decode(ENCODING)))
        method = root.find(f"{{{SOAP}}}Body")[0]
    except (UnicodeDecodeError, ElementTree.ParseError, TypeError, IndexError) as trouble:
        raise NoCall from trouble
    said = {plain_tag(child.tag): (child.text or "").strip() for child in method}
    return Call(plain_tag(method.tag), said)


def plain_tag(tag: str) -> str:
    return tag.rpartition("}")[2]


def result_text(code: int, message: str, day: str, rows: list[dict[str, str]]) -> str:
    """The inner XML."""
    body = "".join(f"<row>{row_text(row)}</row>" for row in rows)
    head = f"<appcode>{code}</appcode><msg>{escape(message)}</msg><sjrq>{day}</sjrq>"
    return f"<result>{head}{body}</result>"


def row_text(row: dict[str, str]) -> str:
    return "".join(f"<{name}>{escape(value)}</{name}>" for name, value in row.items())


def envelope(method: str, inner: str, *, cdata: bool, doctype: bool = False) -> bytes:
    held = f"<![CDATA[{inner}]]>" if cdata else escape(inner)
    trap = "&x;" if doctype else ""
    text = (
        f'<?xml version="1.0" encoding="GBK"?>{DOCTYPE if doctype else ""}'
        f'<soapenv:Envelope xmlns:soapenv="{SOAP}"><soapenv:Body>'
        f'<ns1:{method}Response xmlns:ns1="{SERVICE}"><return>{held}{trap}</return>'
        f"</ns1:{method}Response></soapenv:Body></soapenv:Envelope>"
    )
    return text.encode(ENCODING, errors="replace")


def fault(message: str) -> bytes:
    text = (
        f'<?xml version="1.0" encoding="GBK"?><soapenv:Envelope xmlns:soapenv="{SOAP}">'
        "<soapenv:Body><soapenv:Fault><faultcode>soapenv:Server</faultcode>"
        f"<faultstring>{escape(message)}</faultstring></soapenv:Fault></soapenv:Body>"
        "</soapenv:Envelope>"
    )
    return text.encode(ENCODING)


def wsdl(service: str, address: str, methods: tuple[str, ...]) -> bytes:
    operations = "".join(f'<wsdl:operation name="{name}"/>' for name in methods)
    text = (
        '<?xml version="1.0" encoding="UTF-8"?>'
        f'<wsdl:definitions xmlns:wsdl="http://schemas.xmlsoap.org/wsdl/" name="{service}"'
        f' targetNamespace="{SERVICE}"><wsdl:portType name="{service}">{operations}'
        f'</wsdl:portType><wsdl:service name="{service}"><wsdl:documentation>{escape(address)}'
        "</wsdl:documentation></wsdl:service></wsdl:definitions>"
    )
    return text.encode()
