"""Steps of a written exam's day, so that a test begins where it has something to say."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from exams.domain.attempt import Seen
from exams.domain.attempt_table import Stage
from exams.domain.exam import Exam
from exams.domain.ids import AttemptId
from exams.domain.log import Event
from exams.domain.people import Actor
from exams.domain.refusals.base import Refusal
from exams.domain.sheets import pages
from exams.notices.base import Notice
from exams.notices.chief import ChiefDesk
from exams.notices.proctor import Alert
from exams.notices.sheets import Receipt, SheetRetake, SheetTwice
from exams.notices.writing import Board
from exams.services.room.suspension import desk_of
from tests.fakes.ports import photograph
from tests.make import at
from tests.services.conftest import University
from tests.services.remembered import remembered

EVERYBODY = ("Aigerim", "Bolat", "Kanat", "Gulnur")
STAFF = ("Nurlan", "Zhaniya")


@remembered
async def published(uni: University, **changes: Any) -> Exam:
    """Plan an exam and publish it."""
    exam = await uni.exam(**changes)
    await uni.use.publish_exam(uni.actor("Serik"), exam.id)
    return exam


@remembered
async def opened(uni: University, **changes: Any) -> Exam:
    """Come to 15 minutes before: the room, the links, the check-in."""
    exam = await published(uni, **changes)
    await uni.tick(at(-30))
    await uni.tick(at(-15))
    return exam


async def agreed(uni: University, exam: Exam, name: str) -> AttemptId:
    """Check in and agree to the rules."""
    actor = uni.actor(name)
    await uni.use.check_in(actor, exam.id)
    for page in (1, 2):
        await uni.use.read_rules(actor, exam.id, page)
    await uni.use.agree(actor, exam.id)
    return (await uni.attempt(name, exam)).id


async def admitted(uni: University, exam: Exam, *names: str) -> None:
    """Check in, be seen, be admitted; the proctor is Nurlan."""
    for name in names:
        attempt = await agreed(uni, exam, name)
        for seen in Seen:
            await uni.use.tick(uni.actor("Nurlan"), attempt, seen, on=True)
        await uni.use.admit(uni.actor("Nurlan"), attempt)


async def rated(uni: University, exam: Exam, name: str, rating: int) -> None:
    """Give somebody an admission rating."""
    attempt = await uni.attempt(name, exam)
    async with uni.units() as unit:
        await unit.attempts.save(replace(attempt, rating=rating))
        await unit.commit()


@remembered
async def writing(uni: University, *names: str, **changes: Any) -> Exam:
    """Come to the start: those named have their tickets, and the two hours run."""
    exam = await opened(uni, **changes)
    await admitted(uni, exam, *names)
    await uni.tick(at(0))
    for name in names:
        await drawn(uni, exam, name)
    await uni.outbox()
    return exam


async def drawn(uni: University, exam: Exam, name: str) -> None:
    """Turn over the first free card, which Telegram acknowledges."""
    actor = uni.actor(name)
    board = await uni.use.open_board(actor, exam.id)
    assert isinstance(board, Board)
    await uni.use.draw_ticket(actor, exam.id, board.free[0])
    await uni.use.ticket_shown(actor, exam.id)


@remembered
async def pens_down(uni: University, *names: str, **changes: Any) -> Exam:
    """Come to the end of the two hours, when sheets are taken."""
    exam = await writing(uni, *names, **changes)
    uni.clock.moment = at(120)
    for name in names:
        await uni.use.finish_writing(uni.actor(name), exam.id)
    uni.clock.moment = at(121)
    return exam


async def sent(uni: University, name: str, *papers: str, first: int = 1) -> None:
    """Send a photograph of each paper, in messages numbered from `first`."""
    for number, paper in enumerate(papers, first):
        await send(uni, name, photograph(paper), number)


async def send(
    uni: University, name: str, upload: bytes, number: int, *, as_file: bool = False
) -> None:
    """Send an upload in the message of a number."""
    await uni.use.add_sheet(uni.actor(name), upload, (number, 0), as_file=as_file)


async def said(uni: University, name: str) -> list[Notice]:
    """Take what a student now hears about single sheets."""
    notices = of_kind(await uni.outbox(), SheetRetake, SheetTwice)
    assert {who for who, _ in notices} <= {name}
    return [notice for _, notice in notices]


async def receipt_of(uni: University, name: str, exam: Exam, said: int) -> Receipt:
    """Hand so many pages in, and return the receipt as a second tap shows it."""
    await uni.use.hand_in(uni.actor(name), exam.id, said)
    shown = await uni.use.hand_in(uni.actor(name), exam.id, said)
    assert shown is not None
    return shown


@remembered
async def handed_in(uni: University, name: str, pages: int = 2, **changes: Any) -> Exam:
    """Come to where a student has handed in so many pages."""
    exam = await pens_down(uni, name, **changes)
    await sent(uni, name, *(f"{name} {page}" for page in range(1, pages + 1)))
    await uni.use.hand_in(uni.actor(name), exam.id, pages)
    await uni.outbox()
    return exam


@remembered
async def marking(uni: University, *names: str, **changes: Any) -> Exam:
    """Come to where the exam is over and those named wait for their marks."""
    exam = await pens_down(uni, *names, **changes)
    for name in names:
        await sent(uni, name, f"{name} 1")
        await uni.use.hand_in(uni.actor(name), exam.id, 1)
        await uni.use.accept_sheets(uni.actor("Nurlan"), (await uni.attempt(name, exam)).id)
    await uni.use.release_ready(uni.actor("Nurlan"), exam.id)
    await uni.tick(at(140))
    await uni.outbox()
    return exam


async def places(uni: University, exam: Exam) -> dict[str, int]:
    """Return each student's place on the list of marks."""
    async with uni.units.reading() as unit:
        attempts = await unit.attempts.of_exam(exam.id)
    names = {person.id: name for name, person in uni.people.items()}
    return {names[a.student_id]: place for place, a in enumerate(attempts, 1)}


