"""Marks, results in the group and in private, corrections, alarms."""

from dataclasses import replace
from datetime import timedelta

import pytest

from exams.domain.exam_table import ExamStage
from exams.domain.ids import ChatId
from exams.domain.refusals.marks import (
    AlreadyPublished,
    MarkOutOfRange,
    MarksMissing,
    MarksUnreadable,
    NoMarkFor,
)
from exams.domain.refusals.moments import WrongStage
from exams.domain.refusals.people import Unknown
from exams.domain.refusals.words import ReasonMissing
from exams.notices.group import ResultsKeptPrivate
from exams.notices.results import (
    GroupResults,
    ResultsDue,
    ResultsPreview,
    YourGrade,
)
from exams.records.people import NEW_GROUP
from exams.services.grades.posting import Publication
from tests.make import at, group
from tests.services.conftest import University
from tests.services.day import (
    EVERYBODY,
    STAFF,
    acts,
    events,
    marking,
    of_kind,
    opened,
    places,
    rated,
    refused,
    told,
    writing,
)
from tests.services.marked import CHAT, SAT, marked, previewed


async def test_a_draft_mark_may_be_changed_and_each_change_is_an_event(uni: University) -> None:
    exam = await marking(uni, *SAT)
    place = (await places(uni, exam))["Aigerim"]
    for points in (40, 45):
        await uni.use.enter_marks(uni.actor("Nurlan"), exam.id, f"{place} {points}")
    marks = [(event.before, event.after) for event in await events(uni, exam)]
    assert marks[-2:] == [("", "40"), ("40", "45")]
    async with uni.units.reading() as unit:
        (mark,) = (await unit.marks.of_exam(exam.id)).values()
    assert (mark.points, mark.was) == (45, None), "nobody has read the first: it is no correction"


async def test_the_filled_workbook_is_taken_whole_or_not_at_all(uni: University) -> None:
    exam = await marking(uni, *SAT)
    found = await places(uni, exam)
    own = f"{found['Aigerim']} 90"
    for rows, kind in (
        (f"{own}\n77 80", MarksUnreadable),
        (f"{own}\n{found['Bolat']} жүз", MarkOutOfRange),
        (f"{own}\n{found['Gulnur']} 50", NoMarkFor),
        (f"{own}\n{own}", MarksUnreadable),
        (f"{own} Somebody-else", MarksUnreadable),  # the list has changed since it was given out
    ):
        async with refused(uni, exam, kind):
            await uni.use.enter_marks_file(uni.actor("Nurlan"), exam.id, rows.encode())
    listed = await uni.use.enter_marks_file(uni.actor("Zhaniya"), exam.id, own.encode())
    assert [line.points for line in listed.lines if line.points] == [90]
    assert uni.files.stored[listed.media[0].digest].decode().count("90") == 1


async def test_marks_wait_for_the_exam(uni: University) -> None:
    exam = await opened(uni)
    async with refused(uni, exam, WrongStage):
        await uni.use.enter_marks(uni.actor("Nurlan"), exam.id, "1 80")


async def test_a_mark_may_come_while_others_write_but_not_before_the_own_end(
    uni: University,
) -> None:
    exam = await writing(uni, "Aigerim")
    place = (await places(uni, exam))["Aigerim"]
    async with refused(uni, exam, NoMarkFor):
        await uni.use.enter_marks(uni.actor("Nurlan"), exam.id, f"{place} 80")


async def test_results_wait_for_every_mark(uni: University) -> None:
    exam = await marking(uni, *SAT)
    place = (await places(uni, exam))["Aigerim"]
    await uni.use.enter_marks(uni.actor("Nurlan"), exam.id, f"{place} 80")
    for act in (uni.use.preview_results, uni.use.publish_results):
        async with refused(uni, exam, MarksMissing) as facts:
            await act(uni.actor("Nurlan"), exam.id, "names")
        assert facts == {"count": 2}


