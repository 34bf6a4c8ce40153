"""What a student has ahead: the list, the details, the calendar."""

from datetime import timedelta

import icalendar
import pytest

from exams.domain.exam import Kind
from exams.domain.refusals.people import NotAllowed, Unknown
from exams.notices.base import WithMedia
from exams.notices.before import ExamMoved
from tests.make import START, at
from tests.services.conftest import University
from tests.services.day import of_kind, opened, published, refused


def ends(uni: University, notice: WithMedia) -> object:
    """Return when the one exam of a calendar file ends."""
    (media,) = notice.media
    (event,) = icalendar.Calendar.from_ical(uni.files.stored[media.digest]).walk("VEVENT")
    return event.decoded("dtend")


async def test_the_list_has_the_next_exam_first_and_no_draft(uni: University) -> None:
    late = await published(uni, subject="Химия", starts_at=START + timedelta(days=2))
    soon = await published(uni)
    draft = await uni.exam(subject="Физика", starts_at=START + timedelta(days=4))
    gone = await published(uni, subject="Биология", starts_at=START - timedelta(hours=6))
    await uni.use.cancel_exam(uni.actor("Serik"), gone.id)

    listed = await uni.use.my_exams(uni.actor("Aigerim"))

    assert [line.exam for line in listed.exams] == [soon.id, late.id, gone.id]
    following = listed.exams[0]
    assert (following.subject, following.kind, following.starts_at) == ("Тарих", "written", START)
    assert listed.exams[-1].stage == "cancelled"
    for look in (uni.use.exam_details, uni.use.equipment, uni.use.my_link, uni.use.check_in):
        async with refused(uni, draft, Unknown):
            await look(uni.actor("Aigerim"), draft.id)
    calendar = await uni.use.calendar(uni.actor("Aigerim"))
    assert calendar.count == 2
    file = icalendar.Calendar.from_ical(uni.files.stored[calendar.media[0].digest])
    assert [str(event["summary"]) for event in file.walk("VEVENT")] == ["Тарих", "Химия"]


async def test_the_calendar_keeps_an_oral_exam_until_the_last_one_has_answered(
    uni: University,
) -> None:
    await uni.join(20)
    oral = await published(uni, kind=Kind.ORAL, tickets=30)
    checks = await uni.use.exam_checks(uni.actor("Serik"), oral.id)
    until = at(23 + 20 + 240)
    assert checks.until == until  # what clashes are counted by

    calendar = await uni.use.calendar(uni.actor("Aigerim"))
    assert ends(uni, calendar) == until
    await uni.outbox()
    later = START + timedelta(days=1)
    await uni.use.move_exam(uni.actor("Serik"), oral.id, later)
    moved = of_kind(await uni.outbox(), ExamMoved)
    assert {ends(uni, notice) for _, notice in moved} == {later + (until - START)}


async def test_who_has_no_exam_gets_an_empty_list_and_no_file(uni: University) -> None:
    assert (await uni.use.my_exams(uni.actor("Outsider"))).exams == ()
    assert (await uni.use.calendar(uni.actor("Outsider"))).media == ()
    with pytest.raises(NotAllowed):
        await uni.use.my_exams(uni.actor("Nurlan"))


async def test_the_details_name_the_proctor_and_when_to_come(uni: University) -> None:
    exam = await opened(uni)
    details = await uni.use.exam_details(uni.actor("Bolat"), exam.id)
    assert details.proctor == uni.people["Nurlan"].name
    assert details.opens_at == at(-15)
