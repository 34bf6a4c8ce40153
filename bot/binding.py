"""Sheets bound to files in a child process of their own, so that no verdict waits for them."""

import asyncio
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from documents.sheet_book import volumes, write_book
from exams.domain.ids import Digest
from exams.domain.people import Locale
from exams.ports.sheet_papers import NotBound, SheetBook, Work
from storage.files import DiskFiles
from vision.pool import PicturePool, PoolBroke
from vision.turning import covered

SECONDS: Final = 120.0  # for one file


def bound(
    book: SheetBook, pictures: list[Path], out: Path, locale: Locale, university: str
) -> None:
    """Write a file, in the child: of anonymous works without the headers of their pages.

    Raises:
        OSError, ValueError: a page is gone, or is no picture.
    """
    if book.anonymous:
        pictures = [_covered(picture, out, place) for place, picture in enumerate(pictures)]
    write_book(book, pictures, out, locale, university)


def _covered(picture: Path, out: Path, place: int) -> Path:
    blank = out.with_name(f"{place}.jpg")
    blank.write_bytes(covered(picture.read_bytes()))
    return blank


def _pool() -> PicturePool:
    return PicturePool(workers=1, seconds=SECONDS)


@dataclass(frozen=True, slots=True)
class SheetBinder:
    """The `SheetBooks` port: pictures go from disk to disk, and never through this process."""

    files: DiskFiles
    university: str
    pool: PicturePool = field(default_factory=_pool)

    async def bind(self, book: SheetBook, locale: Locale) -> tuple[Digest, ...]:
        """Store and return the files, as the port says.

        Raises:
            NotBound: the child came to no end.
        """
        try:
            sizes = await asyncio.to_thread(lambda: [self._size(work) for work in book.works])
        except OSError:
            raise NotBound from None
        parts = volumes(book.works, sizes)
        return tuple([await self._bound(replace(book, works=works), locale) for works in parts])

    def _size(self, work: Work) -> int:
        return sum(self.files.path_of(page).stat().st_size for page in work.pages)

    async def _bound(self, book: SheetBook, locale: Locale) -> Digest:
        pictures = [self.files.path_of(page) for work in book.works for page in work.pages]
        with TemporaryDirectory(prefix="sheets-") as folder:
            out = Path(folder) / "sheets.pdf"
            try:
                await self.pool.run(bound, book, pictures, out, locale, self.university)
            except (PoolBroke, OSError, ValueError):
                raise NotBound from None
            return await self.files.put(await asyncio.to_thread(out.read_bytes))

    async def close(self) -> None:
        """End the child."""
        await self.pool.close()
