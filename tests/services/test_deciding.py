"""The dean's queue and orders: who decides, the deputy, several at once, numbers (S30)."""

from dataclasses import replace
from datetime import timedelta

import pytest

from exams.domain.absence.table import CaseStage
from exams.domain.attempt_table import Stage
from exams.domain.ids import CaseId
from exams.domain.refusals.absence import CaseMoved, NothingApproved, NotYourTurn, OrderMoved
from exams.domain.refusals.base import Refusal
from exams.domain.refusals.people import NotAllowed, Unknown
from exams.notices.absence import AbsenceArrived, AbsenceStatus
from exams.notices.orders import OrderShown
from exams.ports.absence_papers import OrderFacts
from tests.fakes.ports import FakeAbsencePapers
from tests.services.absent import (
    MISSING,
    WORKING_DAYS_FROM_THURSDAY,
    applied,
    approved,
    case_of,
    missed,
    ordered,
    proposed,
    stage_of,
)
from tests.services.conftest import University
from tests.services.day import acts, of_kind, refused, told

STRANGERS = ("Elsewhere", "Madina", "Nurlan", "Bolat", "Stranger")


@pytest.mark.parametrize("name", STRANGERS)
async def test_only_the_dean_of_the_own_faculty_decides(uni: University, name: str) -> None:
    exam = await missed(uni)
    (case,) = await applied(uni, exam, "Bolat")
    stranger = uni.actor(name)

    async with refused(uni, exam, NotAllowed):
        await uni.use.approve_absence(stranger, case)
    async with refused(uni, exam, NotAllowed):
        await uni.use.refuse_absence(stranger, case, "жоқ")
    async with refused(uni, exam, NotAllowed):
        await uni.use.ask_proof(stranger, case, "анықтама")
    async with refused(uni, exam, NotAllowed):
        await uni.use.approve_marked(stranger, (case,), 0)
    assert await stage_of(uni, case) is CaseStage.SUBMITTED


async def test_the_queue_shows_a_dean_the_own_faculty_and_the_registrar_all(
    uni: University,
) -> None:
    exam = await missed(uni)
    cases = await applied(uni, exam, *MISSING)

    own = await uni.use.absence_queue(uni.actor("Serik"))
    other = await uni.use.absence_queue(uni.actor("Elsewhere"))
    registrar = await uni.use.absence_queue(uni.actor("Madina"), 0, tuple(cases))

    assert {line.case for line in own.cases} == set(cases)
    assert (own.waiting, own.can_decide, other.waiting) == (3, True, 0)
    assert (registrar.waiting, registrar.can_decide, len(registrar.marked)) == (3, False, 3)
    with pytest.raises(NotAllowed):
        await uni.use.absence_queue(uni.actor("Bolat"))


async def test_a_page_of_the_queue_that_is_gone_shows_the_last_and_marks_what_stands_on_it(
    uni: University,
) -> None:
    exam = await missed(uni)
    cases = await applied(uni, exam, *MISSING)

    queue = await uni.use.absence_queue(uni.actor("Serik"), 4, (cases[0], CaseId(999)))

    assert (queue.page, queue.pages, len(queue.cases)) == (0, 1, 3)
    assert queue.marked == (cases[0],)


async def test_several_are_approved_at_once_and_what_was_decided_stays(uni: University) -> None:
    exam = await missed(uni)
    first, second, third = await applied(uni, exam, *MISSING)
    await uni.use.refuse_absence(uni.actor("Serik"), second, "жоқ")

    queue = await uni.use.approve_marked(uni.actor("Serik"), (first, second, third), 0)

    assert (queue.waiting, queue.to_order) == (0, 2)
    assert await stage_of(uni, second) is CaseStage.REFUSED


async def test_a_second_tap_on_approve_changes_nothing(uni: University) -> None:
    exam = await missed(uni)
    (case,) = await approved(uni, exam, "Bolat")
    await uni.outbox()

    card = await uni.use.approve_absence(uni.actor("Serik"), case)

    assert card.stage == "approved"
    assert await uni.outbox() == []
    assert (await acts(uni, exam)).count("case_approve") == 1


