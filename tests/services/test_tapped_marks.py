"""Marks: tapped, typed line by line, looked through, confirmed; a draft is seen by nobody."""

from collections.abc import Sequence
from datetime import timedelta

import pytest

from exams.domain.exam import Exam
from exams.domain.grades import MarkStatus
from exams.domain.ids import AttemptId
from exams.domain.refusals.base import Refusal
from exams.domain.refusals.marks import (
    AlreadyPublished,
    MarkOutOfRange,
    MarksMissing,
    MarksNotConfirmed,
    MarksUnreadable,
    MarkTold,
    NoMarkFor,
)
from exams.domain.refusals.moments import WrongStage
from exams.domain.refusals.people import Unknown
from exams.notices.marks import MarkPad, MarkReview, MarksTaken, SaidMark
from tests.services.conftest import University
from tests.services.day import (
    EVERYBODY,
    acts,
    events,
    marking,
    opened,
    places,
    refused,
    sent,
    writing,
)
from tests.services.oral import id_of, whole

SAT = ("Aigerim", "Bolat", "Kanat")


async def attempt_of(uni: University, exam: Exam, name: str) -> AttemptId:
    return (await uni.attempt(name, exam)).id


async def points(uni: University, exam: Exam) -> dict[str, int]:
    """Return what stands in the database, by name."""
    async with uni.units.reading() as unit:
        marks = await unit.marks.of_exam(exam.id)
    ids = {(await uni.attempt(name, exam)).id: name for name in (*SAT, "Gulnur")}
    return {ids[attempt]: mark.points for attempt, mark in marks.items()}


# -- typed ----------------------------------------------------------------------------------


async def typed(uni: University, exam: Exam, text: str) -> MarksTaken:
    found = await places(uni, exam)
    filled = text.format(**{name: str(place) for name, place in found.items()})
    return await uni.use.enter_marks(uni.actor("Nurlan"), exam.id, filled)


def told(said: Sequence[SaidMark]) -> list[tuple[str, int | None, str]]:
    return [(line.who, line.points, line.fault) for line in said]


async def test_a_student_is_named_by_place_number_or_name(uni: University) -> None:
    exam = await marking(uni, *SAT)
    people = {name: uni.people[name] for name in SAT}
    text = f"""
        {{Aigerim}}. 85
        {people["Bolat"].number} 70
        {people["Kanat"].name[:8].lower()}\t- 100
    """
    taken = await typed(uni, exam, text)
    assert told(taken.lines) == [
        (people["Aigerim"].name, 85, ""),
        (people["Bolat"].name, 70, ""),
        (people["Kanat"].name, 100, ""),
    ]
    assert (taken.done, taken.total) == (3, 3)
    assert await points(uni, exam) == {"Aigerim": 85, "Bolat": 70, "Kanat": 100}
    again = await typed(uni, exam, text)
    assert {line.was for line in again.lines} == {None}, "nothing else stood there"
    assert (await acts(uni, exam)).count("mark") == 3


async def test_the_last_digits_of_a_number_are_enough_where_they_are_one_students(
    uni: University,
) -> None:
    exam = await marking(uni, *SAT)
    ends = [uni.people[name].number[-4:] for name in (*SAT, "Gulnur")]
    assert len(set(ends)) == 4
    taken = await typed(uni, exam, f"{ends[1]} 64")
    assert told(taken.lines) == [(uni.people["Bolat"].name, 64, "")]


async def test_each_line_is_answered_by_itself(uni: University) -> None:
    exam = await marking(uni, *SAT)
    await typed(uni, exam, "{Aigerim} 40")
    name = {one: uni.people[one].name for one in (*SAT, "Gulnur")}

    taken = await typed(
        uni,
        exam,
        "{Aigerim} 80\n{Bolat} 101\n{Gulnur} 50\nБелгісіз 70\n{Kanat} 60\n{Kanat} 61",
    )

    assert told(taken.lines) == [
        (name["Aigerim"], 80, ""),
        (name["Bolat"], None, "mark_out_of_range"),
        (name["Gulnur"], None, "no_mark_for"),
        ("", None, "marks_unreadable"),
        (name["Kanat"], None, "marked_twice"),
        (name["Kanat"], None, "marked_twice"),
    ]
    assert taken.lines[0].was == 40
    assert (taken.done, taken.total) == (1, 3)
    assert await points(uni, exam) == {"Aigerim": 80}


