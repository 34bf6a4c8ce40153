"""Works marked without names, by several markers; nothing published while one is open."""

from dataclasses import replace

import pytest

from exams.domain.exam import Exam, Kind
from exams.domain.exam_table import ExamStage
from exams.domain.grades import MarkStatus
from exams.domain.ids import AttemptId
from exams.domain.marking import (
    MarkedByMarkers,
    MarkerKnows,
    MarkersMissing,
    MarkersUnreadable,
    MarkingBegun,
    MarkSettled,
    WorksOpen,
)
from exams.domain.refusals.marks import MarkOutOfRange, MarksUnreadable
from exams.domain.refusals.moments import WrongStage
from exams.domain.refusals.people import NotAllowed, Unknown
from exams.domain.refusals.sheets import NothingSent
from exams.notices.base import Notice
from exams.notices.marking import MarkingDone, MarkingOpen
from exams.notices.results import YourGrade
from tests.services.conftest import University
from tests.services.day import acts, marking, numbers, of_kind, opened, refused, writing
from tests.services.markers import MARKERS, SAT, hire, letters, over, works

CODES = {"01", "02", "03", "04"}


@pytest.fixture
async def hired(uni: University) -> University:
    """A university with two examiners more."""
    await hire(uni)
    return uni


async def planned(
    uni: University, *, anonymous: bool = True, share: int = 100, sat: tuple[str, ...] = SAT
) -> Exam:
    """Come to the marking of an exam that has three markers."""
    exam = await writing(uni, *sat)
    registrar = uni.actor("Madina")
    await uni.use.plan_marking(registrar, exam.id, markers=numbers(uni, *MARKERS))
    await uni.use.plan_marking(registrar, exam.id, anonymous=anonymous, share=share)
    return await over(uni, exam, sat)


async def mark_of(uni: University, attempt: AttemptId) -> int | None:
    async with uni.units.reading() as unit:
        mark = await unit.marks.of(attempt)
    return None if mark is None else mark.points


async def test_a_marker_of_anonymous_works_finds_no_name_and_no_number_anywhere(
    hired: University,
) -> None:
    uni = hired
    exam = await planned(uni)
    seen: list[Notice] = [notice for name, notice in await uni.outbox() if name in MARKERS]
    for name, points in (("Stranger", "90"), ("Second", "40"), ("Third", "60")):
        actor = uni.actor(name)
        listed = await uni.use.works(actor, exam.id)
        seen += [await uni.use.to_mark(actor), listed, await uni.use.bind_works(actor, exam.id)]
        for work in listed.works:
            page = await uni.use.work_page(actor, work.attempt)
            assert uni.files.stored[page.media[0].digest].endswith(b"straight covered")
            seen += [page, await uni.use.mark_work(actor, work.attempt, points)]
        seen.append(await uni.use.mark_works(actor, exam.id, f"{listed.works[0].who} {points}"))
    seen += [notice for name, notice in await uni.outbox() if name in MARKERS]

    kinds = {type(notice).__name__ for notice in seen}
    assert kinds >= {"ToMark", "WorkList", "WorkPage", "WorkMarked", "MarkingOpen", "ExamBook"}
    hidden = [
        word for name in SAT for word in (*uni.people[name].name.split(), uni.people[name].number)
    ]
    for notice in seen:
        for text in letters(uni, notice):
            found = [word for word in hidden if word.casefold() in text.casefold()]
            assert not found, (found, text)


async def test_the_list_of_codes_does_not_follow_the_list_of_names(hired: University) -> None:
    uni = hired
    exam = await planned(uni)
    listed = await works(uni, exam, "Stranger")
    async with uni.units.reading() as unit:
        by_name = [attempt.id for attempt in await unit.attempts.of_exam(exam.id)]
    assert [work.who for work in listed.works] == ["01", "02", "03", "04"]
    assert sorted(work.attempt for work in listed.works) == sorted(by_name)
    plan_secret = {work.attempt: work.who for work in listed.works}
    again = await works(uni, exam, "Second")
    assert {work.attempt: work.who for work in again.works} == plan_secret