async def test_results_wait_for_everybody_who_is_still_writing(uni: University) -> None:
    exam = await writing(uni, "Aigerim")
    async with refused(uni, exam, MarksMissing):
        await uni.use.publish_results(uni.actor("Nurlan"), exam.id, "names")


async def test_results_wait_for_the_end_of_the_exam(uni: University) -> None:
    uni.sitting = ["Aigerim"]
    exam = await writing(uni, "Aigerim")
    attempt = (await uni.attempt("Aigerim", exam)).id
    await uni.use.end_attempt(uni.actor("Zhaniya"), attempt, "телефон")
    async with refused(uni, exam, WrongStage):  # nobody lacks a mark, and it is not closed yet
        await uni.use.publish_results(uni.actor("Nurlan"), exam.id, "names")


@pytest.mark.parametrize("privacy", ["names", "digits"])
async def test_the_preview_is_exactly_what_the_group_sees(uni: University, privacy: str) -> None:
    exam = await marked(uni)
    preview = await previewed(uni, exam, privacy)
    await uni.use.publish_results(uni.actor("Nurlan"), exam.id, privacy)
    ((where, post),) = of_kind(await uni.outbox(), GroupResults)
    assert uni.group is not None
    assert where == f"group {uni.group.id}"
    assert (post.lines, post.privacy, post.corrected_at) == (preview.lines, privacy, None)
    who = {line.who for line in post.lines}
    names = {uni.people[name].name for name in (*SAT, "Gulnur")}
    if privacy == "names":
        assert who == names
    else:
        assert who == {f"…{uni.people[name].number[-4:]}" for name in (*SAT, "Gulnur")}


async def test_each_group_reads_of_its_own_students_alone(uni: University) -> None:
    assert uni.group is not None
    async with uni.units() as unit:
        other = replace(group(), id=NEW_GROUP, name="ИС-22", chat_id=ChatId(-2))
        other = await unit.groups.add(other)
        uni.people["Kanat"] = replace(uni.people["Kanat"], group_id=other.id)
        await unit.people.save(uni.people["Kanat"])
        await unit.commit()
    exam = await marked(uni, groups=(uni.group.id, other.id))
    await uni.use.publish_results(uni.actor("Nurlan"), exam.id, "names")

    posts = of_kind(await uni.outbox(), GroupResults)

    names = {name: uni.people[name].name for name in EVERYBODY}
    kanat = names.pop("Kanat")
    assert {to: {line.who for line in post.lines} for to, post in posts} == {
        f"group {uni.group.id}": set(names.values()),
        f"group {other.id}": {kanat},
    }


async def test_privately_means_that_the_group_sees_nothing(uni: University) -> None:
    exam = await marked(uni)
    preview = await previewed(uni, exam, "private")
    assert preview.groups == ()
    for _ in range(2):
        posted = await uni.use.publish_results(uni.actor("Nurlan"), exam.id, "private")
        assert (posted.posted, posted.private) == ((), 3)
    messages = await uni.outbox()
    assert not of_kind(messages, GroupResults)
    assert told(messages, YourGrade) == sorted(SAT)
    await uni.use.correct_mark(
        uni.actor("Nurlan"), exam.id, f"{(await places(uni, exam))['Bolat']} 55", "қосынды"
    )
    messages = await uni.outbox()
    assert not of_kind(messages, GroupResults)
    assert told(messages, YourGrade) == ["Bolat"]


async def test_who_publishes_privately_needs_no_chat_and_nobody_is_told_of_one(
    uni: University,
) -> None:
    exam = await marked(uni)
    await uni.use.chat_lost(CHAT)
    await uni.outbox()
    posted = await uni.use.publish_results(uni.actor("Nurlan"), exam.id, "private")
    assert posted.lost == ()
    assert not of_kind(await uni.outbox(), ResultsKeptPrivate)


