"""People in the sandbox's rooms: links, waiting, webhooks and their faults, pages."""

import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import pytest
from aiohttp import ClientSession, web
from aiohttp.test_utils import TestServer

from exams.domain.ids import ExamId, PersonId
from exams.ports.conferences import ConferenceEvent, PresenceKind
from sandbox.clock import SimulatedClock
from sandbox.zoom.refusals import LinkRefused
from sandbox.zoom.server import FakeZoom
from web.zoom import PATH, add_zoom_webhook
from zoom_integration.client import ZoomClient
from zoom_integration.conferences import ZoomConferences
from zoom_integration.webhook import ZoomWebhook

HOST = "exams@university.example"
AIGERIM, BOLAT = PersonId(1), PersonId(2)
JOINED, LEFT = PresenceKind.JOINED, PresenceKind.LEFT
BEGUN, ENDED = ("no student", PresenceKind.HOST_CAME), ("no student", PresenceKind.ENDED)
HOST_LEFT = ("no student", LEFT)


class Room:
    """An exam's room with two links, and what the product heard of it."""

    def __init__(self, zoom: FakeZoom, conferences: ZoomConferences) -> None:
        self.zoom = zoom
        self.conferences = conferences
        self.aigerim = self.bolat = self.host = ""
        self.registrants: dict[str | None, str] = {None: "no student"}
        self.heard: list[ConferenceEvent] = []

    async def open(self) -> None:
        """Make the room and the links."""
        self.conference = await self.conferences.create(
            exam=ExamId(1),
            topic="Физика <жазбаша>",
            starts_at=datetime(2026, 12, 14, 4, tzinfo=UTC),
            minutes=60,
            host=HOST,
        )
        links = await self.conferences.personal_links(
            self.conference, {AIGERIM: "Айгерім <b>", BOLAT: "Болат"}
        )
        self.aigerim, self.bolat = links[AIGERIM].url, links[BOLAT].url
        self.registrants |= {
            links[AIGERIM].registrant: "Aigerim",
            links[BOLAT].registrant: "Bolat",
        }
        self.host = await self.conferences.start_link(self.conference)

    def story(self) -> list[tuple[str, PresenceKind]]:
        """Return who did what, in the order heard."""
        return [(self.registrants[event.registrant], event.kind) for event in self.heard]

    async def keep(self, event: ConferenceEvent) -> None:
        """Take an event as the inbox would."""
        self.heard.append(event)


@pytest.fixture
def clock() -> SimulatedClock:
    return SimulatedClock(datetime(2026, 12, 14, 3, 45, tzinfo=UTC), rate=0)


@pytest.fixture
async def room(clock: SimulatedClock) -> AsyncIterator[Room]:
    async with FakeZoom(clock, hosts=[HOST]) as zoom:
        client = ZoomClient(
            zoom.credentials, clock, api_url=zoom.api_url, token_url=zoom.token_url
        )
        room, app = Room(zoom, ZoomConferences(client)), web.Application()
        webhook = ZoomWebhook(zoom.webhook_secret, clock)
        add_zoom_webhook(app, verify=webhook.verify, read=webhook.read, on_event=room.keep)
        async with TestServer(app) as product:
            zoom.webhooks.url = str(product.make_url(PATH))
            await room.open()
            yield room
        client.close()


async def test_the_product_hears_who_joined_and_left_and_the_end(room: Room) -> None:
    await room.zoom.join(room.aigerim)
    assert room.story() == []  # she waits for the host

    await room.zoom.begin(room.host)
    await room.zoom.join(room.bolat)
    await room.zoom.leave(room.aigerim)
    await room.zoom.finish(room.host)

    assert room.story() == [
        BEGUN,
        ("Aigerim", JOINED),
        ("Bolat", JOINED),
        ("Aigerim", LEFT),
        ("Bolat", LEFT),
        HOST_LEFT,
        ENDED,
    ]


async def test_the_product_hears_of_the_end_it_asked_for(room: Room) -> None:
    await room.zoom.begin(room.host)
    await room.zoom.join(room.bolat)

    await room.conferences.end(room.conference)
    await room.zoom.webhooks.flush()

    assert room.story()[-1] == ENDED
    assert room.heard[-1].conference == room.conference.id


