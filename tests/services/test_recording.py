"""Grades into the university's own system: queued, sent, answered row by row, sent again."""

from collections.abc import Sequence
from datetime import timedelta

import pytest

from exams.domain.exam import Exam
from exams.domain.gradebook import RowState
from exams.domain.grades import MarkStatus
from exams.domain.log import verify
from exams.notices.gradebook import GradeRecords
from exams.ports.grade_system import GradeAnswer, GradeLine
from exams.services.grades.recording import SendGrades
from tests.services.conftest import University
from tests.services.day import events, everything, marking, of_kind, places, told

SAT = ("Aigerim", "Bolat")


async def published(uni: University) -> Exam:
    exam = await marking(uni, *SAT)
    found = await places(uni, exam)
    marks = "\n".join(f"{found[name]} 61" for name in SAT)
    await uni.use.enter_marks(uni.actor("Nurlan"), exam.id, marks)
    await uni.use.confirm_marks(uni.actor("Nurlan"), exam.id)
    await uni.use.publish_results(uni.actor("Nurlan"), exam.id, "names")
    await uni.outbox()
    return exam


async def states(uni: University, exam: Exam) -> list[RowState]:
    async with uni.units.reading() as unit:
        return [row.state for row in await unit.gradebook.of_exam(exam.id)]


async def status(uni: University, name: str, exam: Exam) -> MarkStatus:
    async with uni.units.reading() as unit:
        mark = await unit.marks.of((await uni.attempt(name, exam)).id)
    assert mark is not None
    return mark.status


async def test_published_grades_are_queued_sent_once_and_recorded(uni: University) -> None:
    exam = await published(uni)
    assert await states(uni, exam) == [RowState.WAITING] * 2
    for _ in range(2):
        await uni.use.send_grades()
    assert sorted(line.number for line in uni.grades.lines) == sorted(
        uni.people[name].number for name in SAT
    )
    assert await states(uni, exam) == [RowState.RECORDED] * 2
    assert await status(uni, "Aigerim", exam) is MarkStatus.RECORDED
    shown = await uni.use.grade_records(uni.actor("Madina"), exam.id)
    assert (shown.recorded, shown.waiting, shown.sent, shown.rejected) == (2, 0, 0, ())
    assert shown.held_up == ""
    log = await events(uni, exam)
    assert [event.act for event in log].count("record_grade") == 2
    assert verify(log) is None
    assert not of_kind(await uni.outbox(), GradeRecords)  # good news is no news


async def test_a_rejected_row_is_shown_to_the_registrar_and_sent_again(uni: University) -> None:
    exam = await published(uni)
    number = uni.people["Bolat"].number
    uni.grades.rejects = {number: "студент табылмады"}
    await uni.use.send_grades()
    messages = of_kind(await uni.outbox(), GradeRecords)
    assert told(messages, GradeRecords) == ["Madina"]
    ((_, shown),) = messages
    assert [(row.name, row.reason) for row in shown.rejected] == [
        (uni.people["Bolat"].name, "студент табылмады")
    ]
    assert shown.held_up == ""
    assert await status(uni, "Bolat", exam) is MarkStatus.PUBLISHED
    uni.grades.rejects = {}
    for _ in range(2):
        again = await uni.use.send_again(uni.actor("Madina"), exam.id)
        assert (again.waiting, again.rejected) == (1, ())
    sent_again = [event for event in await events(uni, exam) if event.act == "send_again"]
    assert [(one.before, one.after) for one in sent_again] == [("rejected", "waiting")]
    await uni.use.send_grades()
    assert [line.number for line in uni.grades.lines].count(number) == 2
    assert await states(uni, exam) == [RowState.RECORDED] * 2


async def test_a_system_that_is_down_loses_nothing_and_is_asked_less_and_less_often(
    uni: University,
) -> None:
    exam = await published(uni)
    uni.grades.down = "unreachable"
    await uni.use.send_grades()
    await uni.use.send_grades()
    assert await states(uni, exam) == [RowState.WAITING] * 2
    shown = await uni.use.grade_records(uni.actor("Madina"), exam.id)
    assert (shown.waiting, shown.held_up) == (2, "unreachable")
    uni.grades.down = ""
    uni.clock.pass_(timedelta(seconds=59))
    await uni.use.send_grades()
    assert uni.grades.lines == []
    uni.clock.pass_(timedelta(seconds=1))
    await uni.use.send_grades()
    assert await states(uni, exam) == [RowState.RECORDED] * 2


