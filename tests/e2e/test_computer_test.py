"""A whole computer test through the very bot: thirty sit it at once, as the demo plays it."""

from pathlib import Path

from bot.log_check import check_log
from exams.domain.attempt_table import Stage
from exams.domain.exam_table import ExamStage
from exams.domain.people import Locale
from sandbox.report import report_of
from sandbox.scenarios import computer_test
from sandbox.stage import Stage as Theatre
from sandbox.university import COURSE
from tests.e2e.eyes import Eyes
from tests.e2e.languages import everybody_was_spoken_to_in_their_language
from tests.staged import staged

SITTERS = 30


async def test_thirty_students_sit_a_test_and_no_acknowledged_answer_is_lost(
    fresh_database: Path,
) -> None:
    async with staged(fresh_database, Locale.KK, students=COURSE) as stage:
        eyes = Eyes(stage.telegram.world)
        await computer_test.play(stage)
        await stage.settle()

        report = await report_of(stage, "test", 0.0)
        assert stage.telegram.refusals == []
        assert (await check_log(stage.app.settings.database_url)).whole
        assert report.answers_lost == 0
        await everybody_came_through(stage)
        assert len(report.grades) == SITTERS
        assert report.grades["2101001"] == {"points": 100, "letter": "A", "final": 95}
        assert report.grades["2101005"] == {"points": 0, "letter": "F", "final": None}
        await grades_are_told(stage, eyes)
        everybody_was_spoken_to_in_their_language((*stage.students, *stage.staff), eyes)


async def everybody_came_through(stage: Theatre) -> None:
    """One did not get through, one did not come, all others handed in."""
    exam, attempts = await stage.exam(), await stage.attempts()
    assert exam.stage is ExamStage.RESULTS_PUBLISHED
    stages = {number: attempt.stage for number, attempt in attempts.items()}
    assert stages.pop("2101005") is Stage.EXPIRED
    assert stages.pop("2101006") is Stage.NO_SHOW
    assert set(stages.values()) == {Stage.SUBMITTED}
    assert attempts["2101004"].warnings == 1
    assert attempts["2101004"].clock.paused.total_seconds() >= 180
    async with stage.units.reading() as unit:
        ((on_page, session),) = (await unit.pages.of_exam(exam.id)).items()
    assert on_page == attempts["2101007"].id
    assert session.moves == 1


async def grades_are_told(stage: Theatre, eyes: Eyes) -> None:
    """Each student reads the own points."""
    exam, attempts = await stage.exam(), await stage.attempts()
    async with stage.units.reading() as unit:
        marks = await unit.marks.of_exam(exam.id)
    for student in stage.students[:-1]:
        mark = marks[attempts[student.who.number].id]
        wanted = "есептелмейді" if mark.reason else f"{mark.points} балл"
        seen = eyes.in_chat(student.phone.id)
        assert any(wanted in one.text for one in seen), student.who.name
