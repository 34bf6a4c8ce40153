"""Word and Markdown files with tickets, with pictures and formulas in them."""

import zipfile
from base64 import b64encode
from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import Final
from xml.sax.saxutils import escape

from PIL import Image

NAMES: Final = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
)
RELATIONS: Final = "http://schemas.openxmlformats.org/package/2006/relationships"


def picture(colour: str = "teal", size: tuple[int, int] = (300, 200), kind: str = "PNG") -> bytes:
    """Make a picture of one colour."""
    out = BytesIO()
    Image.new("RGB", size, colour).save(out, kind)
    return out.getvalue()


def said(text: str) -> str:
    """Return a run of words."""
    return f"<w:r><w:t>{escape(text)}</w:t></w:r>"


def shown(reference: str = "rId1") -> str:
    """Return a run with a picture."""
    return f'<w:r><w:drawing><a:blip r:embed="{reference}"/></w:drawing></w:r>'


def math(inner: str) -> str:
    """Return a formula."""
    return f"<m:oMath>{inner}</m:oMath>"


def run(text: str) -> str:
    """Return a run of a formula."""
    return f"<m:r><m:t>{escape(text)}</m:t></m:r>"


def document(
    paragraphs: Sequence[str],
    *,
    media: Mapping[str, bytes] | None = None,
    relations: str | None = None,
) -> bytes:
    """Make a document of paragraphs, each the XML of its runs; media by name, rId1 the first."""
    files = dict(media or {})
    listed = relations or "".join(
        f'<Relationship Id="rId{n}" Target="media/{name}"/>' for n, name in enumerate(files, 1)
    )
    body = "".join(one if one.startswith("<w:p") else f"<w:p>{one}</w:p>" for one in paragraphs)
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "word/document.xml", f"<w:document {NAMES}><w:body>{body}</w:body></w:document>"
        )
        archive.writestr(
            "word/_rels/document.xml.rels",
            f'<Relationships xmlns="{RELATIONS}">{listed}</Relationships>',
        )
        for name, data in files.items():
            archive.writestr(f"word/media/{name}", data)
    return out.getvalue()


def address(data: bytes, kind: str = "png") -> str:
    """Return a picture as an address that holds it."""
    return f"data:image/{kind};base64,{b64encode(data).decode()}"