async def test_names_come_back_with_the_publication(hired: University) -> None:
    uni = hired
    exam = await planned(uni, share=0)
    stranger = uni.actor("Stranger")
    for number, work in enumerate((await works(uni, exam, "Stranger")).works):
        await uni.use.mark_work(stranger, work.attempt, str(60 + number))
    expected = {w.attempt: w.points for w in (await works(uni, exam, "Stranger")).works}
    async with refused(uni, exam, MarkedByMarkers):
        await uni.use.mark_list(uni.actor("Nurlan"), exam.id)
    await uni.use.confirm_marks(uni.actor("Zhaniya"), exam.id)
    await uni.use.publish_results(uni.actor("Zhaniya"), exam.id, "private")
    grades = dict(of_kind(await uni.outbox(), YourGrade))
    for name in SAT:
        assert grades[name].points == expected[(await uni.attempt(name, exam)).id]
    listed = await works(uni, exam, "Stranger")
    assert not listed.anonymous
    assert {work.who for work in listed.works} == {uni.people[name].name for name in SAT}
    async with refused(uni, exam, WrongStage):
        await uni.use.mark_work(stranger, listed.works[0].attempt, "10")


async def test_two_markers_are_blind_and_a_wide_gap_goes_to_a_third(hired: University) -> None:
    uni = hired
    exam = await planned(uni)
    assert [(n, o.works) for n, o in of_kind(await uni.outbox(), MarkingOpen)] == [
        ("Stranger", 4), ("Second", 4),
    ]  # fmt: skip
    close, far, *_ = [work.attempt for work in (await works(uni, exam, "Stranger")).works]
    async with refused(uni, exam, NotAllowed):
        await uni.use.mark_work(uni.actor("Third"), far, "70")
    for attempt, first, second in ((close, "80", "89"), (far, "80", "60")):
        await uni.use.mark_work(uni.actor("Stranger"), attempt, first)
        blind = await works(uni, exam, "Second")
        assert {work.points for work in blind.works if work.attempt == attempt} == {None}
        assert (await uni.use.work_page(uni.actor("Second"), attempt)).points is None
        await uni.use.mark_work(uni.actor("Second"), attempt, second)
    assert await mark_of(uni, close) == 85
    assert await mark_of(uni, far) is None
    called = of_kind(await uni.outbox(), MarkingOpen)
    assert [(name, notice.works) for name, notice in called] == [("Third", 1)]
    third = await works(uni, exam, "Third")
    assert [(work.attempt, work.points, work.open) for work in third.works] == [(far, None, True)]
    done = await uni.use.mark_work(uni.actor("Third"), far, "66")
    assert (done.waiting, done.following) == (0, None)
    assert await mark_of(uni, far) == 66
    for name in ("Stranger", "Second", "Third"):
        async with refused(uni, exam, MarkSettled):
            await uni.use.mark_work(uni.actor(name), far, "61")
    assert (await acts(uni, exam)).count("mark_work") == 5


async def test_until_the_other_has_marked_the_own_mark_may_be_changed(hired: University) -> None:
    uni = hired
    exam = await planned(uni)
    work, other, *_ = [one.attempt for one in (await works(uni, exam, "Stranger")).works]
    for points in ("70", "75", "75"):
        await uni.use.mark_work(uni.actor("Stranger"), work, points)
    assert (await acts(uni, exam)).count("mark_work") == 2
    await uni.use.mark_work(uni.actor("Second"), work, "75")
    assert await mark_of(uni, work) == 75
    async with refused(uni, exam, MarkSettled):
        await uni.use.mark_work(uni.actor("Stranger"), work, "95")
    for points in ("60", "65"):  # the second may come first
        await uni.use.mark_work(uni.actor("Second"), other, points)
    await uni.use.mark_work(uni.actor("Stranger"), other, "66")
    assert await mark_of(uni, other) == 66


