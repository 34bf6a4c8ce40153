"""The proctor of a computer test: progress, questions on top, pauses, time, words to all."""

from collections.abc import Awaitable, Callable

import pytest

from exams.domain.attempt_table import Stage
from exams.domain.refusals.moments import ConfirmTooLate, ExamStands, WrongStage
from exams.domain.refusals.people import NotAllowed
from exams.domain.refusals.words import MinutesOutOfRange, ReasonMissing
from exams.domain.talk import RemarkKind
from exams.notices.base import Notice
from exams.notices.booklet import BookletPage
from exams.notices.chief import ExamGoesOn, ExamSuspended
from exams.notices.trouble import FromProctor, Paused, Warned, WelcomeBack
from exams.notices.writing import ExtraTime
from exams.records.outbox import Envelope
from tests.make import at
from tests.services.conftest import University
from tests.services.day import (
    acts,
    go_on,
    later,
    of_kind,
    refused,
    suspend,
    told,
    writing,
)
from tests.services.sitting import (
    answer,
    answer_all,
    answering,
    booklet_of,
    hand_in_test,
    planned_test,
)

A, B = "Aigerim", "Bolat"
PROCTOR, CHIEF = "Nurlan", "Zhaniya"


async def in_order(uni: University, *kinds: type[Notice]) -> list[str]:
    """Return what Aigerim would read now, in order."""
    return [
        notice.template
        for name, notice in await uni.outbox()
        if name == A and isinstance(notice, kinds)
    ]


async def test_the_board_shows_progress_and_who_has_asked_comes_first(uni: University) -> None:
    exam = await answering(uni, A, B)
    for place in (1, 2):
        await answer(uni, exam, A, place)
    later(at(5), uni)
    await uni.use.ask_proctor(uni.actor(B), exam.id, "Сурет ашылмайды")

    board = await uni.use.board_now(uni.actor(PROCTOR), exam.id)

    lines = {line.attempt: line for line in board.students}
    first = lines[(await uni.attempt(A, exam)).id]
    assert (board.kind, first.answered, first.questions, first.minutes_left) == ("test", 2, 6, 35)
    assert board.students[0].attempt == (await uni.attempt(B, exam)).id
    assert board.students[0].asks == 1
    assert {line.answered for line in board.students} == {2, 0, None}

    await uni.use.message_student(
        uni.actor(PROCTOR), (await uni.attempt(B, exam)).id, "Бетті жаңартыңыз"
    )
    again = await uni.use.board_now(uni.actor(PROCTOR), exam.id)
    assert [line.asks for line in again.students] == [0, 0, 0, 0]


async def test_a_pause_takes_the_place_of_the_window_and_stops_the_clock(uni: University) -> None:
    exam = await answering(uni, A)
    attempt = (await uni.attempt(A, exam)).id
    later(at(10), uni)
    card = await uni.use.student_card(uni.actor(PROCTOR), attempt)
    assert "pause_clock" in card.can
    assert "pause" not in card.can
    await uni.use.pause(uni.actor(PROCTOR), attempt, "technical", stop_clock=False)

    ((_, paused),) = of_kind(await uni.outbox(), Paused)
    assert paused.clock_stopped
    assert uni.sent[-1].envelope.slot == f"booklet:{attempt}"
    assert uni.sent[-1].envelope.fresh
    await uni.tick(at(60))
    assert (await uni.attempt(A, exam)).stage is Stage.PAUSED
    await uni.outbox()

    await uni.use.unpause(uni.actor(PROCTOR), attempt)

    assert await in_order(uni, WelcomeBack, BookletPage) == ["welcome_back", "booklet_page"]
    assert (await uni.attempt(A, exam)).clock.deadline(at(60)) == at(90)


async def test_the_window_comes_again_below_whatever_the_proctor_says(uni: University) -> None:
    exam = await answering(uni, A)
    attempt, proctor = (await uni.attempt(A, exam)).id, uni.actor(PROCTOR)
    later(at(1), uni)
    await uni.use.warn(proctor, attempt, "talking", None)
    assert await in_order(uni, Warned, BookletPage) == ["warned", "booklet_page"]
    assert uni.sent[-1].envelope.fresh
    later(at(2), uni)
    await uni.use.message_student(proctor, attempt, "Камераны түзетіңіз")
    assert await in_order(uni, FromProctor, BookletPage) == ["from_proctor", "booklet_page"]
    later(at(3), uni)
    await uni.use.add_time(proctor, attempt, 5, "technical")
    assert await in_order(uni, ExtraTime, BookletPage) == ["extra_time", "booklet_page"]


