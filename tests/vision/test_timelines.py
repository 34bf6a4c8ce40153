"""The picture of both timelines: a PNG in each language, for few and for many students."""

from io import BytesIO

import pytest
from PIL import Image

from exams.domain.oral import timeline
from exams.domain.people import Locale
from vision.drawn.timelines import HEIGHT, WIDTH, DrawnTimelines


async def drawn(students: int, locale: Locale) -> Image.Image:
    usual = timeline(students, minutes=10, equal=False)
    equal = timeline(students, minutes=10, equal=True)
    return Image.open(BytesIO(await DrawnTimelines().draw(usual, equal, locale))).convert("RGB")


@pytest.mark.parametrize("locale", list(Locale))
@pytest.mark.parametrize("students", [1, 25, 120])
async def test_both_timelines_are_drawn(students: int, locale: Locale) -> None:
    picture = await drawn(students, locale)

    assert picture.size == (WIDTH, HEIGHT)
    colours = {colour for _, colour in picture.getcolors(1 << 24) or ()}
    assert len(colours) > 20


async def test_the_words_are_those_of_the_language() -> None:
    pictures = [(await drawn(25, locale)).tobytes() for locale in Locale]

    assert len(set(pictures)) == len(Locale)
