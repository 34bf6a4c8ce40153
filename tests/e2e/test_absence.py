"""An absence through the very bot: power cut, order, additional exam sat."""

from pathlib import Path

from bot.log_check import check_log
from exams.domain.absence.table import CaseStage
from exams.domain.attempt_table import Stage
from exams.domain.exam_table import ExamStage
from exams.domain.people import Locale
from exams.domain.sheets import SheetStatus
from sandbox.report import absence_report_of
from sandbox.scenarios import absence
from sandbox.stage import EXAM_AT
from sandbox.stage import Stage as Theatre
from tests.e2e.eyes import Eyes
from tests.e2e.languages import everybody_was_spoken_to_in_their_language
from tests.staged import staged


async def test_from_a_power_cut_to_an_additional_exam_that_is_sat(fresh_database: Path) -> None:
    async with staged(fresh_database, Locale.EN) as stage:
        eyes = Eyes(stage.telegram.world)
        await absence.play(stage)
        await stage.settle()

        assert stage.telegram.refusals == []
        assert (await check_log(stage.app.settings.database_url)).whole
        await the_report_tells_it(stage)
        await every_case_is_closed_and_its_new_attempt_is_linked(stage)
        await the_order_has_a_paper_and_the_registrar_has_it(stage)
        the_proof_was_in_view(stage)
        everybody_was_spoken_to_in_their_language((*stage.students, *stage.staff), eyes)


async def the_report_tells_it(stage: Theatre) -> None:
    told = (await absence_report_of(stage, "absence", 1.0)).to_json()
    absent = {stage.students[place].who.number for place in (1, 3, 5)}
    assert told["orders"] == (
        {"number": 1, "year": 2026, "students": tuple(sorted(absent)), "printed": True},
    )
    exams = told["additional_exams"]
    assert isinstance(exams, tuple)
    (exam,) = exams
    assert exam["exam_stage"] == ExamStage.RESULTS_PUBLISHED.value
    assert exam["attempts"] == dict.fromkeys(exam["attempts"], Stage.RELEASED.value)
    assert set(exam["attempts"]) == absent
    assert exam["instead_of"] == dict.fromkeys(exam["instead_of"], Stage.EXCUSED.value)
    attempts = told["attempts"]
    assert isinstance(attempts, dict)
    assert sorted(attempts.values()) == ["excused"] * 3 + ["released"] * 3
    assert told["event_log_ok"] is True


async def every_case_is_closed_and_its_new_attempt_is_linked(stage: Theatre) -> None:
    async with stage.units.reading() as unit:
        (exam,) = [one for one in await unit.exams.all() if one.starts_at == EXAM_AT]
        cases = await unit.cases.of_exam(exam.id)
        assert {case.stage for case in cases} == {CaseStage.CLOSED}
        assert len(cases) == 3
        seen = set()
        for case in cases:
            assert case.attempt_anew is not None
            anew = await unit.attempts.get(case.attempt_anew)
            assert anew is not None
            assert anew.student_id == case.student_id
            sheets = await unit.sheets.of(anew.id)
            assert [sheet.status for sheet in sheets] == [SheetStatus.ACCEPTED] * 2
            seen.add(anew.ticket)
        assert len(seen) == 3
        assert len(await unit.cases.evidence(cases[0].id)) <= 1


async def the_order_has_a_paper_and_the_registrar_has_it(stage: Theatre) -> None:
    files = (message.media for message in stage.registrar.phone.messages())
    names = [str(file[1].get("file_name", "")) for file in files if file is not None]
    assert "order-1-2026.pdf" in names
    assert {name.rsplit(".")[-1] for name in names if name.startswith("additional-")} == {
        "xlsx",
        "pdf",
    }


def the_proof_was_in_view(stage: Theatre) -> None:
    dean = stage.dean
    pictures = [message for message in dean.phone.messages() if message.from_bot and message.media]
    assert pictures
