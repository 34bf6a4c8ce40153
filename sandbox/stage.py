"""The stage on which exam days are played: a Telegram, a Zoom, one clock, and the very bot."""

import asyncio
import socket
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from pydantic import SecretStr

from bot.app import build
from bot.pacing import Pacing
from bot.process import App
from bot.settings import Settings
from exams.domain.attempt import Attempt
from exams.domain.delivery import DeliveryState
from exams.domain.exam import ASTANA, Exam
from exams.domain.ids import PersonId
from exams.domain.people import Actor, Locale, Role
from exams.domain.refusals.base import Stale
from exams.ports.chance import Shuffler
from exams.records.entrance import Invite
from exams.records.unit import Units
from exams.services.apart import PartFailed
from exams.services.people.entrance import code_hash
from sandbox.clock import SimulatedClock
from sandbox.players import Player
from sandbox.telegram.fake import FakeTelegram
from sandbox.telegram.limits import Limits
from sandbox.telegram.phones import Phone
from sandbox.telegram.screen import PATIENCE
from sandbox.telegram.things import Chat
from sandbox.university import (
    DEAN,
    GROUP,
    HELPDESK_EMAIL,
    HELPDESK_PHONE,
    HOST,
    PROCTOR,
    REGISTRAR,
    STUDENTS,
    Somebody,
    people_csv,
)
from sandbox.zoom.server import FakeZoom
from storage.seal import new_key
from storage.unit import SqlUnits
from templates.renderer import Renderer

FIRST_DAY: Final = datetime(2026, 12, 7, 9, 0, tzinfo=ASTANA)
"""A Monday morning."""

EXAM_AT: Final = datetime(2026, 12, 9, 10, 0, tzinfo=ASTANA)
"""When the exam of the scenarios starts: Wednesday at ten."""

TICK_SECONDS: Final = 0.25
POLL_SECONDS: Final = 0.02
SANDBOX: Final = Actor(id=PersonId(0), roles=frozenset({Role.REGISTRAR}), locale=Locale.KK)
"""Puts the first people on the roster, as the command line would."""

Camera = Callable[[str], Awaitable[None]]
"""Takes a picture of all phones, named after the moment."""


@dataclass(slots=True, kw_only=True)
class Stage:
    """Everything that runs, and who holds which phone.

    Attributes:
        group: the students' common chat.
        chief: leads the exam; nobody in the small one.
        exam_at: when the exam of the scenarios starts.
        camera: takes pictures of the phones; nothing by default.
        answers_lost: answers to questions that were acknowledged as saved and are not stored.
    """

    clock: SimulatedClock
    telegram: FakeTelegram
    zoom: FakeZoom
    app: App
    words: Renderer
    locale: Locale
    group: Chat
    students: tuple[Player, ...]
    proctor: Player
    dean: Player
    registrar: Player
    chief: Player | None
    units: Units
    camera: Camera | None = None
    exam_at: datetime = EXAM_AT
    answers_lost: int = 0
    group_name: str = GROUP

    @property
    def staff(self) -> tuple[Player, ...]:
        """Return everybody who is no student."""
        return (self.proctor, self.dean, self.registrar)

    async def settle(self) -> None:
        """Wait until the bot has handled what came, done what is due and sent what it has to say.

        What came is handled first: only then does the clock see it.
        """
        await self._rest()
        for work in (self.app.use.keep_rooms, self.app.use.tick_clock):
            await self._in_the_end(work)
        await self._rest()

    async def _rest(self) -> None:
        """Wait until no update is being handled and nothing that is due is unsent."""
        self.app.deliverer.wake()
        async with asyncio.timeout(PATIENCE):
            while not await self._idle():  # noqa: ASYNC110 - another process would be asked too
                await asyncio.sleep(POLL_SECONDS)

    async def _in_the_end(self, work: Callable[[], Awaitable[None]]) -> None:
        """Do what is due, again whenever the process or a tap was quicker: they come to rest."""
        async with asyncio.timeout(PATIENCE):
            while True:
                try:
                    return await work()
                except Stale:
                    continue
                except PartFailed as failed:
                    if not failed.overtaken:
                        raise

    async def _idle(self) -> bool:
        if len(self.telegram.world.updates) or len(self.app.intake):
            return False
        queue = self.app.deliverer.queue
        if await queue.anything_due(self.clock.now()):
            return False
        counts = await queue.counts()  # afterwards: what was due a moment ago may be under way
        return not (counts.get(DeliveryState.CLAIMED) or counts.get(DeliveryState.SENDING))

    async def until(self, moment: datetime) -> None:
        """Let the time pass until a moment, and let the bot do what it brings."""
        await self.settle()
        if moment > self.clock.now():
            self.clock.jump_to(moment)
        await self.settle()

    async def take_photo(self, name: str) -> None:
        """Have a picture of all phones taken, if anybody wants pictures."""
        if self.camera is not None:
            await self.settle()
            await self.camera(name)

    async def exam(self) -> Exam:
        """Return the exam of the scenario: the one that starts at `exam_at`."""
        async with self.units.reading() as unit:
            exams = await unit.exams.all()
        return next((exam for exam in exams if exam.starts_at == self.exam_at), exams[0])

    async def attempts(self) -> dict[str, Attempt]:
        """Return the attempts of the exam, by student number."""
        async with self.units.reading() as unit:
            exam = (await unit.exams.all())[0]
            found = await unit.attempts.of_exam(exam.id)
            people = await unit.people.many(a.student_id for a in found)
        return {people[a.student_id].number: a for a in found}


