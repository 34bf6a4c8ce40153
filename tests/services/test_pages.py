"""The page of a computer test: who is let in, what it sends, who looks at it (rules C1)."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from exams.domain.attempt_table import Stage
from exams.domain.booklet import Booklet
from exams.domain.exam import ASTANA, Exam
from exams.domain.ids import ChatId, Digest
from exams.domain.page import AHEAD, FRESH, LONGEST, Leaving
from exams.domain.questions import Answer, QuestionKind
from exams.domain.refusals.moments import TooLate, WrongStage
from exams.domain.refusals.pages import LaunchOld, LaunchUsed, PageClosed
from exams.domain.refusals.people import Unknown
from exams.domain.refusals.words import NotANumber
from exams.domain.talk import RemarkKind
from exams.notices.booklet import BookletGraded, BookletInformation, BookletPage, BookletVoid
from exams.notices.proctor import Alert
from exams.notices.trouble import Paused
from exams.services.pages.door import Launch, Opened
from exams.services.pages.look import View
from tests.make import at
from tests.services.conftest import University
from tests.services.day import (
    acts,
    admitted,
    later,
    of_kind,
    refused,
    suspend,
)
from tests.services.sitting import (
    answer_all,
    answering,
    booklet_of,
    hand_in_test,
    planned_test,
    question_at,
)

A, B, PROCTOR = "Aigerim", "Bolat", "Nurlan"


def launch(uni: University, data: str = "query", *, age: timedelta = timedelta()) -> Launch:
    return Launch(data=data, opened_at=uni.clock.now() - age)


async def opened_page(
    uni: University, exam: Exam, name: str = A, *, device: str = "phone", data: str = "query"
) -> Opened:
    return await uni.use.open_page(uni.actor(name), exam.id, launch(uni, data), device=device)


async def place_of(uni: University, booklet: Booklet, kind: QuestionKind) -> int:
    for place in range(1, len(booklet.items) + 1):
        if (await question_at(uni, booklet, place)).kind is kind:
            return place
    raise AssertionError(kind)


@pytest.mark.parametrize("age", [FRESH + timedelta(seconds=1), -AHEAD - timedelta(seconds=1)])
async def test_a_page_is_let_in_within_five_minutes_of_its_opening(
    uni: University, age: timedelta
) -> None:
    exam = await answering(uni, A)
    async with refused(uni, exam, LaunchOld):
        await uni.use.open_page(uni.actor(A), exam.id, launch(uni, age=age), device="phone")

    await uni.use.open_page(uni.actor(A), exam.id, launch(uni, age=FRESH), device="phone")


async def test_each_opening_is_good_for_once(uni: University) -> None:
    exam = await answering(uni, A)
    first = await opened_page(uni, exam)
    async with refused(uni, exam, LaunchUsed):
        await opened_page(uni, exam, device="stolen")

    entered = await uni.use.enter_page(first.token)
    assert (entered.actor.id, entered.exam) == (uni.people[A].id, exam.id)
    assert entered.attempt == (await uni.attempt(A, exam)).id


async def test_only_the_student_of_a_computer_test_opens_its_page(uni: University) -> None:
    exam = await answering(uni, A)
    written = await uni.exam(subject="Физика", starts_at=at(3000))
    await uni.use.publish_exam(uni.actor("Serik"), written.id)
    async with refused(uni, exam, Unknown):
        await opened_page(uni, exam, "Outsider")
    await opened_page(uni, written, A, data="another")
    async with refused(uni, written, Unknown):
        await uni.use.look_at_page(uni.actor(A), written.id)


async def test_a_newer_page_closes_the_earlier_one_and_tells_the_proctor_of_a_new_device(
    uni: University,
) -> None:
    exam = await answering(uni, A)
    first = await opened_page(uni, exam, data="1")
    again = await opened_page(uni, exam, data="2")
    assert of_kind(await uni.outbox(), Alert) == []

    second = await opened_page(uni, exam, data="3", device="laptop")

    for closed in (first, again):
        with pytest.raises(PageClosed):
            await uni.use.enter_page(closed.token)
    assert (await uni.use.enter_page(second.token)).exam == exam.id
    assert {alert.what for _, alert in of_kind(await uni.outbox(), Alert)} == {"second_device"}
    card = await uni.use.student_card(uni.actor(PROCTOR), (await uni.attempt(A, exam)).id)
    assert card.moves == 1
    assert (await acts(uni, exam)).count("page_opened") == 3


async def test_a_session_ends_with_the_day_and_when_the_account_is_unbound(
    uni: University,
) -> None:
    exam = await answering(uni, A)
    page = await opened_page(uni, exam)
    uni.clock.moment += LONGEST
    await uni.use.enter_page(page.token)
    uni.clock.moment += timedelta(seconds=1)
    with pytest.raises(PageClosed):
        await uni.use.enter_page(page.token)
    uni.clock.moment -= timedelta(hours=11)
    async with uni.units() as unit:
        person = await unit.people.get(uni.people[A].id)
        assert person is not None
        await unit.people.save(replace(person, account=None))
        await unit.commit()
    with pytest.raises(PageClosed):
        await uni.use.enter_page(page.token)


async def test_no_page_opened_from_an_earlier_account_is_let_in_again(uni: University) -> None:
    exam = await answering(uni, A, B)
    earlier, other = await opened_page(uni, exam), await opened_page(uni, exam, B, data="other")
    student = uni.people[A]
    assert student.number is not None
    await uni.use.unbind(uni.actor("Madina"), student.number)
    async with uni.units() as unit:
        freed = await unit.people.get(student.id)
        assert freed is not None
        await unit.people.save(replace(freed, account=ChatId(987_654)))
        await unit.commit()

    with pytest.raises(PageClosed):
        await uni.use.enter_page(earlier.token)
    assert (await uni.use.enter_page(other.token)).exam == exam.id
    now = await opened_page(uni, exam, data="again")
    assert (await uni.use.enter_page(now.token)).account == ChatId(987_654)


async def test_the_page_shows_each_stage_as_it_is(uni: University) -> None:
    exam = await planned_test(uni)
    actor = uni.actor(A)
    assert (await uni.use.look_at_page(actor, exam.id)).view is View.WAITING
    await admitted(uni, exam, A)
    shown = await uni.use.look_at_page(actor, exam.id)
    assert shown.view is View.INFORMATION
    assert isinstance(shown.facts, BookletInformation)
    uni.clock.moment = at(0)
    await uni.use.open_test(actor, exam.id)

    shown = await uni.use.look_at_page(actor, exam.id)

    assert (shown.view, shown.deadline, shown.standing) == (View.QUESTIONS, at(40), False)
    assert [page.place for page in shown.questions] == [1, 2, 3, 4, 5, 6]
    assert all(isinstance(page, BookletPage) for page in shown.questions)
    await answer_all(uni, exam, A)
    await uni.use.finish_test(actor, exam.id)
    shown = await uni.use.look_at_page(actor, exam.id)
    assert (shown.view, shown.answered, shown.questions) == (View.FINISH, (1, 2, 3, 4, 5, 6), ())
    await uni.use.tick_finish(actor, exam.id, on=True)
    await uni.use.submit_test(actor, exam.id)
    shown = await uni.use.look_at_page(actor, exam.id)
    assert shown.view is View.RESULT
    assert isinstance(shown.facts, BookletGraded)
    assert shown.facts.points == 100
    assert shown.facts.appeal_until == datetime(2026, 1, 17, tzinfo=ASTANA)  # all of Friday

    await uni.use.file_appeal(actor, exam.id, "Кілт қате")
    shown = await uni.use.look_at_page(actor, exam.id)
    assert isinstance(shown.facts, BookletGraded)
    assert shown.facts.appeal_until is None, "there is one appeal"


async def test_a_result_that_was_reviewed_and_stands_is_shown_again(uni: University) -> None:
    exam = await answering(uni, A)
    await answer_all(uni, exam, A)
    await hand_in_test(uni, exam, A)
    attempt = (await uni.attempt(A, exam)).id
    await uni.use.open_review(uni.actor("Zhaniya"), attempt, "күмән")
    assert (await uni.use.look_at_page(uni.actor(A), exam.id)).view is View.ENDED

    await uni.use.decide_review(uni.actor("Serik"), attempt, annul=False)

    shown = await uni.use.look_at_page(uni.actor(A), exam.id)
    assert shown.view is View.RESULT
    assert isinstance(shown.facts, BookletGraded)
    assert shown.facts.points == 100


async def test_while_paused_or_suspended_no_question_is_shown(uni: University) -> None:
    exam = await answering(uni, A)
    attempt = (await uni.attempt(A, exam)).id
    await uni.use.pause(uni.actor(PROCTOR), attempt, "technical", stop_clock=True)
    shown = await uni.use.look_at_page(uni.actor(A), exam.id)
    assert (shown.view, shown.questions, shown.standing) == (View.PAUSED, (), True)
    assert shown.facts == Paused(exam=exam.id, reason="technical", clock_stopped=True)
    await uni.use.unpause(uni.actor(PROCTOR), attempt)
    await suspend(uni, exam, uni.actor("Zhaniya"))

    shown = await uni.use.look_at_page(uni.actor(A), exam.id)

    assert (shown.view, shown.questions) == (View.SUSPENDED, ())


async def test_an_outage_a_void_test_and_an_ended_one_have_their_views(uni: University) -> None:
    exam = await answering(uni, A, B)
    await uni.use.outage(uni.actor(A), exam.id)
    assert (await uni.use.look_at_page(uni.actor(A), exam.id)).view is View.INTERRUPTED
    attempt = (await uni.attempt(A, exam)).id
    await uni.use.end_attempt(uni.actor("Zhaniya"), attempt, "phone")
    assert (await uni.use.look_at_page(uni.actor(A), exam.id)).view is View.ENDED
    await uni.tick(at(41))

    shown = await uni.use.look_at_page(uni.actor(B), exam.id)

    assert shown.view is View.VOID
    assert shown.facts == BookletVoid(
        exam=exam.id,
        subject="Тарих",
        answered=0,
        questions=6,
        standing="registrar",
        resits_left=2,
    )


async def test_an_answer_is_stored_once_however_often_it_is_sent(uni: University) -> None:
    exam = await answering(uni, A)
    booklet = await booklet_of(uni, exam, A)
    place = await place_of(uni, booklet, QuestionKind.SINGLE)
    actor, device = uni.actor(A), at(-3)

    first = await uni.use.send_answer(
        actor, exam.id, place, Answer(chosen=(1,)), key="k1", given_at=device
    )
    await uni.use.send_answer(actor, exam.id, place, Answer(chosen=(2,)), key="k2")
    again = await uni.use.send_answer(actor, exam.id, place, Answer(chosen=(1,)), key="k1")

    stored = (await booklet_of(uni, exam, A)).given[place]
    assert (first.answered, first.late, again.answered) == (1, False, 1)
    assert (stored.answer, stored.turn, stored.at) == (Answer(chosen=(2,)), 2, uni.clock.now())


async def test_answers_from_the_page_leave_the_chat_in_peace_until_its_minute_is_over(
    uni: University,
) -> None:
    exam = await answering(uni, A)
    await uni.use.send_answer(uni.actor(A), exam.id, 1, Answer(chosen=(0,)), key="k1")
    assert await uni.outbox() == []

    await uni.tick(at(2))

    ((_, page),) = of_kind(await uni.outbox(), BookletPage)
    assert (page.answered, page.place) == (1, 1)


async def test_an_answer_kept_on_the_device_is_judged_by_our_clock(uni: University) -> None:
    exam = await answering(uni, A)
    actor = uni.actor(A)
    later(at(40) + timedelta(seconds=3), uni)
    taken = await uni.use.send_answer(
        actor, exam.id, 1, Answer(chosen=(0,)), key="k1", given_at=at(20)
    )
    assert taken.late
    later(at(40) + timedelta(seconds=4), uni)
    async with refused(uni, exam, TooLate):
        await uni.use.send_answer(
            actor, exam.id, 2, Answer(chosen=(0,)), key="k2", given_at=at(20)
        )
    again = await uni.use.send_answer(actor, exam.id, 1, Answer(chosen=(0,)), key="k1")
    assert again.late  # what was taken in time is still told to be


async def test_an_answer_is_refused_before_the_start_while_paused_and_to_what_is_not_asked(
    uni: University,
) -> None:
    exam = await planned_test(uni)
    actor, one = uni.actor(A), Answer(chosen=(0,))
    await admitted(uni, exam, A)
    async with refused(uni, exam, WrongStage):
        await uni.use.send_answer(actor, exam.id, 1, one, key="k1")
    uni.clock.moment = at(0)
    await uni.use.open_test(actor, exam.id)
    for place in (0, 7):
        async with refused(uni, exam, Unknown):
            await uni.use.send_answer(actor, exam.id, place, one, key="k1")
    async with refused(uni, exam, Unknown):
        await uni.use.send_answer(actor, exam.id, 1, Answer(chosen=(99,)), key="k1")
    numeric = await place_of(uni, await booklet_of(uni, exam, A), QuestionKind.NUMERIC)
    async with refused(uni, exam, NotANumber):
        await uni.use.send_answer(actor, exam.id, numeric, Answer(typed="көп"), key="k1")
    attempt = (await uni.attempt(A, exam)).id
    await uni.use.pause(uni.actor(PROCTOR), attempt, "technical", stop_clock=True)
    async with refused(uni, exam, WrongStage):
        await uni.use.send_answer(actor, exam.id, 1, one, key="k1")

    await uni.use.unpause(uni.actor(PROCTOR), attempt)
    assert (await uni.use.send_answer(actor, exam.id, 1, one, key="k1")).answered == 1


async def test_leaving_the_page_stands_in_the_log_on_the_card_and_on_the_board(
    uni: University,
) -> None:
    exam = await answering(uni, A)
    actor, proctor = uni.actor(A), uni.actor(PROCTOR)
    attempt = (await uni.attempt(A, exam)).id
    await opened_page(uni, exam)
    later(at(3), uni)
    await uni.use.leave_page(actor, exam.id, Leaving.HIDDEN)
    await uni.use.leave_page(actor, exam.id, Leaving.BLURRED)
    card = await uni.use.student_card(proctor, attempt)
    assert (card.left, card.away_since) == (1, at(3))
    later(at(3) + timedelta(seconds=12), uni)
    await uni.use.return_to_page(actor, exam.id, seconds=11)
    await uni.use.return_to_page(actor, exam.id, seconds=11)

    card = await uni.use.student_card(proctor, attempt)
    board = await uni.use.board_now(proctor, exam.id)

    assert (card.left, card.away_since) == (1, None)
    assert [line.left for line in board.students if line.attempt == attempt] == [1]
    assert [act for act in await acts(uni, exam) if act in {"page_left", "page_seen"}] == [
        "page_left",
        "page_seen",
    ]
    log = await uni.use.chat_log(actor, exam.id)
    assert [(line.kind, line.text) for line in log.lines] == [("left_page", "12")]
    assert (await uni.attempt(A, exam)).warnings == 0  # how grave it is, the proctor decides


async def test_nobody_leaves_a_page_that_is_not_open_or_a_test_that_does_not_run(
    uni: University,
) -> None:
    exam = await answering(uni, A, B)
    await uni.use.leave_page(uni.actor(A), exam.id, Leaving.HIDDEN)
    await opened_page(uni, exam, B)
    await answer_all(uni, exam, B)
    await hand_in_test(uni, exam, B)
    await uni.use.leave_page(uni.actor(B), exam.id, Leaving.HIDDEN)

    assert "page_left" not in await acts(uni, exam)


async def test_a_voice_note_is_given_to_its_student_alone(uni: University) -> None:
    exam = await answering(uni, A, B)
    attempt = (await uni.attempt(A, exam)).id
    await uni.use.warn(uni.actor(PROCTOR), attempt, "", b"OggS")
    shown = await uni.use.look_at_page(uni.actor(A), exam.id)
    (said,) = shown.log
    assert said.kind is RemarkKind.WARNING
    assert said.voice is not None

    media, data = await uni.use.page_file(uni.actor(A), exam.id, said.voice)

    assert (media.kind, data) == ("voice", b"OggS")
    for name, digest in ((B, said.voice), (A, Digest("0" * 64))):
        async with refused(uni, exam, Unknown):
            await uni.use.page_file(uni.actor(name), exam.id, digest)


async def test_a_page_sees_by_its_state_that_something_has_changed(uni: University) -> None:
    exam = await answering(uni, A)
    attempt = (await uni.attempt(A, exam)).id
    assert await uni.use.watch_pages([attempt]) == {}
    await opened_page(uni, exam)
    states = []

    async def look() -> None:
        states.append((await uni.use.watch_pages([attempt]))[attempt].version)

    await look()
    await uni.use.send_answer(uni.actor(A), exam.id, 1, Answer(chosen=(0,)), key="k1")
    await look()
    await uni.use.warn(uni.actor(PROCTOR), attempt, "talking", None)
    await look()
    await uni.use.pause(uni.actor(PROCTOR), attempt, "technical", stop_clock=True)
    await look()

    assert len(set(states)) == 4
    assert (await uni.attempt(A, exam)).stage is Stage.PAUSED
    assert (await uni.use.look_at_page(uni.actor(A), exam.id)).state == states[-1]
