"""What is made of sheets and tickets, written down under its exam to be erased with it."""

from collections.abc import Iterable
from dataclasses import dataclass

from exams.domain.ids import Digest, ExamId
from exams.records.unit import Units


@dataclass(frozen=True, slots=True)
class NoteMade:
    """A file that shows a person was made; called outside any transaction, after it is stored."""

    units: Units

    async def __call__(self, exam: ExamId, made: Iterable[Digest]) -> None:
        """Write down which; what is known already costs a look and no transaction that writes."""
        made = tuple(made)
        async with self.units.reading() as unit:
            if await unit.personal_files.noted(exam, made):
                return
        async with self.units() as unit:
            await unit.personal_files.note(exam, made)
            await unit.commit(aside=True)
