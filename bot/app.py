"""The composition root: every part is made here, once, and handed to those who need it."""

import asyncio
import gc
import logging
import signal
from contextlib import AsyncExitStack, suppress
from dataclasses import dataclass, field
from types import TracebackType
from typing import Final, Self

from aiogram import Bot, Dispatcher
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import TelegramAPIError, TelegramForbiddenError, TelegramNetworkError
from aiogram.types import BotCommand, BotCommandScopeAllPrivateChats
from aiohttp import web

from bot.again import unless_stale
from bot.arrival_endpoint import ArrivalEndpoint
from bot.background import Nursery
from bot.binding import SheetBinder
from bot.clock import SystemClock, SystemShuffler
from bot.deliver import Deliverer
from bot.fsm import FormStorage
from bot.grade_endpoint import GradeEndpoint
from bot.inbox import Intake
from bot.messenger import Messenger
from bot.middleware import FirstComeFirst, Flood, LogContext, Who
from bot.pacing import Paced, Pacing
from bot.pages import add_pages, check_in_page, test_page
from bot.polling import Poller
from bot.ports import Ports
from bot.refusals import Apologies, sender_of
from bot.retries import TriedAgain
from bot.rooms import add_webhook, conferences_of
from bot.session import Session
from bot.settings import Settings
from bot.standing import Standing
from bot.timers import Night, Timers
from bot.wiring import use_cases
from documents.absences import AbsencePaperFiles
from documents.arrival_folder import ArrivalFolder
from documents.banks.reading import BankFiles
from documents.calendars import CalendarFiles
from documents.drop_folder import DropFolder
from documents.imports import TableFiles
from documents.invites import InviteCards
from documents.items import ItemFigureFiles
from documents.marks import MarkWorkbooks
from documents.papers import PaperFiles
from documents.tickets.papers import TicketPaperFiles
from documents.working_days import KazakhCalendar
from exams.domain.booklet import BookletRules, Unanswered
from exams.domain.people import Locale
from exams.ports.arrivals import ArrivalSource
from exams.ports.clock import Clock
from exams.ports.conferences import Conferences
from exams.ports.faces import FaceMatcher
from exams.ports.grade_system import GradeSystem
from exams.ports.sheets import SheetInspector
from exams.services import UseCases
from exams.services.people.entrance import Helpdesk
from handlers import routes
from storage import migrations
from storage.database import Database, connect
from storage.files import DiskFiles
from storage.forms import Forms
from storage.inbox import Inbox
from storage.once import OnceUnits
from storage.outbox import OutboxQueue
from storage.seal import seal_of
from storage.sealing import seal_open_tickets
from templates.renderer import Renderer
from vision.drawn.results import DrawnResults
from vision.drawn.timelines import DrawnTimelines
from vision.faces.matcher import PooledFaceMatcher
from vision.inspector import PooledSheetInspector
from vision.question_pictures import PooledQuestionPictures
from web.app import build as build_web
from web.draw import PATH as DRAW_PAGE
from web.draw import add_draw_page
from web.telegram import PATH, RawUpdate, add_telegram_webhook

logger = logging.getLogger(__name__)

CALL_TIMEOUT: Final = 30.0  # seconds; half of the outbox's lease
FAREWELL: Final = 10.0  # seconds for what is under way when the process is asked to end
FIRST_PAUSE: Final = 1.0  # seconds between two tries to reach Telegram at the start
LONGEST_PAUSE: Final = 30.0
GRADES_EVERY: Final = 5.0  # seconds between two looks for grades to be sent
TICKS_MISSED: Final = 30.0  # seconds without a tick after which the process is not ready
COMMANDS: Final = ("start", "exams", "help", "language", "menu")


@dataclass(frozen=True, slots=True)
class Handle:
    """Hands an update to the handlers."""

    dispatcher: Dispatcher
    bot: Bot
    use: UseCases

    async def __call__(self, update: RawUpdate) -> None:
        """Handle one update; that somebody has blocked the bot meanwhile is no failure."""
        try:
            await self.dispatcher.feed_raw_update(self.bot, dict(update))
        except TelegramForbiddenError:
            sender = sender_of(update)
            if sender is None:
                raise
            await self.use.reachability(sender[0], reachable=False)


