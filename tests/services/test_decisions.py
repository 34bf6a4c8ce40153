"""What the chief decides about one student, and a proctor alone may not."""

from dataclasses import replace

import pytest

from exams.domain.attempt import Seen
from exams.domain.attempt_table import Stage
from exams.domain.exam import Exam
from exams.domain.exam_table import ExamStage
from exams.domain.ids import AttemptId
from exams.domain.refusals.checking_in import ChecksMissing, RulesNotAgreed
from exams.domain.refusals.moments import ConfirmTooLate, TooLate, WrongStage
from exams.domain.refusals.people import NoChief, NotAllowed
from exams.domain.refusals.words import ReasonMissing
from exams.domain.sheets import SheetStatus
from exams.notices.checking_in import Information
from exams.notices.chief import AsideDecided, DocumentDue, DocumentSeen, EndAsked
from exams.notices.proctor import Alert
from exams.notices.trouble import AttemptEnded, WelcomeBack
from tests.make import at
from tests.services.conftest import University
from tests.services.day import (
    acts,
    agreed,
    events,
    handed_in,
    later,
    of_kind,
    opened,
    pens_down,
    refused,
    sent,
    told,
    writing,
)

CHIEF, PROCTOR = "Zhaniya", "Nurlan"


async def without_document(uni: University, exam: Exam, name: str) -> AttemptId:
    """Come to where nothing but the document is wanting."""
    attempt = await agreed(uni, exam, name)
    for seen in (Seen.FACE, Seen.ROOM, Seen.DESK):
        await uni.use.tick(uni.actor(PROCTOR), attempt, seen, on=True)
    return attempt


async def test_the_chief_admits_without_a_document_and_says_by_when_it_is_due(
    uni: University,
) -> None:
    exam = await opened(uni)
    chief = uni.actor(CHIEF)
    attempt = await without_document(uni, exam, "Aigerim")
    assert "admit_provisionally" in (await uni.use.student_card(chief, attempt)).can
    proctors = await uni.use.student_card(uni.actor(PROCTOR), attempt)
    assert "admit_provisionally" not in proctors.can
    await uni.outbox()
    card = await uni.use.admit_provisionally(chief, attempt)
    assert (card.stage, card.unproven, card.document) == ("admitted", True, False)
    assert (await uni.stored(exam)).stage is ExamStage.RUNNING
    messages = await uni.outbox()
    assert told(messages, Information) == ["Aigerim"]
    assert [n.until for _, n in of_kind(messages, DocumentDue)] == [at(24 * 60 - 15)]
    assert await uni.use.admit_provisionally(chief, attempt) == card
    assert (await acts(uni, exam)).count("admit_provisionally") == 1


async def test_everything_else_must_be_seen_and_the_rules_agreed_to(uni: University) -> None:
    exam = await opened(uni)
    await uni.use.check_in(uni.actor("Bolat"), exam.id)
    bolat = (await uni.attempt("Bolat", exam)).id
    async with refused(uni, exam, RulesNotAgreed):
        await uni.use.admit_provisionally(uni.actor(CHIEF), bolat)
    aigerim = await agreed(uni, exam, "Aigerim")
    async with refused(uni, exam, ChecksMissing) as facts:
        await uni.use.admit_provisionally(uni.actor(CHIEF), aigerim)
    assert facts == {"missing": ("desk", "face", "room")}
    async with refused(uni, exam, NotAllowed):
        await uni.use.admit_provisionally(uni.actor(PROCTOR), aigerim)


async def test_a_document_seen_later_ends_it_and_one_never_seen_is_told_once(
    uni: University,
) -> None:
    exam = await opened(uni)
    for name in ("Aigerim", "Bolat"):
        attempt = await without_document(uni, exam, name)
        await uni.use.admit_provisionally(uni.actor(CHIEF), attempt)
    aigerim = (await uni.attempt("Aigerim", exam)).id
    card = await uni.use.prove(uni.actor(PROCTOR), aigerim)
    assert (card.unproven, card.document) == (False, True)
    assert told(await uni.outbox(), DocumentSeen) == ["Aigerim"]
    assert await uni.use.prove(uni.actor(PROCTOR), aigerim) == card
    assert not of_kind(await uni.outbox(), DocumentSeen)
    for minute in (24 * 60 - 16, 24 * 60 - 14, 24 * 60):
        await uni.tick(at(minute))
    alerts = [(name, n.what, n.chief) for name, n in of_kind(await uni.outbox(), Alert)]
    assert alerts == [(PROCTOR, "no_document", False), (CHIEF, "no_document", True)]
    bolat = (await uni.attempt("Bolat", exam)).id
    assert "prove" in (await uni.use.student_card(uni.actor(CHIEF), bolat)).can


