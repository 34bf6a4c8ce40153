"""The menu, help, language, leaving a form: what works anywhere, in the middle of anything."""

from collections.abc import Awaitable, Callable
from dataclasses import replace

from aiogram import F, Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery

from exams.domain.people import Actor, Role
from exams.notices.base import Notice
from exams.notices.entrance import ChooseLanguage
from exams.notices.trouble import Done
from exams.services import UseCases
from handlers.buttons.places import Go, GoButton, LanguageButton, Listing, PageButton
from handlers.filters import Label
from handlers.forms import leave_forms
from handlers.reply import Event, reply
from templates.renderer import Renderer


async def menu(event: Event, actor: Actor, use: UseCases, words: Renderer) -> None:
    """Show what the person can do."""
    await reply(event, await use.menu(actor), use, words, actor)


async def help_(event: Event, actor: Actor, use: UseCases, words: Renderer) -> None:
    """Say whom to ask, and what can be done right now (S32)."""
    await reply(event, await use.help(actor), use, words, actor)


async def language(event: Event, actor: Actor, use: UseCases, words: Renderer) -> None:
    """Ask which language to speak."""
    await reply(event, ChooseLanguage(), use, words, actor)


async def choose_language(
    call: CallbackQuery,
    callback_data: LanguageButton,
    actor: Actor,
    use: UseCases,
    words: Renderer,
) -> None:
    """Speak another language from now on, beginning with the menu."""
    notice = await use.choose_language(actor, callback_data.locale)
    spoken = replace(actor, locale=callback_data.locale)
    await reply(call, notice, use, words, spoken)


async def cancel(event: Event, actor: Actor, use: UseCases, words: Renderer) -> None:
    """Leave a form; the router has closed it already."""
    await reply(event, Done(what="cancelled_form"), use, words, actor)


async def my_exams(event: Event, actor: Actor, use: UseCases, words: Renderer) -> None:
    """A student's exams."""
    await reply(event, await use.my_exams(actor), use, words, actor)


async def exams(event: Event, actor: Actor, use: UseCases, words: Renderer) -> None:
    """The exams of whoever asks, by every role held: to sit, to invigilate, to mark, to plan."""
    for roles, show in (
        ({Role.STUDENT}, my_exams),
        ({Role.PROCTOR, Role.CHIEF, Role.EXAMINER}, my_today),
        ({Role.EXAMINER}, to_mark),
        ({Role.DEAN, Role.REGISTRAR, Role.ADMIN}, planned),
        ({Role.DEPUTY}, absences),
    ):
        if roles & actor.roles:
            await show(event, actor, use, words)


async def calendar(event: Event, actor: Actor, use: UseCases, words: Renderer) -> None:
    """A student's exams as a calendar file."""
    await reply(event, await use.calendar(actor), use, words, actor)


async def my_today(event: Event, actor: Actor, use: UseCases, words: Renderer) -> None:
    """A proctor's exams (D7)."""
    await reply(event, await use.proctor_exams(actor), use, words, actor)


async def to_mark(event: Event, actor: Actor, use: UseCases, words: Renderer) -> None:
    """The exams whose works wait for this marker."""
    await reply(event, await use.to_mark(actor), use, words, actor)


async def drafts(event: Event, actor: Actor, use: UseCases, words: Renderer) -> None:
    """Exams that wait to be published."""
    await reply(event, await use.drafts(actor), use, words, actor)


async def planned(event: Event, actor: Actor, use: UseCases, words: Renderer) -> None:
    """All exams of the plan."""
    await reply(event, await use.planned(actor), use, words, actor)


async def archive(event: Event, actor: Actor, use: UseCases, words: Renderer) -> None:
    """The exams of earlier terms."""
    await reply(event, await use.archive(actor), use, words, actor)


async def import_help(event: Event, actor: Actor, use: UseCases, words: Renderer) -> None:
    """How to send a file to take in, with a workbook to fill in."""
    await reply(event, await use.import_help(actor), use, words, actor)


async def questions(event: Event, actor: Actor, use: UseCases, words: Renderer) -> None:
    """How to send questions of a computer test, with a workbook to fill in."""
    await reply(event, await use.bank_help(actor), use, words, actor)


async def groups(event: Event, actor: Actor, use: UseCases, words: Renderer) -> None:
    """The groups, to make invites for."""
    await reply(event, await use.group_list(actor), use, words, actor)


