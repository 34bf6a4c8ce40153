"""The plan of an additional exam: a time without clashes, unseen tickets, who does what (S30)."""

from dataclasses import replace
from datetime import timedelta

import pytest

from exams.domain.absence.table import CaseStage
from exams.domain.attempt_table import Stage
from exams.domain.exam import ASTANA, tickets_needed
from exams.domain.exam_table import ExamStage
from exams.domain.people import Role
from exams.domain.refusals.absence import (
    NoFreeTime,
    NotConfirmed,
    NothingApproved,
    NothingToPlan,
    PlanMoved,
    PlanUnreadable,
)
from exams.domain.refusals.people import NotAllowed, Unknown
from exams.domain.refusals.planning import NotReady
from exams.domain.refusals.words import ReasonMissing
from exams.notices.absence import AbsenceStatus
from exams.notices.additional import PlanSent, PlanSentBack
from exams.notices.before import ExamCancelled
from tests.make import START, at
from tests.services.absent import (
    MISSING,
    applied,
    approved,
    confirmed,
    exam_of,
    missed,
    ordered,
    proposed,
)
from tests.services.conftest import University
from tests.services.day import events, of_kind, refused, told, writing
from tests.services.sitting import planned_test


async def test_the_time_is_two_working_days_ahead_at_the_hour_of_the_missed_exam(
    uni: University,
) -> None:
    exam = await missed(uni)
    card = await proposed(uni, exam, "Bolat")

    local = card.starts_at.astimezone(ASTANA)
    assert local.time() == START.astimezone(ASTANA).time()
    assert (local.date() - START.date()).days == 4  # Thursday to Monday


async def test_nobody_is_needed_in_two_places(uni: University) -> None:
    exam = await missed(uni)
    first = await proposed(uni, exam, "Bolat")
    uni.sitting = ["Outsider"]
    other = await uni.exam(starts_at=first.starts_at, subject="Физика")
    await uni.use.drop_plan(uni.actor("Serik"), first.exam)

    (second,) = await uni.use.propose_additional(uni.actor("Serik"))

    taken = (other.starts_at - timedelta(minutes=30), other.starts_at + other.allowed)
    assert not taken[0] < second.starts_at + timedelta(hours=2) <= taken[1]
    assert second.starts_at != first.starts_at  # the proctor is elsewhere then


async def test_where_the_proctor_is_elsewhere_for_ten_days_no_time_is_proposed(
    uni: University,
) -> None:
    exam = await missed(uni)
    await ordered(uni, exam, "Bolat")
    uni.sitting = ["Outsider"]
    month = timedelta(days=30)
    await uni.exam(starts_at=START + timedelta(days=1), allowed=month, subject="Физика")

    async with refused(uni, exam, NoFreeTime) as facts:
        await uni.use.propose_additional(uni.actor("Serik"))
    assert facts == {"days": 10}


async def test_a_student_gets_no_ticket_seen_before(uni: University) -> None:
    exam = await writing(uni, "Aigerim", "Bolat", tickets=6)
    uni.clock.moment = at(40)
    await uni.use.outage(uni.actor("Bolat"), exam.id)
    await uni.tick(at(71))
    seen = (await uni.attempt("Bolat", exam)).ticket
    assert seen is not None

    card = await proposed(uni, exam, "Bolat")

    async with uni.units.reading() as unit:
        deck = await unit.decks.of(card.exam)
    assert card.tickets == len(deck.cards) == 5
    assert seen not in {ticket.number for ticket in deck.cards}


async def test_a_missed_computer_test_is_sat_anew_from_the_same_bank(uni: University) -> None:
    exam = await planned_test(uni)
    await uni.tick(at(0))
    await uni.tick(at(16))

    card = await proposed(uni, exam, "Bolat")

    assert card.ready
    async with uni.units.reading() as unit:
        bank = await unit.questions.of(card.exam)
        assert [one.text for one in bank] == [one.text for one in await unit.questions.of(exam.id)]
    assert bank


