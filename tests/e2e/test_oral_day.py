"""A whole oral exam day through the very bot: straggler, spoiled ticket, swap, absence."""

import re
from pathlib import Path

from bot.log_check import check_log
from exams.domain.appeal import AppealStage
from exams.domain.attempt_table import Stage
from exams.domain.exam_table import ExamStage
from exams.domain.oral import PREPARATION
from exams.domain.people import Locale
from sandbox.report import report_of
from sandbox.scenarios import PLAYS, oral
from sandbox.stage import Stage as Theatre
from tests.e2e.eyes import Eyes
from tests.staged import staged

SITTING = 6


async def test_an_oral_exam_from_the_schedule_to_the_marks(fresh_database: Path) -> None:
    play = PLAYS["oral"]
    async with staged(fresh_database, Locale.KK, students=oral.FEW, chief=play.chief) as stage:
        eyes = Eyes(stage.telegram.world)
        await play.act(stage)
        await stage.settle()

        report = await report_of(stage, "oral", 0)
        assert stage.telegram.refusals == []
        assert report.draw_verified
        assert report.event_log_ok
        assert (await check_log(stage.app.settings.database_url)).whole
        numbers = [student.who.number for student in stage.students[:SITTING]]
        points = {number: grade["points"] for number, grade in report.grades.items()}
        assert points == dict(zip(numbers, (oral.APPEALED, *oral.MARKS[1:]), strict=False))
        assert report.appeals == {numbers[0]: AppealStage.CHANGED.value}
        assert (await stage.exam()).schedule_version == 2, "moved once"
        assert report.sheets == {"accepted": 12, "retaken": 0}
        await everybody_came_through(stage)
        await one_ticket_was_burnt(stage)
        marks_were_told_once_and_in_private(stage, eyes)
        turns_were_told_and_corrected(stage, eyes)


async def everybody_came_through(stage: Theatre) -> None:
    exam, attempts = await stage.exam(), await stage.attempts()
    *sitting, absent = (attempts[student.who.number] for student in stage.students)
    assert exam.stage is ExamStage.RESULTS_PUBLISHED
    assert [attempt.stage for attempt in sitting] == [Stage.RELEASED] * SITTING
    assert absent.stage is Stage.NO_SHOW
    assert len({attempt.ticket for attempt in sitting}) == SITTING
    aigerim, _, dana, _, madina, *_ = sitting
    assert aigerim.turn is not None
    assert dana.turn is not None
    assert dana.turn < aigerim.turn  # exchanged
    assert madina.skipped
    assert exam.oral_opens_at is not None
    for attempt in sitting:
        assert attempt.called_at is not None
        assert attempt.clock.started_at is not None
        assert attempt.called_at >= exam.oral_opens_at
        assert attempt.called_at >= attempt.clock.started_at + PREPARATION


async def one_ticket_was_burnt(stage: Theatre) -> None:
    async with stage.units.reading() as unit:
        deck = await unit.decks.of((await stage.exam()).id)
    burnt = [card for card in deck.cards if card.burnt]
    said = [m.text for m in stage.proctor.phone.messages(stage.group) if m.text.startswith("🔓")]
    assert len(burnt) == 1
    assert f"{burnt[0].position}-карта: № {burnt[0].number} билет" in said[0]


def marks_were_told_once_and_in_private(stage: Theatre, eyes: Eyes) -> None:
    for student, mark in zip(stage.students[:SITTING], oral.MARKS, strict=False):
        own = [one for one in eyes.in_chat(student.phone.id) if one.text.startswith("📣 Бағаңыз")]
        assert len({one.message for one in own}) == 1  # once, and not again with the group's post
        assert f"{mark} балл" in own[0].text


def turns_were_told_and_corrected(stage: Theatre, eyes: Eyes) -> None:
    madina = stage.students[4]
    turns = [one.text for one in eyes.in_chat(madina.phone.id) if one.text.startswith("🕐")]
    places = [int(re.findall(r"\d+", text)[0]) for text in turns]
    assert len(set(places)) > 1
    assert any("соңына қойылдыңыз" in text for text in turns)
