"""Results that are due: markers and commissions are told what of theirs is awaited."""

from datetime import timedelta

from exams.domain.exam import Exam
from exams.notices.results import ResultsDue
from tests.services.conftest import University
from tests.services.day import numbers, of_kind, writing
from tests.services.markers import SAT, hire, over, works
from tests.services.oral import SITTING, heard_out, id_of


async def alarmed(uni: University, exam: Exam) -> dict[str, tuple[str, int]]:
    """Let eighteen hours pass; return of whom what is awaited, but for the dean."""
    closed = (await uni.stored(exam)).closed_at
    assert closed is not None
    await uni.outbox()
    await uni.tick(closed + timedelta(hours=18))
    return await due(uni)


async def due(uni: University) -> dict[str, tuple[str, int]]:
    told = of_kind(await uni.outbox(), ResultsDue)
    return {who: (notice.waits, notice.count) for who, notice in told if not notice.office}


async def test_markers_are_told_how_many_works_wait_and_the_staff_for_whom(
    uni: University,
) -> None:
    await hire(uni)
    exam = await writing(uni, *SAT)
    registrar = uni.actor("Madina")
    markers = numbers(uni, "Stranger", "Second", "Third")
    await uni.use.plan_marking(registrar, exam.id, markers=markers)
    await uni.use.plan_marking(registrar, exam.id, share=100)
    exam = await over(uni, exam, SAT)
    for work in (await works(uni, exam, "Second")).works[1:]:
        await uni.use.mark_work(uni.actor("Second"), work.attempt, "80")

    assert await alarmed(uni, exam) == {
        "Stranger": ("works", 4),
        "Second": ("works", 1),
        "Nurlan": ("markers", 0),
        "Zhaniya": ("markers", 0),
    }

    (line,) = (await uni.use.overdue_results(uni.actor("Serik"))).exams
    assert line.examiners == tuple(uni.people[one].name for one in ("Stranger", "Second"))
    for who in ("Stranger", "Second"):
        for work in (await works(uni, exam, who)).works:
            await uni.use.mark_work(uni.actor(who), work.attempt, "80")
    await uni.use.remind_examiners(uni.actor("Serik"), exam.id)
    assert await due(uni) == {"Nurlan": ("", 0), "Zhaniya": ("", 0)}, "to be published"


async def test_members_of_a_commission_are_told_how_many_answers_wait(uni: University) -> None:
    exam = await heard_out(uni)
    proctor = uni.actor("Nurlan")
    attempts = [await id_of(uni, exam, name) for name in SITTING]

    assert await alarmed(uni, exam) == {
        "Stranger": ("answers", 3),
        "Nurlan": ("commission", 0),
        "Zhaniya": ("commission", 0),
    }

    for attempt in attempts:
        await uni.use.give_commission_mark(uni.actor("Stranger"), attempt, "90")
    await uni.use.confirm_commission_mark(proctor, attempts[0])
    await uni.outbox()
    await uni.use.remind_examiners(uni.actor("Serik"), exam.id)
    assert await due(uni) == {"Nurlan": ("answers", 2), "Zhaniya": ("commission", 0)}
