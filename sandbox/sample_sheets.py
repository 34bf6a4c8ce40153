"""Answer sheets to try the bot with: three good pages, and one of each common fault."""

import asyncio
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np

from exams.domain.verdict import Fault
from sandbox.drawn_sheets import draw_sheet

SEED: Final = 3
THUMBNAIL_WIDTH: Final = 240


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleSheet:
    """A photograph that can be sent from a phone of the sandbox.

    Attributes:
        name: its file's name, without the ending.
        title: what it shows, by language.
        page: of the answer, from 1.
        fault: what is wrong with it; None for a good one.
    """

    name: str
    title: dict[str, str]
    page: int = 1
    fault: Fault | None = None


def _page(number: int) -> SampleSheet:
    title = {"kk": f"{number}-бет", "ru": f"Лист {number}", "en": f"Page {number}"}
    return SampleSheet(name=f"page-{number}", title=title, page=number)


def _spoilt(name: str, fault: Fault, kk: str, ru: str, en: str) -> SampleSheet:
    return SampleSheet(name=name, title={"kk": kk, "ru": ru, "en": en}, fault=fault)


SAMPLES: Final = (
    _page(1),
    _page(2),
    _page(3),
    _spoilt("blurred", Fault.BLUR, "Бұлыңғыр", "Размытый", "Blurred"),
    _spoilt("dark", Fault.DARK, "Қараңғы", "Тёмный", "Too dark"),
    _spoilt("cut-off", Fault.CUT_OFF, "Шеті кесілген", "Обрезан", "Cut off"),
    _spoilt("glare", Fault.GLARE, "Жарық шағылысқан", "С бликом", "With glare"),
    _spoilt("blank", Fault.BLANK, "Бос парақ", "Пустой лист", "Blank"),
)


class SampleSheets:
    """Draws the samples when they are first asked for, and keeps them."""

    def __init__(self) -> None:
        self._drawn: dict[str, bytes] = {}
        self._small: dict[str, bytes] = {}
        self._drawing = asyncio.Lock()  # one at a time, so that the bot keeps its processor

    async def picture(self, sample: SampleSheet) -> bytes:
        """Return the photograph, a JPEG."""
        if sample.name in self._drawn:
            return self._drawn[sample.name]
        async with self._drawing:
            if sample.name not in self._drawn:
                self._drawn[sample.name] = await asyncio.to_thread(
                    draw_sheet, SEED, fault=sample.fault, page=sample.page
                )
        return self._drawn[sample.name]

    async def thumbnail(self, sample: SampleSheet) -> bytes:
        """Return the photograph made small, a JPEG `THUMBNAIL_WIDTH` wide."""
        if sample.name not in self._small:
            picture = await self.picture(sample)
            self._small[sample.name] = await asyncio.to_thread(_shrink, picture)
        return self._small[sample.name]


def _shrink(picture: bytes) -> bytes:
    whole = cv2.imdecode(np.frombuffer(picture, np.uint8), cv2.IMREAD_COLOR)
    if whole is None:
        raise ValueError("not a picture")
    height, width = whole.shape[:2]
    size = (THUMBNAIL_WIDTH, round(height * THUMBNAIL_WIDTH / width))
    small = cv2.resize(whole, size, interpolation=cv2.INTER_AREA)
    return cv2.imencode(".jpg", small, [cv2.IMWRITE_JPEG_QUALITY, 80])[1].tobytes()
