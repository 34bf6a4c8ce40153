"""What anybody may send as a picture, and what becomes of it."""

import struct
import zlib
from collections.abc import Callable
from io import BytesIO

import numpy as np
import pikepdf
import pytest
from PIL import Image

from exams.domain.refusals.base import Refusal
from exams.domain.refusals.files import FileTooLarge
from exams.domain.refusals.pictures import (
    NotAPicture,
    PdfLocked,
    PdfTooLong,
    PictureBroken,
    PictureTooLarge,
)
from exams.domain.verdict import LEAST_QUALITY, LOSSLESS
from vision.decode import FILE_LIMIT, PAGE_LIMIT, WORKING_SIDE, decode

RED_LEFT = Image.new("RGB", (120, 80), "white")
RED_LEFT.paste((255, 0, 0), (0, 0, 60, 80))


def saved(image: Image.Image, kind: str, **options: object) -> bytes:
    data = BytesIO()
    image.save(data, kind, **options)
    return data.getvalue()


def pdf(pages: int, *, password: str = "") -> bytes:
    data = BytesIO()
    with pikepdf.new() as document:
        for _ in range(pages):
            document.add_blank_page(page_size=(595, 842))
        lock = pikepdf.Encryption(owner=password, user=password) if password else False
        document.save(data, encryption=lock)
    return data.getvalue()


def png_chunk(name: bytes, body: bytes) -> bytes:
    check = struct.pack(">I", zlib.crc32(name + body))
    return struct.pack(">I", len(body)) + name + body + check


def png_bomb(side: int) -> bytes:
    """Make a PNG of a few bytes that says it has side x side pixels."""
    head = png_chunk(b"IHDR", struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + png_chunk(b"IDAT", zlib.compress(bytes(1000)))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "HEIF"])
def test_the_four_kinds_of_picture_are_taken(kind: str) -> None:
    (photo,) = decode(saved(RED_LEFT, kind))

    assert photo.pixels.shape == (80, 120, 3)
    assert photo.pixels[40, 20, 2] > 240  # red, in BGR
    assert photo.pixels[40, 20, 0] < 20
    assert photo.pixels[40, 100].min() > 235


@pytest.mark.parametrize("orientation", range(1, 9))
def test_the_camera_s_note_on_which_way_is_up_is_followed(orientation: int) -> None:
    upright = Image.new("L", (60, 90), 255)
    upright.paste(0, (0, 0, 30, 30))  # the mark belongs in the top left corner
    undo = {
        1: (),
        2: (Image.Transpose.FLIP_LEFT_RIGHT,),
        3: (Image.Transpose.ROTATE_180,),
        4: (Image.Transpose.FLIP_TOP_BOTTOM,),
        5: (Image.Transpose.TRANSPOSE,),
        6: (Image.Transpose.ROTATE_90,),
        7: (Image.Transpose.TRANSVERSE,),
        8: (Image.Transpose.ROTATE_270,),
    }
    stored = upright
    for turn in undo[orientation]:
        stored = stored.transpose(turn)
    note = Image.Exif()
    note[0x0112] = orientation

    (photo,) = decode(saved(stored, "JPEG", exif=note))

    assert (photo.width, photo.height) == (60, 90)
    assert photo.pixels[10, 10].max() < 60
    assert photo.pixels[80, 50].min() > 200


@pytest.mark.parametrize(
    "image",
    [
        RED_LEFT.convert("CMYK"),
        RED_LEFT.convert("P"),
        RED_LEFT.convert("1"),
        RED_LEFT.convert("LA"),
        RED_LEFT.convert("RGBA"),
        Image.fromarray((np.arange(9600).reshape(80, 120) * 6).astype(np.uint16)),
    ],
    ids=["cmyk", "palette", "one bit", "grey with alpha", "alpha", "sixteen bit"],
)
def test_unusual_kinds_of_pixels_become_ordinary_ones(image: Image.Image) -> None:
    (photo,) = decode(saved(image, "JPEG" if image.mode == "CMYK" else "PNG"))

    assert photo.pixels.shape == (80, 120, 3)
    assert photo.pixels.dtype == np.uint8
    assert int(photo.pixels.max()) > int(photo.pixels.min()) + 100


def test_what_is_transparent_is_white_paper() -> None:
    (photo,) = decode(saved(Image.new("RGBA", (50, 50), (0, 0, 0, 0)), "PNG"))

    assert int(photo.pixels.min()) == 255