async def test_coming_back_is_another_event(room: Room) -> None:
    await room.zoom.begin(room.host)
    for _ in range(2):
        await room.zoom.join(room.aigerim)
        await room.zoom.leave(room.aigerim)

    assert room.story() == [BEGUN, *[("Aigerim", JOINED), ("Aigerim", LEFT)] * 2]
    assert len({event.key for event in room.heard}) == 5


async def test_a_repeated_event_has_one_key(room: Room) -> None:
    room.zoom.webhooks.copies = 2
    await room.zoom.begin(room.host)
    await room.zoom.join(room.aigerim)

    assert room.story() == [BEGUN, BEGUN, ("Aigerim", JOINED), ("Aigerim", JOINED)]
    assert len({event.key for event in room.heard}) == 2


async def test_events_can_come_late_and_in_the_wrong_order(room: Room) -> None:
    await room.zoom.begin(room.host)
    room.zoom.webhooks.hold()
    await room.zoom.join(room.aigerim)
    await room.zoom.leave(room.aigerim)
    assert room.story() == [BEGUN]

    await room.zoom.webhooks.release(reverse=True)

    assert room.story() == [BEGUN, ("Aigerim", LEFT), ("Aigerim", JOINED)]


async def test_an_event_can_be_lost(room: Room) -> None:
    await room.zoom.begin(room.host)
    room.zoom.webhooks.lose(1)
    await room.zoom.join(room.aigerim)
    await room.zoom.leave(room.aigerim)

    assert room.story() == [BEGUN, ("Aigerim", LEFT)]


async def test_what_the_product_did_not_take_is_delivered_again(room: Room) -> None:
    await room.zoom.begin(room.host)
    address, room.zoom.webhooks.url = room.zoom.webhooks.url, "http://127.0.0.1:9/nobody"
    await room.zoom.join(room.aigerim)
    room.zoom.webhooks.url = address
    assert [delivery.name for delivery in room.zoom.webhooks.undelivered] == [
        "meeting.participant_joined"
    ]

    await room.zoom.webhooks.redeliver()

    assert room.story() == [BEGUN, ("Aigerim", JOINED)]
    assert room.zoom.webhooks.undelivered == []


async def test_the_products_address_is_validated_and_a_wrong_one_is_not(room: Room) -> None:
    assert await room.zoom.webhooks.validate()

    room.zoom.webhooks.url = room.zoom.url + "/oauth/token"
    assert not await room.zoom.webhooks.validate()


async def test_who_gives_up_waiting_was_never_there(room: Room) -> None:
    await room.zoom.join(room.aigerim)
    await room.zoom.leave(room.aigerim)
    await room.zoom.leave(room.aigerim)  # a second time changes nothing
    await room.zoom.begin(room.host)
    await room.zoom.begin(room.host)

    assert room.story() == [BEGUN]
    assert room.zoom.webhooks.delivered == [
        "meeting.participant_joined_waiting_room",
        "meeting.participant_left_waiting_room",
        "meeting.started",
        "meeting.participant_joined",
    ]


async def test_a_meeting_that_does_not_run_cannot_end(room: Room) -> None:
    await room.zoom.finish(room.host)

    assert room.story() == []


async def test_without_an_address_nothing_is_delivered(room: Room) -> None:
    room.zoom.webhooks.url = None
    await room.zoom.begin(room.host)

    assert not await room.zoom.webhooks.validate()
    assert (room.zoom.webhooks.delivered, room.zoom.webhooks.undelivered) == ([], [])


async def test_a_body_is_written_as_zooms_own_receiver_reads_it(room: Room) -> None:
    room.zoom.webhooks.url = "http://127.0.0.1:9/nobody"
    await room.zoom.begin(room.host)
    await room.zoom.join(room.aigerim)

    body = room.zoom.webhooks.undelivered[-1].body.decode()
    assert "Айгерім" in body
    assert body == json.dumps(json.loads(body), ensure_ascii=False, separators=(",", ":"))


