"""All handlers, in the order in which they are asked."""

from aiogram import F, Router
from aiogram.types import ChatMemberUpdated

from exams.domain.ids import ChatId
from exams.services import UseCases
from handlers import (
    absence,
    absence_desk,
    admission,
    appeals,
    arrivals,
    banks,
    bars,
    booklets,
    chief,
    comments,
    commission,
    composing,
    everybody,
    exams,
    fallback,
    grading,
    groups,
    mark_pad,
    marking,
    menu,
    office,
    oral,
    papers,
    proctor,
    proctor_words,
    question_draw,
    refusals,
    regrading,
    sheet_desk,
    sheets,
    start,
    tickets,
    trouble,
)
from handlers.forms import leave_forms

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
        start.build(),
        menu.build(),
        exams.build(),
        admission.build(),
        tickets.build(),
        trouble.build(),
        proctor.build(),
        sheet_desk.build(),
        comments.build(),
        oral.build(),
        proctor_words.build(),
        everybody.build(),
        regrading.build(),
        question_draw.build(),
        chief.build(),
        grading.build(),
        marking.build(),
        mark_pad.build(),
        appeals.build(),
        arrivals.build(),
        absence.build(),
        absence_desk.build(),
        office.build(),
        papers.build(),
        banks.build(),
        bars.build(),
        commission.build(),
        composing.build(),
        sheets.build(),
        booklets.build(),
    )
    return router
