"""Tickets in Markdown: alone, with pictures inside, or in an archive with its pictures."""

import posixpath
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from io import BytesIO
from typing import Final
from urllib.parse import unquote

from documents.banks.found import Untakable
from documents.banks.found import decoded as from_base64
from documents.banks.gift import MARKDOWN
from documents.banks.markup import plain_passage
from documents.grids import ZIP, decoded, tidy
from documents.tickets.forms import HEADING, LANGUAGE, NUMBERED
from documents.tickets.paragraphs import LARGEST_PICTURE, Paragraph, Piece
from exams.domain.refusals.files import FileUnreadable, TicketsUnreadable

ENDING: Final = ".md"
MOST_TEXT: Final = 20_000_000  # bytes, unpacked
MARKS: Final = re.compile(r"[*_`]{1,2}(\S(?:.*?\S)?)[*_`]{1,2}")
PICTURE: Final = re.compile(
    r"!\[(?P<said>[^\]]*)\](?:\(\s*<?(?P<address>[^)\s>]+)>?[^)]*\)|\[(?P<name>[^\]]*)\])"
)
NAMED: Final = re.compile(
    r"^[ ]{0,3}\[(?P<name>[^\]]+)\]:\s*<?(?P<address>\S+?)>?\s*$", re.MULTILINE
)

Look = Callable[[str], bytes | None]
"""Returns the file which an address names, if it came along."""


def is_markdown(data: bytes) -> bool:
    """Return whether a file is Markdown, or an archive of one such text and its pictures."""
    if data.startswith(ZIP):
        try:
            with zipfile.ZipFile(BytesIO(data)) as archive:
                return len(_texts(archive)) == 1
        except zipfile.BadZipFile:
            return False
    try:
        text = decoded(data).lstrip("\ufeff\r\n ")
    except FileUnreadable:
        return False
    return bool(MARKDOWN.match(text))


def _texts(archive: zipfile.ZipFile) -> list[str]:
    names = archive.namelist()
    return [n for n in names if n.lower().endswith(ENDING) and not n.startswith("__MACOSX")]


def markdown_paragraphs(data: bytes) -> list[Paragraph]:
    """Return a paragraph for each heading, list item and block of lines.

    Raises:
        TicketsUnreadable: far too long.
        FileUnreadable: damaged.
    """
    if not data.startswith(ZIP):
        return list(_paragraphs(decoded(data), lambda _: None))
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            (name,) = _texts(archive)
            if archive.getinfo(name).file_size > MOST_TEXT:
                raise TicketsUnreadable(reason="too_long", ticket="")
            text = decoded(archive.read(name))
            return list(_paragraphs(text, lambda address: _beside(archive, name, address)))
    except (zipfile.BadZipFile, zlib.error, RuntimeError, EOFError) as bad:
        raise FileUnreadable from bad


def _beside(archive: zipfile.ZipFile, text: str, address: str) -> bytes | None:
    name = posixpath.normpath(posixpath.join(posixpath.dirname(text), unquote(address)))
    if name not in archive.namelist() or archive.getinfo(name).file_size > LARGEST_PICTURE:
        return None
    return archive.read(name)


def _paragraphs(raw: str, look: Look) -> Iterator[Paragraph]:
    text = raw.replace("\r\n", "\n").replace("\r", "\n")
    named = {found["name"].casefold(): found["address"] for found in NAMED.finditer(text)}
    for block in _blocks(NAMED.sub("", text)):
        yield _paragraph(block, named, look)


def _blocks(text: str) -> Iterator[str]:
    found: list[str] = []
    open_block = False
    for raw in text.split("\n"):
        line = tidy(raw) or ""
        bare = MARKS.sub(r"\1", line)
        alone = any(form.fullmatch(bare) for form in (HEADING, LANGUAGE))
        begins = line.startswith("#") or NUMBERED.match(line) or alone
        if line and open_block and not begins:
            found[-1] = f"{found[-1]} {line}"
        elif line:
            found.append(line.lstrip("#").strip())
        open_block = bool(line) and not line.startswith("#")
    yield from found


def _paragraph(block: str, named: dict[str, str], look: Look) -> Paragraph:
    pictures: list[bytes] = []
    fault = ""
    for found in PICTURE.finditer(block):
        address = found["address"] or named.get((found["name"] or found["said"]).casefold(), "")
        picture = _picture(address, look)
        if picture is None:
            fault = "picture"
        else:
            pictures.append(picture)
    pieces: tuple[Piece, ...] = tuple(
        MARKS.sub(r"\1", piece) if isinstance(piece, str) else piece
        for piece in plain_passage(PICTURE.sub("", block)).pieces
    )
    return Paragraph(pieces, tuple(pictures), fault=fault)


def _picture(address: str, look: Look) -> bytes | None:
    if not address.startswith("data:"):
        return look(address)
    head, _, body = address.partition(",")
    if not head.endswith(";base64"):
        return None
    try:
        return from_base64(unquote(body), head)
    except Untakable:
        return None
