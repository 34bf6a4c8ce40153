"""Papers set by Typst; it and the fonts live behind this file."""

import asyncio
import json
import logging
from functools import cache
from pathlib import Path
from typing import Any, Final

logger = logging.getLogger(__name__)

FORMS: Final = Path(__file__).parent


async def typeset(form: str, data: dict[str, Any], *, own: Path | None = None) -> bytes:
    """Return a PDF made of a form, `<form>.typ`, without blocking the loop.

    Args:
        form: the form's name.
        data: what the form reads as JSON; text in it is set as it stands, never interpreted.
        own: a folder of the university's own forms; one that is not there, or that cannot be
            set, is replaced by ours, so that no paper waits for a misprint.
    """
    ours = FORMS / f"{form}.typ"
    theirs = own / f"{form}.typ" if own is not None else ours
    if theirs != ours and theirs.is_file():
        try:
            return await asyncio.to_thread(_compile, theirs, data)
        except Exception as error:  # noqa: BLE001 - whatever a form of somebody else's does
            logger.warning("form not set", extra={"form": form, "error": type(error).__name__})
    return await asyncio.to_thread(_compile, ours, data)


@cache
def fonts(*, with_maths: bool = False) -> Any:
    """Return the fonts of every paper, the same on every computer; those of formulas on demand."""
    import font_roboto  # noqa: PLC0415 - start-up need not wait for it
    import typst  # noqa: PLC0415

    return typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=with_maths,
        font_paths=[font_roboto.font_directory],
    )


def _compile(form: Path, data: dict[str, Any]) -> bytes:
    import typst  # noqa: PLC0415 - start-up need not wait for it

    paper = typst.compile(
        form.read_bytes(),
        font_paths=fonts(),
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        format="pdf",
    )
    if not isinstance(paper, bytes):
        raise TypeError("a PDF is one file")
    return paper
