"""The adapter against the sandbox's Zoom: rooms, links, presence."""

import asyncio
from datetime import UTC, datetime, timedelta, timezone
from urllib.parse import urlsplit

import pytest

from exams.domain.ids import ExamId, PersonId
from exams.ports.conferences import Conference, ConferencesUnavailable
from sandbox.clock import SimulatedClock
from sandbox.zoom.refusals import LinkRefused
from sandbox.zoom.server import FakeZoom
from zoom_integration.client import ZoomClient
from zoom_integration.conferences import ZoomConferences
from zoom_integration.errors import ZoomBroken

HOST = "exams+1@university.example"
EXAM = ExamId(17)
AIGERIM, BOLAT = PersonId(1), PersonId(2)
NAMES = {AIGERIM: "Айгерім Серікқызы", BOLAT: "Болат Ахметов"}
NINE_IN_ASTANA = datetime(2026, 12, 14, 9, 0, tzinfo=timezone(timedelta(hours=5)))


async def open_room(
    conferences: ZoomConferences, starts_at: datetime = NINE_IN_ASTANA
) -> Conference:
    return await conferences.create(
        exam=EXAM, topic="Математика, жазбаша", starts_at=starts_at, minutes=120, host=HOST
    )


async def test_a_room_has_a_waiting_room_registration_and_no_recording(
    conferences: ZoomConferences, zoom: FakeZoom
) -> None:
    room = await open_room(conferences)

    settings = zoom.account.meeting(room.id).body["settings"]
    assert settings["waiting_room"] is True
    assert settings["join_before_host"] is False
    assert settings["approval_type"] == 0
    assert settings["allow_multiple_devices"] is False
    assert settings["auto_recording"] == "none"
    assert room.host == HOST
    assert urlsplit(room.join_url).path == f"/j/{room.id}"


async def test_nine_in_astana_goes_out_as_four_utc(
    conferences: ZoomConferences, zoom: FakeZoom
) -> None:
    room = await open_room(conferences)

    assert zoom.account.meeting(room.id).body["start_time"] == "2026-12-14T04:00:00Z"
    assert zoom.account.meeting(room.id).body["timezone"] == "UTC"


async def test_a_second_call_returns_the_first_room(
    conferences: ZoomConferences, zoom: FakeZoom
) -> None:
    first = await open_room(conferences)
    second = await open_room(conferences, NINE_IN_ASTANA.astimezone(UTC))

    assert second == first
    assert len(zoom.account.meetings) == 1


async def test_two_calls_at_once_make_one_room(
    conferences: ZoomConferences, zoom: FakeZoom
) -> None:
    first, second = await asyncio.gather(open_room(conferences), open_room(conferences))

    assert first == second
    assert len(zoom.account.meetings) == 1


async def test_a_restarted_process_finds_the_room_even_behind_many_others(
    clock: SimulatedClock,
) -> None:
    async with FakeZoom(clock, hosts=[HOST], daily_limit=400) as zoom:
        for _ in range(301):
            zoom.account.create(HOST, {"agenda": "Exam 1, 2026-12-14T04:00:00Z"})
        client = ZoomClient(
            zoom.credentials, clock, api_url=zoom.api_url, token_url=zoom.token_url
        )
        room = await open_room(ZoomConferences(client))

        assert await open_room(ZoomConferences(client)) == room
        client.close()


async def test_a_room_whose_answer_was_lost_is_not_made_twice(
    conferences: ZoomConferences, zoom: FakeZoom, client: ZoomClient
) -> None:
    await client.get("/users/exams%2B1%40university.example/meetings")
    zoom.faults.strike("lost", times=1)
    with pytest.raises(ConferencesUnavailable):
        await client.post(
            "/users/exams%2B1%40university.example/meetings",
            {"agenda": "Exam 17, 2026-12-14T04:00:00Z", "topic": "Математика"},
        )

    await open_room(conferences)

    assert len(zoom.account.meetings) == 1


async def test_a_moved_exam_gets_a_new_room(conferences: ZoomConferences) -> None:
    first = await open_room(conferences)

    moved = await open_room(conferences, NINE_IN_ASTANA + timedelta(days=1))

    assert moved.id != first.id


async def test_sixty_five_people_are_registered_in_three_calls(
    conferences: ZoomConferences, zoom: FakeZoom
) -> None:
    room = await open_room(conferences)
    names = {PersonId(number): f"Студент № {number}" for number in range(1, 66)}

    before = zoom.calls["POST batch_registrants"]
    links = await conferences.personal_links(room, names)

    assert zoom.calls["POST batch_registrants"] - before == 3
    assert links.keys() == names.keys()
    assert len({link.url for link in links.values()}) == 65
    assert len({link.registrant for link in links.values()}) == 65
    guests = {guest.registrant: guest for guest in zoom.account.meeting(room.id).guests.values()}
    for person, link in links.items():
        assert guests[link.registrant].name == names[person]
        assert guests[link.registrant].email == f"p{person}@students.invalid"


