"""A drawn ticket whose message was lost with the bot, or with an answer, comes all the same."""

from collections.abc import Sequence
from datetime import timedelta

import pytest

from exams.domain.attempt import Attempt
from exams.domain.exam import Exam
from exams.notices.writing import TicketShown, WritingStarted
from exams.services.apart import PartFailed
from exams.services.writing.lost_tickets import ACKNOWLEDGED
from tests.make import at
from tests.services.conftest import University
from tests.services.day import acts, admitted, later, of_kind, opened, published, told

SECOND = timedelta(seconds=1)


async def drawn_and_killed(uni: University) -> Exam:
    """Let Aigerim draw at 10:00, and let nobody know whether she has seen the ticket."""
    exam = await opened(uni)
    await admitted(uni, exam, "Aigerim")
    later(at(0), uni)
    await uni.use.open_board(uni.actor("Aigerim"), exam.id)
    await uni.use.draw_ticket(uni.actor("Aigerim"), exam.id, 3)
    await uni.outbox()
    return exam


async def test_a_ticket_that_nobody_acknowledged_is_sent_and_then_its_clock_starts(
    uni: University,
) -> None:
    exam = await drawn_and_killed(uni)
    await uni.tick(at(0) + ACKNOWLEDGED - SECOND)
    assert not of_kind(await uni.outbox(), TicketShown)

    await uni.tick(at(0) + ACKNOWLEDGED)
    await uni.tick(at(0) + ACKNOWLEDGED + SECOND)
    assert (await uni.attempt("Aigerim", exam)).clock.started_at is None, "not delivered yet"
    ((who, shown),) = of_kind(await uni.outbox(), TicketShown)
    assert (who, shown.ticket, shown.questions) == ("Aigerim", 3, ("Сұрақ 3",))

    for second in (5, 15, 25):
        await uni.tick(at(0) + ACKNOWLEDGED + second * SECOND)
    messages = await uni.outbox()
    assert not of_kind(messages, TicketShown), "once"
    ((_, started),) = of_kind(messages, WritingStarted)
    assert started.deadline == at(120) + ACKNOWLEDGED + 5 * SECOND
    assert (await acts(uni, exam)).count("show_ticket") == 1


@pytest.mark.parametrize("late", [False, True])
async def test_a_ticket_that_was_seen_is_not_sent_once_more(
    uni: University, *, late: bool
) -> None:
    exam = await drawn_and_killed(uni)
    if late:  # it was asked for again, just when it was to be sent
        await uni.tick(at(0) + ACKNOWLEDGED)
        assert of_kind(await uni.outbox(), TicketShown)
    await uni.use.ticket_shown(uni.actor("Aigerim"), exam.id)

    for second in (30, 60, 90):
        await uni.tick(at(0) + ACKNOWLEDGED + second * SECOND)

    messages = await uni.outbox()
    assert not of_kind(messages, TicketShown)
    assert len(of_kind(messages, WritingStarted)) == 1


async def test_a_lost_ticket_comes_though_that_of_another_exam_cannot(
    uni: University, monkeypatch: pytest.MonkeyPatch
) -> None:
    uni.sitting = ["Outsider"]
    other = await published(uni, host="second@example.org")
    uni.sitting = ["Aigerim"]
    await drawn_and_killed(uni)
    await admitted(uni, other, "Outsider")
    await uni.use.open_board(uni.actor("Outsider"), other.id)
    await uni.use.draw_ticket(uni.actor("Outsider"), other.id, 3)
    oral = uni.use.tick_clock.oral
    send = oral.lost

    async def broken(exam: Exam, attempts: Sequence[Attempt]) -> None:
        if exam.id == other.id:
            raise KeyError
        await send(exam, attempts)

    monkeypatch.setattr(oral, "lost", broken)
    with pytest.raises(PartFailed):
        await uni.tick(at(0) + ACKNOWLEDGED)

    assert told(await uni.outbox(), TicketShown) == ["Aigerim"]