async def test_chat_and_log_holds_everything_that_was_said(uni: University) -> None:
    exam = await answering(uni, A)
    attempt, proctor = (await uni.attempt(A, exam)).id, uni.actor(PROCTOR)
    await uni.use.ask_proctor(uni.actor(A), exam.id, " Дыбыс жоқ ")
    await uni.use.message_student(proctor, attempt, "Тексеріп жатырмын")
    await uni.use.warn(proctor, attempt, "talking", None)
    await uni.use.warn(proctor, attempt, "", b"OggS")
    await uni.use.add_time(proctor, attempt, 5, "technical")
    await uni.use.pause(proctor, attempt, "technical", stop_clock=True)

    log = await uni.use.chat_log(uni.actor(A), exam.id)

    assert [(line.kind, line.text, line.voice) for line in log.lines] == [
        ("question", "Дыбыс жоқ", False),
        ("message", "Тексеріп жатырмын", False),
        ("warning", "talking", False),
        ("warning", "", True),
        ("extra_time", "5", False),
        ("paused", "technical", False),
    ]
    assert (log.earlier, log.warnings) == (0, 2)
    async with uni.units.reading() as unit:
        voice = (await unit.talk.of(attempt))[3]
    assert voice.kind is RemarkKind.WARNING
    assert voice.voice is not None
    assert await uni.files.get(voice.voice) == b"OggS"


async def test_the_log_shows_the_last_ten_and_counts_the_rest(uni: University) -> None:
    exam = await answering(uni, A)
    for number in range(13):
        later(at(number), uni)
        await uni.use.ask_proctor(uni.actor(A), exam.id, f"{number}")

    log = await uni.use.chat_log(uni.actor(A), exam.id)

    assert (log.earlier, [line.text for line in log.lines]) == (3, [str(n) for n in range(3, 13)])


async def test_words_to_everybody_reach_who_is_in_the_exam(uni: University) -> None:
    exam = await answering(uni, A, B)
    await answer_all(uni, exam, B)
    await hand_in_test(uni, exam, B)
    await uni.outbox()
    async with refused(uni, exam, ReasonMissing):
        await uni.use.message_everybody(uni.actor(PROCTOR), exam.id, "  ")

    await uni.use.message_everybody(uni.actor(PROCTOR), exam.id, "Бес минуттан кейін үзіліс")

    assert told(await uni.outbox(), FromProctor) == [A]
    log = await uni.use.chat_log(uni.actor(A), exam.id)
    assert [line.text for line in log.lines] == ["Бес минуттан кейін үзіліс"]


async def test_time_for_everybody_is_an_entry_on_every_clock(uni: University) -> None:
    exam = await answering(uni, A, B)
    proctor = uni.actor(PROCTOR)
    for minutes, reason, kind in (
        (0, "жарық", MinutesOutOfRange),
        (601, "жарық", MinutesOutOfRange),
        (5, " ", ReasonMissing),
    ):
        async with refused(uni, exam, kind):
            await uni.use.add_time_for_everybody(proctor, exam.id, minutes, reason)

    await uni.use.add_time_for_everybody(proctor, exam.id, 10, "жарық сөнді")

    assert told(await uni.outbox(), ExtraTime) == [A, B]
    for name in (A, B):
        assert (await uni.attempt(name, exam)).clock.deadline(at(1)) == at(50)
    assert (await acts(uni, exam)).count("add_time") == 2


async def test_in_a_written_exam_those_who_have_put_their_pens_down_get_no_time(
    uni: University,
) -> None:
    exam = await writing(uni, A, B)
    await uni.use.finish_writing(uni.actor(B), exam.id)
    await uni.outbox()

    await uni.use.add_time_for_everybody(uni.actor(PROCTOR), exam.id, 10, "жарық сөнді")

    assert told(await uni.outbox(), ExtraTime) == [A]


@pytest.mark.parametrize("act", ["message", "time"])
async def test_nothing_is_said_to_everybody_of_an_exam_that_is_not_held(
    uni: University, act: str
) -> None:
    exam = await planned_test(uni)
    await uni.use.cancel_exam(uni.actor("Serik"), exam.id)
    async with refused(uni, exam, WrongStage):
        if act == "message":
            await uni.use.message_everybody(uni.actor(PROCTOR), exam.id, "сөз")
        else:
            await uni.use.add_time_for_everybody(uni.actor(PROCTOR), exam.id, 5, "жарық")