async def test_a_line_without_a_mark_does_not_hold_up_the_students_other_line(
    uni: University,
) -> None:
    exam = await marking(uni, *SAT)
    taken = await typed(uni, exam, "{Kanat} 60\n{Kanat} 101")
    kanat = uni.people["Kanat"].name
    assert told(taken.lines) == [(kanat, 60, ""), (kanat, None, "mark_out_of_range")]
    assert await points(uni, exam) == {"Kanat": 60}


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("", MarksUnreadable),
        ("   \n ", MarksUnreadable),
        ("сексен бес", MarksUnreadable),
        ("{Aigerim}", MarksUnreadable),
        ("99 80", MarksUnreadable),
        ("² 80", MarksUnreadable),
        ("-{Gulnur} 80", NoMarkFor),
        ("Белгісіз 70\nОл да 60", MarksUnreadable),
        ("{Aigerim} 80\n{Aigerim} 90", MarksUnreadable),
        ("{Aigerim} 101", MarkOutOfRange),
        ("{Aigerim} 79.5", MarkOutOfRange),
        ("{Aigerim} ٨٥", MarkOutOfRange),
        ("{Gulnur} 80", NoMarkFor),
        ("9" * 4000 + " 80", MarksUnreadable),
    ],
    ids=range(14),
)
async def test_where_no_line_is_a_mark_nothing_is_taken(
    uni: University, text: str, kind: type[Refusal]
) -> None:
    exam = await marking(uni, *SAT)
    async with refused(uni, exam, kind):
        await typed(uni, exam, text)


async def test_a_name_that_fits_two_students_is_nobodys(uni: University) -> None:
    await uni.join(2)  # both are called "Студент" and a number
    exam = await marking(uni, "Newcomer 0", "Newcomer 1", tickets=9)
    async with refused(uni, exam, MarksUnreadable):
        await uni.use.enter_marks(uni.actor("Nurlan"), exam.id, "студент 80")


# -- tapped -----------------------------------------------------------------------------------


async def test_tapping_goes_from_student_to_student_until_all_have_a_mark(uni: University) -> None:
    exam = await marking(uni, *SAT)
    order = sorted(SAT, key=(await places(uni, exam)).__getitem__)
    shown: MarkPad | MarkReview
    shown = pad = await uni.use.mark_pad(uni.actor("Nurlan"), exam.id)
    for number, name in enumerate(order):
        assert (pad.name, pad.points) == (uni.people[name].name, None)
        assert (pad.done, pad.total) == (number, 3)
        shown = await uni.use.tap_mark(uni.actor("Nurlan"), pad.attempt, 70 + number)
        if number < 2:
            assert isinstance(shown, MarkPad)
            assert (shown.undo, shown.undo_points) == (pad.attempt, 70 + number)
            pad = shown
    assert isinstance(shown, MarkReview)
    assert [line.points for line in shown.lines if not line.absent] == [70, 71, 72]
    assert await points(uni, exam) == {name: 70 + n for n, name in enumerate(order)}


async def test_a_second_tap_on_the_same_points_changes_nothing(uni: University) -> None:
    exam = await marking(uni, *SAT)
    first = await uni.use.mark_pad(uni.actor("Nurlan"), exam.id)
    once = await uni.use.tap_mark(uni.actor("Nurlan"), first.attempt, 88)
    again = await uni.use.tap_mark(uni.actor("Nurlan"), first.attempt, 88)
    assert once == again
    assert (await acts(uni, exam)).count("mark") == 1


