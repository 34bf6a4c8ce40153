"""From bytes that anybody may have sent to pixels, or a refusal.

Only five formats are looked at. Sizes are checked before a pixel is unpacked: a file of
34 bytes can otherwise ask for gigabytes. What leaves here is upright and carries nothing
but pixels.
"""

import math
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Final

import cv2
import numpy as np
import PIL.MpoImagePlugin
import PIL.WebPImagePlugin  # noqa: F401, importing these two makes Pillow know the formats
import pillow_heif
import pypdfium2
from PIL import Image, ImageOps, JpegImagePlugin, UnidentifiedImageError

from exams.domain.refusals.files import FileTooLarge
from exams.domain.refusals.pictures import (
    NotAPicture,
    PdfLocked,
    PdfTooLong,
    PictureBroken,
    PictureTooLarge,
)
from exams.domain.verdict import LOSSLESS
from vision.arrays import Pixels
from vision.compression import former_quality

FILE_LIMIT: Final = 20 * 1024 * 1024  # what the Bot API hands over
PAGE_LIMIT: Final = 30  # sheets of one answer; the longest seen had 14
WORKING_SIDE: Final = 2000  # longer side of what is measured: A4 at 170 dpi
_DRAFT_SIDE: Final = 1600  # a JPEG is unpacked at 1/2, 1/4 or 1/8 if that leaves this much
# Megapixels taken; a JPEG is unpacked reduced, a phone's HEIC has 48 at most.
_LIMITS: Final = {"JPEG": 64, "MPO": 64, "HEIF": 50, "PNG": 25, "WEBP": 25}
_FORMATS: Final = ("JPEG", "PNG", "WEBP", "HEIF")  # MPO is a JPEG with more behind it
_WITH_ALPHA: Final = 4  # planes
_PDF_HEAD: Final = 1024  # bytes in which "%PDF-" must stand, as readers have it
_UNREADABLE: Final = (
    OSError, ValueError, SyntaxError, EOFError, MemoryError, RuntimeError, cv2.error
)  # fmt: skip
_LOSSY: Final = LOSSLESS - 1  # quality of what loses something, but is no JPEG
_CHUNK_HEAD: Final = 8  # bytes: four letters and the size
_STANDARD_TABLE_SUM: Final = 3688  # of the luminance table in ITU-T T.81, Annex K

Image.preinit()
pillow_heif.register_heif_opener(thumbnails=False)
Image.MAX_IMAGE_PIXELS = max(_LIMITS.values()) * 1_000_000


@dataclass(frozen=True, slots=True)
class Photo:
    """An upright picture, ready to be measured.

    Attributes:
        pixels: shape (height, width, 3), BGR, the longer side at most WORKING_SIDE.
        width: of the picture as it was sent, turned upright, pixels.
        height: the same.
        quality: JPEG quality, 1 to 99, told by its tables; 99 for other formats that lose
            something, LOSSLESS for those that lose nothing. That of a former, coarse saving if
            the pixels tell of one.
        as_sent: whether these are the pixels that were sent, and not made from more of them or
            from a page of a PDF.
    """

    pixels: Pixels
    width: int
    height: int
    quality: int
    as_sent: bool = True


def decode(upload: bytes) -> tuple[Photo, ...]:
    """Unpack an upload: one photo of a picture, one for each page of a PDF.

    Raises:
        Refusal: one of those of `exams.domain.refusals.pictures`.
    """
    return tuple(photos(upload))


