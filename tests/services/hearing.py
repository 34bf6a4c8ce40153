"""An answer heard by a commission, and the marks its members give."""

from exams.domain.commission import Way
from exams.domain.exam import Exam, Kind
from exams.domain.ids import AttemptId
from exams.notices.commission import AnswerToMark
from tests.make import at
from tests.services.conftest import University
from tests.services.day import admitted, numbers, opened

THREE = ("Nurlan", "Zhaniya", "Stranger")


async def named(uni: University, exam: Exam, *names: str, way: Way | None = None) -> None:
    await uni.use.name_commission(
        uni.actor("Serik"), exam.id, members=numbers(uni, *names), way=way
    )


async def heard(uni: University, *names: str, way: Way | None = None) -> tuple[Exam, AttemptId]:
    """Come to where Aigerim has answered before a commission."""
    exam = await opened(uni, kind=Kind.ORAL)
    await named(uni, exam, *(names or THREE), way=way)
    await admitted(uni, exam, "Aigerim")
    await uni.tick(at(0))
    nurlan = uni.actor("Nurlan")
    await uni.use.open_picking(nurlan, exam.id)
    await uni.use.draw_ticket(uni.actor("Aigerim"), exam.id, 1)
    await uni.use.ticket_shown(uni.actor("Aigerim"), exam.id)
    await uni.use.close_picking(uni.actor("Zhaniya"), exam.id)
    uni.clock.moment = at(30)
    attempt = (await uni.attempt("Aigerim", exam)).id
    await uni.use.call_up(nurlan, attempt)
    await uni.use.start_answer(nurlan, attempt)
    await uni.outbox()
    card = await uni.use.end_answer(nurlan, attempt)
    assert "mark" not in card.can, "the commission does, on the members' own phones"
    return exam, attempt


async def give(uni: University, attempt: AttemptId, **marks: int) -> list[AnswerToMark]:
    return [
        await uni.use.give_commission_mark(uni.actor(name), attempt, str(points))
        for name, points in marks.items()
    ]
