"""Appeals: from the student's tap to the mark that stands everywhere."""

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from exams.domain.appeal import AppealStage
from exams.domain.exam import ASTANA, Exam
from exams.domain.grades import MarkStatus
from exams.domain.ids import ChatId
from exams.domain.log import verify
from exams.domain.people import Role
from exams.domain.refusals.appeals import NothingToAppeal, OwnMark, SameMark, UnderAppeal
from exams.domain.refusals.base import Stale
from exams.domain.refusals.marks import MarkOutOfRange
from exams.domain.refusals.moments import TooLate
from exams.domain.refusals.people import Unknown
from exams.domain.refusals.words import ReasonMissing, TextTooLong
from exams.notices.appeals import AppealCard, AppealDecided, AppealDue, AppealFiled
from exams.notices.results import GroupResults, YourGrade
from exams.notices.trouble import WriteMessage
from tests.make import at
from tests.services.conftest import University
from tests.services.day import acts, events, marking, of_kind, places, refused, told
from tests.services.test_commission import give, heard

SAT = ("Aigerim", "Bolat")
WORDS = "Екінші сұрақтың жауабы есептелмеген"
UNTIL = datetime(2026, 1, 17, tzinfo=ASTANA)  # published on Thursday the 15th: all of Friday


async def published(uni: University, *, by: str = "Nurlan", privacy: str = "names") -> Exam:
    """Come to where the results are published, and everybody has read them."""
    exam = await marking(uni, *SAT)
    found = await places(uni, exam)
    marks = "\n".join(f"{found[name]} 61" for name in SAT)
    await uni.use.enter_marks(uni.actor(by), exam.id, marks)
    await uni.use.confirm_marks(uni.actor(by), exam.id)
    await uni.use.publish_results(uni.actor(by), exam.id, privacy)
    await uni.outbox()
    return exam


async def appealed(uni: University, **how: str) -> Exam:
    """Come to where Aigerim has appealed."""
    exam = await published(uni, **how)
    await uni.use.file_appeal(uni.actor("Aigerim"), exam.id, WORDS)
    await uni.outbox()
    return exam


async def test_a_published_mark_says_until_when_it_may_be_appealed_against(
    uni: University,
) -> None:
    exam = await marking(uni, *SAT)
    found = await places(uni, exam)
    await uni.use.enter_marks(
        uni.actor("Nurlan"), exam.id, "\n".join(f"{found[name]} 61" for name in SAT)
    )
    async with refused(uni, exam, NothingToAppeal):
        await uni.use.ask_appeal(uni.actor("Aigerim"), exam.id)
    await uni.use.confirm_marks(uni.actor("Nurlan"), exam.id)
    await uni.use.publish_results(uni.actor("Nurlan"), exam.id, "names")
    grades = of_kind(await uni.outbox(), YourGrade)
    assert {grade.appeal_until for _, grade in grades} == {UNTIL}
    asked = await uni.use.ask_appeal(uni.actor("Aigerim"), exam.id)
    assert isinstance(asked, WriteMessage)
    assert asked.purpose == "appeal"


async def test_an_appeal_is_put_before_chief_and_dean_and_its_student_has_a_receipt(
    uni: University,
) -> None:
    exam = await published(uni)
    filed = await uni.use.file_appeal(uni.actor("Aigerim"), exam.id, WORDS)
    assert (filed.points, filed.text, filed.decide_by) == (61, WORDS, UNTIL)
    cards = of_kind(await uni.outbox(), AppealCard)
    assert told(cards, AppealCard) == ["Serik", "Zhaniya"]
    card = cards[0][1]
    assert (card.stage, card.name) == ("open", uni.people["Aigerim"].name)
    assert card.examiner == uni.people["Nurlan"].name
    for name, waiting in (("Serik", 1), ("Zhaniya", 1), ("Nurlan", 0), ("Elsewhere", 0)):
        assert len((await uni.use.appeals(uni.actor(name))).appeals) == waiting
    log = (await events(uni, exam))[-1]
    assert (log.act, log.before, log.after, log.reason) == ("appeal", "published", "open", "")


async def test_a_second_appeal_is_the_first_one(uni: University) -> None:
    exam = await published(uni)
    first = await uni.use.file_appeal(uni.actor("Aigerim"), exam.id, WORDS)
    uni.clock.pass_(timedelta(minutes=5))
    assert await uni.use.file_appeal(uni.actor("Aigerim"), exam.id, "басқа сөз") == first
    assert await uni.use.ask_appeal(uni.actor("Aigerim"), exam.id) == first
    assert (await acts(uni, exam)).count("appeal") == 1


async def test_two_taps_at_once_make_one_appeal(uni: University) -> None:
    exam = await published(uni)
    filed = await asyncio.gather(
        *(uni.use.file_appeal(uni.actor("Aigerim"), exam.id, WORDS) for _ in range(5)),
        return_exceptions=True,
    )
    assert {type(one) for one in filed} <= {AppealFiled, Stale}
    assert (await acts(uni, exam)).count("appeal") == 1