async def events(uni: University, exam: Exam) -> tuple[Event, ...]:
    """Return an exam's log."""
    async with uni.units.reading() as unit:
        return await unit.events.of(exam.id)


async def acts(uni: University, exam: Exam) -> list[str]:
    """Return what was done, in order."""
    return [event.act for event in await events(uni, exam)]


async def everything(uni: University, exam: Exam) -> object:
    """Return all that an act can change, to be compared with later."""
    async with uni.units.reading() as unit:
        attempts = await unit.attempts.of_exam(exam.id)
        return (
            await unit.exams.get(exam.id),
            attempts,
            await unit.decks.of(exam.id),
            [await unit.sheets.of(attempt.id) for attempt in attempts],
            await unit.marks.of_exam(exam.id),
            await unit.events.of(exam.id),
            await uni.queue.counts(),
        )


@asynccontextmanager
async def refused(
    uni: University, exam: Exam, *kinds: type[Refusal]
) -> AsyncIterator[dict[str, object]]:
    """Hold that a rule says no, and that nothing has changed; gives the refusal's facts."""
    before = await everything(uni, exam)
    facts: dict[str, object] = {}
    with pytest.raises(kinds) as caught:
        yield facts
    facts |= caught.value.facts
    assert await everything(uni, exam) == before


def of_kind(messages: Sequence[tuple[str, Notice]], *kinds: type[Notice]) -> list[Any]:
    """Return who got what of these kinds."""
    return [(name, notice) for name, notice in messages if isinstance(notice, kinds)]


def told(messages: Sequence[tuple[str, Notice]], *kinds: type[Notice]) -> list[str]:
    """Return who got a message of these kinds, in alphabetical order, once for each."""
    return sorted(name for name, _ in of_kind(messages, *kinds))


async def stages(uni: University, exam: Exam) -> dict[str, Stage]:
    """Return where everybody is."""
    return {name: (await uni.attempt(name, exam)).stage for name in EVERYBODY}


async def suspend(uni: University, exam: Exam, who: Actor) -> ChiefDesk:
    """Stop everybody, by the button that the desk shows now."""
    return await uni.use.suspend_exam(who, exam.id, await _turn(uni, exam))


async def go_on(uni: University, exam: Exam, who: Actor) -> ChiefDesk:
    """Let everybody go on, by the button that the desk shows now."""
    return await uni.use.resume_exam(who, exam.id, await _turn(uni, exam))


async def _turn(uni: University, exam: Exam) -> int:
    async with uni.units.reading() as unit:
        return (await desk_of(unit, await uni.stored(exam))).turn


def later(moment: datetime, uni: University) -> None:
    """Let the clock stand at a moment, without anything being done."""
    uni.clock.moment = moment


def alarms(messages: Sequence[tuple[str, Notice]]) -> list[str]:
    """Return what the staff is alerted of, once for each proctor."""
    return [n.what for name, n in messages if isinstance(n, Alert) and name == "Nurlan"]


def numbers(uni: University, *names: str) -> str:
    """Return people's staff numbers, as somebody types them."""
    return " ".join(uni.people[name].number for name in names)


async def papers(uni: University, name: str, exam: Exam) -> list[str]:
    """Return which papers count, page by page."""
    attempt = await uni.attempt(name, exam)
    async with uni.units.reading() as unit:
        kept = pages(await unit.sheets.of(attempt.id))
    return [sheet.fingerprint.decode() for sheet in kept]