@pytest.mark.parametrize(
    ("name", "holds", "said"),
    [
        ("Dana", {Role.DEPUTY}, "deputy"),
        ("Dana", {Role.DEPUTY, Role.PROCTOR}, "deputy"),
        ("Serik", {Role.DEAN, Role.PROCTOR}, "dean"),
    ],
)
async def test_the_log_says_in_which_role_the_office_planned(
    uni: University, name: str, holds: set[Role], said: str
) -> None:
    card = await proposed(uni, await missed(uni), "Bolat")
    office = replace(uni.actor(name), roles=frozenset(holds))

    await uni.use.adjust_plan(office, card.exam, to=card.starts_at + timedelta(hours=1))
    await uni.use.drop_plan(office, card.exam)

    done = (await events(uni, await exam_of(uni, card.exam)))[-3:]
    assert [(event.act, event.role) for event in done] == [
        ("plan_adjust", said), ("plan_drop", said), ("cancel", said),
    ]  # fmt: skip


async def test_an_additional_exam_without_tickets_is_not_approved(uni: University) -> None:
    exam = await missed(uni, tickets=tickets_needed(4))
    card = await proposed(uni, exam, *MISSING)
    async with uni.units() as unit:
        deck = await unit.decks.of(card.exam)
        await unit.decks.lay_out(card.exam, (await unit.decks.tickets(deck))[:2])
        await unit.commit()
    planned = await exam_of(uni, card.exam)

    async with refused(uni, planned, NotReady) as facts:
        await uni.use.approve_plan(uni.actor("Serik"), card.exam)
    assert facts["failed"] == ("tickets",)
    shown = await uni.use.plan(uni.actor("Serik"), card.exam)
    assert "approve" not in shown.can


async def test_the_office_adjusts_time_and_proctor(uni: University) -> None:
    exam = await missed(uni)
    card = await proposed(uni, exam, "Bolat")
    later = card.starts_at + timedelta(days=1)
    number = uni.people["Stranger"].number

    await uni.use.adjust_plan(uni.actor("Serik"), card.exam, to=later)
    changed = await uni.use.adjust_plan(uni.actor("Serik"), card.exam, proctor=number)

    assert (changed.starts_at, changed.proctor) == (later, uni.people["Stranger"].name)
    planned = await exam_of(uni, card.exam)
    async with refused(uni, planned, NotReady):
        await uni.use.adjust_plan(uni.actor("Serik"), card.exam, to=START)
    async with refused(uni, planned, PlanUnreadable):
        await uni.use.adjust_plan(uni.actor("Serik"), card.exam, proctor="T-404")


@pytest.mark.parametrize("name", ["Elsewhere", "Madina", "Nurlan", "Bolat"])
async def test_nobody_but_the_own_dean_plans(uni: University, name: str) -> None:
    exam = await missed(uni)
    card = await proposed(uni, exam, "Bolat")
    planned = await exam_of(uni, card.exam)
    stranger = uni.actor(name)

    async with refused(uni, planned, NotAllowed):
        await uni.use.approve_plan(stranger, card.exam)
    async with refused(uni, planned, NotAllowed):
        await uni.use.drop_plan(stranger, card.exam)
    async with refused(uni, planned, NotAllowed, NothingToPlan):
        await uni.use.propose_additional(stranger)


async def test_the_registrar_alone_confirms_and_only_what_was_approved(
    uni: University,
) -> None:
    exam = await missed(uni)
    card = await proposed(uni, exam, "Bolat")
    planned = await exam_of(uni, card.exam)

    async with refused(uni, planned, PlanMoved):
        await uni.use.confirm_plan(uni.actor("Madina"), card.exam)
    page = await uni.use.exam_checks(uni.actor("Madina"), card.exam)
    assert set(page.can) & {"publish", "plan"} == {"plan"}
    async with refused(uni, planned, NotConfirmed):
        await uni.use.publish_exam(uni.actor("Madina"), card.exam)
    await uni.use.approve_plan(uni.actor("Serik"), card.exam)
    async with refused(uni, planned, NotAllowed):
        await uni.use.confirm_plan(uni.actor("Serik"), card.exam)
    again = await uni.use.approve_plan(uni.actor("Serik"), card.exam)
    assert again.stage == "approved"
    await uni.use.confirm_plan(uni.actor("Madina"), card.exam)
    confirmed = await uni.use.confirm_plan(uni.actor("Madina"), card.exam)
    assert (again.checks != (), confirmed.checks) == (True, ())  # nothing is left to put right
    assert confirmed.stage == "confirmed"


