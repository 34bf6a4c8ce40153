"""Steps of a computer test, so that a test begins where it has something to say."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from exams.domain.booklet import Booklet
from exams.domain.exam import Exam, Kind
from exams.domain.questions import Question, QuestionKind
from exams.notices.booklet import BookletPage
from tests import make
from tests.make import at
from tests.services.conftest import University
from tests.services.day import admitted, of_kind, opened
from tests.services.remembered import remembered

FORTY = timedelta(minutes=40)
BANK = tuple(make.question(number, kind) for number, kind in enumerate(QuestionKind, start=1))


@remembered
async def planned_test(
    uni: University, *, bank: Iterable[Question] = BANK, **changes: Any
) -> Exam:
    """Come to 15 minutes before a computer test of 40 minutes."""
    laid: dict[str, Any] = {"kind": Kind.TEST, "allowed": FORTY, "tickets": 0, "bank": tuple(bank)}
    return await opened(uni, **laid, **changes)


@remembered
async def answering(uni: University, *names: str, **changes: Any) -> Exam:
    """Come to the start: those named see their first question."""
    exam = await planned_test(uni, **changes)
    await admitted(uni, exam, *names)
    uni.clock.moment = at(0)
    for name in names:
        await uni.use.open_test(uni.actor(name), exam.id)
    await uni.outbox()
    return exam


async def booklet_of(uni: University, exam: Exam, name: str) -> Booklet:
    """Return somebody's booklet as it is stored."""
    attempt = await uni.attempt(name, exam)
    async with uni.units.reading() as unit:
        booklet = await unit.booklets.of(attempt.id)
    assert booklet is not None
    return booklet


async def question_at(uni: University, booklet: Booklet, place: int) -> Question:
    """Return the question at a place."""
    async with uni.units.reading() as unit:
        question = await unit.questions.get(booklet.item(place).question)
    assert question is not None
    return question


async def answer(
    uni: University, exam: Exam, name: str, place: int, *, right: bool = True
) -> None:
    """Answer the question at a place as the student would, tap by tap."""
    actor = uni.actor(name)
    question = await question_at(uni, await booklet_of(uni, exam, name), place)
    key, last = question.key, len(question.options) - 1
    if question.kind in {QuestionKind.SHORT, QuestionKind.NUMERIC}:
        await uni.use.turn_to(actor, exam.id, place)
        words = key.texts[0] if key.texts else str(key.numbers[0].value)
        assert await uni.use.type_answer(actor, words if right else "404")
        return
    matching = question.kind is QuestionKind.MATCHING
    chosen = key.chosen if right else (last,) * (len(question.lines) or 1)
    for line, option in enumerate(chosen):
        await uni.use.pick_answer(
            actor, exam.id, place, option, on=True, line=line if matching else 0
        )


async def answer_all(uni: University, exam: Exam, name: str, *, wrong: Iterable[int] = ()) -> None:
    """Answer every question, those at some places wrongly."""
    booklet = await booklet_of(uni, exam, name)
    for place in range(1, len(booklet.items) + 1):
        await answer(uni, exam, name, place, right=place not in set(wrong))


async def hand_in_test(uni: University, exam: Exam, name: str) -> None:
    """Finish, tick, hand in."""
    actor = uni.actor(name)
    await uni.use.finish_test(actor, exam.id)
    await uni.use.tick_finish(actor, exam.id, on=True)
    await uni.use.submit_test(actor, exam.id)


async def last_page(uni: University) -> BookletPage:
    """Return the window as it was sent last."""
    pages = of_kind(await uni.outbox(), BookletPage)
    page = pages[-1][1]
    assert isinstance(page, BookletPage)
    return page


async def place_of(uni: University, exam: Exam, name: str, kind: QuestionKind) -> int:
    """Return where somebody's question of a kind stands."""
    booklet = await booklet_of(uni, exam, name)
    for place in range(1, len(booklet.items) + 1):
        if (await question_at(uni, booklet, place)).kind is kind:
            return place
    raise AssertionError(kind)
