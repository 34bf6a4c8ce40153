"""What the markers of an exam's works are told, from being named to the publication."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from exams.domain.exam import Exam
from exams.domain.ids import ChatId
from exams.domain.refusals.people import NotAllowed, Unknown
from exams.notices.base import Notice
from exams.notices.before import ExamCancelled, ExamMoved
from exams.notices.marking import MarkerLeft, MarkerNamed, MarkingDone, MarkingOpen
from exams.notices.results import YourGrade
from tests.make import START
from tests.services.conftest import University
from tests.services.day import acts, drawn, numbers, of_kind, published, refused, told, writing
from tests.services.day import admitted as admit
from tests.services.markers import MARKERS, SAT, hire, letters, over, works

NEXT_DAY = START + timedelta(days=1)


async def plan(uni: University, exam: Exam, *names: str) -> None:
    """Let three mark every work twice, without names."""
    registrar = uni.actor("Madina")
    await uni.use.plan_marking(registrar, exam.id, markers=numbers(uni, *(names or MARKERS)))
    await uni.use.plan_marking(registrar, exam.id, anonymous=True, share=100)


async def test_three_markers_of_anonymous_works_from_the_plan_to_the_publication(
    uni: University,
) -> None:
    await hire(uni)
    exam = await uni.exam()
    await plan(uni, exam)
    assert not await uni.outbox(), "of a draft nobody hears"
    read: list[tuple[str, Notice]] = []

    async def news() -> list[tuple[str, Notice]]:
        messages = await uni.outbox()
        read.extend((name, notice) for name, notice in messages if name in MARKERS)
        return messages

    await uni.use.publish_exam(uni.actor("Serik"), exam.id)
    named = dict(of_kind(await news(), MarkerNamed))
    assert {who: n.turn for who, n in named.items()} == dict(zip(MARKERS, (1, 2, 3), strict=True))
    assert {(n.starts_at, n.share, n.anonymous) for n in named.values()} == {(START, 100, True)}
    (coming,) = (await uni.use.to_mark(uni.actor("Third"))).coming
    assert coming.exam == exam.id

    await uni.use.move_exam(uni.actor("Madina"), exam.id, NEXT_DAY)
    moved = {who: n.minutes for who, n in of_kind(await news(), ExamMoved)}
    assert [moved[who] for who in MARKERS] == [0, 0, 0], "markers need no link"
    await uni.use.acknowledge_move(uni.actor("Second"), exam.id)
    assert (await acts(uni, exam)).count("acknowledge_move") == 1

    for minutes in (-30, -15, 0):
        await uni.tick(NEXT_DAY + timedelta(minutes=minutes))
        if minutes == -15:
            await admit(uni, exam, *SAT)
    for name in SAT:
        await drawn(uni, exam, name)
    exam = await over(uni, await uni.stored(exam), SAT)
    assert [(who, n.works) for who, n in of_kind(await news(), MarkingOpen)] == [
        ("Stranger", 4), ("Second", 4),
    ]  # fmt: skip

    for who, points in (("Stranger", (80, 80, 80, 80)), ("Second", (84, 86, 90, 60))):
        listed = await works(uni, exam, who)
        read.append((who, listed))
        for work, given in zip(listed.works, points, strict=True):
            read.append((who, await uni.use.work_page(uni.actor(who), work.attempt)))
            read.append((who, await uni.use.mark_work(uni.actor(who), work.attempt, str(given))))
    assert [(who, n.works) for who, n in of_kind(await news(), MarkingOpen)] == [("Third", 1)]
    (apart,) = (await works(uni, exam, "Third")).works
    await uni.use.mark_work(uni.actor("Third"), apart.attempt, "70")
    assert told(await news(), MarkingDone) == ["Nurlan", "Zhaniya"]

    texts = [text for _, notice in read for text in letters(uni, notice)]
    assert len(read) > 20
    for student in SAT:
        person = uni.people[student]
        assert not any(person.name in text or person.number in text for text in texts)

    chief = uni.actor("Zhaniya")
    await uni.use.confirm_marks(chief, exam.id)
    await uni.use.publish_results(chief, exam.id, "private")
    grades = of_kind(await news(), YourGrade)
    assert sorted(notice.points for _, notice in grades) == [70, 82, 83, 85]
    shown = await works(uni, exam, "Stranger")
    assert {work.who for work in shown.works} == {uni.people[name].name for name in SAT}


async def test_who_marks_no_more_is_told_and_who_marks_instead_too(uni: University) -> None:
    await hire(uni)
    exam = await published(uni)
    await plan(uni, exam)
    assert told(await uni.outbox(), MarkerNamed) == sorted(MARKERS)

    registrar = uni.actor("Madina")
    await uni.use.plan_marking(registrar, exam.id, share=0)
    await uni.outbox()

    await uni.use.plan_marking(registrar, exam.id, markers=numbers(uni, "Stranger", "Third"))

    messages = await uni.outbox()
    assert told(messages, MarkerLeft) == ["Second"]
    assert [(who, n.turn) for who, n in of_kind(messages, MarkerNamed)] == [("Third", 2)]
    await uni.use.cancel_exam(uni.actor("Serik"), exam.id)
    outside = [who for who in told(await uni.outbox(), ExamCancelled) if who in MARKERS]
    assert outside == ["Stranger", "Third"]
    async with refused(uni, exam, NotAllowed, Unknown):
        await uni.use.acknowledge_move(uni.actor("Second"), exam.id)


async def test_who_is_named_once_the_exam_is_over_reads_at_once_what_waits(
    uni: University,
) -> None:
    await hire(uni)
    exam = await writing(uni, *SAT)
    await over(uni, exam, SAT)
    await uni.outbox()
    registrar = uni.actor("Madina")

    await uni.use.plan_marking(registrar, exam.id, markers=numbers(uni, "Stranger"))

    assert [(who, n.works) for who, n in of_kind(await uni.outbox(), MarkingOpen)] == [
        ("Stranger", 4)
    ]
    await uni.use.plan_marking(registrar, exam.id, markers=numbers(uni, "Third"))
    messages = await uni.outbox()
    assert [(who, n.works) for who, n in of_kind(messages, MarkingOpen)] == [("Third", 4)]
    assert told(messages, MarkerLeft) == ["Stranger"]


@pytest.mark.parametrize("changes", [{"account": None}, {"reachable": False}])
async def test_whoever_plans_reads_which_markers_no_message_reaches(
    uni: University, changes: dict[str, Any]
) -> None:
    await hire(uni)
    exam = await published(uni)
    await plan(uni, exam)
    async with uni.units() as unit:
        for name in MARKERS:
            person = await unit.people.get(uni.people[name].id)
            assert person is not None
            reached = {"account": ChatId(int(person.id) + 5_000)}
            kept = replace(person, **(changes if name == "Third" else reached))
            await unit.people.save(kept)
        await unit.commit()

    card = await uni.use.marking_plan(uni.actor("Madina"), exam.id)

    assert card.unreached == (uni.people["Third"].name,)
