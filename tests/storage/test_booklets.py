"""Booklets come back as they were frozen, and no answer that was given is ever lost."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from exams.domain.attempt_table import Stage
from exams.domain.booklet import Booklet, BookletRules, Unanswered, write
from exams.domain.clock_ledger import ClockLedger
from exams.domain.exam_table import ExamStage
from exams.domain.ids import AttemptId, ExamId
from exams.domain.questions import Answer, QuestionKind
from exams.domain.refusals.base import Stale
from exams.domain.talk import Remark, RemarkKind
from storage.tables import computer_tests
from storage.unit import SqlUnits
from tests import make
from tests.storage.university import START, University

MINUTE = timedelta(minutes=1)
BANK = [make.question(number, kind) for number, kind in enumerate(QuestionKind, start=1)]


async def written(university: University, **changes: object) -> tuple[ExamId, Booklet]:
    """Store a running test with its booklet."""
    exam, (attempt,) = await university.seated(1)
    clock = ClockLedger(allowed=40 * MINUTE, started_at=START)
    booklet = write(attempt.id, BANK, "SEED", BookletRules(at_expiry=Unanswered.GRADE))
    async with university.units() as unit:
        await unit.attempts.save(replace(attempt, stage=Stage.RUNNING, clock=clock))
        await unit.questions.lay_in(exam.id, BANK)
        await unit.booklets.add(replace(booklet, **changes))  # type: ignore[arg-type]
        await unit.commit()
    return exam.id, replace(booklet, **changes)  # type: ignore[arg-type]


async def test_a_booklet_comes_back_as_it_was_frozen(
    units: SqlUnits, university: University
) -> None:
    exam, booklet = await written(
        university, flagged=frozenset({2, 5}), place=4, ticked=True, shown_at=START
    )
    async with units() as unit:
        assert await unit.booklets.of(booklet.attempt_id) == booklet
        assert await unit.booklets.of(AttemptId(99)) is None
        with pytest.raises(Stale):
            await unit.booklets.add(booklet)
        attempt = await unit.attempts.get(booklet.attempt_id)
        assert attempt is not None
        assert await unit.booklets.sat(attempt.student_id, exam) == (
            attempt,
            booklet,
            ExamStage.DRAFT,
        )
        assert await unit.booklets.sat(attempt.student_id, ExamId(99)) is None
        assert await unit.booklets.sitting(attempt.student_id) == exam
        await unit.attempts.save(replace(attempt, stage=Stage.SUBMITTED))
        assert await unit.booklets.sitting(attempt.student_id) is None


async def test_the_newest_answer_is_read_and_the_earlier_ones_are_kept(
    units: SqlUnits, university: University
) -> None:
    exam, booklet = await written(university)
    for seconds, chosen in ((30, (1,)), (61, (3,))):
        at = START + timedelta(seconds=seconds)
        given = booklet.answer(1, BANK[0], Answer(chosen=chosen), at=at, ends_at=START + MINUTE)
        async with units() as unit:
            await unit.booklets.save(given, given_at=1)
            await unit.commit()
        booklet = replace(given, version=given.version + 1)
    async with units.reading() as unit:
        assert await unit.booklets.of(booklet.attempt_id) == booklet
        assert await unit.booklets.of_exam(exam) == {booklet.attempt_id: booklet}
        assert await unit.booklets.of_exam(ExamId(99)) == {}
        assert await unit.booklets.progress(exam) == {booklet.attempt_id: (1, 6)}
        rows = await unit.booklets.connection.execute(
            select(computer_tests.answers.c.chosen, computer_tests.answers.c.late).order_by(
                computer_tests.answers.c.id
            )
        )
        assert rows.all() == [((1,), False), ((3,), True)]


async def test_two_answers_to_one_version_of_a_booklet_cannot_both_win(
    units: SqlUnits, university: University
) -> None:
    _, booklet = await written(university)
    given = booklet.answer(1, BANK[0], Answer(chosen=(1,)), at=START, ends_at=START)
    async with units() as unit:
        await unit.booklets.save(given, given_at=1)
        with pytest.raises(Stale):
            await unit.booklets.save(given, given_at=1)
        with pytest.raises(Stale):
            await unit.booklets.save(replace(given, version=1), given_at=1)
        with pytest.raises(Stale):  # neither does what is no answer overwrite a newer booklet
            await unit.booklets.save(booklet.flag(2, on=True))


async def test_windows_that_show_an_old_time_are_found_oldest_first(
    units: SqlUnits, university: University
) -> None:
    _, booklet = await written(university, shown_at=START)
    async with units.reading() as unit:
        assert await unit.booklets.behind(START, limit=5) == ()
        assert await unit.booklets.behind(START + MINUTE, limit=5) == (booklet.attempt_id,)
        assert await unit.booklets.behind(START + MINUTE, limit=0) == ()


async def test_a_bank_is_not_replaced_once_somebody_has_a_booklet_of_it(
    units: SqlUnits, university: University
) -> None:
    exam, _ = await written(university)
    async with units() as unit:
        with pytest.raises(Stale):
            await unit.questions.lay_in(exam, BANK)


@pytest.mark.parametrize(("seconds", "due"), [(3, False), (3.001, True)])
async def test_a_test_is_due_after_the_last_late_answer(
    units: SqlUnits,
    university: University,
    seconds: float,
    due: bool,  # noqa: FBT001
) -> None:
    _, booklet = await written(university)
    at = START + 40 * MINUTE + timedelta(seconds=seconds)
    async with units.reading() as unit:
        assert [one.id for one in await unit.attempts.due(at)] == [booklet.attempt_id] * due
        assert [one.id for one in await unit.attempts.counting_down(at)] == [booklet.attempt_id]


async def test_talk_comes_back_in_order_and_open_questions_are_counted(
    units: SqlUnits, university: University
) -> None:
    exam, attempts = await university.seated(2)
    first, second = (attempt.id for attempt in attempts)
    said = [
        Remark(attempt_id=first, at=START, kind=RemarkKind.QUESTION, text="Сурет ашылмайды"),
        Remark(attempt_id=first, at=START, kind=RemarkKind.WARNING, voice=make.digest(5)),
        Remark(attempt_id=first, at=START, kind=RemarkKind.MESSAGE, text="Қазір"),
        Remark(attempt_id=second, at=START, kind=RemarkKind.QUESTION, text="Алло"),
        Remark(attempt_id=first, at=START, kind=RemarkKind.QUESTION, text="Рақмет"),
        Remark(attempt_id=second, at=START, kind=RemarkKind.QUESTION, text="Естіп тұрсыз ба?"),
    ]
    async with units() as unit:
        for remark in said[:3]:
            await unit.talk.add(remark)
        assert await unit.talk.unanswered(exam.id) == {}
        for remark in said[3:]:
            await unit.talk.add(remark)
        assert await unit.talk.of(first) == (*said[:3], said[4])
        assert await unit.talk.unanswered(exam.id) == {first: 1, second: 2}
        assert await unit.talk.unanswered(ExamId(99)) == {}
