"""A tap that needs no more: what the button names goes to its use case, and the answer is shown.

What is typed instead is taken by `handlers.written`.
"""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any, Protocol, TypeVar

from aiogram.types import CallbackQuery

from exams.domain.ids import AttemptId, CaseId, ExamId, GroupId
from exams.domain.people import Actor
from exams.notices.base import Notice
from exams.services import UseCases
from handlers.reply import reply
from handlers.written import Handler
from templates.renderer import Renderer

About = TypeVar("About")

Act = Callable[[UseCases], Callable[[Actor, About], Awaitable[Notice | Sequence[Notice] | None]]]
"""Chooses the use case; one that returns nothing lets the board, or a new message, say it."""


class NamesExam(Protocol):
    """A button about an exam."""

    exam: int


class NamesAttempt(Protocol):
    """A button about a student's attempt."""

    attempt: int


class NamesCase(Protocol):
    """A button about an absence case."""

    case: int


class NamesGroup(Protocol):
    """A button about an academic group."""

    group: int


def its_exam(button: NamesExam) -> ExamId:
    """Return the exam that a button names."""
    return ExamId(button.exam)


def its_attempt(button: NamesAttempt) -> AttemptId:
    """Return the attempt that a button names."""
    return AttemptId(button.attempt)


def its_case(button: NamesCase) -> CaseId:
    """Return the absence case that a button names."""
    return CaseId(button.case)


def its_group(button: NamesGroup) -> GroupId:
    """Return the group that a button names."""
    return GroupId(button.group)


def one_tap(
    act: Act[About], about: Callable[[Any], About], *, below: bool | None = None
) -> Handler:
    """Make the handler of a button.

    Args:
        act: the use case that it is for.
        about: returns what the button names.
        below: as `reply` takes it.
    """

    async def take(
        call: CallbackQuery, callback_data: Any, actor: Actor, use: UseCases, words: Renderer
    ) -> None:
        notice = await act(use)(actor, about(callback_data))
        await reply(call, notice, use, words, actor, below=below)

    return take