async def test_a_proctor_asks_for_a_removal_and_the_chief_confirms_it(uni: University) -> None:
    exam = await writing(uni, "Aigerim")
    attempt = (await uni.attempt("Aigerim", exam)).id
    later(at(30), uni)
    assert (await uni.use.ask_end(uni.actor(PROCTOR), attempt, "телефон")).what == "end_asked"
    asked = of_kind(await uni.outbox(), EndAsked)
    assert [(name, n.reason, n.until) for name, n in asked] == [(CHIEF, "телефон", at(32))]
    assert (await uni.attempt("Aigerim", exam)).stage is Stage.WRITING
    later(at(32), uni)
    card = await uni.use.confirm_end(uni.actor(CHIEF), attempt)
    assert card.stage == "terminated"
    assert [n.reason for _, n in of_kind(await uni.outbox(), AttemptEnded)] == ["телефон"]


async def test_without_a_chief_there_is_nobody_to_ask_for_a_removal(uni: University) -> None:
    exam = await writing(uni, "Aigerim", chief=None)
    async with refused(uni, exam, NoChief):
        await uni.use.ask_end(
            uni.actor(PROCTOR), (await uni.attempt("Aigerim", exam)).id, "телефон"
        )


async def test_only_what_was_asked_for_is_confirmed_and_only_for_two_minutes(
    uni: University,
) -> None:
    exam = await writing(uni, "Aigerim")
    attempt = (await uni.attempt("Aigerim", exam)).id
    async with refused(uni, exam, WrongStage):
        await uni.use.confirm_end(uni.actor(CHIEF), attempt)
    async with refused(uni, exam, ReasonMissing):
        await uni.use.ask_end(uni.actor(PROCTOR), attempt, " ")
    await uni.use.ask_end(uni.actor(PROCTOR), attempt, "телефон")
    async with refused(uni, exam, NotAllowed):
        await uni.use.confirm_end(uni.actor(PROCTOR), attempt)
    later(at(2, seconds=1), uni)
    async with refused(uni, exam, ConfirmTooLate):
        await uni.use.confirm_end(uni.actor(CHIEF), attempt)


async def test_the_chief_takes_a_removal_back_while_the_exam_is_open(uni: University) -> None:
    exam = await writing(uni, "Aigerim")
    attempt = (await uni.attempt("Aigerim", exam)).id
    chief = uni.actor(CHIEF)
    await uni.use.end_attempt(chief, attempt, "телефон")
    assert "reinstate" in (await uni.use.student_card(chief, attempt)).can
    await uni.outbox()
    assert (await uni.use.reinstate(chief, attempt)).stage == "writing"
    back = of_kind(await uni.outbox(), WelcomeBack)
    assert [(name, n.deadline, n.since) for name, n in back] == [("Aigerim", at(120), "removal")]
    assert (await uni.use.reinstate(chief, attempt)).stage == "writing"
    assert not of_kind(await uni.outbox(), WelcomeBack)
    await uni.use.end_attempt(chief, attempt, "телефон")
    await uni.tick(at(16))
    async with refused(uni, exam, TooLate):
        await uni.use.reinstate(chief, attempt)


async def test_the_chief_need_not_wait_for_the_half_hour_of_an_outage(uni: University) -> None:
    exam = await writing(uni, "Aigerim")
    await uni.use.outage(uni.actor("Aigerim"), exam.id)
    attempt = (await uni.attempt("Aigerim", exam)).id
    await uni.outbox()
    for _ in range(2):
        card = await uni.use.fail_now(uni.actor(CHIEF), attempt)
        assert card.stage == "technical_fail"
    assert [n.stage for _, n in of_kind(await uni.outbox(), AttemptEnded)] == ["technical_fail"]
    assert (await acts(uni, exam)).count("fail_technically") == 1


