"""Look at an upload: decode, measure, judge, and prepare the pictures that go on."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from exams.domain.refusals.base import Refusal
from exams.domain.refusals.pictures import InspectionFailed
from exams.domain.verdict import Strictness, judge
from exams.ports.sheets import InspectedPage
from vision.decode import Photo, jpeg, page_count, photos
from vision.fingerprint import fingerprint, first_same
from vision.machine import children
from vision.mark import mark
from vision.measure import Measured, measure, unmeasurable
from vision.pool import PicturePool, PoolBroke
from vision.straighten import even_light
from vision.turning import covered, turned

_SECONDS: Final = 60.0  # for one page, or for all where they are only unpacked


class PooledSheetInspector:
    """The `SheetInspector` port: all work is done in child processes."""

    def __init__(self, *, workers: int | None = None, seconds: float = _SECONDS) -> None:
        """Begin nothing yet; None takes as many children as the machine has room for."""
        self._pool = PicturePool(workers=workers or children(), seconds=seconds)

    async def inspect(self, upload: bytes, *, strictness: Strictness) -> tuple[InspectedPage, ...]:
        """Measure and judge an upload, as the port says.

        Each page of a PDF is a piece of work of its own, so that a long one takes turns with the
        pictures of others.
        """
        judged: list[InspectedPage] = []
        while True:
            try:
                found = await self._pool.run(_page_or_refuse, upload, strictness, len(judged))
            except PoolBroke:
                raise InspectionFailed from None
            if isinstance(found, _Refused):
                kind, facts = found.kind, found.facts
                raise kind(**facts)
            page, last = found
            judged.append(page)
            if last:
                return tuple(judged)

    async def pages(self, upload: bytes) -> tuple[bytes, ...]:
        """Return each page of an upload as a plain JPEG, as the `PageReader` port says."""
        try:
            found = await self._pool.run(_pages_or_refuse, upload)
        except PoolBroke:
            raise InspectionFailed from None
        if isinstance(found, tuple):
            return found
        kind, facts = found.kind, found.facts
        raise kind(**facts)

    async def turned(self, page: bytes, quarters: int) -> bytes:
        """Return a page turned clockwise by quarters, as the `PageTurner` port says."""
        try:
            return await self._pool.run(turned, page, quarters)
        except (PoolBroke, ValueError):
            raise InspectionFailed from None

    async def covered(self, page: bytes) -> bytes:
        """Return a page without its header, as the `PageTurner` port says."""
        try:
            return await self._pool.run(covered, page)
        except (PoolBroke, ValueError):
            raise InspectionFailed from None

    async def find_same(self, fingerprint: bytes, others: Sequence[bytes]) -> int | None:
        """Return the index of the first of `others` made from the same sheet of paper."""
        try:
            return await self._pool.run(first_same, fingerprint, tuple(others))
        except PoolBroke:
            return None

    async def close(self) -> None:
        """End the child processes."""
        await self._pool.close()


class _Refused:
    """A refusal on its way between processes; exceptions with facts cannot be pickled."""

    def __init__(self, refusal: Refusal) -> None:
        self.kind = type(refusal)
        self.facts = refusal.facts


def _page_or_refuse(
    upload: bytes, strictness: Strictness, number: int
) -> tuple[InspectedPage, bool] | _Refused:
    """Judge a page, from 0, and tell whether it is the last one."""
    try:
        photo = next(photos(upload, first=number))
        return _page(photo, strictness), number + 1 >= page_count(upload)
    except Refusal as refusal:
        return _Refused(refusal)


def _pages_or_refuse(upload: bytes) -> tuple[bytes, ...] | _Refused:
    try:
        return tuple(jpeg(photo.pixels) for photo in photos(upload))
    except Refusal as refusal:
        return _Refused(refusal)


def inspect(upload: bytes, strictness: Strictness) -> tuple[InspectedPage, ...]:
    """Measure and judge an upload in this very process.

    Raises:
        Refusal: one of those of `exams.domain.verdict`.
    """
    return tuple(_page(photo, strictness) for photo in photos(upload))


def _page(photo: Photo, strictness: Strictness) -> InspectedPage:
    measured = measure(photo)
    if measured is None:
        report, picture = unmeasurable(photo), jpeg(photo.pixels)
        return InspectedPage(
            report=report,
            verdict=judge(report, strictness),
            picture=picture,
            straightened=picture,
            marked=None,
            fingerprint=b"",
        )
    return _judged(measured, strictness)


def _judged(measured: Measured, strictness: Strictness) -> InspectedPage:
    verdict = judge(measured.report, strictness)
    clean = even_light(measured.flat)
    shown = None
    if not verdict.accepted:
        shown = mark(measured.photo.pixels, measured.report, verdict)
    return InspectedPage(
        report=measured.report,
        verdict=verdict,
        picture=jpeg(measured.photo.pixels),
        straightened=jpeg(clean, 80),
        marked=None if shown is None else jpeg(shown, 80),
        fingerprint=fingerprint(clean),
    )


def inspect_file(
    path: Path, strictness: Strictness = Strictness.NORMAL
) -> tuple[InspectedPage, ...]:
    """Measure and judge a file in this very process.

    Raises:
        Refusal: one of those of `exams.domain.verdict`.
        OSError: the file cannot be read.
    """
    return inspect(path.read_bytes(), strictness)
