"""XML that anybody may have sent; defusedxml lives behind this file."""

from xml.etree.ElementTree import Element, ParseError

from exams.domain.refusals.banks import BankBroken, BankUnsafe


def tree(data: bytes, kind: str, file: str = "") -> Element:
    """Return the root of an XML file in which nothing but text and elements is.

    Raises:
        BankBroken: damaged; the facts name the line.
        BankUnsafe: entities, which a bank never needs and a bomb is made of.
    """
    from defusedxml.common import DefusedXmlException  # noqa: PLC0415 - start-up need not wait
    from defusedxml.ElementTree import fromstring  # noqa: PLC0415

    try:
        root: Element = fromstring(data)
    except DefusedXmlException as unsafe:
        raise BankUnsafe(what="entities") from unsafe
    except ParseError as broken:
        raise BankBroken(kind=kind, file=file, line=broken.position[0]) from broken
    except (ValueError, LookupError) as broken:  # an encoding that is none
        raise BankBroken(kind=kind, file=file, line=1) from broken
    return root


def said(element: Element | None, path: str = "text") -> str:
    """Return the text of an element below another, or nothing."""
    return "" if element is None else (element.findtext(path) or "").strip()
