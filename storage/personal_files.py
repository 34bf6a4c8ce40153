"""Files that show an exam's people, in SQL; the files themselves are on the disk."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Select, delete, func, select, update
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from exams.domain.ids import AttemptId, Digest, ExamId
from exams.records.personal_files import Held
from storage.references import unneeded
from storage.tables import paper, sitting
from storage.tables.paper import exam_files
from storage.tables.web_pages import photographs

sheets: Final = paper.sheets.c
remarks: Final = sitting.remarks.c


def _attempts(exam: ExamId) -> Select[tuple[int]]:
    return select(sitting.attempts.c.id).where(sitting.attempts.c.exam_id == exam)


@dataclass(frozen=True, slots=True)
class SqlPersonalFiles:
    """Rows of `exam_files`, and what sheets and voice notes name."""

    connection: AsyncConnection

    async def note(self, exam: ExamId, made: Iterable[Digest]) -> None:
        """Keep in mind what was made of an exam's sheets; noted already changes nothing."""
        for digest in dict.fromkeys(made):
            await self.connection.execute(
                insert(exam_files).values(exam_id=exam, digest=digest).on_conflict_do_nothing()
            )

    async def noted(self, exam: ExamId, made: Iterable[Digest]) -> bool:
        """Return whether all of this is noted."""
        wanted = set(made)
        found = await self.connection.execute(
            select(func.count())
            .select_from(exam_files)
            .where(exam_files.c.exam_id == exam, exam_files.c.digest.in_(sorted(wanted)))
        )
        return found.scalar_one() == len(wanted)

    async def withdraw(self, exam: ExamId, *, at: datetime) -> None:
        """Write that an exam's sheets are erased, and forget what was measured of its people.

        That students have agreed to be photographed stays: it is the university's proof.
        """
        own = _attempts(exam)
        await self.connection.execute(
            update(paper.sheets)
            .where(sheets.attempt_id.in_(own))
            .values(erased_at=at, fingerprint=b"")
        )
        await self.connection.execute(
            update(photographs)
            .where(photographs.c.attempt_id.in_(own))
            .values(sameness=None, score=None, faults=(), compared_at=None)
        )

    async def held(self, exams: Sequence[ExamId]) -> dict[ExamId, Held]:
        """Return what exams hold that are to be erased together."""
        return {exam: await self._held(exam, exams) for exam in exams}

    async def forget(self, exam: ExamId) -> None:
        """Forget the names of an exam's files: they are deleted."""
        await self.connection.execute(delete(exam_files).where(exam_files.c.exam_id == exam))
        await self.connection.execute(
            update(sitting.remarks)
            .where(remarks.attempt_id.in_(_attempts(exam)))
            .values(voice=None)
        )

    async def _held(self, exam: ExamId, together: Sequence[ExamId]) -> Held:
        own = _attempts(exam)
        names = (sheets.upload, sheets.picture, sheets.straightened, sheets.shown)
        pages = await self._rows(
            select(sheets.attempt_id, *names).where(sheets.attempt_id.in_(own))
        )
        voices = await self._rows(
            select(remarks.attempt_id, remarks.voice).where(
                remarks.attempt_id.in_(own), remarks.voice.is_not(None)
            )
        )
        made = await self._rows(select(exam_files.c.digest).where(exam_files.c.exam_id == exam))
        files = {Digest(file) for row in (*pages, *voices) for file in row[1:] if file}
        files |= {Digest(file) for (file,) in made}
        return Held(
            works=tuple(sorted({AttemptId(row[0]) for row in (*pages, *voices)})),
            sheets=len(pages),
            voices=len(voices),
            files=await unneeded(self.connection, files, together),
        )

    async def _rows(self, query: Select[Any]) -> Sequence[Any]:
        found: Sequence[Any] = (await self.connection.execute(query)).all()
        return found
