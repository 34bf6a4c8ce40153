"""How long the sheets of an exam take to become one file, and how much memory that needs."""

import asyncio
import os
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from bot.background import Nursery
from bot.binding import SheetBinder
from exams.domain.ids import Digest
from exams.domain.people import Locale
from exams.domain.verdict import Strictness
from exams.ports.sheet_papers import SheetBook, Work
from sandbox.bench.figures import Figure
from sandbox.bench.sheets import photograph
from storage.files import DiskFiles
from vision.inspector import PooledSheetInspector

STUDENTS: Final = 30
SHEETS: Final = 6  # of each
PHOTOS: Final = 12  # different ones; each page is a file of its own all the same
SECONDS: Final = 60.0
MEGABYTES: Final = 500.0
BEAT: Final = 0.02  # seconds between two looks at the memory
COMMENT: Final = b"\xff\xfe"  # of a JPEG


async def measure(students: int = STUDENTS, photos: int = PHOTOS) -> tuple[Figure, ...]:
    """Bind sheets that were photographed with 12 megapixels, and straightened when they came.

    The peer of the time is a plain copy of the same pictures.
    """
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        files = DiskFiles(Path(folder))
        straightened = await _pages(photos)
        book = await _book(files, straightened, students)
        binder = SheetBinder(files, "Университет")
        try:
            small = SheetBook(
                subject=book.subject,
                kind=book.kind,
                starts_at=book.starts_at,
                anonymous=False,
                works=book.works[:1],
            )
            await binder.bind(small, Locale.KK)  # the child starts
            async with Nursery() as nursery:
                most: list[float] = [0.0]
                before = _resident(own=True)
                nursery.start(_watch(most, before), name="memory")
                begun = time.perf_counter()
                made = await binder.bind(book, Locale.KK)
                took = time.perf_counter() - begun
        finally:
            await binder.close()
        copied = await asyncio.to_thread(_copied, files, book, Path(folder) / "copy")
        size = sum(files.path_of(digest).stat().st_size for digest in made) / 1e6
    return (
        Figure(
            bench="sheets-pdf",
            what=f"{students * SHEETS} sheets as PDF: {len(made)} files, {size:.0f} MB",
            value=took,
            unit="s",
            beside="copying the same pictures",
            peer=copied,
            at_most=SECONDS,
        ),
        Figure(
            bench="sheets-pdf",
            what="memory: of the child, and what the bot grew by, the most at one time",
            value=max(most),
            unit="MB",
            beside="the limit",
            peer=MEGABYTES,
            at_most=MEGABYTES,
        ),
    )


async def _pages(photos: int) -> list[bytes]:
    """Return the pages of photographs as they are straightened when they come."""
    inspector, pages = PooledSheetInspector(), []
    try:
        for seed in range(photos):
            upload = await asyncio.to_thread(photograph, seed)
            (page,) = await inspector.inspect(upload, strictness=Strictness.NORMAL)
            pages.append(page.straightened)
    finally:
        await inspector.close()
    return pages


async def _book(files: DiskFiles, straightened: list[bytes], students: int) -> SheetBook:
    works = []
    for student in range(students):
        pages: list[Digest] = []
        for sheet in range(SHEETS):
            number = student * SHEETS + sheet
            page = straightened[number % len(straightened)]
            note = f"{number:06d}".encode()
            length = (len(note) + 2).to_bytes(2)
            pages.append(await files.put(page[:2] + COMMENT + length + note + page[2:]))
        works.append(
            Work(
                who=f"Студент {student + 1}",
                number=f"2101{student:04d}",
                ticket=student + 1,
                pages=tuple(pages),
            )
        )
    return SheetBook(
        subject="Деректер қоры",
        kind="written",
        starts_at=datetime(2027, 5, 19, 5, tzinfo=UTC),
        anonymous=False,
        works=tuple(works),
    )


def _copied(files: DiskFiles, book: SheetBook, out: Path) -> float:
    begun = time.perf_counter()
    with out.open("wb") as copy:
        for work in book.works:
            for page in work.pages:
                copy.write(files.get_now(page))
        copy.flush()
        os.fsync(copy.fileno())
    return time.perf_counter() - begun


async def _watch(most: list[float], before: float) -> None:
    while True:
        child = await asyncio.to_thread(_resident, own=False)
        most.append(child + max(_resident(own=True) - before, 0.0))
        await asyncio.sleep(BEAT)


def _resident(*, own: bool) -> float:
    """Return megabytes of memory in use by this process, or by its children."""
    me, pages = os.getpid(), 0
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
            if int(folder.name) == me if own else parent == me:
                pages += int((folder / "statm").read_text().split()[1])
        except (OSError, ValueError):
            continue  # it ended meanwhile
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6
