"""Whose marks the results of an exam wait for, and telling them that these are due (rules E)."""

from collections import Counter
from dataclasses import replace

from exams.domain.exam import Exam, Kind
from exams.domain.ids import PersonId
from exams.notices.results import ResultsDue
from exams.records.unit import Unit
from exams.services.marking.plans import marked_by_markers
from exams.services.members import answers_awaited, tell_each
from exams.services.telling import staff_of


async def awaited_of(unit: Unit, exam: Exam) -> Counter[PersonId]:
    """Return how many marks are awaited of each marker, or of each member of the commission.

    Of nobody where the exam's own staff marks, or where all marks are in.
    """
    return await (_answers(unit, exam) if exam.kind is Kind.ORAL else _works(unit, exam))


async def _works(unit: Unit, exam: Exam) -> Counter[PersonId]:
    standing = await marked_by_markers(unit, exam.id)
    if standing is None:
        return Counter()
    markers = enumerate(standing.plan.markers, start=1)
    return +Counter({marker: len(standing.waiting(turn)) for turn, marker in markers})


async def _answers(unit: Unit, exam: Exam) -> Counter[PersonId]:
    commission = await unit.commissions.of(exam.id)
    return Counter() if commission is None else await answers_awaited(unit, commission)


async def tell_due(unit: Unit, exam: Exam, notice: ResultsDue, *, key: str) -> None:
    """Tell the staff of an exam that results are due, and whose marks they wait for.

    Args:
        unit: of the transaction.
        exam: which.
        notice: as the staff reads it where it marks itself.
        key: of the message, without whom it goes to.
    """
    awaited, oral = await awaited_of(unit, exam), exam.kind is Kind.ORAL
    for person, count in awaited.items():
        own = replace(notice, waits="answers" if oral else "works", count=count)
        await tell_each(unit, exam.id, [person], own, key=key)
    if awaited:
        notice = replace(notice, waits="commission" if oral else "markers")
    others = [one for one in staff_of(exam) if one not in awaited]
    await tell_each(unit, exam.id, others, notice, key=key)
