"""The rows of an office's tables, changed cell by cell."""

from dataclasses import replace
from typing import Any

from exams.domain.exam import Exam
from tests.services.office import Office


def row(plain: tuple[Any, ...], **changes: Any) -> tuple[Any, ...]:
    """Return a row with some of its cells (c0, c1 …) changed."""
    return tuple(changes.get(f"c{n}", value) for n, value in enumerate(plain))


async def only_exam(office: Office) -> Exam:
    (exam,) = await office.exams()
    return exam


async def set_exam(office: Office, **changes: Any) -> Exam:
    exam = await only_exam(office)
    async with office.units() as unit:
        await unit.exams.save(replace(exam, **changes))
        await unit.commit()
    return await only_exam(office)
