"""What is written into an open form: read, handed to its use case, and the form is closed.

A form is opened by a tap that names whom it is about (`handlers.forms`); this is its other half,
the same for every form that asks for words.
"""

from collections.abc import Awaitable, Callable
from typing import TypeVar, TypeVarTuple

from aiogram.fsm.context import FSMContext
from aiogram.types import Message

from exams.domain.people import Actor
from exams.notices.base import Notice
from exams.notices.trouble import WriteMessage
from exams.services import UseCases
from handlers.reply import reply
from templates.renderer import Renderer

About = TypeVar("About")
Read = TypeVarTuple("Read")

Handler = Callable[..., Awaitable[None]]
"""Of a message; aiogram gives it what its parameters name."""


def as_written(text: str) -> tuple[str]:
    """Return the words as they are."""
    return (text,)


def written(
    act: Callable[[UseCases], Callable[[Actor, About, str], Awaitable[Notice]]],
    about: Callable[[FSMContext], Awaitable[About]],
) -> Handler:
    """Make the handler of a form that takes words as they are."""
    return read_as(as_written, act, about)


def read_as(
    read: Callable[[str], tuple[*Read] | None],
    act: Callable[[UseCases], Callable[[Actor, About, *Read], Awaitable[Notice]]],
    about: Callable[[FSMContext], Awaitable[About]],
    *,
    purpose: str = "",
) -> Handler:
    """Make the handler of a form whose words are read first.

    Args:
        read: returns what the words say; None, and they are asked for again.
        act: the use case that takes it.
        about: tells whom or what the form is about.
        purpose: as what they are asked for again.
    """

    async def take(
        message: Message, state: FSMContext, actor: Actor, use: UseCases, words: Renderer
    ) -> None:
        said = read(message.text or "")
        if said is None:
            again = WriteMessage(purpose=purpose, about="", again=True)
            await reply(message, again, use, words, actor)
            return
        notice = await act(use)(actor, await about(state), *said)
        await state.clear()
        await reply(message, notice, use, words, actor)

    return take