def photos(upload: bytes, *, first: int = 0) -> Iterator[Photo]:
    """Unpack an upload like `decode`, from page `first` on, each page when it is asked for.

    Raises:
        Refusal: one of those of `exams.domain.refusals.pictures`, with the first photo.
    """
    if len(upload) > FILE_LIMIT:
        raise FileTooLarge(megabytes=FILE_LIMIT // 1024 // 1024)
    if _is_pdf(upload):
        yield from _pdf_pages(upload, first)
    elif not first:
        yield _picture(upload)


def page_count(upload: bytes) -> int:
    """Return how many photos an upload holds that was unpacked before."""
    if not _is_pdf(upload):
        return 1
    with pypdfium2.PdfDocument(upload) as document:
        return len(document)


def _is_pdf(upload: bytes) -> bool:
    pictures = (b"\xff\xd8", b"\x89PNG", b"RIFF")
    return b"%PDF-" in upload[:_PDF_HEAD] and not upload.startswith(pictures)


def _picture(upload: bytes) -> Photo:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            image = Image.open(BytesIO(upload), formats=_FORMATS)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise PictureTooLarge(megapixels=max(_LIMITS.values())) from None
    except UnidentifiedImageError:
        raise NotAPicture from None
    except _UNREADABLE:
        raise PictureBroken from None
    with image:
        limit = _LIMITS[image.format or "PNG"]
        if image.width * image.height > limit * 1_000_000:
            raise PictureTooLarge(megapixels=limit)
        try:
            return _unpack(image, upload)
        except _UNREADABLE:
            raise PictureBroken from None


def _unpack(image: Image.Image, upload: bytes) -> Photo:
    width, height = image.size
    quality = _quality(image, upload)
    longer = max(width, height)
    if isinstance(image, JpegImagePlugin.JpegImageFile) and longer > _DRAFT_SIDE:
        share = _DRAFT_SIDE / longer
        image.draft(None, (int(width * share), int(height * share)))
    reduced = _reduced(image, upload)
    lying = reduced.width > reduced.height
    ImageOps.exif_transpose(reduced, in_place=True)
    if (reduced.width > reduced.height) != lying:
        width, height = height, width
    pixels = fit(_bgr(reduced), WORKING_SIDE)
    as_sent = pixels.shape[:2] == (height, width)
    if as_sent:
        quality = min(quality, former_quality(pixels))
    return Photo(pixels, width, height, quality, as_sent=as_sent)


def _reduced(image: Image.Image, upload: bytes) -> Image.Image:
    """Return a large picture shrunk with as few copies of all its pixels as can be."""
    if max(image.size) < 2 * WORKING_SIDE or image.format in {"JPEG", "MPO"}:
        return image
    if image.format == "WEBP":  # Pillow's way makes five copies, this one
        pixels = cv2.imdecode(np.frombuffer(upload, np.uint8), cv2.IMREAD_UNCHANGED)
        if pixels is None:
            raise PictureBroken
        order = cv2.COLOR_BGRA2RGBA if pixels.shape[2] == _WITH_ALPHA else cv2.COLOR_BGR2RGB
        small = Image.fromarray(cv2.cvtColor(_small(pixels), order))
        small.info["exif"] = image.info.get("exif", b"")
        return small
    if image.format == "HEIF":  # turned upright by the decoder itself
        return Image.fromarray(_small(np.asarray(pillow_heif.open_heif(BytesIO(upload)))))
    if image.mode.startswith(("I", "F")):
        return image
    if image.mode in {"P", "1"} or "transparency" in image.info:
        image = image.convert("RGBA" if image.has_transparency_data else "RGB")
    return image.reduce(max(image.size) // WORKING_SIDE)


def _small(pixels: Pixels) -> Pixels:
    return fit(pixels.astype(np.uint8, copy=False), WORKING_SIDE)


def _bgr(image: Image.Image) -> Pixels:
    """Return the pixels of any kind of picture, transparent parts as white paper."""
    if image.mode.startswith(("I", "F")):
        values = np.asarray(image, dtype=np.float32)
        top = 65535.0 if image.mode.startswith("I") else max(float(values.max(initial=1.0)), 1.0)
        grey = cv2.convertScaleAbs(values, alpha=255 / top).astype(np.uint8, copy=False)
        return np.repeat(fit(grey, WORKING_SIDE)[:, :, None], 3, axis=2)
    if image.has_transparency_data:
        clear = image.convert("RGBA")
        image = Image.alpha_composite(Image.new("RGBA", clear.size, "white"), clear)
    colours = image if image.mode == "RGB" else image.convert("RGB")
    packed = np.frombuffer(colours.tobytes("raw", "BGR"), np.uint8)
    return packed.reshape(image.height, image.width, 3)


def _quality(image: Image.Image, upload: bytes) -> int:
    """Estimate the JPEG quality from the luminance table, as libjpeg scales it.

    Source:
        Independent JPEG Group, jcparam.c, `jpeg_quality_scaling`, turned round.
    """
    tables = getattr(image, "quantization", None)
    if not tables:
        lossless = image.format == "PNG" or (image.format == "WEBP" and _is_lossless_webp(upload))
        return LOSSLESS if lossless else _LOSSY
    percent = 100 * sum(tables[min(tables)]) / _STANDARD_TABLE_SUM
    quality = (200 - percent) / 2 if percent <= 100 else 5000 / percent  # noqa: PLR2004, per cent
    return int(np.clip(round(quality), 1, LOSSLESS - 1))


def _is_lossless_webp(upload: bytes) -> bool:
    """Look for the chunk that holds the pixels; a colour profile may stand before it."""
    at = 12  # behind the letters RIFF, the size and the letters WEBP
    while (name := upload[at : at + 4]) not in {b"VP8L", b"VP8 ", b""}:
        size = int.from_bytes(upload[at + 4 : at + _CHUNK_HEAD], "little")
        at += _CHUNK_HEAD + size + size % 2
    return name == b"VP8L"


def _pdf_pages(upload: bytes, first: int) -> Iterator[Photo]:
    try:
        document = pypdfium2.PdfDocument(upload)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise PdfLocked from None
        raise PictureBroken from None
    try:
        if not len(document):
            raise PictureBroken
        if len(document) > PAGE_LIMIT:
            raise PdfTooLong(pages=len(document), limit=PAGE_LIMIT)
        for number in range(first, len(document)):
            yield _pdf_page(document[number])
    except pypdfium2.PdfiumError:
        raise PictureBroken from None
    finally:
        document.close()


def _pdf_page(page: pypdfium2.PdfPage) -> Photo:
    longest = max(*page.get_size(), 1.0)
    finest = _scanned(page)
    scale = min(WORKING_SIDE, max(finest * longest, 1.0)) / longest
    pixels = np.ascontiguousarray(
        page.render(scale=scale, rev_byteorder=False).to_numpy()[:, :, :3]
    )
    page.close()
    quality = LOSSLESS if math.isinf(finest) else _LOSSY
    return Photo(pixels, pixels.shape[1], pixels.shape[0], quality, as_sent=False)


def _scanned(page: pypdfium2.PdfPage) -> float:
    """Return how many pixels a point of a page has if it holds nothing but pictures.

    Rendered finer, a small scan would look as large as any. What is drawn or typed is as fine as
    one likes; the invisible text that scanners lay over a picture is neither.
    """
    finest = 0.0
    for part in page.get_objects(max_depth=1):
        if isinstance(part, pypdfium2.PdfImage):
            a, b, c, d, *_ = part.get_matrix().get()
            area = max(abs(a * d - b * c), 1e-6)
            finest = max(finest, math.sqrt(math.prod(part.get_px_size()) / area))
        elif not _invisible(part):
            return math.inf
    return finest or math.inf


def _invisible(part: pypdfium2.PdfObject) -> bool:
    if not isinstance(part, pypdfium2.PdfTextObj):
        return False
    mode = pypdfium2.raw.FPDFTextObj_GetTextRenderMode(part)
    return bool(mode == pypdfium2.raw.FPDF_TEXTRENDERMODE_INVISIBLE)


def fit(pixels: Pixels, side: int) -> Pixels:
    """Return the picture with its longer side at most `side` pixels."""
    height, width = pixels.shape[:2]
    share = side / max(height, width)
    if share >= 1:
        return pixels
    size = (max(1, round(width * share)), max(1, round(height * share)))
    return cv2.resize(pixels, size, interpolation=cv2.INTER_AREA)


def jpeg(pixels: Pixels, quality: int = 88) -> bytes:
    """Return the picture as a JPEG without any metadata."""
    _, data = cv2.imencode(".jpg", pixels, [cv2.IMWRITE_JPEG_QUALITY, quality])
    return data.tobytes()
