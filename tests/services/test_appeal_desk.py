"""Decisions on appeals, and the mark that stands everywhere afterwards."""

import asyncio
from datetime import timedelta

import pytest

from exams.domain.grades import MarkStatus
from exams.domain.ids import ChatId
from exams.domain.log import verify
from exams.domain.people import Role
from exams.domain.refusals.appeals import OwnMark, SameMark
from exams.domain.refusals.marks import MarkOutOfRange
from exams.domain.refusals.people import Unknown
from exams.domain.refusals.words import ReasonMissing
from exams.notices.appeals import AppealCard, AppealDecided
from exams.notices.results import GroupResults, YourGrade
from tests.services.appealed import WORDS, appealed, published
from tests.services.conftest import University
from tests.services.day import acts, events, of_kind, refused, told
from tests.services.hearing import give, heard


@pytest.mark.parametrize("name", ["Zhaniya", "Serik"])
async def test_a_changed_mark_is_republished_everywhere(uni: University, name: str) -> None:
    exam = await appealed(uni)
    attempt = (await uni.attempt("Aigerim", exam)).id
    uni.clock.pass_(timedelta(hours=1))

    card = await uni.use.change_mark(uni.actor(name), attempt, "66", "екінші сұрақ толық")

    assert (card.stage, card.points, card.new_points, card.new_letter) == ("changed", 61, 66, "C")
    assert card.decided_by == uni.people[name].name
    messages = await uni.outbox()
    ((_, post),) = of_kind(messages, GroupResults)
    assert sorted(line.points for line in post.lines if line.points) == [61, 66]
    assert post.corrected_at == uni.clock.now()
    ((who, decided),) = of_kind(messages, AppealDecided)
    assert (who, decided.changed, decided.was, decided.points) == ("Aigerim", True, 61, 66)
    assert decided.reason == "екінші сұрақ толық"
    assert not of_kind(messages, YourGrade)  # one message says it all
    assert told(messages, AppealCard) == ["Serik", "Zhaniya"]
    async with uni.units.reading() as unit:
        mark = await unit.marks.of(attempt)
    assert mark is not None
    assert (mark.points, mark.was, mark.status) == (66, 61, MarkStatus.CORRECTED)
    assert (mark.by, mark.published_at) == (uni.people[name].id, uni.clock.now())
    log = await events(uni, exam)
    assert [event.act for event in log[-2:]] == ["change", "mark"]
    role = Role.CHIEF if name == "Zhaniya" else Role.DEAN
    assert {event.role for event in log[-2:]} == {role.value}
    assert verify(log) is None


async def test_the_statement_tells_of_the_mark_that_was_changed_on_appeal(
    uni: University,
) -> None:
    exam = await appealed(uni)
    attempt = (await uni.attempt("Aigerim", exam)).id
    await uni.use.change_mark(uni.actor("Serik"), attempt, "66", "қате")
    printed = await uni.use.statement(uni.actor("Madina"), exam.id)
    told = uni.files.stored[printed.media[0].digest].decode()
    assert told.count("was=61, appealed=True") == 1
    assert told.count("was=None, appealed=False") == 3


async def test_a_mark_that_stands_is_told_to_its_student_alone(uni: University) -> None:
    exam = await appealed(uni)
    attempt = (await uni.attempt("Aigerim", exam)).id
    await uni.use.uphold(uni.actor("Zhaniya"), attempt, "баға әділ")
    messages = await uni.outbox()
    assert not of_kind(messages, GroupResults, YourGrade)
    ((who, decided),) = of_kind(messages, AppealDecided)
    assert (who, decided.changed, decided.points) == ("Aigerim", False, 61)
    assert "mark" not in (await acts(uni, exam))[-1:]


async def test_the_second_to_decide_sees_what_the_first_did(uni: University) -> None:
    exam = await appealed(uni)
    attempt = (await uni.attempt("Aigerim", exam)).id
    first = await uni.use.change_mark(uni.actor("Serik"), attempt, "70", "қате")
    await uni.outbox()
    before = await acts(uni, exam)
    assert await uni.use.uphold(uni.actor("Zhaniya"), attempt, "әділ") == first
    assert await uni.use.change_mark(uni.actor("Zhaniya"), attempt, "90", "қате") == first
    assert await acts(uni, exam) == before
    assert await uni.outbox() == []


async def test_of_two_decisions_at_once_one_holds(uni: University) -> None:
    exam = await appealed(uni)
    attempt = (await uni.attempt("Aigerim", exam)).id
    await asyncio.gather(
        uni.use.uphold(uni.actor("Zhaniya"), attempt, "әділ"),
        uni.use.change_mark(uni.actor("Serik"), attempt, "90", "қате"),
        return_exceptions=True,
    )
    decisions = [act for act in await acts(uni, exam) if act in {"uphold", "change"}]
    assert len(decisions) == 1
    assert len(of_kind(await uni.outbox(), AppealDecided)) == 1