async def test_what_was_confirmed_is_listed_and_not_adjusted_any_more(uni: University) -> None:
    exam = await missed(uni)
    card = await proposed(uni, exam, "Bolat")
    await uni.use.approve_plan(uni.actor("Serik"), card.exam)
    await uni.use.confirm_plan(uni.actor("Madina"), card.exam)

    for name, seen in (("Serik", 1), ("Madina", 1), ("Elsewhere", 0)):
        lines = (await uni.use.plans(uni.actor(name))).plans
        assert [(one.exam, one.people, one.stage) for one in lines] == [
            (card.exam, 1, "confirmed")
        ] * seen
    async with refused(uni, await exam_of(uni, card.exam), PlanMoved):
        await uni.use.adjust_plan(
            uni.actor("Serik"), card.exam, to=card.starts_at + timedelta(days=1)
        )


async def test_the_registrar_gets_workbook_and_paper(uni: University) -> None:
    exam = await missed(uni)
    card = await proposed(uni, exam, "Bolat")
    await uni.use.approve_plan(uni.actor("Serik"), card.exam)

    ((name, sent),) = of_kind(await uni.outbox(), PlanSent)

    assert name == "Madina"
    assert [media.name.rsplit(".")[-1] for media in sent.media] == ["xlsx", "pdf"]
    assert (await uni.files.get(sent.media[0].digest)).startswith(b"xlsx")


async def test_a_plan_sent_back_is_adjusted_and_approved_again(uni: University) -> None:
    exam = await missed(uni)
    card = await proposed(uni, exam, "Bolat")
    await uni.use.approve_plan(uni.actor("Serik"), card.exam)
    planned = await exam_of(uni, card.exam)
    async with refused(uni, planned, ReasonMissing):
        await uni.use.send_back_plan(uni.actor("Madina"), card.exam, " ")

    back = await uni.use.send_back_plan(uni.actor("Madina"), card.exam, "Проктор бос емес")

    assert back.stage == "proposed"
    ((name, notice),) = of_kind(await uni.outbox(), PlanSentBack)
    assert (name, notice.note) == ("Serik", "Проктор бос емес")
    await uni.use.approve_plan(uni.actor("Serik"), card.exam)
    assert told(await uni.outbox(), PlanSent) == ["Madina"]


async def test_a_cancelled_additional_exam_lets_its_cases_wait_for_another(
    uni: University,
) -> None:
    exam = await missed(uni)
    anew = await confirmed(uni, exam, "Bolat")
    await uni.outbox()

    await uni.use.cancel_exam(uni.actor("Serik"), anew.id)

    said = await uni.outbox()
    assert "Bolat" in told(said, ExamCancelled)
    assert of_kind(said, AbsenceStatus)[-1][1].stage == CaseStage.APPROVED.value
    (card,) = await uni.use.propose_additional(uni.actor("Serik"))
    assert card.exam != anew.id


async def test_who_misses_the_additional_exam_as_well_has_a_case_of_one_own(
    uni: University,
) -> None:
    exam = await missed(uni)
    anew = await confirmed(uni, exam, "Bolat")
    await uni.tick(anew.starts_at - timedelta(minutes=15))
    await uni.tick(anew.starts_at + timedelta(minutes=16))
    assert (await uni.attempt("Bolat", anew)).stage is Stage.NO_SHOW

    (again,) = await applied(uni, anew, "Bolat")

    mine = await uni.use.my_absences(uni.actor("Bolat"))
    assert mine.cases[0].case == again
    assert [line.stage for line in mine.cases] == ["submitted", "closed"]


