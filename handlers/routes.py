"""All handlers, in the order in which they are asked."""

from aiogram import F, Router
from aiogram.types import ChatMemberUpdated

from exams.domain.ids import ChatId
from exams.services import UseCases
from handlers import fallback, menu, refusals
from handlers.absence import applying, deciding, orders, register
from handlers.computer_tests import banks, booklets, question_draw, regrading
from handlers.forms import leave_forms
from handlers.grades import appeals, grading, pad, recording, reposting
from handlers.marking import comments, pages, plans, works
from handlers.office import arriving, composing, imports, papers
from handlers.oral import commission, desk
from handlers.people import entrance, groups, invites
from handlers.planning import additional, bars, own_exams, publishing
from handlers.room import (
    admission,
    board,
    card,
    card_forms,
    decisions,
    everybody,
    suspension,
    trouble,
)
from handlers.writing import own_pages, sheet_desk, sheets, tickets

PRIVATE = "private"


async def reachability(event: ChatMemberUpdated, use: UseCases) -> None:
    """Somebody blocked the bot, or came back."""
    reachable = event.new_chat_member.status == "member"
    await use.reachability(ChatId(event.chat.id), reachable=reachable)


def build() -> Router:
    """Make a fresh router with everything the bot answers."""
    root = Router(name=__name__)
    root.include_routers(refusals.build(), groups.build(), _private(), fallback.build())
    return root


def _private() -> Router:
    router = Router(name=f"{__name__}.{PRIVATE}")
    router.message.filter(F.chat.type == PRIVATE)
    router.callback_query.filter(F.message.chat.type == PRIVATE)
    router.my_chat_member.filter(F.chat.type == PRIVATE)
    router.callback_query.middleware(leave_forms)
    router.my_chat_member.register(reachability)
    router.include_routers(
        entrance.build(),
        menu.build(),
        own_exams.build(),
        admission.build(),
        tickets.build(),
        trouble.build(),
        board.build(),
        card.build(),
        sheet_desk.build(),
        own_pages.build(),
        pages.build(),
        comments.build(),
        desk.build(),
        card_forms.build(),
        everybody.build(),
        regrading.build(),
        question_draw.build(),
        suspension.build(),
        decisions.build(),
        grading.build(),
        recording.build(),
        reposting.build(),
        plans.build(),
        works.build(),
        pad.build(),
        appeals.build(),
        arriving.build(),
        applying.build(),
        deciding.build(),
        orders.build(),
        register.build(),
        additional.build(),
        publishing.build(),
        imports.build(),
        invites.build(),
        papers.build(),
        banks.build(),
        bars.build(),
        commission.build(),
        composing.build(),
        sheets.build(),
        booklets.build(),
    )
    return router