async def test_there_is_no_other_way_to_publish(uni: University) -> None:
    exam = await marked(uni)
    for act in (uni.use.preview_results, uni.use.publish_results):
        async with refused(uni, exam, Unknown):
            await act(uni.actor("Nurlan"), exam.id, "everything")


async def test_each_student_reads_the_mark_and_what_it_makes_of_the_rating(
    uni: University,
) -> None:
    exam = await marked(uni)
    await rated(uni, exam, "Aigerim", 95)
    await uni.use.publish_results(uni.actor("Nurlan"), exam.id, "private")

    read = dict(of_kind(await uni.outbox(), YourGrade))

    aigerim, bolat = read["Aigerim"], read["Bolat"]
    assert (aigerim.points, aigerim.letter, aigerim.gpa) == (80, "B", "3.0")
    assert (aigerim.rating, aigerim.final, aigerim.final_letter) == (95, 89, "B+")
    assert (bolat.rating, bolat.final, bolat.final_letter) == (None, None, "")


async def test_results_are_published_once_whoever_taps(uni: University) -> None:
    exam = await marked(uni)
    posted = await uni.use.publish_results(uni.actor("Nurlan"), exam.id, "names")
    assert (len(posted.posted), posted.private) == (1, 3)
    for name in ("Nurlan", "Zhaniya"):
        assert await uni.use.publish_results(uni.actor(name), exam.id, "names") == posted
    messages = await uni.outbox()
    assert len(of_kind(messages, GroupResults)) == 1
    assert told(messages, YourGrade) == sorted(SAT)
    assert (await acts(uni, exam)).count("publish_results") == 1
    assert (await uni.stored(exam)).stage is ExamStage.RESULTS_PUBLISHED
    for privacy in ("digits", None):  # a preview that stood there: it is said where they went
        again = await uni.use.preview_results(uni.actor("Nurlan"), exam.id, privacy)
        assert again == posted
    async with refused(uni, exam, AlreadyPublished):
        await uni.use.enter_marks(uni.actor("Nurlan"), exam.id, "1 100")


async def test_a_correction_edits_the_post_in_place_and_reaches_the_student(
    uni: University,
) -> None:
    exam = await marked(uni)
    await uni.use.publish_results(uni.actor("Nurlan"), exam.id, "names")
    await uni.outbox()
    place = (await places(uni, exam))["Bolat"]
    first = next(one for one in uni.sent if isinstance(one.envelope.notice, GroupResults))
    uni.clock.pass_(timedelta(hours=1))

    said = [
        await uni.use.correct_mark(uni.actor("Nurlan"), exam.id, f"{place} 92", "қосындыда қате")
        for _ in range(2)
    ]
    assert [(one.name, one.before, one.after, one.letter) for one in said] == [
        (uni.people["Bolat"].name, 80, 92, "A-"),
        (uni.people["Bolat"].name, 92, 92, "A-"),
    ]
    assert said[1].posted == ()

    messages = await uni.outbox()
    ((_, post),) = of_kind(messages, GroupResults)
    second = uni.sent[-1] if uni.sent[-1].envelope.chat else uni.sent[-2]
    assert second.envelope.slot == first.envelope.slot != ""
    assert (second.envelope.chat, second.envelope.fresh) == (first.envelope.chat, False)
    assert post.corrected_at == uni.clock.now()
    assert {line.points for line in post.lines if line.place == place} == {92}
    ((who, grade),) = of_kind(messages, YourGrade)
    assert (who, grade.points, grade.letter) == ("Bolat", 92, "A-")
    assert (grade.corrected, grade.reason) == (True, "қосындыда қате")
    change = (await events(uni, exam))[-1]
    assert (change.before, change.after, change.reason) == ("80", "92", "қосындыда қате")