async def test_links_asked_for_again_are_the_same_and_only_newcomers_are_registered(
    conferences: ZoomConferences, zoom: FakeZoom
) -> None:
    room = await open_room(conferences)
    first = await conferences.personal_links(room, {AIGERIM: NAMES[AIGERIM]})

    both = await conferences.personal_links(room, NAMES)

    assert both[AIGERIM] == first[AIGERIM]
    assert len(zoom.account.meeting(room.id).guests) == 2


async def test_no_names_need_no_registration(conferences: ZoomConferences, zoom: FakeZoom) -> None:
    room = await open_room(conferences)

    assert await conferences.personal_links(room, {}) == {}
    assert zoom.calls["POST batch_registrants"] == 0


@pytest.mark.parametrize(
    ("name", "shown"),
    [("  Айгерім \n Серікқызы ", "Айгерім Серікқызы"), ("  ", "p1"), ("Ә" * 80, "Ә" * 64)],
    ids=["spaces", "blank", "too-long"],
)
async def test_a_name_is_made_to_fit(
    conferences: ZoomConferences, zoom: FakeZoom, name: str, shown: str
) -> None:
    room = await open_room(conferences)

    await conferences.personal_links(room, {AIGERIM: name})

    (guest,) = zoom.account.meeting(room.id).guests.values()
    assert guest.name == shown


async def test_those_inside_are_present_and_those_who_wait_or_left_are_not(
    conferences: ZoomConferences, zoom: FakeZoom
) -> None:
    room = await open_room(conferences)
    links = await conferences.personal_links(room, NAMES)
    await zoom.join(links[AIGERIM].url)
    assert await conferences.present(room) == frozenset()  # the room is not open yet

    await zoom.begin(await conferences.start_link(room))
    await zoom.join(links[BOLAT].url)
    assert await conferences.present(room) == {
        links[AIGERIM].registrant,
        links[BOLAT].registrant,
    }

    await zoom.leave(links[BOLAT].url)
    assert await conferences.present(room) == {links[AIGERIM].registrant}


async def test_who_comes_back_is_present_again(
    conferences: ZoomConferences, zoom: FakeZoom
) -> None:
    room = await open_room(conferences)
    links = await conferences.personal_links(room, NAMES)
    await zoom.begin(await conferences.start_link(room))

    await zoom.join(links[AIGERIM].url)
    await zoom.leave(links[AIGERIM].url)
    await zoom.join(links[AIGERIM].url)

    assert await conferences.present(room) == {links[AIGERIM].registrant}


async def test_a_waiting_room_is_not_the_room(clock: SimulatedClock) -> None:
    async with FakeZoom(clock, hosts=[HOST], host_admits=False) as zoom:
        client = ZoomClient(
            zoom.credentials, clock, api_url=zoom.api_url, token_url=zoom.token_url
        )
        conferences = ZoomConferences(client)
        room = await open_room(conferences)
        links = await conferences.personal_links(room, NAMES)
        host = await conferences.start_link(room)
        await zoom.begin(host)

        await zoom.join(links[AIGERIM].url)
        assert await conferences.present(room) == frozenset()

        await zoom.admit(host)
        assert await conferences.present(room) == {links[AIGERIM].registrant}
        client.close()


async def test_more_than_a_page_of_people_are_all_present(
    conferences: ZoomConferences, zoom: FakeZoom
) -> None:
    room = await open_room(conferences)
    names = {PersonId(number): f"Студент № {number}" for number in range(1, 321)}
    links = await conferences.personal_links(room, names)
    await zoom.begin(await conferences.start_link(room))

    for link in links.values():
        await zoom.join(link.url)

    assert await conferences.present(room) == {link.registrant for link in links.values()}
    assert await conferences.personal_links(room, names) == links


async def test_an_ended_room_is_empty_and_its_links_are_dead(
    conferences: ZoomConferences, zoom: FakeZoom
) -> None:
    room = await open_room(conferences)
    links = await conferences.personal_links(room, NAMES)
    await zoom.begin(await conferences.start_link(room))
    await zoom.join(links[AIGERIM].url)

    await conferences.end(room)

    assert await conferences.present(room) == frozenset()
    with pytest.raises(LinkRefused):
        await zoom.join(links[BOLAT].url)
    with pytest.raises(ConferencesUnavailable, match="3001"):
        await conferences.start_link(room)


