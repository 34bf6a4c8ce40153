"""Papers set by Typst; it and the fonts live behind this file."""

import asyncio
import json
import logging
from functools import cache
from pathlib import Path
from typing import Any, Final, Literal

logger = logging.getLogger(__name__)

FORMS: Final = Path(__file__).parent
SHARP: Final = 144.0  # dots an inch of a picture: two for each of a telephone's points
Form = Literal["pdf", "png"]


async def typeset(
    name: str, data: dict[str, Any], *, own: Path | None = None, form: Form = "pdf"
) -> bytes:
    """Return a PDF, or a picture, made of a form, `<name>.typ`, without blocking the loop.

    Args:
        name: the form's name.
        data: what the form reads as JSON; text in it is set as it stands, never interpreted.
        own: a folder of the university's own forms; one that is not there, or that cannot be
            set, is replaced by ours, so that no paper waits for a misprint.
        form: pdf, or png for a form of one page.
    """
    ours = FORMS / f"{name}.typ"
    theirs = own / f"{name}.typ" if own is not None else ours
    if theirs != ours and theirs.is_file():
        try:
            return await asyncio.to_thread(set_paper, theirs, data, form)
        except Exception as error:  # noqa: BLE001 - whatever a form of somebody else's does
            logger.warning("form not set", extra={"form": name, "error": type(error).__name__})
    return await asyncio.to_thread(set_paper, ours, data, form)


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


def set_paper(file: Path, data: dict[str, Any], form: Form) -> bytes:
    """Return what a form makes of its data, in this very thread."""
    import typst  # noqa: PLC0415 - start-up need not wait for it

    paper = typst.compile(
        file.read_bytes(),
        font_paths=fonts(),
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        format=form,
        ppi=SHARP if form == "png" else None,
    )
    if not isinstance(paper, bytes):
        raise TypeError("a form is one file")
    return paper
