"""Real files for the tests: XLSX, ODS and old compound files made; PDF and XLSX opened."""

import struct
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from io import BytesIO
from typing import Any, Final
from xml.sax.saxutils import escape

import pypdfium2
import xlsxwriter

Rows = Sequence[Sequence[Any]]
SECTOR: Final = 512
FREE, END, FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def xlsx(
    sheets: Mapping[str, Rows],
    *,
    merged: Mapping[str, Sequence[str]] | None = None,
    hidden: Sequence[str] = (),
) -> bytes:
    """Make a workbook; dates and times become date and time cells, text stays text."""
    out = BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False})
    day = book.add_format({"num_format": "dd.mm.yyyy"})
    clock = book.add_format({"num_format": "hh:mm"})
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for at in (merged or {}).get(name, ()):
            sheet.merge_range(at, "")
        for r, row in enumerate(rows):
            for c, value in enumerate(row):
                if isinstance(value, datetime | date):
                    sheet.write_datetime(r, c, value, day)
                elif isinstance(value, time):
                    sheet.write_datetime(r, c, value, clock)
                elif value is not None:
                    sheet.write(r, c, value)
        if name in hidden:
            sheet.hide()
    book.close()
    return out.getvalue()


def raw_xlsx(sheet_xml: str) -> bytes:
    """Make a workbook of one sheet from its XML, as a spreadsheet program never would."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    with zipfile.ZipFile(BytesIO(xlsx({"S": []}))) as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist()}
    sheet = f'<worksheet xmlns="{main}">{sheet_xml}</worksheet>'
    return zipped(parts | {"xl/worksheets/sheet1.xml": sheet})


def zipped(parts: Mapping[str, str]) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return out.getvalue()


def ods(rows: Rows) -> bytes:
    """Make an OpenDocument spreadsheet of text cells."""
    cells = "".join(
        "<table:table-row>"
        + "".join(
            '<table:table-cell office:value-type="string">'
            f"<text:p>{escape(str(value))}</text:p></table:table-cell>"
            for value in row
        )
        + "</table:table-row>"
        for row in rows
    )
    odf = "urn:oasis:names:tc:opendocument:xmlns"
    content = (
        f'<office:document-content xmlns:office="{odf}:office:1.0" xmlns:table="{odf}:table:1.0" '
        f'xmlns:text="{odf}:text:1.0"><office:body><office:spreadsheet>'
        f'<table:table table:name="Адамдар">{cells}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    return zipped(
        {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "META-INF/manifest.xml": f'<manifest:manifest xmlns:manifest="{odf}:manifest:1.0"/>',
            "content.xml": content,
        }
    )


def compound(streams: Mapping[str, bytes]) -> bytes:
    """Make a compound file (OLE), the container of XLS and of encrypted XLSX files."""
    padded = {name: data.ljust(8 * SECTOR, b"\0") for name, data in streams.items()}
    fat, entries, body = [FAT, END], [_entry("Root Entry", 5, END, 0, child=1)], b""
    for index, (name, data) in enumerate(padded.items(), start=1):
        start, count = len(fat), -(-len(data) // SECTOR)
        fat += [*range(start + 1, start + count), END]
        right = index + 1 if index < len(padded) else FREE
        entries.append(_entry(name, 2, start, len(data), right=right))
        body += data.ljust(count * SECTOR, b"\0")
    header = struct.pack(
        "<8s16s6H10I", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"", 0x3E, 3, 0xFFFE, 9, 6, 0,
        0, 0, 1, 1, 0, 4096, END, 0, END, 0,
    )  # fmt: skip
    difat = struct.pack("<109I", 0, *[FREE] * 108)
    table = struct.pack("<128I", *fat, *[FREE] * (128 - len(fat)))
    return header + difat + table + b"".join(entries).ljust(SECTOR, b"\0") + body


def _entry(
    name: str, kind: int, start: int, size: int, *, child: int = FREE, right: int = FREE
) -> bytes:
    text = name.encode("utf-16-le")
    return struct.pack(
        "<64sHBBIII36sIQ", text, len(text) + 2, kind, 1, FREE, right, child, b"", start, size
    )


def encrypted() -> bytes:
    """Make what Excel writes when a workbook is saved with a password."""
    return compound({"EncryptionInfo": b"\x04\0\x04\0", "EncryptedPackage": b"\x10" * 5000})


def xls(rows: Rows) -> bytes:
    """Make an XLS file (BIFF8) of text cells."""

    def record(kind: int, data: bytes) -> bytes:
        return struct.pack("<HH", kind, len(data)) + data

    def begin(kind: int) -> bytes:
        return record(0x0809, struct.pack("<HHHHII", 0x0600, kind, 0, 0, 0, 0))

    end = record(0x000A, b"")
    sheet = begin(0x0010)
    for r, row in enumerate(rows):
        for c, value in enumerate(row):
            text = str(value)
            label = struct.pack("<HHHHB", r, c, 0, len(text), 1) + text.encode("utf-16-le")
            sheet += record(0x0204, label)
    name = struct.pack("<BB", 1, 0) + b"S"
    before = len(begin(0x0005)) + 4 + 6 + len(name) + len(end)
    book = begin(0x0005) + record(0x0085, struct.pack("<IBB", before, 0, 0) + name) + end
    return compound({"Workbook": book + sheet + end})


def pdf_text(data: bytes) -> list[str]:
    """Return the text of each page."""
    paper = pypdfium2.PdfDocument(data)
    try:
        return [
            paper[n].get_textpage().get_text_range().replace("\r\n", "\n")
            for n in range(len(paper))
        ]
    finally:
        paper.close()


def parts(data: bytes) -> dict[str, str]:
    """Return the files of which a workbook is made."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}