async def test_the_registrar_finds_and_takes_away_what_happened_in_a_period(
    uni: University,
) -> None:
    exam = await missed(uni)
    anew = await confirmed(uni, exam, "Bolat", "Kanat")
    surname = uni.people["Bolat"].name.split()[0]

    found = await uni.use.find_absences(uni.actor("Madina"), surname.lower())
    register = await uni.use.export_absences(
        uni.actor("Madina"), START - timedelta(days=1), START + timedelta(days=30)
    )
    elsewhere = await uni.use.export_absences(
        uni.actor("Elsewhere"), START - timedelta(days=1), START + timedelta(days=30)
    )

    assert [line.name for line in found.cases] == [uni.people["Bolat"].name]
    assert (register.cases, register.orders, register.exams) == (2, 1, 1)
    assert (elsewhere.cases, elsewhere.orders, elsewhere.exams) == (0, 0, 0)
    assert (await exam_of(uni, anew.id)).stage is ExamStage.PUBLISHED
    with pytest.raises(Unknown):
        await uni.use.export_absences(uni.actor("Madina"), START, START)
    with pytest.raises(ReasonMissing):
        await uni.use.find_absences(uni.actor("Madina"), " ")
    with pytest.raises(NotAllowed):
        await uni.use.find_absences(uni.actor("Bolat"), surname)


async def test_evidence_is_kept_as_long_as_the_university_decided(uni: University) -> None:
    exam = await missed(uni)
    (case,) = await applied(uni, exam, "Bolat")
    await uni.use.add_proof(uni.actor("Bolat"), case, b"one\ftwo", (7, 0))
    await uni.use.refuse_absence(uni.actor("Serik"), case, "жоқ")

    uni.clock.moment += timedelta(days=59)
    assert await uni.use.forget_evidence() == 0
    async with uni.units.reading() as unit:
        pictures = [page.picture for page in await unit.cases.evidence(case)]
    assert all([await uni.files.get(picture) for picture in pictures])

    uni.clock.moment += timedelta(days=2)
    assert await uni.use.forget_evidence() == 2
    for picture in pictures:
        with pytest.raises(KeyError):
            await uni.files.get(picture)
    assert await uni.use.forget_evidence() == 0


async def test_a_missed_exams_order_names_nobody_twice(uni: University) -> None:
    exam = await missed(uni)
    await ordered(uni, exam, "Bolat")

    async with refused(uni, exam, NothingApproved):
        await uni.use.issue_order(uni.actor("Serik"))


async def test_the_student_reads_at_each_step_what_comes_next(uni: University) -> None:
    exam = await missed(uni)
    serik, madina = uni.actor("Serik"), uni.actor("Madina")

    async def steps() -> list[tuple[str, bool]]:
        told = of_kind(await uni.outbox(), AbsenceStatus)
        return [(notice.step, notice.starts_at_anew is not None) for _, notice in told]

    await approved(uni, exam, "Bolat")
    assert await steps() == [("approved", False)]
    await uni.use.issue_order(serik)
    assert await steps() == [("ordered", False)]
    (card,) = await uni.use.propose_additional(serik)
    await uni.use.approve_plan(serik, card.exam)
    assert await steps() == [("scheduled", True)]
    await uni.use.send_back_plan(madina, card.exam, "Басқа күн")
    assert await steps() == [("ordered", False)]  # the time may become another one
    await uni.use.approve_plan(serik, card.exam)
    await uni.use.confirm_plan(madina, card.exam)
    assert (await steps())[-1] == ("announced", True)


async def test_a_second_tap_plans_nothing_more(uni: University) -> None:
    exam = await missed(uni)
    card = await proposed(uni, exam, "Bolat")

    async with refused(uni, await exam_of(uni, card.exam), NothingToPlan):
        await uni.use.propose_additional(uni.actor("Serik"))
