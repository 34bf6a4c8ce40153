"""What proves an absence: papers of the student, the log, outages of a region (S29, D8)."""

from dataclasses import replace
from datetime import timedelta

import pytest

from exams.domain.absence.case import Reason
from exams.domain.absence.evidence import MOST_PAGES
from exams.domain.absence.table import CaseStage
from exams.domain.attempt_table import Stage
from exams.domain.exam import Exam
from exams.domain.ids import CaseId
from exams.domain.refusals.absence import (
    CaseMoved,
    EvidenceFull,
)
from exams.domain.refusals.pictures import NotAPicture, PictureTooLarge
from exams.notices.absence import (
    AbsenceArrived,
    AbsenceCard,
    AbsenceForm,
    AbsenceStatus,
    RegionOutage,
)
from exams.records.attempts import NEW_ATTEMPT
from exams.records.exams import NEW_EXAM
from tests.make import at
from tests.services.absent import WORKING_DAYS_FROM_THURSDAY, applied, case_of, missed, stage_of
from tests.services.conftest import University
from tests.services.day import of_kind, refused, writing


async def waiting_for_proof(uni: University) -> tuple[Exam, CaseId]:
    exam = await missed(uni)
    form = await uni.use.apply(uni.actor("Bolat"), exam.id)
    await uni.use.fill_in(uni.actor("Bolat"), form.case, reason=Reason.ILLNESS)
    await uni.use.send_application(uni.actor("Bolat"), form.case, proof_later=True)
    await uni.outbox()
    return exam, form.case


async def test_proof_sent_later_goes_to_the_dean_by_itself(uni: University) -> None:
    _, case = await waiting_for_proof(uni)

    status = await uni.use.add_proof(uni.actor("Bolat"), case, b"one\ftwo", (7, 0))

    assert isinstance(status, AbsenceStatus)
    assert (status.stage, status.pages) == ("submitted", 2)
    assert [n.what for _, n in of_kind(await uni.outbox(), AbsenceArrived)] == ["proof"]
    again = await uni.use.add_proof(uni.actor("Bolat"), case, b"one\ftwo", (7, 0))
    assert isinstance(again, AbsenceStatus)
    assert again.pages == 2


async def test_proof_that_never_comes_does_not_keep_the_case_from_the_dean(
    uni: University,
) -> None:
    _, case = await waiting_for_proof(uni)
    until = (await case_of(uni, case)).proof_until
    assert until == uni.clock.moment + WORKING_DAYS_FROM_THURSDAY

    await uni.tick(until + timedelta(seconds=6))

    assert await stage_of(uni, case) is CaseStage.SUBMITTED
    messages = await uni.outbox()
    assert [n.what for _, n in of_kind(messages, AbsenceArrived)] == ["unproven"]
    assert [(who, n.stage) for who, n in of_kind(messages, AbsenceStatus)] == [
        ("Bolat", "submitted")
    ]


@pytest.mark.parametrize(
    ("upload", "refusal"), [(b"bomb", PictureTooLarge), (b"film", NotAPicture)]
)
async def test_bombs_and_films_prove_nothing(
    uni: University, upload: bytes, refusal: type[PictureTooLarge | NotAPicture]
) -> None:
    exam, case = await waiting_for_proof(uni)

    async with refused(uni, exam, refusal):
        await uni.use.add_proof(uni.actor("Bolat"), case, upload, (7, 0))
    assert await stage_of(uni, case) is CaseStage.NEEDS_PROOF


async def test_a_case_takes_so_many_pages_and_none_after_the_decision(uni: University) -> None:
    exam, case = await waiting_for_proof(uni)
    many = b"\f".join([b"p"] * MOST_PAGES)
    await uni.use.add_proof(uni.actor("Bolat"), case, many, (7, 0))

    async with refused(uni, exam, EvidenceFull):
        await uni.use.add_proof(uni.actor("Bolat"), case, b"p", (8, 0))
    await uni.use.approve_absence(uni.actor("Serik"), case)
    async with refused(uni, exam, CaseMoved):
        await uni.use.add_proof(uni.actor("Bolat"), case, b"p", (9, 0))


# -- drafted after an outage -----------------------------------------------------------


