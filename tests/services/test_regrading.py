"""A wrong key found later: differences first, then only those changed are told (rules C1)."""

from exams.domain.exam import Exam
from exams.domain.grades import Mark, MarkStatus
from exams.domain.questions import QuestionKind
from exams.domain.refusals.computer_tests import KeyUnreadable
from exams.domain.refusals.files import NothingToConfirm
from exams.notices.results import YourGrade
from tests.make import at
from tests.services.conftest import University
from tests.services.day import acts, of_kind, refused, told
from tests.services.sitting import answer_all, answering, booklet_of, hand_in_test, question_at

A, B = "Aigerim", "Bolat"
EXAMINER = "Nurlan"


async def graded(uni: University) -> Exam:
    """Come to where Aigerim chose the first option of question С1, and Bolat the last one."""
    exam = await answering(uni, A, B)
    for name in (A, B):
        booklet = await booklet_of(uni, exam, name)
        places = range(1, len(booklet.items) + 1)
        singles = [
            place
            for place in places
            if (await question_at(uni, booklet, place)).kind is QuestionKind.SINGLE
        ]
        await answer_all(uni, exam, name, wrong=singles if name == B else ())
        await hand_in_test(uni, exam, name)
    await uni.outbox()
    return exam


async def mark_of(uni: University, exam: Exam, name: str) -> Mark:
    attempt = await uni.attempt(name, exam)
    async with uni.units.reading() as unit:
        mark = await unit.marks.of(attempt.id)
    assert mark is not None
    return mark


async def test_a_preview_shows_whose_points_would_change_and_changes_nothing(
    uni: University,
) -> None:
    exam = await graded(uni)
    preview = await uni.use.preview_regrade(uni.actor(EXAMINER), exam.id, "С1 4")

    assert (preview.name, preview.was, preview.right) == ("С1", "1", "4")
    assert {(line.before, line.after) for line in preview.lines} == {(100, 83), (83, 100)}
    assert (await mark_of(uni, exam, A)).points == 100
    assert await uni.outbox() == []


async def test_confirmed_only_those_changed_have_a_new_mark_and_are_told(uni: University) -> None:
    exam = await graded(uni)
    examiner = uni.actor(EXAMINER)
    preview = await uni.use.preview_regrade(examiner, exam.id, "С1 1,4")
    assert [(line.who, line.after) for line in preview.lines] == [(uni.people[B].name, 100)]
    uni.clock.moment = at(60)

    mended = await uni.use.confirm_regrade(examiner, preview.token)

    assert (mended.name, mended.changed) == ("С1", 1)
    mark = await mark_of(uni, exam, B)
    assert (mark.points, mark.was, mark.status) == (100, 83, MarkStatus.CORRECTED)
    assert (await mark_of(uni, exam, A)).version == 1
    sent = await uni.outbox()
    assert told(sent, YourGrade) == [B]
    ((_, grade),) = of_kind(sent, YourGrade)
    assert (grade.points, grade.corrected, grade.reason) == (100, True, "key_mended")
    assert (await acts(uni, exam))[-1] == "mark"


async def test_a_preview_is_confirmed_once_and_not_after_another_mended_the_question(
    uni: University,
) -> None:
    exam = await graded(uni)
    first = await uni.use.preview_regrade(uni.actor(EXAMINER), exam.id, "С1 4")
    second = await uni.use.preview_regrade(uni.actor("Zhaniya"), exam.id, "С1 3")
    await uni.use.confirm_regrade(uni.actor(EXAMINER), first.token)

    async with refused(uni, exam, NothingToConfirm):
        await uni.use.confirm_regrade(uni.actor(EXAMINER), first.token)
    async with refused(uni, exam, NothingToConfirm):
        await uni.use.confirm_regrade(uni.actor("Zhaniya"), second.token)


async def test_what_an_appeal_has_decided_stays_where_the_key_changes_nothing(
    uni: University,
) -> None:
    exam = await graded(uni)
    await uni.use.file_appeal(uni.actor(B), exam.id, "Екінші сұрақ")
    appealed = (await uni.attempt(B, exam)).id
    await uni.use.change_mark(uni.actor("Serik"), appealed, "90", "Екі жауап та дұрыс")

    preview = await uni.use.preview_regrade(uni.actor(EXAMINER), exam.id, "С1 2")
    await uni.use.confirm_regrade(uni.actor(EXAMINER), preview.token)

    assert [(line.who, line.after) for line in preview.lines] == [(uni.people[A].name, 83)]
    assert (await mark_of(uni, exam, B)).points == 90


async def test_a_void_test_stays_void_whatever_the_key(uni: University) -> None:
    exam = await answering(uni, A)
    await uni.tick(at(41))
    preview = await uni.use.preview_regrade(uni.actor(EXAMINER), exam.id, "С1 4")

    assert preview.lines == ()


async def test_no_such_question_and_no_such_answer_are_refused(uni: University) -> None:
    exam = await graded(uni)
    for text in ("С9 1", "С1", "С1 5", ""):
        async with refused(uni, exam, KeyUnreadable):
            await uni.use.preview_regrade(uni.actor(EXAMINER), exam.id, text)