async def test_a_chief_who_gave_the_mark_leaves_the_appeal_to_the_dean(uni: University) -> None:
    exam = await published(uni, by="Zhaniya")
    await uni.use.file_appeal(uni.actor("Aigerim"), exam.id, WORDS)
    assert told(await uni.outbox(), AppealCard) == ["Serik"]
    attempt = (await uni.attempt("Aigerim", exam)).id
    for act in (
        uni.use.uphold(uni.actor("Zhaniya"), attempt, "әділ"),
        uni.use.change_mark(uni.actor("Zhaniya"), attempt, "90", "қате"),
    ):
        async with refused(uni, exam, OwnMark):
            await act
    assert (await uni.use.appeals(uni.actor("Zhaniya"))).appeals == ()


async def test_an_answer_without_sheets_has_no_work_to_look_at(uni: University) -> None:
    exam, attempt = await heard(uni)
    await give(uni, attempt, Nurlan=80, Zhaniya=90, Stranger=85)
    await uni.use.confirm_commission_mark(uni.actor("Nurlan"), attempt)
    await uni.use.file_appeal(uni.actor("Aigerim"), exam.id, WORDS)
    with pytest.raises(Unknown):
        await uni.use.appeal_sheets(uni.actor("Serik"), attempt)


async def test_a_chief_who_sat_in_the_commission_leaves_the_appeal_to_the_dean(
    uni: University,
) -> None:
    exam, attempt = await heard(uni)
    await give(uni, attempt, Nurlan=80, Zhaniya=90, Stranger=85)
    await uni.use.confirm_commission_mark(uni.actor("Nurlan"), attempt)
    await uni.use.file_appeal(uni.actor("Aigerim"), exam.id, WORDS)
    assert told(await uni.outbox(), AppealCard) == ["Serik"]
    zhaniya = uni.actor("Zhaniya")
    assert (await uni.use.appeals(zhaniya)).appeals == ()
    for act in (
        uni.use.open_appeal(zhaniya, attempt),
        uni.use.uphold(zhaniya, attempt, "әділ"),
        uni.use.change_mark(zhaniya, attempt, "90", "қате"),
    ):
        async with refused(uni, exam, OwnMark) as facts:
            await act
        assert facts == {"deciders": uni.people["Serik"].name}
    decided = await uni.use.change_mark(uni.actor("Serik"), attempt, "90", "қате")
    assert (decided.stage, decided.new_points) == ("changed", 90)
    assert await uni.use.open_appeal(zhaniya, attempt) == decided


async def test_a_chief_who_missed_the_answer_may_decide_about_its_mark(uni: University) -> None:
    exam, attempt = await heard(uni)
    await give(uni, attempt, Nurlan=80, Stranger=84)
    await uni.use.note_absent(uni.actor("Nurlan"), attempt, uni.people["Zhaniya"].id)
    await uni.use.confirm_commission_mark(uni.actor("Nurlan"), attempt)
    await uni.use.file_appeal(uni.actor("Aigerim"), exam.id, WORDS)
    upheld = await uni.use.uphold(uni.actor("Zhaniya"), attempt, "әділ")
    assert upheld.stage == "upheld"


async def test_a_decision_that_is_wrong_changes_nothing(uni: University) -> None:
    exam = await appealed(uni)
    attempt = (await uni.attempt("Aigerim", exam)).id
    serik = uni.actor("Serik")
    for points, reason, kind in (
        ("101", "қате", MarkOutOfRange),
        ("жүз", "қате", MarkOutOfRange),
        ("", "", MarkOutOfRange),
        ("66", " ", ReasonMissing),
        ("61", "қате", SameMark),
    ):
        async with refused(uni, exam, kind):
            await uni.use.change_mark(serik, attempt, points, reason)
    async with refused(uni, exam, ReasonMissing):
        await uni.use.uphold(serik, attempt, "")
    nobodys = (await uni.attempt("Bolat", exam)).id
    async with refused(uni, exam, Unknown):
        await uni.use.uphold(serik, nobodys, "әділ")


async def test_privately_published_results_stay_private_when_an_appeal_changes_them(
    uni: University,
) -> None:
    exam = await appealed(uni, privacy="private")
    attempt = (await uni.attempt("Aigerim", exam)).id
    await uni.use.change_mark(uni.actor("Serik"), attempt, "70", "қате")
    messages = await uni.outbox()
    assert not of_kind(messages, GroupResults)
    assert told(messages, AppealDecided) == ["Aigerim"]


async def test_a_decision_is_not_held_up_by_a_chat_that_was_lost(uni: University) -> None:
    exam = await appealed(uni)
    await uni.use.chat_lost(ChatId(-1001))
    await uni.outbox()
    attempt = (await uni.attempt("Aigerim", exam)).id
    await uni.use.change_mark(uni.actor("Serik"), attempt, "70", "қате")
    assert told(await uni.outbox(), AppealDecided) == ["Aigerim"]


async def test_those_who_decide_see_the_work_in_question(uni: University) -> None:
    exam = await appealed(uni)
    attempt = (await uni.attempt("Aigerim", exam)).id
    for name in ("Serik", "Zhaniya"):
        work = await uni.use.appeal_sheets(uni.actor(name), attempt)
        assert (work.pages, len(work.media)) == (1, 1)