async def test_a_technical_failure_drafts_the_application_with_the_times(
    uni: University,
) -> None:
    exam = await writing(uni, "Aigerim", "Bolat")
    uni.clock.moment = at(40)
    await uni.use.outage(uni.actor("Bolat"), exam.id)
    await uni.outbox()

    await uni.tick(at(71))

    assert (await uni.attempt("Bolat", exam)).stage is Stage.TECHNICAL_FAIL
    ((name, form),) = of_kind(await uni.outbox(), AbsenceForm)
    assert (name, form.drafted, form.happened_at, form.reason) == ("Bolat", True, at(40), "")
    opened = await uni.use.apply(uni.actor("Bolat"), exam.id)
    assert opened == form


async def test_the_card_tells_what_the_log_knows(uni: University) -> None:
    exam = await writing(uni, "Aigerim", "Bolat", "Kanat")
    for minutes, name in ((40, "Bolat"), (43, "Kanat")):
        uni.clock.moment = at(minutes)
        await uni.use.outage(uni.actor(name), exam.id)
    await uni.tick(at(74))
    (case, _) = await applied(uni, exam, "Bolat", "Kanat", reason=Reason.NO_INTERNET)

    (card,) = await uni.use.absence(uni.actor("Serik"), case)

    assert isinstance(card, AbsenceCard)
    told_acts = [moment.act for moment in card.timeline]
    assert told_acts[-2:] == ["interrupt", "fail_technically"]
    assert "show_ticket" in told_acts
    assert (card.cut_together, card.sitting) == (2, 4)
    assert card.can == ("approve", "refuse", "ask_proof")


async def live_in(uni: University, region: str, *names: str) -> None:
    """Let the roster know where students sit their exams."""
    async with uni.units() as unit:
        for name in names:
            await unit.people.save(replace(uni.people[name], region=region))
        await unit.commit()


async def test_the_card_tells_of_an_outage_of_the_region_in_every_exam(uni: University) -> None:
    await live_in(uni, "Талғар", "Bolat", "Gulnur")
    await live_in(uni, "ТАЛҒАР", "Kanat")
    await live_in(uni, "Алматы", "Aigerim")
    exam = await uni.stored(await writing(uni, "Aigerim", "Bolat"))
    async with uni.units() as unit:
        other = await unit.exams.add(
            replace(exam, id=NEW_EXAM, subject="Химия", starts_at=at(20), version=0)
        )
        for name in ("Kanat", "Gulnur"):
            attempt = replace(await uni.attempt(name, exam), id=NEW_ATTEMPT, exam_id=other.id)
            await unit.attempts.add(replace(attempt, stage=Stage.WRITING, registrant=None))
        await unit.commit()
    for minutes, name, where in (
        (40, "Bolat", exam), (41, "Aigerim", exam), (49, "Kanat", other), (51, "Gulnur", other),
    ):  # fmt: skip
        uni.clock.moment = at(minutes)
        await uni.use.outage(uni.actor(name), where.id)
    await uni.tick(at(82))
    (case, _) = await applied(uni, exam, "Bolat", "Aigerim", reason=Reason.NO_INTERNET)
    await applied(uni, other, "Gulnur")

    (card,) = await uni.use.absence(uni.actor("Serik"), case)

    assert isinstance(card, AbsenceCard)
    assert card.outage == RegionOutage(region="Талғар", cut_off=1, exams=1, applied=1)


@pytest.mark.parametrize(
    ("reason", "region", "outage"),
    [
        (Reason.ILLNESS, "Талғар", None),
        (Reason.POWER_CUT, "", RegionOutage(region="")),
        (Reason.POWER_CUT, "Талғар", RegionOutage(region="Талғар")),
    ],
)
async def test_an_illness_has_no_region_and_an_unknown_one_is_called_so(
    uni: University, reason: Reason, region: str, outage: RegionOutage | None
) -> None:
    await live_in(uni, region, "Bolat")
    exam = await missed(uni)
    (case,) = await applied(uni, exam, "Bolat", reason=reason)

    (card,) = await uni.use.absence(uni.actor("Serik"), case)

    assert isinstance(card, AbsenceCard)
    assert card.outage == outage


# -- reconsidering ---------------------------------------------------------------------
