"""A group's results as a picture: every name whole, in light colours, for 1 to 60 students."""

from dataclasses import replace
from io import BytesIO

import pytest
from PIL import Image

from exams.domain.people import Locale
from exams.notices.lines import MarkLine
from tests.templates.samples.marks import LINES, LONG_NAME, POSTED
from vision.drawn.results import SMALLEST, DrawnResults, font, written


async def drawn(count: int, locale: Locale = Locale.KK, **changes: object) -> Image.Image:
    results = replace(POSTED, lines=LINES[:count], **changes)  # type: ignore[arg-type]
    return Image.open(BytesIO(await DrawnResults().draw(results, locale))).convert("RGB")


@pytest.mark.parametrize("count", [1, 30, 60])
async def test_it_is_light_and_fits_a_chat(count: int) -> None:
    picture = await drawn(count)
    assert picture.width <= 1280
    assert picture.height <= 2560  # Telegram keeps so many
    edge = [picture.getpixel((x, y)) for x in (2, picture.width - 3) for y in (2, 40)]
    assert set(edge) == {(255, 255, 255)}
    dark = sum(picture.convert("L").histogram()[:100]) / (picture.width * picture.height)
    assert 0 < dark < 0.2, "ink on paper, not the other way round"


@pytest.mark.parametrize("width", [120, 300, 600])
@pytest.mark.parametrize(
    "name", [LONG_NAME, "Ким Анна", "…0317", "Әбдірахмановағұлы" * 3, "А" * 60, ""]
)
def test_no_name_is_cut_off(name: str, width: int) -> None:
    shown = written(name, width, 25)
    assert "".join(shown.lines).replace(" ", "") == name.replace(" ", "")
    smallest = shown.font.size == SMALLEST
    assert smallest or all(shown.font.getlength(line) <= width for line in shown.lines)


def test_every_kazakh_letter_has_a_glyph_of_its_own() -> None:
    letters = "ӘәҒғҚқҢңӨөҰұҮүҺһІі"
    missing = font(40).getmask("\uffff").getbbox(), bytes(font(40).getmask("\uffff"))
    for letter in letters:
        mask = font(40).getmask(letter)
        assert (mask.getbbox(), bytes(mask)) != missing, letter


async def test_another_mark_language_or_name_is_another_picture() -> None:
    first = (await drawn(5)).tobytes()
    assert (await drawn(5)).tobytes() == first
    assert (await drawn(5, Locale.RU)).tobytes() != first
    assert (await drawn(5, corrected_at=POSTED.starts_at)).tobytes() != first
    line = MarkLine(place=5, who="…0317", points=50, letter="D")
    other = await DrawnResults().draw(
        replace(POSTED, lines=(*LINES[:4], line), privacy="digits"), Locale.KK
    )
    assert Image.open(BytesIO(other)).convert("RGB").tobytes() != first
