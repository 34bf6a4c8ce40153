"""A certificate that proves nothing but the way of proof: drawn, then photographed."""

from io import BytesIO
from pathlib import Path
from typing import Final

import font_roboto
from PIL import Image, ImageDraw, ImageFont

SIZE: Final = (900, 1200)
PAPER: Final = (250, 249, 244)
INK: Final = (38, 42, 60)
STAMP: Final = (60, 80, 170)
TITLE: Final = {"kk": "АНЫҚТАМА", "ru": "СПРАВКА", "en": "CERTIFICATE"}
LINES: Final = {
    "kk": ("Электр желілері мекемесі", "Мекенжай бойынша жарық", "болмағанын растайды."),
    "ru": ("Предприятие электросетей", "подтверждает отсутствие", "электричества по адресу."),
    "en": ("The power grid company", "confirms that there was", "no power at the address."),
}


def draw_certificate(name: str, locale: str) -> bytes:
    """Return a JPEG of a certificate about a power cut, made out to a person.

    Args:
        name: who needs it.
        locale: kk, ru or en.
    """
    image = Image.new("RGB", SIZE, PAPER)
    draw = ImageDraw.Draw(image)
    draw.rectangle((40, 40, SIZE[0] - 40, SIZE[1] - 40), outline=INK, width=3)
    draw.text((SIZE[0] / 2, 170), TITLE[locale], INK, _font(70), anchor="mm")
    for number, line in enumerate((*LINES[locale], "", name)):
        draw.text((110, 320 + number * 70), line, INK, _font(44))
    draw.ellipse((560, 860, 800, 1100), outline=STAMP, width=6)
    draw.ellipse((585, 885, 775, 1075), outline=STAMP, width=3)
    out = BytesIO()
    image.rotate(1.5, resample=Image.Resampling.BICUBIC, fillcolor=(120, 110, 100)).save(
        out, "JPEG", quality=88
    )
    return out.getvalue()


def _font(size: int) -> ImageFont.FreeTypeFont:
    file = next(Path(font_roboto.font_directory).rglob("*Roboto-Regular*.ttf"))
    return ImageFont.truetype(str(file), size)