async def test_a_revoked_link_opens_nothing_and_a_new_one_can_be_made(
    conferences: ZoomConferences, zoom: FakeZoom
) -> None:
    room = await open_room(conferences)
    links = await conferences.personal_links(room, NAMES)
    await zoom.begin(await conferences.start_link(room))

    for _ in range(2):
        assert await conferences.revoke(room, [AIGERIM])

    with pytest.raises(LinkRefused):
        await zoom.join(links[AIGERIM].url)
    await zoom.join(links[BOLAT].url)
    again = await conferences.personal_links(room, NAMES)
    assert again[BOLAT] == links[BOLAT]
    await zoom.join(again[AIGERIM].url)


async def test_ending_twice_and_ending_before_the_start_are_no_errors(
    conferences: ZoomConferences,
) -> None:
    room = await open_room(conferences)

    await conferences.end(room)
    await conferences.end(room)

    assert (await open_room(conferences)).id != room.id  # the dead room is forgotten


async def test_each_start_link_is_fresh_and_lives_for_two_hours(
    conferences: ZoomConferences, zoom: FakeZoom, clock: SimulatedClock
) -> None:
    room = await open_room(conferences)
    early = await conferences.start_link(room)
    clock.step(timedelta(hours=2))

    with pytest.raises(LinkRefused):
        await zoom.begin(early)
    await zoom.begin(await conferences.start_link(room))


@pytest.mark.parametrize("calls_before", [0, 1])
async def test_an_empty_answer_makes_no_room(
    conferences: ZoomConferences, zoom: FakeZoom, calls_before: int
) -> None:
    zoom.faults.strike("pass", times=calls_before)
    zoom.faults.strike("empty")

    with pytest.raises(ZoomBroken):
        await open_room(conferences)
    room = await open_room(conferences)
    assert int(room.id) in zoom.account.meetings


@pytest.mark.parametrize("calls_before", [0, 1])
async def test_an_empty_answer_makes_no_links(
    conferences: ZoomConferences, zoom: FakeZoom, calls_before: int
) -> None:
    room = await open_room(conferences)
    zoom.faults.strike("pass", times=calls_before)
    zoom.faults.strike("empty")

    with pytest.raises(ZoomBroken):
        await conferences.personal_links(room, NAMES)


async def test_a_plan_without_the_dashboard_cannot_tell_who_is_present(
    conferences: ZoomConferences, zoom: FakeZoom
) -> None:
    room = await open_room(conferences)
    zoom.faults.strike("forbidden")

    with pytest.raises(ConferencesUnavailable, match="status 400, code 200"):
        await conferences.present(room)


async def test_a_room_that_cannot_be_ended_is_reported(
    conferences: ZoomConferences, zoom: FakeZoom
) -> None:
    room = await open_room(conferences)
    zoom.faults.strike("forbidden")

    with pytest.raises(ConferencesUnavailable):
        await conferences.end(room)
    assert await open_room(conferences) == room


async def test_a_host_who_is_not_of_the_account_is_refused(conferences: ZoomConferences) -> None:
    with pytest.raises(ConferencesUnavailable, match="status 404, code 1001"):
        await conferences.create(
            exam=EXAM, topic="Физика", starts_at=NINE_IN_ASTANA, minutes=60, host="a/../b?c"
        )


async def test_a_room_deleted_at_zoom_stands_no_more_and_the_next_one_is_one(
    conferences: ZoomConferences, client: ZoomClient, zoom: FakeZoom
) -> None:
    first = await open_room(conferences)
    assert await conferences.stands(first)
    zoom.account.delete(zoom.account.meeting(first.id))

    assert not await conferences.stands(first)
    second = await open_room(conferences)
    assert second.id != first.id
    restarted = ZoomConferences(client)
    assert await open_room(restarted) == second
    assert await restarted.stands(second)
    assert len(zoom.account.meetings) == 1


async def test_a_room_deleted_before_anybody_had_a_link_is_made_anew(
    conferences: ZoomConferences, zoom: FakeZoom
) -> None:
    first = await open_room(conferences)
    zoom.account.delete(zoom.account.meeting(first.id))

    with pytest.raises(ConferencesUnavailable):
        await conferences.personal_links(first, NAMES)
    second = await open_room(conferences)

    assert sorted(await conferences.personal_links(second, NAMES)) == [AIGERIM, BOLAT]


async def test_a_zoom_that_does_not_answer_leaves_a_room_standing(
    conferences: ZoomConferences, zoom: FakeZoom
) -> None:
    room = await open_room(conferences)
    zoom.faults.strike("broken", times=3)

    with pytest.raises(ConferencesUnavailable):
        await conferences.stands(room)

    assert await open_room(conferences) == room
    assert len(zoom.account.meetings) == 1