@dataclass(slots=True, kw_only=True)
class App:
    """The whole process, ready to run; use it as an async context, or call `run`.

    Attributes:
        use: the use cases, as handlers, clock and web call them.
        listening: the port on which it listens, once it runs.
    """

    settings: Settings
    clock: Clock
    database: Database
    bot: Bot
    use: UseCases
    words: Renderer
    pacing: Pacing
    messenger: Messenger
    dispatcher: Dispatcher
    intake: Intake
    deliverer: Deliverer
    timers: Timers
    nursery: Nursery
    pools: tuple[PooledSheetInspector | SheetBinder | PooledFaceMatcher, ...]
    listening: int = 0
    _stack: AsyncExitStack = field(default_factory=AsyncExitStack)

    async def __aenter__(self) -> Self:
        """Begin: first what an earlier process left, then what is new."""
        self._stack.push_async_callback(self._close)
        self.nursery.keep(self.deliverer.run, name="deliverer")
        self.nursery.keep(self._send_grades, name="grades")
        self._stack.push_async_callback(self._farewell)
        await self.intake.begin()
        await self._listen()
        self.timers.start()
        self._stack.push_async_callback(self.timers.stop)
        inlet = await self._stack.enter_async_context(Nursery())
        await self._receive(inlet)
        logger.info("running", extra={"webhook": self.settings.uses_webhook})
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """End: take in nothing more, finish what is under way, close."""
        await self._stack.aclose()

    async def run(self) -> None:
        """Run until the process is asked to end."""
        asked = asyncio.Event()
        loop = asyncio.get_running_loop()
        for sign in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(sign, asked.set)
        async with self:
            # What is loaded stays: the collector, which stands still for a seventh of a second
            # to look through it all, need not look again.
            gc.collect()
            gc.freeze()
            await asked.wait()
            logger.info("ending")

    async def ready(self) -> dict[str, bool]:
        """Say what the process needs, and whether it is there."""
        database = False
        with suppress(Exception):  # whatever is wrong with it: it is not there
            async with asyncio.timeout(2):
                await self.deliverer.queue.next_due()
                database = True
        return {"database": database, "clock": self.timers.age < TICKS_MISSED}

    async def _send_grades(self) -> None:
        """Trade with the university's own system, for ever, beside the clock."""
        while True:
            await unless_stale(self.use.send_grades)
            await unless_stale(self.use.collect_arrivals)
            await asyncio.sleep(GRADES_EVERY)

    async def _listen(self) -> None:
        app = build_web(self.ready)
        add_draw_page(app)
        if self.settings.uses_webhook:
            secret = self.settings.webhook_secret.get_secret_value()
            add_telegram_webhook(app, secret=secret, take=self.intake.take)
        add_webhook(app, self.settings, self.clock, self.use.conference_event)
        if self.use.test_page.base:
            watch = add_pages(app, self.settings, self.clock, self.use, self.words)
            self.nursery.keep(watch.run, name="pages")
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=FAREWELL)
        await runner.setup()
        self._stack.push_async_callback(runner.cleanup)
        await web.TCPSite(runner, self.settings.listen_host, self.settings.listen_port).start()
        self.listening = int(runner.addresses[0][1])

    async def _receive(self, inlet: Nursery) -> None:
        await self._introduce()
        allowed = sorted({*self.dispatcher.resolve_used_update_types(), "my_chat_member"})
        if self.settings.uses_webhook:
            await self.bot.set_webhook(
                self.settings.webhook_url + PATH,
                secret_token=self.settings.webhook_secret.get_secret_value(),
                allowed_updates=allowed,
            )
            return
        await self.bot.delete_webhook()
        poller = Poller(
            base_url=self.settings.telegram_url,
            token=self.bot.token,
            take=self.intake.take,
            allowed=allowed,
        )
        inlet.keep(poller.run, name="poller")

    async def _introduce(self) -> None:
        """Tell Telegram the commands, in each language; Kazakh for everybody else."""
        scope = BotCommandScopeAllPrivateChats()
        try:
            for code, locale in [(None, Locale.KK), *((one.value, one) for one in Locale)]:
                commands = [
                    BotCommand(
                        command=name, description=self.words.label(f"command.{name}", locale)
                    )
                    for name in COMMANDS
                ]
                await self.bot.set_my_commands(commands, scope=scope, language_code=code)
        except TelegramAPIError as error:
            logger.warning("commands not set", extra={"error": type(error).__name__})

    async def _farewell(self) -> None:
        await self.deliverer.stop(FAREWELL)
        with suppress(TimeoutError):
            async with asyncio.timeout(FAREWELL):
                while len(self.intake):  # noqa: ASYNC110 - at the very end, once
                    await asyncio.sleep(0.05)

    async def _close(self) -> None:
        await self.nursery.close()
        for pool in self.pools:
            await pool.close()
        await self.bot.session.close()
        await self.database.close()