async def test_the_registrar_need_not_wait_until_a_system_that_was_down_is_asked_again(
    uni: University,
) -> None:
    exam = await published(uni)
    uni.grades.down = "unreachable"
    await uni.use.send_grades()
    uni.grades.down = ""

    for _ in range(2):
        again = await uni.use.send_again(uni.actor("Madina"), exam.id)
        assert (again.waiting, again.held_up) == (2, "")
    await uni.use.send_grades()

    assert await states(uni, exam) == [RowState.RECORDED] * 2
    assert [event.act for event in await events(uni, exam)].count("send_again") == 2
    await uni.use.send_again(uni.actor("Madina"), exam.id)
    assert await states(uni, exam) == [RowState.RECORDED] * 2


async def test_what_holds_up_one_grade_is_told_though_another_was_not_tried_yet(
    uni: University,
) -> None:
    exam = await published(uni)
    uni.grades.down = "unreachable"
    await uni.use.send_grades()
    place = (await places(uni, exam))["Aigerim"]
    await uni.use.correct_mark(uni.actor("Nurlan"), exam.id, f"{place} 70", "қосынды")

    shown = await uni.use.grade_records(uni.actor("Madina"), exam.id)
    assert (shown.waiting, shown.held_up) == (2, "unreachable")


async def test_a_grade_that_is_corrected_while_it_is_sent_goes_anew(
    uni: University, monkeypatch: pytest.MonkeyPatch
) -> None:
    exam = await published(uni)
    place = (await places(uni, exam))["Aigerim"]
    send = uni.grades.send

    async def slowly(lines: Sequence[GradeLine]) -> tuple[GradeAnswer, ...]:
        said = await send(lines)
        await uni.use.correct_mark(uni.actor("Nurlan"), exam.id, f"{place} 70", "қосынды")
        return said

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(uni.grades, "send", slowly)
        await uni.use.send_grades()
    found = await states(uni, exam)
    assert {one: found.count(one) for one in found} == {
        RowState.REPLACED: 1, RowState.WAITING: 1, RowState.RECORDED: 1,
    }  # fmt: skip
    assert await status(uni, "Aigerim", exam) is MarkStatus.CORRECTED

    await uni.use.send_grades()
    assert [(line.points, line.revision) for line in uni.grades.lines][-1] == (70, 2)
    assert await status(uni, "Aigerim", exam) is MarkStatus.RECORDED


async def test_where_there_is_no_such_system_or_nothing_to_send_nothing_is_sent(
    uni: University, monkeypatch: pytest.MonkeyPatch
) -> None:
    exam = await published(uni)
    await SendGrades(uni.units, uni.clock, None)()
    assert await states(uni, exam) == [RowState.WAITING] * 2
    await uni.use.send_grades()

    calls: list[Sequence[GradeLine]] = []
    monkeypatch.setattr(uni.grades, "send", calls.append)
    await uni.use.send_grades()
    assert calls == []


async def test_answers_may_come_later_and_more_than_once(uni: University) -> None:
    exam = await published(uni)
    uni.grades.at_once = False
    await uni.use.send_grades()  # sent, and the answers are there at once to be fetched
    for _ in range(2):
        await uni.use.send_grades()
    assert await states(uni, exam) == [RowState.RECORDED] * 2
    assert len(uni.grades.lines) == 2
    acts = [event.act for event in await events(uni, exam)]
    assert acts.count("record_grade") == 2


async def test_a_correction_goes_after_the_grade_or_in_its_place(uni: University) -> None:
    exam = await published(uni)
    place = (await places(uni, exam))["Aigerim"]
    await uni.use.correct_mark(uni.actor("Nurlan"), exam.id, f"{place} 70", "қосынды")
    await uni.use.send_grades()
    own = [one for one in uni.grades.lines if one.number == uni.people["Aigerim"].number]
    assert [(line.points, line.corrects, line.revision) for line in own] == [(70, 61, 2)]
    uni.clock.pass_(timedelta(hours=1))
    await uni.use.file_appeal(uni.actor("Aigerim"), exam.id, "сөз")
    attempt = (await uni.attempt("Aigerim", exam)).id
    await uni.use.change_mark(uni.actor("Serik"), attempt, "75", "толық")
    assert await status(uni, "Aigerim", exam) is MarkStatus.CORRECTED
    await uni.use.send_grades()
    assert [(line.points, line.corrects) for line in uni.grades.lines][-1] == (75, 70)
    assert await status(uni, "Aigerim", exam) is MarkStatus.RECORDED
    found = await states(uni, exam)
    assert (found.count(RowState.REPLACED), found.count(RowState.RECORDED)) == (1, 3)


async def test_an_answer_to_nothing_changes_nothing(uni: University) -> None:
    exam = await published(uni)
    uni.grades.at_once = False
    await uni.use.send_grades()
    first = uni.grades.late[0]
    for key in ("", "x", "999-1", "1-", "-1", "١-١", f"{first.key}9"):
        uni.grades.late = [type(first)(key=key, recorded=True)]
        before = await everything(uni, exam)
        await uni.use.send_grades()
        assert await everything(uni, exam) == before