async def appeals(event: Event, actor: Actor, use: UseCases, words: Renderer) -> None:
    """The appeals that wait for a decision."""
    await reply(event, await use.appeals(actor), use, words, actor)


async def overdue(event: Event, actor: Actor, use: UseCases, words: Renderer) -> None:
    """The exams whose results are late."""
    await reply(event, await use.overdue_results(actor), use, words, actor)


async def my_absences(event: Event, actor: Actor, use: UseCases, words: Renderer) -> None:
    """A student's applications to the dean."""
    await reply(event, await use.my_absences(actor), use, words, actor)


async def absences(event: Event, actor: Actor, use: UseCases, words: Renderer) -> None:
    """The cases before the dean's office."""
    await reply(event, await use.absence_queue(actor), use, words, actor)


async def orders(event: Event, actor: Actor, use: UseCases, words: Renderer) -> None:
    """The dean's orders."""
    await reply(event, await use.orders(actor), use, words, actor)


async def plans(event: Event, actor: Actor, use: UseCases, words: Renderer) -> None:
    """The additional exams."""
    await reply(event, await use.plans(actor), use, words, actor)


async def turn_page(
    call: CallbackQuery, callback_data: PageButton, actor: Actor, use: UseCases, words: Renderer
) -> None:
    """Another page of a long list."""
    lists: dict[Listing, Callable[[Actor], Awaitable[Notice]]] = {
        Listing.MY_EXAMS: use.my_exams,
        Listing.PROCTOR_EXAMS: use.proctor_exams,
        Listing.DRAFTS: use.drafts,
        Listing.PLANNED: use.planned,
        Listing.ARCHIVE: use.archive,
        Listing.GROUP_LIST: use.group_list,
        Listing.APPEALS: use.appeals,
        Listing.OVERDUE: use.overdue_results,
        Listing.MY_ABSENCES: use.my_absences,
        Listing.ORDER_LIST: use.orders,
        Listing.PLAN_LIST: use.plans,
    }
    notice = await lists[callback_data.listing](actor)
    await reply(call, notice, use, words, actor, page=callback_data.page)


PLACES = {
    Go.HELP: help_,
    Go.LANGUAGE: language,
    Go.CANCEL: cancel,
    Go.MY_EXAMS: my_exams,
    Go.CALENDAR: calendar,
    Go.MY_TODAY: my_today,
    Go.TO_MARK: to_mark,
    Go.DRAFTS: drafts,
    Go.PLANNED: planned,
    Go.ARCHIVE: archive,
    Go.IMPORT: import_help,
    Go.QUESTIONS: questions,
    Go.GROUPS: groups,
    Go.APPEALS: appeals,
    Go.OVERDUE: overdue,
    Go.MY_ABSENCES: my_absences,
    Go.ABSENCES: absences,
    Go.ORDERS: orders,
    Go.PLANS: plans,
}
ENTRIES = {
    "my_exams": my_exams,
    "my_today": my_today,
    "to_mark": to_mark,
    "drafts": drafts,
    "planned": planned,
    "import_file": import_help,
    "groups": groups,
    "appeals": appeals,
    "overdue": overdue,
    "help": help_,
    "language": language,
    "my_absences": my_absences,
    "absences": absences,
}
"""What the keyboard under the typing field offers, by label."""

COMMANDS = {
    "menu": menu,
    "exams": exams,
    "help": help_,
    "language": language,
    "cancel": cancel,
}
"""What can be typed after a slash, beside /start."""

PAGED = frozenset(Listing) - {
    Listing.BOARD,
    Listing.WORK_LIST,
    Listing.COMMISSION_DESK,
    Listing.LINK_GROUP,
    Listing.GROUP_PAGE,
}


def build() -> Router:
    """Make a fresh router; whatever it answers leaves a form first."""
    router = Router(name=__name__)
    router.message.middleware(leave_forms)
    for command, handler in COMMANDS.items():
        router.message.register(handler, Command(command))
    for entry, handler in ENTRIES.items():
        router.message.register(handler, Label(entry))
    for place, handler in PLACES.items():
        router.callback_query.register(handler, GoButton.filter(F.to == place))
    router.callback_query.register(choose_language, LanguageButton.filter())
    router.callback_query.register(turn_page, PageButton.filter(F.listing.in_(PAGED)))
    return router
