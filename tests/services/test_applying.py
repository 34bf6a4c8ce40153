"""Applying to the dean: who may, until when, and what follows (S29, D8)."""

from asyncio import gather
from dataclasses import replace
from datetime import timedelta

from exams.domain.absence.case import Reason
from exams.domain.absence.table import CaseStage
from exams.domain.attempt_table import Stage
from exams.domain.people import Role
from exams.domain.refusals.absence import (
    AlreadyReconsidered,
    AppliedAlready,
    ApplyTooLate,
    CaseIncomplete,
    CaseMoved,
    NotMissed,
    NotYet,
)
from exams.domain.refusals.people import NotAllowed, Unknown
from exams.domain.refusals.words import ReasonMissing
from exams.notices.absence import (
    AbsenceArrived,
    AbsenceCard,
    AbsenceForm,
    AbsenceStatus,
)
from exams.notices.before import MyExams
from exams.notices.trouble import MissedExam
from tests.make import START, at
from tests.services.absent import (
    WORKING_DAYS_FROM_THURSDAY,
    applied,
    approved,
    case_of,
    missed,
    stage_of,
)
from tests.services.conftest import University
from tests.services.day import acts, marking, of_kind, refused, told


async def test_a_student_applies_in_three_taps_and_the_own_dean_hears_of_it(
    uni: University,
) -> None:
    exam = await marking(uni, "Aigerim")
    missed_it = [
        d.envelope.notice for d in uni.sent if d.envelope.notice.template == "missed_exam"
    ]
    (told_of,) = {one for one in missed_it if isinstance(one, MissedExam)}
    assert told_of.exam == exam.id

    form = await uni.use.apply(uni.actor("Bolat"), exam.id)
    assert form.until == told_of.until
    assert (form.reason, form.happened_at) == ("", START)
    await uni.use.fill_in(uni.actor("Bolat"), form.case, reason=Reason.ILLNESS)
    status = await uni.use.send_application(uni.actor("Bolat"), form.case, proof_later=False)

    assert isinstance(status, AbsenceStatus)
    assert status.stage == "submitted"
    arrived = of_kind(await uni.outbox(), AbsenceArrived)
    assert [(name, notice.what) for name, notice in arrived] == [("Serik", "new")]
    case = await case_of(uni, form.case)
    assert case.submitted_at == uni.clock.moment
    assert case.decide_by == uni.clock.moment + timedelta(days=1)  # Thursday to Friday
    assert [act for act in await acts(uni, exam) if act.startswith("case_")] == [
        "case_open", "case_fill_in", "case_submit",
    ]  # fmt: skip


async def test_a_second_tap_on_send_shows_how_it_stands(uni: University) -> None:
    exam = await missed(uni)
    (case,) = await applied(uni, exam, "Bolat")
    await uni.outbox()

    again = await uni.use.send_application(uni.actor("Bolat"), case, proof_later=True)

    assert isinstance(again, AbsenceStatus)
    assert again.stage == "submitted"
    assert await uni.outbox() == []


async def test_nobody_applies_twice_nor_for_what_was_not_missed_nor_for_anothers_exam(
    uni: University,
) -> None:
    exam = await missed(uni)
    await applied(uni, exam, "Bolat")

    async with refused(uni, exam, AppliedAlready):
        await uni.use.apply(uni.actor("Bolat"), exam.id)
    async with refused(uni, exam, NotMissed):
        await uni.use.apply(uni.actor("Aigerim"), exam.id)
    async with refused(uni, exam, Unknown):
        await uni.use.apply(uni.actor("Outsider"), exam.id)
    async with refused(uni, exam, NotAllowed):
        await uni.use.apply(uni.actor("Nurlan"), exam.id)


async def test_a_students_case_is_nobody_elses(uni: University) -> None:
    exam = await missed(uni)
    (case,) = await applied(uni, exam, "Bolat")

    for name in ("Kanat", "Outsider", "Nurlan"):
        async with refused(uni, exam, Unknown):
            await uni.use.my_absence(uni.actor(name), case)
        async with refused(uni, exam, Unknown):
            await uni.use.add_proof(uni.actor(name), case, b"page", (1, 0))
    for name in ("Kanat", "Nurlan", "Elsewhere"):
        async with refused(uni, exam, NotAllowed, Unknown):
            await uni.use.print_application(uni.actor(name), case)


