"""A student sits a computer test: the window, answers, scale, finish (S14-S18).

The window itself comes through the outbox, where a newer one takes the place of one that waits;
so a tap is acknowledged as soon as it is saved, however slow Telegram's edits are just then.
"""

from collections.abc import Mapping
from typing import Final

from aiogram import F, Router
from aiogram.dispatcher.event.bases import SkipHandler
from aiogram.types import CallbackQuery, Message

from exams.domain.ids import ExamId
from exams.domain.people import Actor
from exams.services import UseCases
from handlers.buttons.computer_test import FlagButton, PickButton, PlaceButton, TickFinishButton
from handlers.buttons.exam import ExamButton, OfExam
from handlers.filters import is_words
from handlers.one_tap import Act, its_exam, one_tap
from handlers.reply import acknowledge
from templates.renderer import Renderer

DONE_AT_ONCE: Final[Mapping[OfExam, Act[ExamId]]] = {
    OfExam.TO_TEST: lambda use: use.open_test,  # later, its window once more
    OfExam.SCALE: lambda use: use.scale,
    OfExam.FINISH_TEST: lambda use: use.finish_test,
    OfExam.GO_BACK: lambda use: use.go_back,
    OfExam.SUBMIT_TEST: lambda use: use.submit_test,
}
"""What a button that names only the exam does; the window shows what came of it."""


async def pick(
    call: CallbackQuery, callback_data: PickButton, actor: Actor, use: UseCases, words: Renderer
) -> None:
    """An option was tapped; "saved" is said only when it is."""
    tapped = callback_data
    exam = ExamId(tapped.exam)
    await use.pick_answer(actor, exam, tapped.place, tapped.option, on=tapped.on, line=tapped.line)
    saved = words.label("button.answer_saved", actor.locale)
    await acknowledge(call, saved, alert=False)


async def typed(message: Message, actor: Actor | None, use: UseCases) -> None:
    """Words while a question waits for them; else they are somebody else's."""
    if actor is None or not await use.type_answer(actor, message.text or ""):
        raise SkipHandler


async def turn_to(
    call: CallbackQuery, callback_data: PlaceButton, actor: Actor, use: UseCases
) -> None:
    """Another question, or another line of a matching one."""
    line = callback_data.line if callback_data.line >= 0 else None
    await use.turn_to(actor, ExamId(callback_data.exam), callback_data.place, line=line)
    await acknowledge(call)


async def flag(
    call: CallbackQuery, callback_data: FlagButton, actor: Actor, use: UseCases
) -> None:
    """A question to come back to."""
    exam, place = ExamId(callback_data.exam), callback_data.place
    await use.flag_question(actor, exam, place, on=callback_data.on)
    await acknowledge(call)


async def tick(
    call: CallbackQuery, callback_data: TickFinishButton, actor: Actor, use: UseCases
) -> None:
    """The student understands that this ends the test."""
    await use.tick_finish(actor, ExamId(callback_data.exam), on=callback_data.on)
    await acknowledge(call)


def build() -> Router:
    """Make a fresh router; it comes last, for it looks at whatever words are left."""
    router = Router(name=__name__)
    tap = router.callback_query.register
    for do, act in DONE_AT_ONCE.items():
        tap(one_tap(act, its_exam), ExamButton.filter(F.do == do))
    tap(
        one_tap(lambda use: use.chat_log, its_exam, below=True),
        ExamButton.filter(F.do == OfExam.CHAT_LOG),
    )
    tap(pick, PickButton.filter())
    tap(turn_to, PlaceButton.filter())
    tap(flag, FlagButton.filter())
    tap(tick, TickFinishButton.filter())
    router.message.register(typed, is_words)
    return router