async def test_undo_puts_back_what_stood_before_and_is_an_event(uni: University) -> None:
    exam = await marking(uni, *SAT)
    proctor = uni.actor("Nurlan")
    pad = await uni.use.mark_pad(proctor, exam.id)
    back = pad
    for given in (40, 45):
        uni.clock.pass_(timedelta(seconds=1))
        shown = await uni.use.tap_mark(proctor, pad.attempt, given)
        assert isinstance(shown, MarkPad)
        for _ in range(2):  # the second tap finds another mark, or none
            back = await uni.use.undo_mark(proctor, pad.attempt, shown.undo_at)
        assert (back.attempt, back.points) == (pad.attempt, None)
    uni.clock.pass_(timedelta(seconds=1))
    await uni.use.tap_mark(proctor, pad.attempt, 50)
    uni.clock.pass_(timedelta(seconds=1))
    shown = await uni.use.tap_mark(proctor, pad.attempt, 55)
    assert isinstance(shown, MarkPad)
    back = await uni.use.undo_mark(proctor, pad.attempt, shown.undo_at)
    assert (back.points, back.letter) == (50, "D")
    marks = [
        (e.act, e.before, e.after) for e in await events(uni, exam) if e.act in {"mark", "unmark"}
    ]
    assert marks == [
        ("mark", "", "40"), ("unmark", "40", ""), ("mark", "", "45"), ("unmark", "45", ""),
        ("mark", "", "50"), ("mark", "50", "55"), ("unmark", "55", "50"),
    ]  # fmt: skip


async def test_what_cannot_be_marked_cannot_be_tapped(uni: University) -> None:
    exam = await marking(uni, *SAT)
    proctor = uni.actor("Nurlan")
    aigerim, gulnur = [await attempt_of(uni, exam, name) for name in ("Aigerim", "Gulnur")]
    async with refused(uni, exam, NoMarkFor):
        await uni.use.tap_mark(proctor, gulnur, 80)
    async with refused(uni, exam, MarkOutOfRange):
        await uni.use.tap_mark(proctor, aigerim, 101)
    async with refused(uni, exam, MarkOutOfRange):
        await uni.use.tap_mark(proctor, aigerim, -1)
    async with refused(uni, exam, Unknown):
        await uni.use.mark_pad(proctor, exam.id, gulnur)


async def test_before_anybody_has_sat_there_is_nobody_to_tap(uni: University) -> None:
    exam = await opened(uni)
    async with refused(uni, exam, WrongStage):
        await uni.use.mark_pad(uni.actor("Nurlan"), exam.id)


async def test_a_mark_its_student_knows_is_no_draft_any_more(uni: University) -> None:
    exam = await whole(uni)  # an oral one: each mark was told at once
    proctor, aigerim = uni.actor("Nurlan"), await id_of(uni, exam, "Aigerim")
    place = (await places(uni, exam))["Aigerim"]
    async with refused(uni, exam, MarkTold):
        await uni.use.enter_marks(proctor, exam.id, f"{place} 90")
    async with refused(uni, exam, MarkTold):
        await uni.use.tap_mark(proctor, aigerim, 90)
    await uni.use.enter_marks(proctor, exam.id, f"{place} 80")  # what she knows already
    async with uni.units.reading() as unit:
        mark = await unit.marks.of(aigerim)
    assert mark is not None
    assert (mark.points, mark.status) == (80, MarkStatus.PUBLISHED)


# -- confirmed --------------------------------------------------------------------------------


async def all_marked(uni: University) -> Exam:
    exam = await marking(uni, *SAT)
    await typed(uni, exam, "{Aigerim} 85\n{Bolat} 70\n{Kanat} 85")
    return exam


async def statuses(uni: University, exam: Exam) -> set[MarkStatus]:
    async with uni.units.reading() as unit:
        return {mark.status for mark in (await unit.marks.of_exam(exam.id)).values()}