async def test_a_correction_needs_a_reason_one_line_and_a_published_mark(uni: University) -> None:
    exam = await marked(uni)
    found = await places(uni, exam)
    line = f"{found['Bolat']} 92"
    async with refused(uni, exam, WrongStage):
        await uni.use.correct_mark(uni.actor("Nurlan"), exam.id, line, "қате")
    await uni.use.publish_results(uni.actor("Nurlan"), exam.id, "names")
    for text, reason, kind in (
        (line, " ", ReasonMissing),
        ("", "қате", MarksUnreadable),
        (f"{line}\n{found['Kanat']} 92", "қате", MarksUnreadable),
        (f"{found['Bolat']} 920", "қате", MarkOutOfRange),
        (f"{found['Gulnur']} 50", "қате", NoMarkFor),
    ):
        async with refused(uni, exam, kind):
            await uni.use.correct_mark(uni.actor("Nurlan"), exam.id, text, reason)


# -- alarms ---------------------------------------------------------------------------


async def test_results_that_are_due_alarm_staff_and_dean_at_18_and_23_hours(
    uni: University,
) -> None:
    exam = await marking(uni, "Aigerim")
    closed = (await uni.stored(exam)).closed_at
    assert closed is not None
    for hours, left in ((18, 6), (23, 1)):
        await uni.tick(closed + timedelta(hours=hours, seconds=-1))
        assert not of_kind(await uni.outbox(), ResultsDue)
        for second in (0, 1):
            await uni.tick(closed + timedelta(hours=hours, seconds=second))
        alarms = of_kind(await uni.outbox(), ResultsDue)
        assert told(alarms, ResultsDue) == sorted([*STAFF, "Serik"])
        assert {(n.hours_left, n.due) for _, n in alarms} == {(left, closed + timedelta(hours=24))}


@pytest.mark.parametrize(("slept", "left"), [(23.5, 1), (30, 0)])
async def test_a_clock_that_slept_over_both_alarms_sounds_once_with_what_is_left(
    uni: University, slept: float, left: int
) -> None:
    exam = await marking(uni, "Aigerim")
    closed = (await uni.stored(exam)).closed_at
    assert closed is not None
    for second in (0, 1):
        await uni.tick(closed + timedelta(hours=slept, seconds=second))
    alarms = of_kind(await uni.outbox(), ResultsDue)
    assert told(alarms, ResultsDue) == sorted([*STAFF, "Serik"])
    assert {n.hours_left for _, n in alarms} == {left}


async def test_published_results_alarm_nobody(uni: University) -> None:
    exam = await marked(uni)
    await uni.use.publish_results(uni.actor("Nurlan"), exam.id, "names")
    await uni.outbox()
    await uni.tick(at(60 * 26))
    assert not of_kind(await uni.outbox(), ResultsDue)


# -- the group's chat --------------------------------------------------------------------


async def test_a_preview_shows_what_the_university_usually_shows(uni: University) -> None:
    exam = await marking(uni, *SAT)
    found = await places(uni, exam)
    marks = "\n".join(f"{found[name]} 80" for name in SAT)
    await uni.use.enter_marks(uni.actor("Nurlan"), exam.id, marks)
    await uni.use.confirm_marks(uni.actor("Nurlan"), exam.id)

    assert (await previewed(uni, exam)).privacy == "digits"
    shown = await previewed(uni, exam, "names")
    assert shown.privacy == "names"


async def test_results_that_are_drawn_are_previewed_as_the_picture_itself(uni: University) -> None:
    exam = await marked(uni)
    look = replace(uni.use.preview_results, usual=Publication("names", picture=True))
    preview = await look(uni.actor("Nurlan"), exam.id)
    private = await look(uni.actor("Nurlan"), exam.id, "private")
    assert isinstance(preview, ResultsPreview)
    assert isinstance(private, ResultsPreview)
    assert [(one.kind, one.digest in uni.files.stored) for one in preview.media] == [
        ("photo", True)
    ]
    assert (preview.picture, private.picture, private.media) == (True, False, ())
