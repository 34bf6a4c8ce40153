"""A tap that opens a form: whom it is about is looked up and named, then words are asked for.

What is written into the form is taken by `handlers.written`.
"""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, TypeVar

from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State
from aiogram.types import CallbackQuery

from exams.domain.people import Actor
from exams.notices.trouble import WriteMessage
from exams.services import UseCases
from handlers.reply import reply
from handlers.written import Handler
from templates.renderer import Renderer

About = TypeVar("About", bound=int)
View = TypeVar("View")


def asking(
    forms: Mapping[Any, tuple[State, str]],
    look: Callable[[UseCases], Callable[[Actor, About], Awaitable[View]]],
    about: Callable[[Any], About],
    opened: Callable[[FSMContext, State, int], Awaitable[None]],
    name: Callable[[View], str],
    ready: Callable[[Any, View], None] = lambda _do, _view: None,
) -> Handler:
    """Make the handler of the buttons that open these forms.

    Args:
        forms: by what the button is to do: the form, and what is asked for.
        look: the use case that shows what it is about; it refuses strangers.
        about: returns what the button names.
        opened: opens the form about it.
        name: what is said to be meant, so that nobody and nothing else is.
        ready: refuses where the words would come to nothing, before anybody has written them.
    """

    async def ask(
        call: CallbackQuery,
        callback_data: Any,
        state: FSMContext,
        actor: Actor,
        use: UseCases,
        words: Renderer,
    ) -> None:
        form, purpose = forms[callback_data.do]
        meant = about(callback_data)
        view = await look(use)(actor, meant)
        ready(callback_data.do, view)
        await opened(state, form, meant)
        await reply(call, WriteMessage(purpose=purpose, about=name(view)), use, words, actor)

    return ask