async def test_asking_for_proof_gives_the_student_time_and_words(uni: University) -> None:
    exam = await missed(uni)
    (case,) = await applied(uni, exam, "Bolat")

    await uni.use.ask_proof(uni.actor("Serik"), case, "Энергокомпания анықтамасы")

    status = of_kind(await uni.outbox(), AbsenceStatus)[-1][1]
    assert (status.stage, status.decision) == ("needs_proof", "Энергокомпания анықтамасы")
    assert status.waits_until == uni.clock.moment + WORKING_DAYS_FROM_THURSDAY


async def test_the_silent_dean_is_reminded_and_then_the_deputy_decides(uni: University) -> None:
    exam = await missed(uni)
    (case,) = await applied(uni, exam, "Bolat")
    due = (await case_of(uni, case)).decide_by
    assert due is not None
    await uni.outbox()
    async with refused(uni, exam, NotYourTurn):
        await uni.use.approve_absence(uni.actor("Dana"), case)

    await uni.tick(due - timedelta(hours=3, minutes=1))
    assert of_kind(await uni.outbox(), AbsenceArrived) == []
    await uni.tick(due - timedelta(hours=3))
    reminded = of_kind(await uni.outbox(), AbsenceArrived)
    await uni.tick(due - timedelta(hours=1))
    assert of_kind(await uni.outbox(), AbsenceArrived) == []
    await uni.tick(due + timedelta(seconds=6))
    await uni.tick(due + timedelta(minutes=6))
    silent = of_kind(await uni.outbox(), AbsenceArrived)

    assert [(name, notice.what) for name, notice in reminded] == [("Serik", "remind")]
    assert sorted((name, notice.what) for name, notice in silent) == [
        ("Dana", "silent"), ("Serik", "silent"),
    ]  # fmt: skip
    card = await uni.use.approve_absence(uni.actor("Dana"), case)
    assert card.stage == "approved"
    (order,) = await uni.use.issue_order(uni.actor("Dana"))
    assert "deputy=True" in (await uni.files.get(order.media[0].digest)).decode()


# -- orders --------------------------------------------------------------------------


async def test_an_order_excuses_prints_and_tells_everybody(uni: University) -> None:
    exam = await missed(uni)
    order = await ordered(uni, exam, *MISSING)

    assert (order.number, order.year, len(order.people)) == (1, 2026, 3)
    assert order.media
    facts = (await uni.files.get(order.media[0].digest)).decode()
    assert all(uni.people[name].name in facts for name in MISSING)
    assert "deputy=False" in facts
    said = await uni.outbox()
    assert told(said, OrderShown) == ["Madina"]
    assert {notice.order for _, notice in of_kind(said, AbsenceStatus) if notice.order} == {
        "1/2026"
    }
    for name in MISSING:
        attempt = await uni.attempt(name, exam)
        assert (attempt.stage, attempt.outcome_reason) == (Stage.EXCUSED, "power_cut")
    assert (await acts(uni, exam)).count("excuse") == 3


async def test_an_order_names_those_who_were_looked_at_and_nobody_else(uni: University) -> None:
    exam = await missed(uni)
    await approved(uni, exam, "Bolat")
    looked_at = await uni.use.preview_order(uni.actor("Serik"))
    assert looked_at.people == ((uni.people["Bolat"].name, exam.subject),)
    assert not (await uni.use.orders(uni.actor("Serik"))).orders
    await approved(uni, exam, "Kanat")

    async with refused(uni, exam, OrderMoved):
        await uni.use.issue_order(uni.actor("Serik"), looked_at.seal)
    anew = await uni.use.preview_order(uni.actor("Serik"))
    (order,) = await uni.use.issue_order(uni.actor("Serik"), anew.seal)

    assert sorted(order.people) == sorted(anew.people)
    assert len(order.people) == len({looked_at.seal, anew.seal}) == 2