@pytest.mark.parametrize("kind", ["WEBP", "PNG"])
def test_of_an_animation_the_first_picture_is_taken(kind: str) -> None:
    frames = [RED_LEFT, Image.new("RGB", RED_LEFT.size, "blue")]

    (photo,) = decode(saved(frames[0], kind, save_all=True, append_images=frames[1:]))

    assert photo.pixels[40, 20, 2] > 200


def test_a_strip_of_one_by_twenty_thousand_is_decoded() -> None:
    (photo,) = decode(saved(Image.new("L", (1, 20000), 128), "PNG"))

    assert (photo.width, photo.height) == (1, 20000)
    assert max(photo.pixels.shape) <= WORKING_SIDE


def test_a_large_photograph_is_unpacked_reduced_but_its_size_is_known() -> None:
    (photo,) = decode(saved(Image.new("RGB", (4000, 3000), "white"), "JPEG"))

    assert (photo.width, photo.height) == (4000, 3000)
    assert photo.pixels.shape == (1500, 2000, 3)


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "HEIF"])
@pytest.mark.parametrize("mode", ["RGB", "RGBA"])
def test_a_large_picture_of_any_kind_is_shrunk_upright_on_white(kind: str, mode: str) -> None:
    stored = Image.new(mode, (4100, 1000), "red")
    stored.paste("blue" if mode == "RGB" else (0, 0, 0, 0), (0, 0, 2050, 1000))
    note = Image.Exif()
    note[0x0112] = 6  # to be turned clockwise: what is stored left belongs on top
    if kind == "HEIF":  # a format in which the note does not count
        stored = stored.transpose(Image.Transpose.ROTATE_270)

    (photo,) = decode(saved(stored, kind, exif=note))

    assert (photo.width, photo.height) == (1000, 4100)
    assert photo.pixels.shape[0] == pytest.approx(WORKING_SIDE, abs=60)
    top, bottom = photo.pixels[200, 200].astype(int), photo.pixels[-200, 200].astype(int)
    assert top == pytest.approx((255, 0, 0) if mode == "RGB" else (255, 255, 255), abs=12)
    assert bottom == pytest.approx((0, 0, 255), abs=12)


def test_a_large_picture_with_a_palette_keeps_its_colours() -> None:
    stripes = Image.new("RGB", (4100, 1000), "red")
    stripes.paste("lime", (0, 0, 2050, 1000))

    (photo,) = decode(saved(stripes.convert("P"), "PNG"))

    assert photo.pixels[200, 200] == pytest.approx((0, 255, 0), abs=12)
    assert photo.pixels[200, -200] == pytest.approx((0, 0, 255), abs=12)


def test_a_large_webp_that_is_cut_short_is_refused() -> None:
    noise = Image.effect_noise((4100, 400), 60)

    with pytest.raises(PictureBroken):
        decode(saved(noise, "WEBP")[:9000])


@pytest.mark.parametrize("quality", [30, 75, 95])
def test_the_jpeg_quality_is_told_from_its_tables(quality: int) -> None:
    (photo,) = decode(saved(RED_LEFT, "JPEG", quality=quality))

    assert photo.quality == pytest.approx(quality, abs=6)


@pytest.mark.parametrize(
    ("kind", "how", "lossless"),
    [
        ("JPEG", {}, False),
        ("PNG", {}, True),
        ("HEIF", {}, False),
        ("WEBP", {}, False),
        ("WEBP", {"icc_profile": b"odd"}, False),
        ("WEBP", {"lossless": True}, True),
        ("WEBP", {"lossless": True, "icc_profile": b"odd"}, True),
    ],
)
def test_a_picture_without_loss_is_told_from_the_finest_with_loss(
    kind: str, how: dict[str, object], *, lossless: bool
) -> None:
    (photo,) = decode(saved(RED_LEFT, kind, quality=100, **how))

    assert (photo.quality == LOSSLESS) is lossless


def test_it_is_known_whether_the_pixels_are_those_that_were_sent() -> None:
    small, tall = Image.new("RGB", (120, 80)), Image.new("RGB", (100, 2560))
    turned = Image.Exif()
    turned[0x0112] = 6

    assert decode(saved(small, "PNG"))[0].as_sent
    assert decode(saved(small, "JPEG", exif=turned))[0].as_sent
    assert not decode(saved(tall, "JPEG"))[0].as_sent
    assert not decode(pdf(1))[0].as_sent


def test_a_jpeg_of_hardly_any_quality_is_known_for_one() -> None:
    (photo,) = decode(saved(RED_LEFT, "JPEG", quality=4))

    assert photo.quality < LEAST_QUALITY