async def test_a_link_works_for_one_device(room: Room) -> None:
    await room.zoom.begin(room.host)
    await room.zoom.join(room.aigerim)

    with pytest.raises(LinkRefused, match="another device"):
        await room.zoom.join(room.aigerim)


async def test_wrong_links_open_nothing(room: Room, clock: SimulatedClock) -> None:
    for link in (room.aigerim[:-1], room.aigerim.replace("/w/8", "/w/9"), "http://x/", "?"):
        with pytest.raises(LinkRefused):
            await room.zoom.join(link)
    with pytest.raises(LinkRefused):
        await room.zoom.begin(room.aigerim)
    clock.step(timedelta(hours=2))
    with pytest.raises(LinkRefused):
        await room.zoom.finish(room.host)
    with pytest.raises(LinkRefused):
        await room.zoom.turn_camera(room.aigerim, on=False)  # she is not there


async def test_a_host_has_one_meeting_at_a_time(room: Room) -> None:
    other = await room.conferences.create(
        exam=ExamId(2),
        topic="Химия",
        starts_at=datetime(2026, 12, 14, 4, tzinfo=UTC),
        minutes=60,
        host=HOST,
    )
    await room.zoom.begin(room.host)

    second = await room.conferences.start_link(other)
    with pytest.raises(LinkRefused, match="in progress"):
        await room.zoom.begin(second)

    await room.zoom.finish(room.host)
    await room.zoom.begin(second)


# -- pages ------------------------------------------------------------------


async def press(session: ClientSession, link: str, act: str) -> str:
    """Press a button of the page behind a link; return the page that follows."""
    parts = urlsplit(link)
    address = parts._replace(path=f"{parts.path}/{act}").geturl()
    async with session.post(address) as answer:
        assert answer.status == 200
        return await answer.text()


async def test_a_participant_joins_waits_turns_the_camera_and_leaves_by_the_page(
    room: Room,
) -> None:
    link = f"{room.aigerim}&lang=en"
    async with ClientSession() as session:
        async with session.get(link) as answer:
            page = await answer.text()
        assert "Your name: Айгерім &lt;b&gt;" in page
        assert "Физика &lt;жазбаша&gt;" in page
        assert "please wait" in await press(session, link, "join")

        await room.zoom.begin(room.host)
        page = await press(session, link, "join")  # a second tap is no second device
        assert "You are in the room as Айгерім &lt;b&gt;" in page
        assert "The camera is on" in page
        assert "The camera is off" in await press(session, link, "camera_off")
        assert "The camera is on" in await press(session, link, "camera_on")
        assert "Your name" in await press(session, link, "leave")

    assert room.story() == [BEGUN, ("Aigerim", JOINED), ("Aigerim", LEFT)]


@pytest.mark.parametrize(
    ("lang", "word"), [("kk", "Қосылу"), ("ru", "Войти"), ("en", "Join"), ("xx", "Қосылу")]
)
async def test_the_page_speaks_three_languages(room: Room, lang: str, word: str) -> None:
    async with ClientSession() as session, session.get(f"{room.bolat}&lang={lang}") as answer:
        assert f">{word}</button>" in await answer.text()


async def test_the_host_begins_and_ends_by_the_page(room: Room) -> None:
    link = f"{room.host}&lang=en"
    await room.zoom.join(room.bolat)
    async with ClientSession() as session:
        async with session.get(link) as answer:
            assert "Waiting: 1" in await answer.text()
        assert "In the room: 1" in await press(session, link, "start")
        assert "has not begun" in await press(session, link, "finish")

    assert room.story() == [BEGUN, ("Bolat", JOINED), ("Bolat", LEFT), HOST_LEFT, ENDED]


async def test_a_link_that_does_not_open_says_so(room: Room) -> None:
    for link in (f"{room.zoom.url}/w/1?tk=x", room.aigerim + "x", room.conference.join_url):
        async with ClientSession() as session, session.get(f"{link}?lang=en") as answer:
            assert answer.status == 403
            assert 'role="alert"' in await answer.text()