async def build(
    settings: Settings,
    *,
    clock: Clock | None = None,
    conferences: Conferences | None = None,
    inspector: SheetInspector | None = None,
) -> App:
    """Make the process: bring the database up to date, greet Telegram, wire the parts.

    Args:
        settings: what the university decided.
        clock: another clock than the computer's, for the sandbox.
        conferences: another service than the settings name.
        inspector: another judge of sheets than the pictures' own measurement.

    Raises:
        TelegramUnauthorizedError: the token is wrong.
    """
    clock = clock or SystemClock()
    seal = seal_of(settings.ticket_keys)
    await asyncio.to_thread(migrations.upgrade, settings.database_url)
    await asyncio.to_thread(
        seal_open_tickets, settings.database_url, DiskFiles(settings.files_folder), seal
    )
    pacing = Pacing(settings.messages_per_second)
    bot = make_bot(settings, pacing)
    try:
        name = await _own_name(bot)
    except BaseException:
        await bot.session.close()
        raise
    database = connect(settings.database_url, seal)
    pictures = PooledSheetInspector()
    ports = _ports(
        settings,
        clock=clock,
        database=database,
        conferences=conferences or conferences_of(settings, clock),
        inspector=inspector or pictures,
        pictures=pictures,
        faces=PooledFaceMatcher(settings.face_engine) if settings.check_in_photographs else None,
        bot_name=name,
    )
    return _assemble(settings, ports, database, bot, pacing)


def make_bot(settings: Settings, pacing: Pacing) -> Bot:
    """Return the client of the Bot API, with its pace and its patience."""
    api = TelegramAPIServer.from_base(settings.telegram_url)
    session = Session(api=api, timeout=CALL_TIMEOUT)
    session.middleware.register(TriedAgain())
    session.middleware.register(Paced(pacing))
    session.middleware.register(Standing())
    return Bot(settings.token.get_secret_value(), session=session)


async def _own_name(bot: Bot) -> str:
    """Ask who we are, until the network answers: a server may start before it has one."""
    pause = FIRST_PAUSE
    while True:
        try:
            return (await bot.get_me()).username or ""
        except TelegramNetworkError:
            logger.warning("telegram not reached")
        await asyncio.sleep(pause)
        pause = min(2 * pause, LONGEST_PAUSE)


def _ports(
    settings: Settings,
    *,
    clock: Clock,
    database: Database,
    conferences: Conferences,
    inspector: SheetInspector,
    pictures: PooledSheetInspector,
    faces: FaceMatcher | None,
    bot_name: str,
) -> Ports:
    return Ports(
        units=OnceUnits(database),
        clock=clock,
        shuffler=SystemShuffler(),
        files=DiskFiles(settings.files_folder, database.seal),
        inspector=inspector,
        strictness=settings.strictness,
        page_reader=pictures,
        page_turner=pictures,
        sheet_books=SheetBinder(DiskFiles(settings.files_folder), settings.university),
        conferences=conferences,
        calendars=CalendarFiles(clock),
        mark_forms=MarkWorkbooks(),
        import_files=TableFiles(),
        printer=InviteCards(),
        papers=PaperFiles(settings.university),
        days=KazakhCalendar(),
        grade_system=_grade_system(settings, clock),
        arrival_source=_arrival_source(settings, clock),
        absence_papers=AbsencePaperFiles(settings.university, settings.forms_folder),
        ticket_papers=TicketPaperFiles(settings.university),
        tickets_as_pictures=settings.tickets_as == "picture",
        item_figures=ItemFigureFiles(),
        question_files=BankFiles(),
        question_pictures=PooledQuestionPictures(),
        helpdesk=Helpdesk(
            email=settings.helpdesk_email,
            phone=settings.helpdesk_phone,
            whatsapp=settings.helpdesk_whatsapp,
        ),
        host=settings.zoom_hosts[0] if settings.zoom_hosts else "",
        bot_name=bot_name,
        results_privacy=settings.results_privacy,
        results_as_picture=settings.results_form == "picture",
        result_pictures=DrawnResults(),
        timelines=DrawnTimelines(),
        draw_page=settings.pages_url and settings.pages_url + DRAW_PAGE,
        test_page=test_page(settings),
        check_in_page=check_in_page(settings) if faces else "",
        faces=faces,
        evidence_days=settings.evidence_days,
        pictures_days=settings.pictures_days,
        booklet_rules=BookletRules(
            questions=settings.test_questions,
            at_expiry=Unanswered(settings.unanswered_at_expiry),
        ),
    )


