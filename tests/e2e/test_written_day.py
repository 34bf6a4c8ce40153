"""A whole written exam day through the very bot, in three languages at once."""

from dataclasses import replace
from pathlib import Path

from bot.log_check import check_log
from exams.domain.attempt_table import Stage
from exams.domain.exam_table import ExamStage
from exams.domain.people import Locale
from exams.domain.sheets import Sheet, SheetStatus
from sandbox.players import Player
from sandbox.scenarios import written
from sandbox.stage import Stage as Theatre
from sandbox.university import SUBJECT
from tests.e2e.eyes import Eyes, Shown
from tests.e2e.languages import everybody_was_spoken_to_in_their_language, foreign
from tests.staged import staged

WRITERS = 5
CORRECTED = 3
"""Whose mark is corrected after the results are out: the fourth student."""


async def test_a_written_exam_from_the_schedule_to_the_corrected_result(
    fresh_database: Path,
) -> None:
    async with staged(fresh_database, Locale.KK) as stage:
        eyes = Eyes(stage.telegram.world)
        await three_languages(stage)
        await written.play(stage)
        await stage.settle()

        assert stage.telegram.refusals == []
        assert (await check_log(stage.app.settings.database_url)).whole
        await everybody_came_through(stage)
        await sheets_are_kept(stage)
        await marks_are_told(stage, eyes)
        results_were_posted_and_edited_in_place(stage, eyes)
        everybody_was_spoken_to_in_their_language((*stage.students, *stage.staff), eyes)
        await what_is_private_stayed_private(stage, eyes)


async def three_languages(stage: Theatre) -> None:
    """Let two of the students choose another language than the others."""
    students = list(stage.students)
    for place, locale in ((1, Locale.RU), (4, Locale.EN)):
        await students[place].phone.key(students[place].label("language"))
        await students[place].tap(f"lang_{locale.value}")
        students[place] = replace(students[place], locale=locale)
    await stage.settle()
    stage.students = tuple(students)


async def everybody_came_through(stage: Theatre) -> None:
    exam, attempts = await stage.exam(), await stage.attempts()
    *writers, absent = (attempts[student.who.number] for student in stage.students)
    assert exam.stage is ExamStage.RESULTS_PUBLISHED
    assert [attempt.stage for attempt in writers] == [Stage.RELEASED] * WRITERS
    assert absent.stage is Stage.NO_SHOW
    assert len({attempt.ticket for attempt in writers}) == WRITERS
    assert absent.ticket is None


async def sheets_of(stage: Theatre, student: Player) -> tuple[Sheet, ...]:
    attempts = await stage.attempts()
    async with stage.units.reading() as unit:
        return await unit.sheets.of(attempts[student.who.number].id)


async def sheets_are_kept(stage: Theatre) -> None:
    for student in stage.students[:WRITERS]:
        statuses = [sheet.status for sheet in await sheets_of(stage, student)]
        blurred = student is stage.students[1]
        assert statuses.count(SheetStatus.ACCEPTED) == 2
        assert statuses.count(SheetStatus.RETAKE) == blurred
        assert len(statuses) == 2 + blurred
    assert await sheets_of(stage, stage.students[WRITERS]) == ()


async def marks_are_told(stage: Theatre, eyes: Eyes) -> None:
    """Each student hears the own mark, and the corrected one hears both."""
    attempts = await stage.attempts()
    async with stage.units.reading() as unit:
        marks = await unit.marks.of_exam((await stage.exam()).id)
    for place, (student, mark) in enumerate(zip(stage.students, written.MARKS, strict=False)):
        final = 66 if place == CORRECTED else mark
        said = " ".join(one.text for one in eyes.in_chat(student.phone.id))
        assert marks[attempts[student.who.number].id].points == final
        assert str(mark) in said
        assert str(final) in said


def results_were_posted_and_edited_in_place(stage: Theatre, eyes: Eyes) -> None:
    subject = SUBJECT[stage.locale.value]
    posts = [
        one
        for one in eyes.in_chat(stage.group.id)
        if subject in one.text and not one.text.startswith(("🔏", "🔓"))
    ]
    first, corrected = posts[0], posts[-1]
    assert {one.message for one in posts} == {first.message}
    assert (" 61" in first.text, " 66" in first.text) == (True, False)
    assert (" 61" in corrected.text, " 66" in corrected.text) == (False, True)
    assert all(student.who.number[-4:] in corrected.text for student in stage.students[:WRITERS])
    assert not foreign(corrected.text, stage.locale)  # that of the proctor who linked the chat


async def what_is_private_stayed_private(stage: Theatre, eyes: Eyes) -> None:
    attempts = await stage.attempts()
    tickets = await questions(stage)
    secrets = {}
    for student in stage.students:
        link = attempts[student.who.number].link
        assert link
        secrets[student.who.number] = (student.who.number, student.who.last_name, link)
    for student in stage.students:
        own = attempts[student.who.number]
        read = everything(eyes.in_chat(student.phone.id))
        for other, secret in secrets.items():
            if other != student.who.number:
                assert not [one for one in secret if one in read], (student.who.name, other)
        mine = tickets.get(own.ticket or 0, frozenset())
        others = frozenset[str]().union(*tickets.values()) - mine
        assert all(question in read for question in mine)
        assert not [question for question in others if question in read]
    in_group = everything(eyes.in_chat(stage.group.id))
    assert in_group
    assert not [link for _, _, link in secrets.values() if link in in_group]
    assert not [q for drawn in tickets.values() for q in drawn if q in in_group]
    assert not [student for student in stage.students if student.who.last_name in in_group]


async def questions(stage: Theatre) -> dict[int, frozenset[str]]:
    """Return the questions of every ticket of the deck, by its number."""
    async with stage.units.reading() as unit:
        deck = await unit.decks.of((await stage.exam()).id)
        tickets = await unit.decks.tickets(deck)
    return {int(ticket.number): frozenset(ticket.questions) for ticket in tickets}


def everything(seen: list[Shown]) -> str:
    """Return all words and addresses that were shown."""
    return "\n".join("\n".join((one.text, *one.labels, *one.urls)) for one in seen)