async def test_an_order_needs_something_approved_and_a_dean(uni: University) -> None:
    exam = await missed(uni)
    await applied(uni, exam, "Bolat")

    for act in (uni.use.preview_order, uni.use.issue_order):
        async with refused(uni, exam, NothingApproved):
            await act(uni.actor("Serik"))
    for name in ("Madina", "Nurlan", "Bolat"):
        async with refused(uni, exam, NotAllowed):
            await uni.use.issue_order(uni.actor(name))
    async with refused(uni, exam, NothingApproved):
        await uni.use.issue_order(uni.actor("Elsewhere"))


async def test_cancelling_an_order_is_a_new_order(uni: University) -> None:
    exam = await missed(uni)
    order = await ordered(uni, exam, "Bolat", "Kanat")
    await uni.outbox()
    assert (await uni.use.order(uni.actor("Serik"), order.order)).can_cancel

    cancelling = await uni.use.cancel_order(uni.actor("Serik"), order.order)
    again = await uni.use.cancel_order(uni.actor("Serik"), order.order)

    assert (cancelling.number, cancelling.cancels) == (2, "1/2026")
    assert again.order == cancelling.order
    old = await uni.use.order(uni.actor("Serik"), order.order)
    new = await uni.use.order(uni.actor("Serik"), cancelling.order)
    assert (old.cancelled, old.can_cancel) == (True, False)
    assert (new.cancelled, new.can_cancel) == (False, False)
    assert (await uni.attempt("Bolat", exam)).stage is Stage.NO_SHOW
    statuses = of_kind(await uni.outbox(), AbsenceStatus)
    assert [(name, notice.stage) for name, notice in statuses] == [
        ("Bolat", "submitted"), ("Kanat", "submitted"),
    ]  # fmt: skip
    listed = await uni.use.orders(uni.actor("Serik"))
    assert [(line.number, line.cancels, line.cancelled) for line in listed.orders] == [
        (2, True, False), (1, False, True),
    ]  # fmt: skip
    with pytest.raises(Unknown):
        await uni.use.cancel_order(uni.actor("Serik"), cancelling.order)


async def test_an_order_stands_while_an_additional_exam_is_planned_by_it(
    uni: University,
) -> None:
    exam = await missed(uni, tickets=10)
    card = await proposed(uni, exam, "Bolat")
    order = (await uni.use.orders(uni.actor("Serik"))).orders[0].order

    async with refused(uni, exam, CaseMoved):
        await uni.use.cancel_order(uni.actor("Serik"), order)
    await uni.use.drop_plan(uni.actor("Serik"), card.exam)
    assert (await uni.use.cancel_order(uni.actor("Serik"), order)).number == 2


async def test_orders_are_read_by_the_own_faculty_and_the_registrar(uni: University) -> None:
    exam = await missed(uni)
    order = await ordered(uni, exam, "Bolat")

    for name in ("Serik", "Dana", "Madina"):
        assert (await uni.use.order(uni.actor(name), order.order)).number == 1
    refusals: list[type[Refusal]] = [NotAllowed]
    for name in ("Elsewhere", "Nurlan", "Bolat"):
        async with refused(uni, exam, *refusals):
            await uni.use.order(uni.actor(name), order.order)
    assert (await uni.use.orders(uni.actor("Elsewhere"))).orders == ()


async def test_an_order_whose_paper_was_interrupted_gets_it_from_the_clock(
    uni: University,
) -> None:
    exam = await missed(uni)
    await approved(uni, exam, "Bolat")
    broken = replace(uni.use.issue_order.print, papers=_Broken())
    issue = replace(uni.use.issue_order, print=broken)
    with pytest.raises(OSError, match="power"):
        await issue(uni.actor("Serik"))
    assert (await uni.attempt("Bolat", exam)).stage is Stage.EXCUSED

    await uni.tick(uni.clock.moment + timedelta(seconds=10))

    order = (await uni.use.orders(uni.actor("Serik"))).orders[0].order
    assert (await uni.use.order(uni.actor("Serik"), order)).media
    assert told(await uni.outbox(), OrderShown) == ["Madina"]


class _Broken(FakeAbsencePapers):
    """Papers that cannot be set just now."""

    async def order(self, facts: OrderFacts) -> bytes:
        """Fail."""
        raise OSError("no power", facts.number)