async def test_nothing_is_published_while_a_work_is_open(hired: University) -> None:
    uni = hired
    exam = await planned(uni, share=50)
    chief = uni.actor("Zhaniya")
    seen = await uni.use.marking_plan(chief, exam.id)
    assert (seen.waiting, seen.can, seen.of_room) == ((4, 2, 0), (), True)
    assert not (await uni.use.marking_plan(uni.actor("Madina"), exam.id)).of_room
    first = await works(uni, exam, "Stranger")
    await uni.use.mark_works(
        uni.actor("Stranger"), exam.id, "\n".join(f"{work.who} 70" for work in first.works)
    )
    assert (await uni.use.marking_plan(chief, exam.id)).waiting == (0, 2, 0)
    for act in (uni.use.preview_results, uni.use.publish_results):
        async with refused(uni, exam, WorksOpen) as facts:
            await act(chief, exam.id, "private")
        assert facts == {"count": 2}
    for look in (uni.use.check_marks, uni.use.confirm_marks):  # names and points stand there
        async with refused(uni, exam, WorksOpen):
            await look(chief, exam.id)
    second = await works(uni, exam, "Second")
    assert len(second.works) == 2
    lines = f"{second.works[0].who} 72\n{second.works[1].who} 50"
    listed = await uni.use.mark_works(uni.actor("Second"), exam.id, lines)
    assert listed.waiting == 0
    assert (await uni.use.marking_plan(chief, exam.id)).waiting == (0, 0, 1)
    (gap,) = (await works(uni, exam, "Third")).works
    await uni.outbox()
    await uni.use.mark_work(uni.actor("Third"), gap.attempt, "55")
    done = of_kind(await uni.outbox(), MarkingDone)
    assert {(name, notice.works) for name, notice in done} == {("Nurlan", 4), ("Zhaniya", 4)}
    assert (await uni.use.marking_plan(chief, exam.id)).can == ("check",)
    assert (await uni.use.marking_plan(uni.actor("Madina"), exam.id)).can == ()
    await uni.use.confirm_marks(chief, exam.id)
    await uni.use.publish_results(chief, exam.id, "private")
    async with uni.units.reading() as unit:
        marks = await unit.marks.of_exam(exam.id)
    assert sorted(mark.points for mark in marks.values()) == [55, 70, 70, 71]
    assert {mark.status for mark in marks.values()} == {MarkStatus.PUBLISHED}


async def test_proctors_do_not_mark_where_markers_were_named(hired: University) -> None:
    uni = hired
    exam = await planned(uni, anonymous=False, share=0)
    for name in ("Nurlan", "Zhaniya"):
        async with refused(uni, exam, MarkedByMarkers):
            await uni.use.enter_marks(uni.actor(name), exam.id, "1 80")
        async with refused(uni, exam, MarkedByMarkers):
            await uni.use.enter_marks_file(uni.actor(name), exam.id, b"1 80")
        async with refused(uni, exam, NotAllowed):
            await works(uni, exam, name)
    listed = await works(uni, exam, "Stranger")
    assert {work.who for work in listed.works} == {uni.people[name].name for name in SAT}
    page = await uni.use.work_page(uni.actor("Stranger"), listed.works[0].attempt)
    assert uni.files.stored[page.media[0].digest].endswith(b"straight")


async def test_a_marker_sees_of_each_exam_how_many_works_wait_while_they_can_be_marked(
    hired: University,
) -> None:
    uni = hired
    exam = await planned(uni)
    stranger = uni.actor("Stranger")
    first = (await works(uni, exam, "Stranger")).works[0].attempt
    await uni.use.mark_work(stranger, first, "80")

    for stage, listed, coming in (
        (ExamStage.RUNNING, 0, 1),
        (ExamStage.CLOSED, 1, 0),
        (ExamStage.MARKING, 1, 0),
        (ExamStage.RESULTS_PUBLISHED, 0, 0),
    ):
        async with uni.units() as unit:
            await unit.exams.save(replace(await uni.stored(exam), stage=stage))
            await unit.commit()
        shown = await uni.use.to_mark(stranger)
        assert [(one.exam, one.people) for one in shown.exams] == [(exam.id, 3)] * listed
        assert [one.exam for one in shown.coming] == [exam.id] * coming
        if listed:
            assert {one.who for one in (await works(uni, exam, "Stranger")).works} == CODES


async def test_typed_marks_are_taken_all_or_none(hired: University) -> None:
    uni = hired
    exam = await planned(uni)
    actor = uni.actor("Stranger")
    for text, kind in (
        ("", MarksUnreadable), ("01", MarksUnreadable), ("99 80", MarksUnreadable),
        ("01 80\n1 90", MarksUnreadable), ("01 80\n02 101", MarkOutOfRange),
        ("Айгерім 80", MarksUnreadable),
    ):  # fmt: skip
        async with refused(uni, exam, kind):
            await uni.use.mark_works(actor, exam.id, text)
    async with refused(uni, exam, MarksUnreadable) as facts:
        await uni.use.mark_works(actor, exam.id, f"{'9' * 100} 80")
    assert facts == {"line": "9" * 60}
    listed = await uni.use.mark_works(actor, exam.id, "1 80\n 02: 85")
    assert [(work.who, work.points) for work in listed.works][:2] == [("01", 80), ("02", 85)]


