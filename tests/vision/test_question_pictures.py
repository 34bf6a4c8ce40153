"""The pictures of questions: joined, made safe, or refused."""

from io import BytesIO

import pytest
from PIL import Image

from exams.domain.refusals.base import Refusal
from exams.domain.refusals.pictures import NotAPicture, PictureBroken, PictureTooLarge
from vision.question_pictures import LEAST_SIDE, SIDE, PooledQuestionPictures, join


def saved(width: int, height: int, colour: str = "red", kind: str = "PNG") -> bytes:
    out = BytesIO()
    Image.new("RGB", (width, height), colour).save(out, kind)
    return out.getvalue()


def opened(data: bytes) -> Image.Image:
    return Image.open(BytesIO(data), formats=["JPEG"])


def test_pictures_of_a_question_stand_one_below_the_other() -> None:
    made = opened(join([saved(300, 200, "red"), saved(200, 100, "blue")]))

    assert made.size == (300, 200 + 16 + 100)
    assert made.getpixel((150, 100))[0] > 200  # type: ignore[index]
    assert made.getpixel((150, 280))[2] > 200  # type: ignore[index]
    assert made.getpixel((10, 280)) == (255, 255, 255)


def test_a_large_picture_is_made_as_large_as_a_messenger_shows_it() -> None:
    assert max(opened(join([saved(3000, 1000, kind="JPEG")])).size) == SIDE


def test_a_sliver_is_framed() -> None:
    assert opened(join([saved(400, 3)])).size == (400, LEAST_SIDE)
    assert opened(join([saved(3, 3)])).size == (LEAST_SIDE, LEAST_SIDE)


def test_nothing_but_pixels_is_kept() -> None:
    out = BytesIO()
    exif = Image.Exif()
    exif[0x010E] = "кілт: B"
    Image.new("RGB", (200, 200)).save(out, "JPEG", exif=exif)

    assert not opened(join([out.getvalue()])).getexif()


def webp_bomb() -> bytes:
    return bytes.fromhex(
        "524946461a000000574542505650384c0d0000002fffffff0f000710fd8ffe0722a2ff01"
    )


@pytest.mark.parametrize(
    ("upload", "kinds"),
    [
        (b"%PDF-1.4\n", (NotAPicture,)),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", (NotAPicture,)),
        (saved(200, 200)[:-60], (PictureBroken,)),
        (webp_bomb(), (PictureTooLarge, PictureBroken)),
    ],
)
def test_what_is_no_picture_is_refused(upload: bytes, kinds: tuple[type[Refusal], ...]) -> None:
    with pytest.raises(kinds):
        join([upload])


async def test_the_pictures_of_a_bank_are_looked_at_in_child_processes() -> None:
    told: list[float] = []

    first, second, third = await PooledQuestionPictures().joined(
        [[saved(300, 200)], [b"GIF89a"], [saved(300, 200), saved(300, 200)]], told.append
    )

    assert isinstance(first, bytes)
    assert isinstance(second, NotAPicture)
    assert isinstance(third, bytes)
    assert opened(third).size == (300, 416)
    assert sorted(told) == [1 / 3, 2 / 3, 1.0]


async def test_no_child_is_started_for_a_bank_without_pictures() -> None:
    assert await PooledQuestionPictures().joined([]) == ()