# -- the chief ------------------------------------------------------------------------------


async def test_when_the_chief_stops_a_test_no_question_is_read_and_nobody_loses_a_second(
    uni: University,
) -> None:
    exam = await answering(uni, A, B)
    await answer(uni, exam, A, 1)
    await uni.outbox()
    later(at(10), uni)
    paused = (await uni.attempt(B, exam)).id
    await uni.use.pause(uni.actor(PROCTOR), paused, "technical", stop_clock=True)
    await uni.outbox()

    await suspend(uni, exam, uni.actor(CHIEF))

    (envelope,) = [one for one in await waiting(uni) if isinstance(one.notice, ExamSuspended)
                   and one.to == uni.people[A].id]  # fmt: skip
    assert (envelope.slot, envelope.fresh) == (f"booklet:{(await uni.attempt(A, exam)).id}", True)
    taps: tuple[Callable[[], Awaitable[None]], ...] = (
        lambda: uni.use.pick_answer(uni.actor(A), exam.id, 1, 1, on=True, line=0),
        lambda: uni.use.turn_to(uni.actor(A), exam.id, 2),
        lambda: uni.use.scale(uni.actor(A), exam.id),
        lambda: uni.use.open_test(uni.actor(A), exam.id),
    )
    for tap in taps:
        async with refused(uni, exam, ExamStands) as facts:
            await tap()
        assert facts == {"since": at(10)}
    attempt = (await uni.attempt(A, exam)).id
    await uni.use.message_student(uni.actor(PROCTOR), attempt, "Күте тұрыңыз")
    await uni.tick(at(70))
    assert not of_kind(await uni.outbox(), BookletPage)

    later(at(75), uni)
    await go_on(uni, exam, uni.actor(CHIEF))

    assert await in_order(uni, ExamGoesOn, BookletPage) == ["exam_goes_on", "booklet_page"]
    assert (await uni.attempt(A, exam)).clock.deadline(at(75)) == at(105)
    assert (await uni.attempt(B, exam)).stage is Stage.PAUSED
    kinds = [line.kind for line in (await uni.use.chat_log(uni.actor(A), exam.id)).lines]
    assert kinds == ["paused", "message", "resumed"]


async def waiting(uni: University) -> list[Envelope]:
    """Take what would be sent now, and how."""
    before = len(uni.sent)
    await uni.outbox()
    return [delivery.envelope for delivery in uni.sent[before:]]


async def test_a_test_is_ended_with_the_second_confirmation_and_its_answers_are_kept(
    uni: University,
) -> None:
    exam = await answering(uni, A)
    await answer(uni, exam, A, 1)
    attempt = (await uni.attempt(A, exam)).id
    later(at(10), uni)

    await uni.use.ask_end(uni.actor(PROCTOR), attempt, "телефон")
    await answer(uni, exam, A, 2)  # nothing has ended yet
    async with refused(uni, exam, NotAllowed):
        await uni.use.confirm_end(uni.actor(PROCTOR), attempt)
    later(at(11), uni)
    card = await uni.use.confirm_end(uni.actor(CHIEF), attempt)

    assert card.stage == "terminated"
    assert len((await booklet_of(uni, exam, A)).answered) == 2
    async with refused(uni, exam, WrongStage):
        await uni.use.pick_answer(uni.actor(A), exam.id, 1, 1, on=True, line=0)
    await uni.use.reinstate(uni.actor(CHIEF), attempt)
    assert (await uni.attempt(A, exam)).stage is Stage.RUNNING
    assert len((await booklet_of(uni, exam, A)).answered) == 2


async def test_the_end_of_a_test_that_nobody_confirmed_in_two_minutes_is_off(
    uni: University,
) -> None:
    exam = await answering(uni, A)
    attempt = (await uni.attempt(A, exam)).id
    await uni.use.ask_end(uni.actor(PROCTOR), attempt, "телефон")
    later(at(2, seconds=1), uni)

    async with refused(uni, exam, ConfirmTooLate):
        await uni.use.confirm_end(uni.actor(CHIEF), attempt)
    await answer(uni, exam, A, 1)
