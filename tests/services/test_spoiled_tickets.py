"""A spoiled ticket is taken back by the chief proctor, burnt and logged; another one follows."""

from datetime import timedelta

from exams.domain.attempt_table import Stage
from exams.domain.refusals.moments import WrongStage
from exams.domain.refusals.people import NotAllowed
from exams.domain.refusals.tickets import NoTickets
from exams.domain.refusals.words import ReasonMissing
from exams.notices.writing import TicketSpoiled
from exams.services.planning.proving import CheckDraw
from tests.make import at
from tests.services.conftest import University
from tests.services.day import drawn, events, of_kind, refused, writing


async def test_the_chief_takes_a_ticket_back_and_the_two_hours_begin_anew(uni: University) -> None:
    exam = await writing(uni, "Aigerim", "Bolat")
    first = await uni.attempt("Aigerim", exam)
    await uni.use.add_time(uni.actor("Nurlan"), first.id, 10, "technical")
    await uni.outbox()
    uni.clock.moment = at(5)

    card = await uni.use.spoil_ticket(uni.actor("Zhaniya"), first.id, "2-сұрақ жыртылған")
    again = await uni.use.spoil_ticket(uni.actor("Zhaniya"), first.id, "екінші рет")

    assert card.stage == again.stage == Stage.PICKING.value
    ((who, notice),) = of_kind(await uni.outbox(), TicketSpoiled)
    assert (who, notice.ticket, notice.reason) == ("Aigerim", first.ticket, "2-сұрақ жыртылған")
    log = (await events(uni, exam))[-1]
    assert (log.act, log.facts["ticket"]) == ("spoil_ticket", first.ticket)

    await drawn(uni, exam, "Aigerim")
    second = await uni.attempt("Aigerim", exam)
    assert second.stage is Stage.WRITING
    assert second.ticket not in {None, first.ticket}
    assert second.clock.deadline(uni.clock.now()) == at(5) + timedelta(minutes=130)
    other = (await uni.attempt("Bolat", exam)).ticket
    assert other not in {first.ticket, second.ticket}
    assert (await CheckDraw(uni.units)(exam.id))[0].faults == ()


async def test_only_the_chief_replaces_a_ticket_with_a_reason_and_while_one_writes(
    uni: University,
) -> None:
    exam = await writing(uni, "Aigerim")
    attempt = (await uni.attempt("Aigerim", exam)).id
    async with refused(uni, exam, NotAllowed):
        await uni.use.spoil_ticket(uni.actor("Nurlan"), attempt, "жыртық")
    async with refused(uni, exam, ReasonMissing):
        await uni.use.spoil_ticket(uni.actor("Zhaniya"), attempt, " ")
    await uni.use.finish_writing(uni.actor("Aigerim"), exam.id)
    async with refused(uni, exam, WrongStage):
        await uni.use.spoil_ticket(uni.actor("Zhaniya"), attempt, "жыртық")


async def test_a_ticket_is_not_taken_back_where_none_is_left(uni: University) -> None:
    uni.sitting = ["Aigerim"]
    exam = await writing(uni, "Aigerim", tickets=2)
    attempt = (await uni.attempt("Aigerim", exam)).id
    await uni.use.spoil_ticket(uni.actor("Zhaniya"), attempt, "жыртық")
    await drawn(uni, exam, "Aigerim")
    async with refused(uni, exam, NoTickets):
        await uni.use.spoil_ticket(uni.actor("Zhaniya"), attempt, "жыртық")
