"""Who comes to invigilate: the proctor, else the reserve, else the chief is called."""

from datetime import timedelta

import pytest

from exams.domain.refusals.people import NotAllowed
from exams.domain.refusals.planning import ConferenceSilent
from exams.notices.proctor import Alert, ProctorAbsent, ProctorCame
from exams.ports.conferences import ConferenceEvent, PresenceKind
from exams.services.room.board import PROCTOR_HERE
from tests.make import at
from tests.services.conftest import University
from tests.services.day import (
    acts,
    of_kind,
    published,
    refused,
    told,
)

SECOND = timedelta(seconds=1)


async def test_the_chief_is_called_at_twenty_minutes_when_no_proctor_has_come(
    uni: University,
) -> None:
    await published(uni)
    await uni.tick(at(-30))
    await uni.tick(at(-20) - SECOND)
    assert not of_kind(await uni.outbox(), ProctorAbsent)
    await uni.tick(at(-20))
    await uni.tick(at(-19))
    called = of_kind(await uni.outbox(), ProctorAbsent)
    assert told(called, ProctorAbsent) == ["Zhaniya"]
    assert called[0][1].names == (uni.people["Nurlan"].name,)


async def test_a_chief_who_is_the_only_proctor_is_not_named_to_themselves(
    uni: University,
) -> None:
    chief = uni.people["Nurlan"].id
    await published(uni, chief=chief)
    await uni.tick(at(-30))
    await uni.tick(at(-20))
    called = of_kind(await uni.outbox(), ProctorAbsent)
    assert told(called, ProctorAbsent) == ["Nurlan"]
    assert called[0][1].names == ()


async def test_the_reserve_is_called_first_and_the_chief_ten_minutes_later(
    uni: University,
) -> None:
    reserve = uni.people["Stranger"].id
    exam = await published(uni, reserve=reserve)
    await uni.tick(at(-30))
    async with refused(uni, exam, NotAllowed):
        await uni.use.board(uni.actor("Stranger"), exam.id)
    assert (await uni.use.proctor_exams(uni.actor("Stranger"))).exams == ()
    await uni.tick(at(-20))
    assert told(await uni.outbox(), ProctorAbsent) == ["Stranger"]
    assert len((await uni.use.proctor_exams(uni.actor("Stranger"))).exams) == 1
    await uni.tick(at(-10))
    await uni.tick(at(-9))
    called = of_kind(await uni.outbox(), ProctorAbsent)
    assert told(called, ProctorAbsent) == ["Zhaniya"]
    assert called[0][1].names == (uni.people["Nurlan"].name, uni.people["Stranger"].name)


async def test_who_was_called_is_told_once_who_has_come_after_all(uni: University) -> None:
    exam = await published(uni, reserve=uni.people["Stranger"].id)
    await uni.tick(at(-30))
    await uni.tick(at(-20))
    await uni.tick(at(-10))
    await uni.outbox()
    for name in ("Nurlan", "Stranger"):
        await uni.use.board(uni.actor(name), exam.id)
    came = of_kind(await uni.outbox(), ProctorCame)
    assert told(came, ProctorCame) == ["Stranger", "Zhaniya"]
    assert {notice.name for _, notice in came} == {uni.people["Nurlan"].name}


async def test_who_came_when_called_is_not_told_so(uni: University) -> None:
    exam = await published(uni, reserve=uni.people["Stranger"].id)
    await uni.tick(at(-30))
    await uni.tick(at(-20))
    await uni.use.start_link(uni.actor("Stranger"), exam.id)
    assert not of_kind(await uni.outbox(), ProctorCame)


async def test_a_reserve_who_came_decides_like_the_chief_and_the_chief_is_left_alone(
    uni: University,
) -> None:
    exam = await published(uni, reserve=uni.people["Stranger"].id)
    await uni.tick(at(-30))
    await uni.tick(at(-20))
    await uni.use.board(uni.actor("Stranger"), exam.id)
    await uni.outbox()
    await uni.tick(at(-10))
    assert not of_kind(await uni.outbox(), ProctorAbsent)
    assert (await uni.use.chief_desk(uni.actor("Stranger"), exam.id)).exam == exam.id
    await uni.use.check_in(uni.actor("Aigerim"), exam.id)
    await uni.outbox()
    await uni.use.outage(uni.actor("Aigerim"), exam.id)
    alerts = {name: notice.chief for name, notice in of_kind(await uni.outbox(), Alert)}
    assert alerts == {"Nurlan": False, "Zhaniya": True, "Stranger": True}


@pytest.mark.parametrize("way", ["board", "start_link"])
async def test_a_proctor_who_opens_the_room_has_come(uni: University, way: str) -> None:
    exam = await published(uni)
    await uni.tick(at(-30))
    for _ in range(2):
        await getattr(uni.use, way)(uni.actor("Nurlan"), exam.id)
    await uni.tick(at(-20))
    assert not of_kind(await uni.outbox(), ProctorAbsent)
    assert (await acts(uni, exam)).count("proctor_here") == 1


async def test_whoever_opens_the_conference_by_the_link_has_come(uni: University) -> None:
    exam = await published(uni)
    await uni.tick(at(-30))
    for key in ("once", "once again"):
        await uni.use.conference_event(
            ConferenceEvent(
                key=key,
                kind=PresenceKind.HOST_CAME,
                conference=f"room-{exam.id}",
                registrant=None,
                at=at(-29),
            )
        )
    await uni.tick(at(-20))
    assert not of_kind(await uni.outbox(), ProctorAbsent)
    assert (await acts(uni, exam)).count("proctor_here") == 1


async def test_a_conference_service_that_is_silent_is_told_in_words_and_who_came_has_come(
    uni: University,
) -> None:
    exam = await published(uni)
    await uni.tick(at(-30))
    uni.conferences.down = True
    with pytest.raises(ConferenceSilent):
        await uni.use.start_link(uni.actor("Nurlan"), exam.id)
    assert PROCTOR_HERE in (await uni.stored(exam)).done
    uni.conferences.down = False
    assert (await uni.use.start_link(uni.actor("Nurlan"), exam.id)).url