@asynccontextmanager
async def set_up(
    locale: Locale,
    *,
    folder: Path | None = None,
    port: int = 0,
    rate: float = 1.0,
    students: tuple[Somebody, ...] = STUDENTS,
    chief: Somebody | None = None,
    photographs: bool = False,
    shuffler: Shuffler | None = None,
) -> AsyncIterator[Stage]:
    """Run the sandbox and the bot, with everybody on the roster and in the chat.

    Args:
        locale: what everybody speaks.
        folder: where the database and the files are kept; a temporary one by default.
        port: of the sandbox's Telegram and phones page; a free one by default.
        rate: how fast the simulated clock runs; 0 stands still but for jumps.
        students: who studies.
        chief: who leads the exam; nobody by default.
        photographs: whether students may photograph face and document at checking in.
        shuffler: another source of chance than the computer's.
    """
    clock = SimulatedClock(FIRST_DAY, rate=rate)
    async with AsyncExitStack() as stack:
        if folder is None:
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="emtihan-")))
        zoom = await stack.enter_async_context(FakeZoom(clock, hosts=[HOST]))
        telegram = await stack.enter_async_context(
            FakeTelegram(
                clock=clock,
                # A busy computer answers thirty taps at once, and none of them is too old.
                limits=Limits(query_age=PATIENCE),
                port=port,
                pace=clock.seconds,
            )
        )
        # Links name the port before the bot listens: it is bound first, so that nobody takes it.
        door = stack.enter_context(socket.create_server(("127.0.0.1", 0)))
        settings = _settings(
            telegram, zoom, folder, door.getsockname()[1], photographs=photographs
        )
        pacing = Pacing(settings.messages_per_second, monotonic=clock.seconds, sleep=clock.sleep)
        app = await build(settings, clock=clock, pacing=pacing, shuffler=shuffler)
        app.door = door
        await stack.enter_async_context(app)
        zoom.webhooks.url = f"http://127.0.0.1:{app.listening}/zoom/webhook"
        yield await _cast(
            clock=clock,
            telegram=telegram,
            zoom=zoom,
            app=app,
            locale=locale,
            students=students,
            chief=chief,
        )


def _settings(
    telegram: FakeTelegram, zoom: FakeZoom, folder: Path, port: int, *, photographs: bool
) -> Settings:
    return Settings(
        university="Емтихан",
        token=SecretStr(telegram.token),
        telegram_url=telegram.url,
        database_url=f"sqlite+aiosqlite:///{folder / 'emtihan.db'}",
        files_folder=folder / "files",
        tickets_key=SecretStr(new_key()),
        listen_port=port,
        public_url=f"http://127.0.0.1:{port}",
        zoom_account_id=SecretStr(zoom.credentials.account_id),
        zoom_client_id=SecretStr(zoom.credentials.client_id),
        zoom_client_secret=SecretStr(zoom.credentials.client_secret),
        zoom_webhook_secret=SecretStr(zoom.webhook_secret),
        zoom_hosts=(HOST,),
        zoom_api_url=zoom.api_url,
        zoom_token_url=zoom.token_url,
        check_in_photographs=photographs,
        helpdesk_email=HELPDESK_EMAIL,
        helpdesk_phone=HELPDESK_PHONE,
        helpdesk_whatsapp=HELPDESK_PHONE,
        tick_seconds=TICK_SECONDS,
    )


async def _cast(
    *,
    clock: SimulatedClock,
    telegram: FakeTelegram,
    zoom: FakeZoom,
    app: App,
    locale: Locale,
    students: tuple[Somebody, ...],
    chief: Somebody | None,
) -> Stage:
    """Put the people on the roster, give each a phone and an invite, and let them come in."""
    units = SqlUnits(app.database)
    await app.use.import_at_once(SANDBOX, people_csv(students), "people.csv")
    words = Renderer()
    players = {
        one.number: await _come_in(
            units, clock, Player(one, _phone(telegram, one), words, locale, clock)
        )
        for one in (*students, PROCTOR, DEAN, REGISTRAR, *((chief,) if chief else ()))
    }
    group = telegram.add_group(
        title=GROUP,
        members=[p.phone for p in players.values() if p.who.role in {Role.STUDENT, Role.PROCTOR}],
    )
    proctor = players[PROCTOR.number]
    await proctor.phone.add_bot(group, status="administrator")
    return Stage(
        clock=clock,
        telegram=telegram,
        zoom=zoom,
        app=app,
        words=words,
        locale=locale,
        group=group,
        students=tuple(players[one.number] for one in students),
        proctor=proctor,
        dean=players[DEAN.number],
        registrar=players[REGISTRAR.number],
        chief=players[chief.number] if chief else None,
        units=units,
    )


def _phone(telegram: FakeTelegram, one: Somebody) -> Phone:
    return telegram.add_person(first_name=one.first_name, last_name=one.last_name, phone=one.phone)


async def _come_in(units: SqlUnits, clock: SimulatedClock, player: Player) -> Player:
    """Follow an invite, as printed on the person's card, and choose the language."""
    code = f"CARD{player.who.number}".replace("-", "0")
    async with units() as unit:
        person = await unit.people.by_number(player.who.number)
        if person is None:
            raise RuntimeError("the roster was not imported")
        invite = Invite(hash=code_hash(code), person_id=person.id, made_at=clock.now())
        await unit.invites.put(invite)
        await unit.commit()
    await player.phone.start(code)
    await player.tap(f"lang_{player.locale.value}")
    return player
