"""How a test comes to each step of an oral exam."""

from datetime import datetime
from typing import Any

from exams.domain.exam import Exam, Kind
from exams.domain.ids import AttemptId
from exams.notices.base import Notice
from exams.notices.oral import OralTicket
from exams.notices.proctor import StudentCard
from tests.make import at
from tests.services.conftest import University
from tests.services.day import admitted, numbers, opened, sent
from tests.services.remembered import remembered

SITTING = ("Aigerim", "Bolat", "Kanat")


@remembered
async def room(uni: University, *names: str, **changes: Any) -> Exam:
    """Come to one minute after the start, everybody named admitted and the others absent."""
    exam = await opened(uni, kind=Kind.ORAL, **changes)
    await admitted(uni, exam, *(names or SITTING))
    await uni.tick(at(15))  # who has not come, will not
    uni.clock.moment = at(1)
    await uni.outbox()
    return exam


@remembered
async def picking(uni: University, *names: str, **changes: Any) -> Exam:
    """Come to where the tickets are laid out."""
    exam = await room(uni, *names, **changes)
    await uni.use.open_picking(uni.actor("Nurlan"), exam.id)
    return exam


async def draw(uni: University, exam: Exam, name: str, position: int) -> OralTicket:
    ticket = await uni.use.draw_ticket(uni.actor(name), exam.id, position)
    assert isinstance(ticket, OralTicket)
    await uni.use.ticket_shown(uni.actor(name), exam.id)
    return ticket


@remembered
async def drawn(uni: University, **changes: Any) -> Exam:
    """Come to where Aigerim, Bolat and Kanat have drawn, in this order, a minute apart."""
    exam = await picking(uni, **changes)
    for minute, name in enumerate(SITTING, 1):
        uni.clock.moment = at(minute)
        await draw(uni, exam, name, minute)
    await uni.tick(at(3, seconds=1))
    await uni.outbox()
    return exam


async def id_of(uni: University, exam: Exam, name: str) -> AttemptId:
    return (await uni.attempt(name, exam)).id


async def answered(uni: University, exam: Exam, name: str, *, ends: datetime) -> StudentCard:
    proctor, attempt = uni.actor("Nurlan"), await id_of(uni, exam, name)
    await uni.use.call_up(proctor, attempt)
    await uni.use.start_answer(proctor, attempt)
    uni.clock.moment = ends
    return await uni.use.end_answer(proctor, attempt)


def said_to(sent: list[tuple[str, Notice]], name: str, kind: type[Notice]) -> list[Any]:
    return [notice for to, notice in sent if to == name and isinstance(notice, kind)]


@remembered
async def whole(uni: University) -> Exam:
    """Play the exam to its end, everybody marked."""
    exam = await drawn(uni)
    proctor = uni.actor("Nurlan")
    await uni.tick(at(23))
    for minute, name in enumerate(SITTING):
        await answered(uni, exam, name, ends=at(30 + 10 * minute))
        attempt = await id_of(uni, exam, name)
        await uni.use.mark_answer(proctor, attempt, str(80 + minute))
        await sent(uni, name, f"{name} 1")
        await uni.use.hand_in(uni.actor(name), exam.id, 1)
        await uni.use.accept_sheets(proctor, attempt)
    await uni.use.release_ready(proctor, exam.id)
    await uni.tick(at(60))
    await uni.outbox()
    return exam


@remembered
async def heard_out(uni: University) -> Exam:
    """Come to where it is over, and of a commission of two only Nurlan, its chair, has marked."""
    exam = await drawn(uni)
    members = numbers(uni, "Nurlan", "Stranger")
    await uni.use.name_commission(uni.actor("Serik"), exam.id, members=members)
    await uni.tick(at(23))
    proctor = uni.actor("Nurlan")
    for minute, name in enumerate(SITTING):
        attempt = await id_of(uni, exam, name)
        await answered(uni, exam, name, ends=at(30 + 10 * minute))
        await uni.use.give_commission_mark(proctor, attempt, "80")
        await sent(uni, name, f"{name} 1")
        await uni.use.hand_in(uni.actor(name), exam.id, 1)
        await uni.use.accept_sheets(proctor, attempt)
    await uni.use.release_ready(proctor, exam.id)
    await uni.tick(at(60))
    return exam
