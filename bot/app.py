"""The composition root: every part is made here, once, and handed to those who need it."""

import asyncio

from aiogram import Bot

from bot.adapters import ports_of
from bot.background import Nursery
from bot.binding import SheetBinder
from bot.clock import SystemClock
from bot.deliver import Deliverer
from bot.inbox import Intake
from bot.messenger import Messenger
from bot.night import Night
from bot.pacing import Pacing
from bot.ports import Ports
from bot.process import App
from bot.refusals import Apologies
from bot.settings import Settings
from bot.telegram import Handle, make_bot, make_dispatcher, own_name
from bot.timers import Timers
from bot.waiting import TellOfPictures, TellOfTap, Urgent
from bot.wiring import use_cases
from exams.ports.chance import Shuffler
from exams.ports.clock import Clock
from exams.ports.conferences import Conferences
from exams.ports.sheets import SheetInspector
from exams.services import UseCases
from storage import migrations
from storage.database import Database, connect
from storage.files import DiskFiles
from storage.inbox import Inbox
from storage.nights import Nights
from storage.outbox import OutboxQueue
from storage.seal import seal_of
from storage.sealing import seal_open_tickets
from templates.renderer import Renderer
from vision.faces.matcher import PooledFaceMatcher
from vision.inspector import PooledSheetInspector


async def build(
    settings: Settings,
    *,
    clock: Clock | None = None,
    pacing: Pacing | None = None,
    shuffler: Shuffler | None = None,
    conferences: Conferences | None = None,
    inspector: SheetInspector | None = None,
) -> App:
    """Make the process: bring the database up to date, greet Telegram, wire the parts.

    Args:
        settings: what the university decided.
        clock: another clock than the computer's, for the sandbox.
        pacing: by the seconds of another clock.
        shuffler: another source of chance than the computer's, for the tests.
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
    pacing = pacing or Pacing(settings.messages_per_second)
    bot = make_bot(settings, pacing)
    try:
        name = await own_name(bot)
    except BaseException:
        await bot.session.close()
        raise
    database = connect(settings.database_url, seal)
    ports = ports_of(
        settings,
        clock=clock,
        shuffler=shuffler,
        database=database,
        bot_name=name,
        conferences=conferences,
        inspector=inspector,
    )
    return _assemble(settings, ports, database, bot, pacing)


def _assemble(
    settings: Settings, ports: Ports, database: Database, bot: Bot, pacing: Pacing
) -> App:
    use, words, nursery, clock = use_cases(ports), Renderer(), Nursery(), ports.clock
    messenger = Messenger(bot, words, use.file, ports.result_pictures, use.test_page)
    apologies = Apologies(messenger=messenger, use=use, helpdesk=ports.helpdesk)
    dispatcher = make_dispatcher(use, words, database, pacing.monotonic)
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
            heard=TellOfTap(bot, use, words),
            waits=TellOfPictures(use),
            urgent=Urgent(words),
            worked_off=deliverer.wake,
            clock=clock,
            nursery=nursery,
        ),
        deliverer=deliverer,
        timers=Timers(
            tick_clock=use.tick_clock,
            ticked=deliverer.wake,
            seconds=settings.tick_seconds,
            night=_night(settings, use, inbox, database, clock),
        ),
        nursery=nursery,
        pools=tuple(
            part
            for part in (ports.page_turner, ports.sheet_books, ports.faces)
            if isinstance(part, PooledSheetInspector | SheetBinder | PooledFaceMatcher)
        ),
    )


def _night(
    settings: Settings, use: UseCases, inbox: Inbox, database: Database, clock: Clock
) -> Night:
    return Night(
        inbox=inbox,
        nights=Nights(database),
        clock=clock,
        database_url=settings.database_url,
        files=settings.files_folder,
        folder=settings.backup_folder,
        forget_evidence=use.forget_evidence,
        erase_pictures=use.erase_pictures,
        archive_exams=use.archive_exams,
    )