async def test_after_24_hours_the_student_is_refused_and_the_office_writes(
    uni: University,
) -> None:
    exam = await missed(uni)
    uni.clock.moment = at(140) + timedelta(hours=24, seconds=1)  # so late the clock came by

    async with refused(uni, exam, ApplyTooLate):
        await uni.use.apply(uni.actor("Bolat"), exam.id)
    attempt = (await uni.attempt("Bolat", exam)).id
    form = await uni.use.apply_for(uni.actor("Serik"), attempt)
    assert isinstance(form, AbsenceForm)
    assert (form.name, form.exam) == (uni.people["Bolat"].name, exam.id)
    await uni.use.fill_in(uni.actor("Serik"), form.case, reason=Reason.POWER_CUT)
    card = await uni.use.send_application(uni.actor("Serik"), form.case, proof_later=False)
    assert isinstance(card, AbsenceCard)
    assert card.on_behalf
    messages = await uni.outbox()
    assert "Bolat" in told(messages, AbsenceStatus)
    assert "Serik" not in told(messages, AbsenceArrived)  # who wrote it has it at hand


async def test_a_draft_is_not_gone_on_with_after_24_hours(uni: University) -> None:
    exam = await missed(uni)
    await uni.use.apply(uni.actor("Bolat"), exam.id)
    uni.clock.moment = at(140) + timedelta(hours=24, seconds=1)  # so late the clock came by
    async with refused(uni, exam, ApplyTooLate):
        await uni.use.apply(uni.actor("Bolat"), exam.id)


async def test_two_deans_and_the_student_at_once_open_one_application_and_read_who_began_it(
    uni: University,
) -> None:
    exam = await missed(uni)
    attempt = (await uni.attempt("Bolat", exam)).id
    serik = uni.actor("Serik")
    other = replace(uni.actor("Madina"), roles=frozenset({Role.DEAN}))

    views = await gather(
        uni.use.apply_for(serik, attempt),
        uni.use.apply_for(other, attempt),
        uni.use.apply_for(serik, attempt),
        uni.use.apply(uni.actor("Bolat"), exam.id),
    )

    forms = [view for view in views if isinstance(view, AbsenceForm)]
    assert len(forms) == len(views)
    assert len({form.case for form in forms}) == 1
    assert (await acts(uni, exam)).count("case_open") == 1
    names = uni.people["Serik"].name, uni.people["Madina"].name, uni.people["Bolat"].name
    began = [form.begun_by for form in forms]
    assert len(set(began) - {""}) == 1, "one of them began it, and nobody else"
    assert set(began) < {"", *names}
    assert [form.name for form in forms] == [names[2]] * 3 + [""]


async def test_the_dean_reads_whose_application_goes_on_though_the_student_began_it(
    uni: University,
) -> None:
    exam = await missed(uni)
    await uni.use.apply(uni.actor("Bolat"), exam.id)

    form = await uni.use.apply_for(uni.actor("Serik"), (await uni.attempt("Bolat", exam)).id)

    bolat = uni.people["Bolat"].name
    assert isinstance(form, AbsenceForm)
    assert (form.name, form.begun_by) == (bolat, bolat)


async def test_a_draft_lapses_and_the_office_can_revive_it(uni: University) -> None:
    exam = await missed(uni)
    form = await uni.use.apply(uni.actor("Bolat"), exam.id)

    await uni.outbox()
    await uni.tick(at(140) + timedelta(hours=25))

    assert await stage_of(uni, form.case) is CaseStage.CLOSED
    said = of_kind(await uni.outbox(), AbsenceStatus)
    assert [(name, notice.step) for name, notice in said] == [("Bolat", "lapsed")]
    async with refused(uni, exam, ApplyTooLate):
        await uni.use.apply(uni.actor("Bolat"), exam.id)
    async with refused(uni, exam, CaseMoved):
        await uni.use.fill_in(uni.actor("Bolat"), form.case, reason=Reason.ILLNESS)
    attempt = (await uni.attempt("Bolat", exam)).id
    revived = await uni.use.apply_for(uni.actor("Serik"), attempt)
    assert isinstance(revived, AbsenceForm)
    assert revived.case == form.case


