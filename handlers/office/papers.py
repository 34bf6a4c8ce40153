"""Papers to take away: the statement of an exam, a group's journal, transcripts (B14)."""

from collections.abc import Awaitable, Callable

from aiogram import F, Router
from aiogram.types import CallbackQuery

from exams.domain.ids import ExamId, GroupId, PersonId
from exams.domain.papers import What
from exams.domain.people import Actor
from exams.notices.office import Exported
from exams.services import UseCases
from handlers.buttons.office import GroupButton, PaperButton
from handlers.buttons.places import Listing, PageButton
from handlers.one_tap import its_group, one_tap
from handlers.reply import reply
from templates.renderer import Renderer


async def turn_group(
    call: CallbackQuery, callback_data: PageButton, actor: Actor, use: UseCases, words: Renderer
) -> None:
    """More students of a large group."""
    notice = await use.group_page(actor, GroupId(callback_data.exam))
    await reply(call, notice, use, words, actor, page=callback_data.page)


async def paper(
    call: CallbackQuery, callback_data: PaperButton, actor: Actor, use: UseCases, words: Renderer
) -> None:
    """A paper in one of the three languages, to sign and to work on."""
    of, language = callback_data.of, callback_data.language
    writing: dict[What, Callable[[], Awaitable[Exported]]] = {
        What.STATEMENT: lambda: use.statement(actor, ExamId(of), language),
        What.JOURNAL: lambda: use.journal(actor, GroupId(of), language),
        What.TRANSCRIPT: lambda: use.transcript(actor, PersonId(of), language),
    }
    await reply(call, await writing[callback_data.what](), use, words, actor)


def build() -> Router:
    """Make a fresh router."""
    router = Router(name=__name__)
    tap = router.callback_query.register
    tap(one_tap(lambda use: use.group_page, its_group), GroupButton.filter())
    tap(turn_group, PageButton.filter(F.listing == Listing.GROUP_PAGE))
    tap(paper, PaperButton.filter())
    return router