async def test_the_plan_is_made_by_planners_and_holds_once_marks_are_given(
    hired: University,
) -> None:
    uni = hired
    exam = await writing(uni, *SAT)
    registrar = uni.actor("Madina")
    use = uni.use
    async with refused(uni, exam, MarkersMissing) as facts:
        await use.plan_marking(registrar, exam.id, anonymous=True)
    assert facts == {"needed": 1}
    async with refused(uni, exam, MarkersMissing) as facts:
        await use.plan_marking(registrar, exam.id, share=20)
    assert facts == {"needed": 3}
    four, twice = numbers(uni, *MARKERS, "Nurlan"), numbers(uni, "Second", "Second")
    for text in ("", "nobody", numbers(uni, "Aigerim"), twice, four):
        async with refused(uni, exam, MarkersUnreadable):
            await use.plan_marking(registrar, exam.id, markers=text)
    async with refused(uni, exam, Unknown):
        await use.plan_marking(registrar, exam.id, share=30)
    card = await use.plan_marking(registrar, exam.id, markers=numbers(uni, "Nurlan"))
    assert card.markers == (uni.people["Nurlan"].name,)
    async with refused(uni, exam, MarkerKnows):
        await use.plan_marking(registrar, exam.id, anonymous=True)
    for name in ("Nurlan", "Zhaniya", "Stranger", "Aigerim", "Elsewhere"):
        async with refused(uni, exam, NotAllowed):
            await use.plan_marking(uni.actor(name), exam.id, markers="-")
    await use.plan_marking(registrar, exam.id, markers=numbers(uni, *MARKERS))
    await use.plan_marking(uni.actor("Serik"), exam.id, anonymous=True)
    before = (await acts(uni, exam)).count("plan_marking")
    await use.plan_marking(registrar, exam.id, anonymous=True)
    assert (await acts(uni, exam)).count("plan_marking") == before == 3
    async with refused(uni, exam, MarkersMissing):
        await use.plan_marking(registrar, exam.id, markers="-")
    async with refused(uni, exam, WrongStage):
        await works(uni, exam, "Stranger")  # they still write
    await over(uni, exam, SAT)
    work = (await works(uni, exam, "Stranger")).works[0]
    await use.mark_work(uni.actor("Stranger"), work.attempt, "70")
    async with refused(uni, exam, MarkingBegun):
        await use.plan_marking(registrar, exam.id, anonymous=False)
    assert (await use.marking_plan(registrar, exam.id)).can == ()


async def test_without_markers_the_proctors_mark_as_ever(uni: University) -> None:
    exam = await marking(uni, "Aigerim")
    card = await uni.use.marking_plan(uni.actor("Madina"), exam.id)
    assert (card.markers, card.waiting, card.anonymous) == ((), (), False)
    async with refused(uni, exam, NotAllowed):
        await works(uni, exam, "Nurlan")
    assert (await uni.use.to_mark(uni.actor("Nurlan"))).exams == ()
    async with uni.units.reading() as unit:
        assert await unit.marking.plan(exam.id) is None


@pytest.mark.parametrize("who", ["Nurlan", "Zhaniya", "Elsewhere", "Aigerim", "Madina"])
async def test_whoever_is_no_marker_is_refused(hired: University, who: str) -> None:
    uni = hired
    exam = await planned(uni, sat=("Aigerim",))
    attempt = (await uni.attempt("Aigerim", exam)).id
    actor = uni.actor(who)
    for act in (uni.use.works, uni.use.bind_works):
        async with refused(uni, exam, NotAllowed):
            await act(actor, exam.id)
    async with refused(uni, exam, NotAllowed):
        await uni.use.mark_works(actor, exam.id, "01 80")
    async with refused(uni, exam, NotAllowed):
        await uni.use.work_page(actor, attempt)
    async with refused(uni, exam, NotAllowed):
        await uni.use.mark_work(actor, attempt, "80")
    async with refused(uni, exam, Unknown):
        await uni.use.mark_work(actor, AttemptId(999), "80")
    async with refused(uni, exam, NothingSent):
        await uni.use.bind_works(uni.actor("Third"), exam.id)


async def test_an_oral_exam_has_no_markers_of_its_own(uni: University) -> None:
    exam = await opened(uni, kind=Kind.ORAL)
    async with refused(uni, exam, Unknown):
        await uni.use.plan_marking(uni.actor("Madina"), exam.id, markers="-")
