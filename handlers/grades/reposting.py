"""Results that a chat, linked again, does not have: listed, previewed, posted (S27, B11)."""

from aiogram import F, Router
from aiogram.types import CallbackQuery

from exams.domain.ids import ExamId, GroupId
from exams.domain.people import Actor
from exams.services import UseCases
from handlers.buttons.results import OfUnposted, UnpostedButton
from handlers.one_tap import its_group, one_tap
from handlers.reply import reply
from templates.renderer import Renderer


async def preview(
    call: CallbackQuery,
    callback_data: UnpostedButton,
    actor: Actor,
    use: UseCases,
    words: Renderer,
) -> None:
    """What the chat will read."""
    exam, group = ExamId(callback_data.exam), GroupId(callback_data.group)
    await reply(call, await use.preview_unposted(actor, exam, group), use, words, actor)


async def post(
    call: CallbackQuery,
    callback_data: UnpostedButton,
    actor: Actor,
    use: UseCases,
    words: Renderer,
) -> None:
    """Post exactly what the preview shows."""
    exam, group = ExamId(callback_data.exam), GroupId(callback_data.group)
    await reply(call, await use.post_unposted(actor, exam, group), use, words, actor)


def build() -> Router:
    """Make a fresh router."""
    router = Router(name=__name__)
    tap = router.callback_query.register
    tap(
        one_tap(lambda use: use.unposted_results, its_group),
        UnpostedButton.filter(F.do == OfUnposted.LIST),
    )
    tap(preview, UnpostedButton.filter(F.do == OfUnposted.LOOK))
    tap(post, UnpostedButton.filter(F.do == OfUnposted.POST))
    return router
