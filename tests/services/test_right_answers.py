"""What was right in a test is shown when the exam says so and nobody can be asked any more."""

from datetime import timedelta

from exams.domain.absence.case import Reason
from exams.domain.exam import Exam
from exams.domain.questions import QuestionKind
from exams.domain.refusals.moments import WrongStage
from exams.domain.refusals.people import Unknown
from exams.domain.right_answers import AnswersHidden, AnswersLater
from exams.notices.booklet import BookletGraded
from exams.notices.right_answers import RightAnswer
from tests.make import at
from tests.services.conftest import University
from tests.services.day import acts, of_kind, refused
from tests.services.sitting import answer_all, answering, booklet_of, hand_in_test, question_at

A, B = "Aigerim", "Bolat"


async def over(uni: University, *names: str) -> Exam:
    """Come to where those named have handed in, the others did not come, and all is closed."""
    exam = await answering(uni, *names)
    for name in names:
        await answer_all(uni, exam, name, wrong=(1, 2, 3, 4, 5, 6) if name == B else ())
        await hand_in_test(uni, exam, name)
    await uni.tick(at(16))
    await uni.tick(at(60))
    return exam


async def offered(uni: University, exam: Exam) -> None:
    """Let the examiner offer the right answers."""
    page = await uni.use.offer_answers(uni.actor("Nurlan"), exam.id, on=True)
    assert page.shows_answers


async def review(uni: University, exam: Exam, name: str) -> dict[str, RightAnswer]:
    """Turn through the whole booklet; what was shown by kind."""
    booklet = await booklet_of(uni, exam, name)
    return {
        shown.kind: shown
        for place in range(1, len(booklet.items) + 1)
        for shown in (await uni.use.right_answer(uni.actor(name), exam.id, place),)
    }


async def test_by_default_nobody_sees_what_was_right(uni: University) -> None:
    uni.sitting[:] = [A]
    exam = await over(uni, A)

    async with refused(uni, exam, AnswersHidden):
        await uni.use.right_answer(uni.actor(A), exam.id, 1)
    assert not of_kind(await uni.outbox(), BookletGraded)[0][1].answers
    assert not (await uni.use.exam_details(uni.actor(A), exam.id)).answers


async def test_while_one_student_sits_nobody_sees_what_was_right(uni: University) -> None:
    uni.sitting[:] = [A, B]
    exam = await answering(uni, A, B)
    await offered(uni, exam)
    await answer_all(uni, exam, A)
    await hand_in_test(uni, exam, A)

    async with refused(uni, exam, AnswersLater):
        await uni.use.right_answer(uni.actor(A), exam.id, 1)
    async with refused(uni, exam, WrongStage):
        await uni.use.right_answer(uni.actor(B), exam.id, 1)
    assert of_kind(await uni.outbox(), BookletGraded)[0][1].answers


async def test_once_it_is_over_for_everybody_each_sees_the_own_answers_beside_the_right_ones(
    uni: University,
) -> None:
    uni.sitting[:] = [A, B]
    exam = await over(uni, A, B)
    await offered(uni, exam)

    right, wrong = await review(uni, exam, A), await review(uni, exam, B)

    assert set(right) == {kind.value for kind in QuestionKind}
    for kind, shown in right.items():
        assert (shown.earned, kind) == (str(shown.points), kind)
        assert all(option.chosen == option.right for option in shown.options)
        assert all(line.chosen == line.right for line in shown.lines)
    single = wrong["single"]
    assert [one.text for one in single.options if one.right] == ["1-а"]
    assert [one.text for one in single.options if one.chosen] == ["1-г"]
    assert single.earned == "0"
    matched = wrong["matching"].lines
    assert all(line.chosen for line in matched)
    assert wrong["short"].typed == "404"
    assert wrong["short"].accepted == ("нормал форма", "НФ")
    assert wrong["numeric"].accepted == ("9.8 ± 0.05",)
    assert (await uni.use.exam_details(uni.actor(A), exam.id)).answers
    async with refused(uni, exam, Unknown):
        await uni.use.right_answer(uni.actor(A), exam.id, 7)


async def test_who_may_still_sit_an_additional_exam_keeps_the_answers_closed(
    uni: University,
) -> None:
    uni.sitting[:] = [A, B]
    exam = await over(uni, A)
    await offered(uni, exam)
    async with refused(uni, exam, AnswersLater):  # Bolat may still apply
        await uni.use.right_answer(uni.actor(A), exam.id, 1)
    form = await uni.use.apply(uni.actor(B), exam.id)
    await uni.use.fill_in(uni.actor(B), form.case, reason=Reason.POWER_CUT)
    await uni.use.send_application(uni.actor(B), form.case, proof_later=False)
    await uni.tick(at(60) + timedelta(hours=25))
    async with refused(uni, exam, AnswersLater):  # the dean has not decided
        await uni.use.right_answer(uni.actor(A), exam.id, 1)
    await uni.use.refuse_absence(uni.actor("Serik"), form.case, "растама жоқ")
    async with refused(uni, exam, AnswersLater):  # he may ask once more
        await uni.use.right_answer(uni.actor(A), exam.id, 1)

    await uni.tick(at(60) + timedelta(days=9))

    assert (await uni.use.right_answer(uni.actor(A), exam.id, 1)).place == 1


async def test_who_did_not_apply_in_time_keeps_nothing_closed(uni: University) -> None:
    uni.sitting[:] = [A, B]
    exam = await over(uni, A)
    await offered(uni, exam)

    await uni.tick(at(60) + timedelta(hours=25))

    assert (await uni.use.right_answer(uni.actor(A), exam.id, 1)).place == 1


async def test_the_offer_is_taken_back_and_both_are_written_down(uni: University) -> None:
    uni.sitting[:] = [A]
    exam = await over(uni, A)
    await offered(uni, exam)
    await offered(uni, exam)
    await uni.use.offer_answers(uni.actor("Serik"), exam.id, on=False)

    async with refused(uni, exam, AnswersHidden):
        await uni.use.right_answer(uni.actor(A), exam.id, 1)
    assert [act for act in await acts(uni, exam) if act.endswith("_answers")] == [
        "show_answers", "hide_answers",
    ]  # fmt: skip


async def test_a_question_is_shown_as_it_was_asked(uni: University) -> None:
    uni.sitting[:] = [A]
    exam = await over(uni, A)
    await offered(uni, exam)
    booklet = await booklet_of(uni, exam, A)

    for place in range(1, 7):
        question = await question_at(uni, booklet, place)
        shown = await uni.use.right_answer(uni.actor(A), exam.id, place)
        order = booklet.item(place).order
        assert [one.text for one in shown.options] == [question.options[i].text for i in order]
        assert shown.topic == question.topic