async def test_the_office_of_another_faculty_writes_for_nobody_here(uni: University) -> None:
    exam = await missed(uni)
    attempt = (await uni.attempt("Bolat", exam)).id

    for name in ("Elsewhere", "Madina", "Bolat", "Nurlan"):
        async with refused(uni, exam, NotAllowed):
            await uni.use.apply_for(uni.actor(name), attempt)
        async with refused(uni, exam, NotAllowed):
            await uni.use.missed_list(uni.actor(name), exam.id)


async def test_the_office_sees_who_missed_an_exam(uni: University) -> None:
    exam = await missed(uni)

    listed = await uni.use.missed_list(uni.actor("Serik"), exam.id)

    assert {stage for _, _, stage in listed.students} == {"no_show"}
    assert len(listed.students) == 3


async def test_a_reason_is_needed_and_other_needs_words(uni: University) -> None:
    exam = await missed(uni)
    form = await uni.use.apply(uni.actor("Bolat"), exam.id)

    async with refused(uni, exam, CaseIncomplete):
        await uni.use.send_application(uni.actor("Bolat"), form.case, proof_later=False)
    await uni.use.fill_in(uni.actor("Bolat"), form.case, reason=Reason.OTHER)
    async with refused(uni, exam, CaseIncomplete):
        await uni.use.send_application(uni.actor("Bolat"), form.case, proof_later=False)
    async with refused(uni, exam, NotYet):
        tomorrow = uni.clock.moment + timedelta(days=1)
        await uni.use.fill_in(uni.actor("Bolat"), form.case, happened_at=tomorrow)


# -- proof -------------------------------------------------------------------------


async def test_a_refused_student_is_told_why_and_asks_once_more(uni: University) -> None:
    exam = await missed(uni)
    (case,) = await applied(uni, exam, "Bolat")
    async with refused(uni, exam, ReasonMissing):
        await uni.use.refuse_absence(uni.actor("Serik"), case, " ")
    await uni.use.refuse_absence(uni.actor("Serik"), case, "Растама жоқ")
    ((name, status),) = [
        one for one in of_kind(await uni.outbox(), AbsenceStatus) if one[1].stage == "refused"
    ]
    assert (name, status.decision) == ("Bolat", "Растама жоқ")
    assert status.waits_until == uni.clock.moment + WORKING_DAYS_FROM_THURSDAY
    assert (await uni.attempt("Bolat", exam)).stage is Stage.NO_SHOW

    await uni.use.reconsider(uni.actor("Bolat"), case, "Анықтама бар")
    assert [n.what for _, n in of_kind(await uni.outbox(), AbsenceArrived)] == ["again"]
    await uni.use.refuse_absence(uni.actor("Serik"), case, "Бәрібір жоқ")
    async with refused(uni, exam, AlreadyReconsidered):
        await uni.use.reconsider(uni.actor("Bolat"), case, "Тағы")


async def test_a_refusal_nobody_disputes_is_closed(uni: University) -> None:
    exam = await missed(uni)
    (case,) = await applied(uni, exam, "Bolat")
    await uni.use.refuse_absence(uni.actor("Serik"), case, "Растама жоқ")

    await uni.tick(uni.clock.moment + timedelta(days=8))

    assert await stage_of(uni, case) is CaseStage.CLOSED


async def test_where_a_case_stands_is_one_tap_away(uni: University) -> None:
    exam = await missed(uni)
    (case, _) = await approved(uni, exam, "Bolat", "Kanat")

    mine = await uni.use.my_absences(uni.actor("Bolat"))
    status = await uni.use.my_absence(uni.actor("Bolat"), case)

    assert [(line.case, line.stage) for line in mine.cases] == [(case, "approved")]
    assert isinstance(status, AbsenceStatus)
    assert isinstance(await uni.use.my_exams(uni.actor("Bolat")), MyExams)


async def test_the_application_is_printed_with_its_confirmation(uni: University) -> None:
    exam = await missed(uni)
    (case,) = await applied(uni, exam, "Bolat")

    for name in ("Bolat", "Serik", "Madina"):
        paper = await uni.use.print_application(uni.actor(name), case)
        facts = (await uni.files.get(paper.media[0].digest)).decode()
        assert "power_cut" in facts
        assert "confirmed_at=datetime" in facts
