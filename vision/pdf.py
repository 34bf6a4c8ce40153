"""The sheets of one answer as one file."""

from collections.abc import Sequence

import img2pdf

_A4 = (img2pdf.mm_to_pt(210), img2pdf.mm_to_pt(297))


def sheets_pdf(pages: Sequence[bytes]) -> bytes:
    """Bind JPEGs to one PDF of A4 pages, in the order given, without encoding them anew.

    Raises:
        ValueError: there are no pages.
    """
    if not pages:
        raise ValueError("no pages")
    layout = img2pdf.get_layout_fun(_A4, auto_orient=True)
    return bytes(img2pdf.convert(list(pages), layout_fun=layout))