async def test_an_attempt_without_sheets_is_annulled_with_its_reason(uni: University) -> None:
    exam = await pens_down(uni, "Aigerim")
    await uni.tick(at(136))
    attempt = (await uni.attempt("Aigerim", exam)).id
    assert "void" in (await uni.use.student_card(uni.actor(CHIEF), attempt)).can
    await uni.outbox()
    card = await uni.use.void(uni.actor(CHIEF), attempt, "парақ жіберілмеді")
    assert card.stage == "annulled"
    ended = of_kind(await uni.outbox(), AttemptEnded)
    assert [(name, n.reason) for name, n in ended] == [("Aigerim", "парақ жіберілмеді")]


@pytest.mark.parametrize("take", [True, False])
async def test_late_sheets_wait_for_the_chief_who_decides_once(
    uni: University, *, take: bool
) -> None:
    exam = await handed_in(uni, "Aigerim", 1)
    await sent(uni, "Aigerim", "late", first=9)
    attempt = (await uni.attempt("Aigerim", exam)).id
    chief = uni.actor(CHIEF)
    card = await uni.use.student_card(chief, attempt)
    assert (card.sheets, card.aside, "take_aside" in card.can) == (1, 1, True)
    assert "take_aside" not in (await uni.use.student_card(uni.actor(PROCTOR), attempt)).can
    async with refused(uni, exam, NotAllowed):
        await uni.use.decide_aside(uni.actor(PROCTOR), attempt, take=take)
    await uni.outbox()
    card = await uni.use.decide_aside(chief, attempt, take=take)
    assert (card.sheets, card.aside) == (1 + take, 0)
    decided = of_kind(await uni.outbox(), AsideDecided)
    assert [(name, n.count, n.taken) for name, n in decided] == [("Aigerim", 1, take)]
    assert [e.facts["sheets"] for e in await events(uni, exam) if e.act.endswith("_aside")] == [1]
    assert await uni.use.decide_aside(chief, attempt, take=take) == card, "a second tap"
    other = await uni.use.decide_aside(chief, attempt, take=not take)
    assert other == replace(card, outdated=True)
    assert not of_kind(await uni.outbox(), AsideDecided)


async def test_late_sheets_taken_where_none_came_are_accepted_as_the_work(uni: University) -> None:
    exam = await pens_down(uni, "Aigerim")
    await uni.tick(at(136))
    await sent(uni, "Aigerim", "late")
    attempt = (await uni.attempt("Aigerim", exam)).id
    card = await uni.use.decide_aside(uni.actor(CHIEF), attempt, take=True)
    assert (card.stage, card.sheets) == ("accepted", 1)
    async with uni.units.reading() as unit:
        assert [s.status for s in await unit.sheets.of(attempt)] == [SheetStatus.ACCEPTED]


async def test_early_sheets_are_not_decided_while_the_student_writes(uni: University) -> None:
    exam = await writing(uni, "Aigerim")
    await sent(uni, "Aigerim", "early")
    attempt = (await uni.attempt("Aigerim", exam)).id
    assert "take_aside" not in (await uni.use.student_card(uni.actor(CHIEF), attempt)).can
    async with refused(uni, exam, WrongStage):
        await uni.use.decide_aside(uni.actor(CHIEF), attempt, take=True)


async def test_nothing_is_decided_once_results_are_out(uni: University) -> None:
    exam = await handed_in(uni, "Aigerim", 1)
    await sent(uni, "Aigerim", "late", first=9)
    attempt = (await uni.attempt("Aigerim", exam)).id
    async with uni.units() as unit:
        published = replace(await uni.stored(exam), stage=ExamStage.RESULTS_PUBLISHED)
        await unit.exams.save(published)
        await unit.commit()
    assert "take_aside" not in (await uni.use.student_card(uni.actor(CHIEF), attempt)).can
    async with refused(uni, exam, WrongStage):
        await uni.use.decide_aside(uni.actor(CHIEF), attempt, take=True)
