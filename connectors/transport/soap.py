"""SOAP in GBK: an envelope of our own, and answers in which no DTD and no entity is read."""

from collections.abc import Mapping

from lxml import etree

from connectors.errors import NeedsPerson, RefusedThere, TryLater

ENVELOPE = "http://schemas.xmlsoap.org/soap/envelope/"
ENCODING = "GBK"


def envelope(method: str, values: Mapping[str, str]) -> bytes:
    """One call as GBK bytes; a character GBK lacks travels as a character reference."""
    top = etree.Element(f"{{{ENVELOPE}}}Envelope", nsmap={"soapenv": ENVELOPE})
    call = etree.SubElement(etree.SubElement(top, f"{{{ENVELOPE}}}Body"), method)
    for name, value in values.items():
        etree.SubElement(call, name).text = value
    return etree.tostring(top, xml_declaration=True, encoding=ENCODING)


def answer_of(raw: bytes) -> etree._Element:
    """The inner document of an answer, whether it came escaped or as CDATA.

    Raises RefusedThere for a SOAP fault and NeedsPerson for an answer that is no such envelope.
    """
    top = parse(raw)
    fault = top.find(f".//{{{ENVELOPE}}}Fault")
    if fault is not None:
        word = "".join(fault.itertext()).strip()[:100]
        raise RefusedThere(f"对方报错：{word}", "The other system answered with a SOAP fault.")
    inner = next((e for e in top.iter() if _name(e) == "return"), None)
    if inner is None or not (inner.text or "").strip():
        raise NeedsPerson(
            "对方的答复里没有 return 内容。", "The answer has no return element.", kind="schema"
        )
    return parse(_without_declaration(inner.text).encode())


def parse(raw: bytes) -> etree._Element:
    """A document without DTD; nothing outside it is ever fetched."""
    if b"<!DOCTYPE" in raw or b"<!ENTITY" in raw:
        raise NeedsPerson(
            "对方的答复带有 DTD，已拒绝。", "The answer carries a DTD; refused.", kind="schema"
        )
    parser = etree.XMLParser(
        resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False
    )
    try:
        return etree.fromstring(raw, parser)  # noqa: S320 the parser above reads no DTD or entity
    except etree.XMLSyntaxError as trouble:
        raise TryLater("对方的答复不完整。", "The answer is not whole XML.") from trouble


def texts(element: etree._Element) -> dict[str, str]:
    """The children of one row as name -> text."""
    return {_name(child): (child.text or "").strip() for child in element}


def _name(element: etree._Element) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def _without_declaration(text: str) -> str:
    text = text.strip()
    return text.split("?>", 1)[1] if text.startswith("<?xml") else text
