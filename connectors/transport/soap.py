"""SOAP in GBK: an envelope of our own, and answers in which no DTD and no entity is read."""

import re
from collections.abc import Iterator, Mapping

from lxml import etree

from connectors.errors import NeedsPerson, RefusedThere, TryLater
from connectors.transport.texts import text_of

ENVELOPE = "http://schemas.xmlsoap.org/soap/envelope/"
ENCODING = "GBK"
CODE = "appcode"
DECLARED = re.compile(rb"^\s*<\?xml[^>]*?encoding\s*=\s*[\"']([A-Za-z0-9._-]+)")
DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
# Characters no XML may hold, as they are or by number: remains of old terminals in old names.
FORBIDDEN = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]"
    r"|&#(?:x0*(?:[0-8bcef]|1[0-9a-f])|0*(?:[0-8]|1[124-9]|2\d|3[01]));",
    re.IGNORECASE,
)


def envelope(method: str, values: Mapping[str, str]) -> bytes:
    """One call as GBK bytes; a character GBK lacks travels as a character reference."""
    top = etree.Element(f"{{{ENVELOPE}}}Envelope", nsmap={"soapenv": ENVELOPE})
    call = etree.SubElement(etree.SubElement(top, f"{{{ENVELOPE}}}Body"), method)
    for name, value in values.items():
        etree.SubElement(call, name).text = value
    return etree.tostring(top, xml_declaration=True, encoding=ENCODING)


def answer_of(raw: bytes, code: str = CODE) -> etree._Element:
    """The document an answer carries, escaped, as CDATA or as elements: the one that holds `code`.

    Raises RefusedThere for a SOAP fault and NeedsPerson for an answer that is no such envelope.
    """
    top = parse(raw)
    fault = next(named(top, "Fault"), None)
    if fault is not None:
        word = " ".join("".join(fault.itertext()).split())[:100]
        raise RefusedThere(f"对方报错：{word}", "The other system answered with a SOAP fault.")
    body = next(named(top, "Body"), top)
    for element in body.iter(etree.Element):
        inner = "".join(element.itertext(with_tail=False)).strip("\ufeff \t\r\n")
        if not len(element) and inner.startswith("<"):
            return parse(inner.encode())
    held = next(named(body, code), None)
    parent = held.getparent() if held is not None else None
    if parent is None:
        raise NeedsPerson(
            f"对方的答复里没有约定的 return 内容（{code}）。",
            "The answer has no return element.",
            kind="schema",
        )
    return parent


def parse(raw: bytes) -> etree._Element:
    """A document without DTD, in whichever encoding; nothing outside it is ever fetched."""
    declared = DECLARED.match(raw[:200])
    text = text_of(raw, declared[1].decode() if declared else "")
    text = FORBIDDEN.sub("", DECLARATION.sub("", text.lstrip("\ufeff")))
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise NeedsPerson(
            "对方的答复带有 DTD，已拒绝。", "The answer carries a DTD; refused.", kind="schema"
        )
    parser = etree.XMLParser(
        resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False, encoding="utf-8"
    )
    try:
        return etree.fromstring(text.encode(), parser)  # noqa: S320 the parser above reads no DTD or entity
    except etree.XMLSyntaxError as trouble:
        raise TryLater("对方的答复不完整。", "The answer is not whole XML.") from trouble


def named(element: etree._Element, name: str) -> Iterator[etree._Element]:
    """Elements of that name under whichever prefix."""
    return (one for one in element.iter() if _name(one) == name)


def said(element: etree._Element, name: str) -> str:
    """The text of the first element of that name; "" without one."""
    found = next(named(element, name), None)
    return "" if found is None else "".join(found.itertext()).strip()


def texts(element: etree._Element) -> dict[str, str]:
    """The children of one row as name -> text."""
    return {_name(child): "".join(child.itertext()).strip() for child in element if _name(child)}


def _name(element: etree._Element) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""
