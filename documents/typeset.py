"""Papers set by Typst; it and the fonts live behind this file."""

import asyncio
import json
from functools import cache
from pathlib import Path
from typing import Any, Final

FORMS: Final = Path(__file__).parent


async def typeset(form: str, data: dict[str, Any]) -> bytes:
    """Return a PDF made of a form of this package, `<form>.typ`, without blocking the loop.

    Args:
        form: the form's name.
        data: what the form reads as JSON; text in it is set as it stands, never interpreted.
    """
    return await asyncio.to_thread(_compile, form, data)


@cache
def _fonts() -> Any:
    import font_roboto  # noqa: PLC0415 - start-up need not wait for it
    import typst  # noqa: PLC0415

    return typst.Fonts(
        include_system_fonts=False,  # the same paper on every computer
        include_embedded_fonts=False,
        font_paths=[font_roboto.font_directory],
    )


def _compile(form: str, data: dict[str, Any]) -> bytes:
    import typst  # noqa: PLC0415 - start-up need not wait for it

    paper = typst.compile(
        (FORMS / f"{form}.typ").read_bytes(),
        font_paths=_fonts(),
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        format="pdf",
    )
    if not isinstance(paper, bytes):
        raise TypeError("a PDF is one file")
    return paper
