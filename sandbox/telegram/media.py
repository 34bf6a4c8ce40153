"""Files as Telegram keeps them: photos recompressed, everything else whole."""

import asyncio
import hashlib
import io
import mimetypes
import secrets
from dataclasses import dataclass
from typing import Any

from PIL import Image, ImageOps, UnidentifiedImageError

from sandbox.telegram.limits import Limits
from sandbox.telegram.refused import Refused, bad_request

THUMBNAIL_SIDES = (90, 320, 800)
"""Longest sides, in pixels, of the smaller copies of a photo."""

JPEG_QUALITY = 87
MOST_SIDES = 10000
MOST_RATIO = 20
_NO_PICTURE = (
    UnidentifiedImageError,
    OSError,
    ValueError,
    SyntaxError,
    Image.DecompressionBombError,
    Image.DecompressionBombWarning,
)
WORDS = {"document": "Document", "photo": "Photo", "voice": "VoiceNote", "video": "Video"}
FOLDERS = {"document": "documents", "photo": "photos", "voice": "voice", "video": "videos"}


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it came in a request."""

    name: str
    mime: str
    data: bytes


def upload_of(name: str, data: bytes, mime: str = "") -> Upload:
    """Return the file with the type its name tells, as Telegram guesses it."""
    return Upload(name, mime or mimetypes.guess_type(name)[0] or "application/octet-stream", data)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """A file on Telegram's disks.

    Attributes:
        id: the bot's handle, `file_id`.
        unique_id: the same for the same bytes, `file_unique_id`.
        kind: "photo", "document", "voice", "video" or "sticker".
        content: what a message carries for it, as the Bot API writes it.
        path: where getFile says it lies.
    """

    id: str
    unique_id: str
    kind: str
    name: str
    mime: str
    data: bytes
    path: str
    content: Any = None


class Shelf:
    """All files of one sandbox."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._by_id: dict[str, Stored] = {}
        self._by_path: dict[str, Stored] = {}

    def get(self, file_id: str) -> Stored | None:
        """Return the file with this id."""
        return self._by_id.get(file_id)

    def at(self, path: str) -> Stored | None:
        """Return the file at this path."""
        return self._by_path.get(path)

    async def photo(self, upload: Upload) -> list[dict[str, Any]]:
        """Keep a photo in Telegram's sizes; return its list of PhotoSize, smallest first.

        Raises:
            Refused: it is too large or no picture.
        """
        if len(upload.data) > self._limits.photo:
            raise bad_request(
                f"file of size {len(upload.data)} bytes is too big for a photo; "
                f"the maximum size is {self._limits.photo} bytes"
            )
        copies = await asyncio.to_thread(recompress, upload.data, self._limits.photo_side)
        sizes: list[dict[str, Any]] = []
        for data, width, height in copies:
            stored = self._keep("photo", Upload("photo.jpg", "image/jpeg", data), sizes)
            sizes.append(_handle(stored) | {"width": width, "height": height})
        return sizes

    def document(self, upload: Upload, extra: dict[str, Any] | None = None) -> dict[str, Any]:
        """Keep a file whole; return its Document."""
        return self.whole("document", upload, {"file_name": upload.name} | (extra or {}))

    def whole(self, kind: str, upload: Upload, fields: dict[str, Any]) -> dict[str, Any]:
        """Keep a file of any kind whole; return its object with the given fields.

        Raises:
            Refused: it is empty, or larger than a bot may send.
        """
        if not upload.data:
            raise bad_request("file must be non-empty")
        if len(upload.data) > self._limits.upload:
            raise Refused(413, "Request Entity Too Large")
        content: dict[str, Any] = {"mime_type": upload.mime} | fields
        stored = self._keep(kind, upload, content)
        content.update(_handle(stored))
        return content

    def _keep(self, kind: str, upload: Upload, content: Any) -> Stored:
        number = len(self._by_id)
        extension = upload.name.rpartition(".")[2] if "." in upload.name else "bin"
        folder = FOLDERS.get(kind, "files")
        stored = Stored(
            id=f"{kind[:2].upper()}AC{secrets.token_urlsafe(32)}",
            unique_id=f"AQAD{hashlib.sha256(upload.data).hexdigest()[:12]}",
            kind=kind,
            name=upload.name,
            mime=upload.mime,
            data=upload.data,
            path=f"{folder}/file_{number}.{extension if extension.isalnum() else 'bin'}",
            content=content,
        )
        self._by_id[stored.id] = self._by_path[stored.path] = stored
        return stored


def _handle(stored: Stored) -> dict[str, Any]:
    return {
        "file_id": stored.id,
        "file_unique_id": stored.unique_id,
        "file_size": len(stored.data),
    }


def recompress(data: bytes, longest: int) -> list[tuple[bytes, int, int]]:
    """Return JPEG copies as (bytes, width, height), smallest first, the last at most `longest`.

    The picture is turned upright and loses its metadata, as on Telegram.

    Raises:
        Refused: no picture, or one of impossible sides.
    """
    try:
        with Image.open(io.BytesIO(data)) as opened:
            _check_sides(*opened.size)
            opened.draft("RGB", (longest, longest))
            picture = ImageOps.exif_transpose(opened).convert("RGB")
    except _NO_PICTURE:
        raise bad_request("IMAGE_PROCESS_FAILED") from None
    copies = []
    most = max(picture.size)
    sides = [side for side in THUMBNAIL_SIDES if side < min(most, longest)]
    for side in (*sides, min(most, longest)):
        copy = picture.copy()
        copy.thumbnail((side, side))
        target = io.BytesIO()
        copy.save(target, "JPEG", quality=JPEG_QUALITY)
        copies.append((target.getvalue(), copy.width, copy.height))
    return copies


def _check_sides(width: int, height: int) -> None:
    if width + height > MOST_SIDES or max(width, height) > MOST_RATIO * min(width, height):
        raise bad_request("PHOTO_INVALID_DIMENSIONS")