def _grade_system(settings: Settings, clock: Clock) -> GradeSystem | None:
    """Return the university's own system: behind an endpoint, in a folder, or none."""
    if settings.grades_url:
        return GradeEndpoint(settings.grades_url, settings.grades_secret.get_secret_value(), clock)
    if settings.grades_folder is not None:
        return DropFolder(settings.grades_folder, settings.grades_form)
    return None


def _arrival_source(settings: Settings, clock: Clock) -> ArrivalSource | None:
    """Return where roster and schedule come from: an endpoint, a folder, or nowhere."""
    if settings.tables_url:
        secret = settings.tables_secret.get_secret_value()
        return ArrivalEndpoint(settings.tables_url, secret, clock)
    if settings.tables_folder is not None:
        return ArrivalFolder(settings.tables_folder)
    return None


def _assemble(
    settings: Settings, ports: Ports, database: Database, bot: Bot, pacing: Pacing
) -> App:
    use, words, nursery, clock = use_cases(ports), Renderer(), Nursery(), ports.clock
    messenger = Messenger(bot, words, use.file, ports.result_pictures, use.test_page)
    apologies = Apologies(messenger=messenger, use=use, helpdesk=ports.helpdesk)
    dispatcher = make_dispatcher(use, words, database)
    deliverer = Deliverer(
        queue=OutboxQueue(database),
        messenger=messenger,
        pacing=pacing,
        clock=clock,
        nursery=nursery,
        chat_migrated=use.chat_migrated,
        chat_lost=use.chat_lost,
    )
    inbox = Inbox(database)
    return App(
        settings=settings,
        clock=clock,
        database=database,
        bot=bot,
        use=use,
        words=words,
        pacing=pacing,
        messenger=messenger,
        dispatcher=dispatcher,
        intake=Intake(
            box=inbox,
            handle=Handle(dispatcher, bot, use),
            give_up=apologies.give_up,
            resume=apologies.resume,
            worked_off=deliverer.wake,
            clock=clock,
            nursery=nursery,
        ),
        deliverer=deliverer,
        timers=Timers(
            tick_clock=use.tick_clock,
            ticked=deliverer.wake,
            seconds=settings.tick_seconds,
            night=Night(
                inbox=inbox,
                clock=clock,
                database_url=settings.database_url,
                files=settings.files_folder,
                folder=settings.backup_folder,
                forget_evidence=use.forget_evidence,
                erase_pictures=use.erase_pictures,
            ),
        ),
        nursery=nursery,
        pools=tuple(
            part
            for part in (ports.page_turner, ports.sheet_books, ports.faces)
            if isinstance(part, PooledSheetInspector | SheetBinder | PooledFaceMatcher)
        ),
    )


def make_dispatcher(use: UseCases, words: Renderer, database: Database) -> Dispatcher:
    """Return aiogram's dispatcher with all handlers and what stands around them."""
    dispatcher = Dispatcher(storage=FormStorage(Forms(database)), use=use, words=words)
    for around in (LogContext(), Flood(), Who(), FirstComeFirst()):
        dispatcher.update.outer_middleware(around)
    dispatcher.include_router(routes.build())
    return dispatcher