async def test_the_list_tells_letters_how_they_are_spread_and_who_is_missing(
    uni: University,
) -> None:
    exam = await marking(uni, *SAT)
    await typed(uni, exam, "{Aigerim} 85\n{Kanat} 87")
    shown = await uni.use.check_marks(uni.actor("Nurlan"), exam.id)
    assert shown.letters == (("B+", 2),)
    assert shown.missing == (uni.people["Bolat"].name,)
    assert not shown.confirmed
    async with refused(uni, exam, MarksMissing):
        await uni.use.confirm_marks(uni.actor("Nurlan"), exam.id)


async def test_the_list_tells_how_many_are_not_done_yet(uni: University) -> None:
    exam = await writing(uni, "Aigerim", "Bolat")
    nurlan, aigerim = uni.actor("Nurlan"), uni.actor("Aigerim")
    assert (await uni.use.check_marks(nurlan, exam.id)).writing == len(EVERYBODY)
    await uni.use.finish_writing(aigerim, exam.id)
    await sent(uni, "Aigerim", "Aigerim 1")
    await uni.use.hand_in(aigerim, exam.id, 1)
    await uni.use.accept_sheets(nurlan, await attempt_of(uni, exam, "Aigerim"))
    await uni.use.release_ready(nurlan, exam.id)
    assert (await uni.use.check_marks(nurlan, exam.id)).writing == len(EVERYBODY) - 1


async def test_only_what_was_confirmed_is_published(uni: University) -> None:
    exam = await all_marked(uni)
    for act in (uni.use.preview_results, uni.use.publish_results):
        async with refused(uni, exam, MarksNotConfirmed) as facts:
            await act(uni.actor("Nurlan"), exam.id, "names")
        assert facts == {"count": 3}
    for _ in range(2):
        await uni.use.confirm_marks(uni.actor("Nurlan"), exam.id)
    assert (await acts(uni, exam)).count("confirm_marks") == 1
    assert await statuses(uni, exam) == {MarkStatus.CONFIRMED}
    assert (await uni.use.check_marks(uni.actor("Nurlan"), exam.id)).confirmed
    await uni.use.publish_results(uni.actor("Nurlan"), exam.id, "names")
    assert await statuses(uni, exam) == {MarkStatus.PUBLISHED}


async def test_a_mark_changed_after_it_was_confirmed_is_a_draft_again(uni: University) -> None:
    exam = await all_marked(uni)
    await uni.use.confirm_marks(uni.actor("Nurlan"), exam.id)
    await typed(uni, exam, "{Bolat} 70")  # the same again leaves it as it is
    assert await statuses(uni, exam) == {MarkStatus.CONFIRMED}
    await typed(uni, exam, "{Bolat} 71")
    async with refused(uni, exam, MarksNotConfirmed) as facts:
        await uni.use.publish_results(uni.actor("Nurlan"), exam.id, "names")
    assert facts == {"count": 1}


async def test_after_publication_nothing_is_typed_tapped_undone_or_confirmed(
    uni: University,
) -> None:
    exam = await all_marked(uni)
    proctor, aigerim = uni.actor("Nurlan"), await attempt_of(uni, exam, "Aigerim")
    await uni.use.confirm_marks(proctor, exam.id)
    await uni.use.publish_results(proctor, exam.id, "names")
    for act in (
        lambda: uni.use.enter_marks(proctor, exam.id, "1 50"),
        lambda: uni.use.tap_mark(proctor, aigerim, 50),
        lambda: uni.use.undo_mark(proctor, aigerim, 0),
        lambda: uni.use.mark_pad(proctor, exam.id),
        lambda: uni.use.confirm_marks(proctor, exam.id),
    ):
        async with refused(uni, exam, AlreadyPublished):
            await act()


async def test_a_draft_and_a_confirmed_mark_are_seen_by_nobody(uni: University) -> None:
    exam = await all_marked(uni)
    await uni.outbox()
    student = uni.actor("Aigerim")
    await uni.use.confirm_marks(uni.actor("Nurlan"), exam.id)
    assert not await uni.outbox()
    details = await uni.use.exam_details(student, exam.id)
    assert "85" not in str(details)
    shown = await uni.use.transcript(student)
    paper = uni.files.stored[shown.media[0].digest].decode()
    assert "85" not in paper
