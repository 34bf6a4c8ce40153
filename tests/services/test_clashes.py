"""What clashes with an exam, and what is said of it."""

from datetime import timedelta

from exams.domain.exam import Kind
from exams.domain.refusals.planning import NotReady
from tests.make import START, at
from tests.services.conftest import University
from tests.services.day import (
    published,
    refused,
)

NEXT_DAY = START + timedelta(days=1)


async def test_two_exams_at_once_clash_in_students_and_host(uni: University) -> None:
    await published(uni)
    second = await uni.exam(starts_at=START + timedelta(minutes=149))
    async with refused(uni, second, NotReady) as facts:
        await uni.use.publish_exam(uni.actor("Serik"), second.id)
    assert set(facts["failed"]) == {"clash", "host"}  # type: ignore[call-overload]
    third = await uni.exam(starts_at=START + timedelta(minutes=150))
    await uni.use.publish_exam(uni.actor("Serik"), third.id)


async def test_a_clash_says_with_which_exam_until_when_and_for_how_many(uni: University) -> None:
    first = await published(uni)
    second = await uni.exam(subject="Физика", starts_at=at(60))
    checks = await uni.use.exam_checks(uni.actor("Serik"), second.id)
    met = {one.check: one for one in checks.clashes}
    assert sorted(met) == ["clash", "host", "staff"]
    assert {one.subject for one in checks.clashes} == {first.subject}
    assert (met["clash"].students, met["clash"].until) == (4, at(150))
    assert met["host"].until == at(150)
    assert met["staff"].names == (uni.people["Nurlan"].name,)
    assert [fix.code for fix in checks.checks if not fix.holds] == ["clash", "host"]


async def test_a_proctor_of_two_exams_at_once_is_named_and_stops_nothing(uni: University) -> None:
    await published(uni)
    uni.sitting = ["Outsider"]
    second = await uni.exam(subject="Физика", groups=(), host="")
    checks = await uni.use.exam_checks(uni.actor("Serik"), second.id)
    assert [(one.check, one.names) for one in checks.clashes] == [
        ("staff", (uni.people["Nurlan"].name,))
    ]
    assert checks.ready
    free = await uni.exam(subject="Химия", groups=(), host="", starts_at=at(240))
    assert (await uni.use.exam_checks(uni.actor("Serik"), free.id)).clashes == ()


async def test_an_oral_exam_counts_until_its_last_student_has_answered(uni: University) -> None:
    await uni.join(20)
    oral = await published(uni, kind=Kind.ORAL, tickets=30)
    shown = await uni.use.exam_checks(uni.actor("Serik"), oral.id)
    assert shown.until == at(23 + 20 + 240)
    for minutes, clashes in ((312, {"clash", "host"}), (313, set())):
        other = await uni.exam(subject="Физика", tickets=30, starts_at=at(minutes))
        checks = await uni.use.exam_checks(uni.actor("Serik"), other.id)
        assert {fix.code for fix in checks.checks if not fix.holds} == clashes
    await uni.tick(at(-15))
    assert (await uni.use.exam_checks(uni.actor("Serik"), oral.id)).until is None  # as it goes
