"""Which files something still refers to: a file is stored once however often it was sent."""

from collections.abc import Collection, Iterator, Sequence
from itertools import islice
from typing import Any, Final

from sqlalchemy import Select, Text, cast, select
from sqlalchemy.ext.asyncio import AsyncConnection

from exams.domain.ids import Digest, ExamId
from storage.tables import absence, computer_tests, paper, sitting

AT_ONCE: Final = 500  # digests in one query
PICTURED: Final = f'%"{"_" * 64}"%'  # options of which one at least has a digest


def _sources(exams: Collection[ExamId]) -> Iterator[tuple[Any, Select[Any]]]:
    """Yield each column that names a file, with the rows that count: not those of these exams."""
    sheets, remarks, attempts = paper.sheets.c, sitting.remarks.c, sitting.attempts.c
    own = select(attempts.id).where(attempts.exam_id.in_(exams))
    for column in (sheets.upload, sheets.picture, sheets.straightened, sheets.shown):
        kept = sheets.erased_at.is_(None) & sheets.attempt_id.not_in(own)
        yield column, select(column).where(kept)
    yield remarks.voice, select(remarks.voice).where(remarks.attempt_id.not_in(own))
    made = paper.exam_files.c
    yield made.digest, select(made.digest).where(made.exam_id.not_in(exams))
    plans = absence.plans.c
    for column in (
        absence.evidence.c.picture,
        computer_tests.questions.c.picture,
        absence.orders.c.paper,
        plans.workbook,
        plans.paper,
    ):
        yield column, select(column)


async def unneeded(
    connection: AsyncConnection, files: Collection[Digest], exams: Sequence[ExamId] = ()
) -> frozenset[Digest]:
    """Return the files to which nothing refers, but what belongs to these exams.

    Somebody may send as a sheet what the university itself has stored: a question's picture, an
    order. That stays.
    """
    rest = iter(sorted(files))
    gone: set[Digest] = set()
    while some := set(islice(rest, AT_ONCE)):
        for column, rows in _sources(exams):
            found = await connection.execute(rows.where(column.in_(sorted(some))))
            some -= set(found.scalars())
        gone |= some
    if gone:
        options = computer_tests.questions.c.options
        pictured = await connection.execute(
            select(options).where(cast(options, Text).like(PICTURED))
        )
        gone -= {picture for row in pictured.scalars() for _, picture in row if picture}
    return frozenset(gone)