def test_a_jpeg_that_is_a_zip_too_is_taken_for_its_picture_only() -> None:
    (photo,) = decode(saved(RED_LEFT, "JPEG") + b"PK\x03\x04 and something to run")

    assert photo.pixels.shape == (80, 120, 3)


def test_each_page_of_a_pdf_is_a_photo() -> None:
    photos = decode(pdf(3))

    assert len(photos) == 3
    assert photos[0].pixels.shape[0] == WORKING_SIDE
    assert int(photos[0].pixels.min()) == 255


def scan(image: Image.Image, over_it: str, place: str = "595 0 0 842 0 0") -> bytes:
    """Make a PDF of A4 that a picture fills, with what a scanner or a pen lays over it."""
    data = BytesIO()
    with pikepdf.new() as document:
        page = document.add_blank_page(page_size=(595, 842))
        picture = document.make_stream(
            saved(image, "JPEG"),
            Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image, Filter=pikepdf.Name.DCTDecode,
            ColorSpace=pikepdf.Name.DeviceRGB, BitsPerComponent=8,
            Width=image.width, Height=image.height,
        )  # fmt: skip
        font = pikepdf.Dictionary(
            Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
        )
        page.Resources = pikepdf.Dictionary(
            XObject=pikepdf.Dictionary(P=picture), Font=pikepdf.Dictionary(F=font)
        )
        drawn = f"q {place} cm /P Do Q {over_it}"
        page.Contents = document.make_stream(drawn.encode())
        document.save(data)
    return data.getvalue()


SCANNED, WRITTEN = "BT 3 Tr /F 12 Tf 90 700 Td (read) Tj ET", "90 700 m 300 700 l S"


@pytest.mark.parametrize(
    ("width", "over_it", "height"),
    [(420, "", 594), (420, SCANNED, 594), (420, WRITTEN, 2000), (3000, "", 2000)],
    ids=["a small scan", "with its text read", "written on", "a large scan"],
)
def test_a_scan_in_a_pdf_is_as_large_as_its_picture(width: int, over_it: str, height: int) -> None:
    (photo,) = decode(scan(Image.new("RGB", (width, width * 842 // 595)), over_it))

    assert photo.height == pytest.approx(height, abs=2)


def test_a_scan_that_lies_aslant_in_a_pdf_is_no_smaller_for_that() -> None:
    aslant = "421 421 -595 595 595 0"  # by 45 degrees, as large as before

    (photo,) = decode(scan(Image.new("RGB", (420, 594)), "", aslant))

    assert photo.height == pytest.approx(594, abs=2)


def test_a_picture_of_hardly_any_pixels_in_a_pdf_is_still_a_photo() -> None:
    (photo,) = decode(scan(Image.new("RGB", (1, 1)), ""))

    assert min(photo.width, photo.height) > 0


REFUSED: list[tuple[str, Callable[[], bytes], type[Refusal]]] = [
    ("nothing", lambda: b"", NotAPicture),
    ("text", lambda: b"Good morning", NotAPicture),
    ("vector graphics", lambda: b"<svg xmlns='http://www.w3.org/2000/svg'/>", NotAPicture),
    ("gif", lambda: saved(RED_LEFT, "GIF"), NotAPicture),
    ("tiff", lambda: saved(RED_LEFT, "TIFF"), NotAPicture),
    ("too many bytes", lambda: bytes(FILE_LIMIT + 1), FileTooLarge),
    ("bomb", lambda: png_bomb(40_000), PictureTooLarge),
    ("smaller bomb", lambda: png_bomb(6_000), PictureTooLarge),
    ("cut short jpeg", lambda: saved(RED_LEFT.resize((900, 700)), "JPEG")[:2000], PictureBroken),
    ("cut short png", lambda: saved(RED_LEFT, "PNG")[:-30], PictureBroken),
    ("cut short heic", lambda: saved(RED_LEFT, "HEIF")[:-20], PictureBroken),
    ("locked pdf", lambda: pdf(1, password="secret"), PdfLocked),
    ("long pdf", lambda: pdf(200), PdfTooLong),
    ("broken pdf", lambda: b"%PDF-1.7 and no more", PictureBroken),
]


@pytest.mark.parametrize(
    ("make", "refusal"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED]
)
def test_what_cannot_be_used_is_refused_in_words(
    make: Callable[[], bytes], refusal: type[Refusal]
) -> None:
    with pytest.raises(refusal):
        decode(make())


def test_a_refusal_tells_the_limit() -> None:
    with pytest.raises(PdfTooLong) as refused:
        decode(pdf(PAGE_LIMIT + 1))

    assert refused.value.facts == {"pages": PAGE_LIMIT + 1, "limit": PAGE_LIMIT}