async def test_an_appeal_comes_in_time_and_in_words_or_not_at_all(uni: University) -> None:
    exam = await published(uni)
    for text, kind in ((" ", ReasonMissing), ("х" * 1501, TextTooLong)):
        async with refused(uni, exam, kind):
            await uni.use.file_appeal(uni.actor("Aigerim"), exam.id, text)
    async with refused(uni, exam, NothingToAppeal):
        await uni.use.file_appeal(uni.actor("Gulnur"), exam.id, WORDS)  # did not come
    uni.clock.moment = UNTIL
    for act in (
        uni.use.ask_appeal(uni.actor("Aigerim"), exam.id),
        uni.use.file_appeal(uni.actor("Aigerim"), exam.id, WORDS),
    ):
        async with refused(uni, exam, TooLate):
            await act


async def test_an_appeal_that_was_sent_in_time_is_taken_however_late_it_is_read(
    uni: University,
) -> None:
    exam = await published(uni)
    uni.clock.moment = UNTIL + timedelta(hours=2)  # the bot was away at midnight
    sent = UNTIL - timedelta(seconds=1)

    async with refused(uni, exam, TooLate):
        late = replace(uni.actor("Aigerim"), sent_at=UNTIL)
        await uni.use.file_appeal(late, exam.id, WORDS)
    filed = await uni.use.file_appeal(replace(uni.actor("Aigerim"), sent_at=sent), exam.id, WORDS)
    assert filed.filed_at == sent


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


async def test_where_nobody_could_decide_the_registrar_hears_of_it(uni: University) -> None:
    exam = await published(uni, by="Zhaniya")
    async with uni.units() as unit:
        for name in ("Serik",):
            await unit.people.save(replace(uni.people[name], roles=frozenset({Role.PROCTOR})))
        await unit.commit()
    await uni.use.file_appeal(uni.actor("Aigerim"), exam.id, WORDS)
    assert told(await uni.outbox(), AppealCard) == ["Madina"]


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


async def test_a_mark_under_appeal_is_not_corrected_behind_its_back(uni: University) -> None:
    exam = await appealed(uni)
    line = f"{(await places(uni, exam))['Aigerim']} 99"
    for name in ("Nurlan", "Zhaniya"):
        async with refused(uni, exam, UnderAppeal):
            await uni.use.correct_mark(uni.actor(name), exam.id, line, "қате")
    attempt = (await uni.attempt("Aigerim", exam)).id
    await uni.use.change_mark(uni.actor("Serik"), attempt, "66", "қате")
    async with refused(uni, exam, UnderAppeal):
        await uni.use.correct_mark(uni.actor("Nurlan"), exam.id, line, "қате")
    await uni.outbox()
    await uni.use.correct_mark(uni.actor("Zhaniya"), exam.id, line, "теру қатесі")
    ((_, grade),) = of_kind(await uni.outbox(), YourGrade)
    assert (grade.points, grade.appeal_until) == (99, None)  # there is one appeal


async def test_a_corrected_mark_may_be_appealed_against_anew(uni: University) -> None:
    exam = await published(uni)
    uni.clock.moment = UNTIL - timedelta(hours=1)
    line = f"{(await places(uni, exam))['Aigerim']} 55"
    await uni.use.correct_mark(uni.actor("Nurlan"), exam.id, line, "қосынды")
    ((_, grade),) = of_kind(await uni.outbox(), YourGrade)
    assert grade.appeal_until == UNTIL + timedelta(days=3)  # over the weekend: all of Monday
    uni.clock.moment = UNTIL + timedelta(hours=1)
    async with refused(uni, exam, TooLate):
        await uni.use.file_appeal(uni.actor("Bolat"), exam.id, WORDS)
    filed = await uni.use.file_appeal(uni.actor("Aigerim"), exam.id, WORDS)
    assert filed.points == 55


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


async def test_deciders_are_reminded_on_the_last_morning_and_daily_once_it_is_over(
    uni: University,
) -> None:
    exam = await appealed(uni)
    morning = UNTIL - timedelta(hours=15)
    for moment, overdue in (
        (morning, False),
        (UNTIL, True),
        (UNTIL + timedelta(days=1), True),
    ):
        await uni.tick(moment - timedelta(seconds=6))
        assert not of_kind(await uni.outbox(), AppealDue)
        for second in (0, 6):
            await uni.tick(moment + timedelta(seconds=second))
        due = of_kind(await uni.outbox(), AppealDue)
        assert told(due, AppealDue) == ["Serik", "Zhaniya"]
        assert len(due) == 2
        assert {notice.overdue for _, notice in due} == {overdue}
    attempt = (await uni.attempt("Aigerim", exam)).id
    await uni.use.uphold(uni.actor("Serik"), attempt, "әділ")
    await uni.outbox()
    await uni.tick(UNTIL + timedelta(days=5))
    assert not of_kind(await uni.outbox(), AppealDue)


async def test_an_appeal_lies_in_the_database_as_it_was_made(uni: University) -> None:
    exam = await appealed(uni)
    attempt = (await uni.attempt("Aigerim", exam)).id
    async with uni.units.reading() as unit:
        stored = await unit.appeals.of(attempt)
        assert await unit.appeals.of_exam(exam.id) == {attempt: stored}
        assert await unit.appeals.open() == (stored,)
    assert stored is not None
    assert (stored.text, stored.stage, stored.filed_at) == (WORDS, AppealStage.OPEN, at(140))
    async with uni.units() as unit:
        await unit.appeals.save(replace(stored, reason="бірінші"))
        with pytest.raises(Stale):
            await unit.appeals.save(replace(stored, reason="екінші"))
        with pytest.raises(Stale):
            await unit.appeals.add(stored)
