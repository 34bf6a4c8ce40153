"""A student's card: what a proctor does with one tap (B15)."""

from typing import Final

from aiogram import F, Router
from aiogram.types import CallbackQuery

from exams.domain.ids import AttemptId
from exams.domain.people import Actor
from exams.services import UseCases
from handlers.buttons.attempt import (
    MINUTES,
    WARNINGS,
    AttemptButton,
    MinutesButton,
    OfAttempt,
    TickButton,
    WarnButton,
)
from handlers.keyboards.keys import Keys
from handlers.keyboards.proctor import aside, ending, extra_time, pausing, said_to, warnings
from handlers.one_tap import Act, its_attempt, one_tap
from handlers.reply import filed, reply
from templates.renderer import Renderer

TECHNICAL = "technical"
"""Code of the reason for time and pauses that are given by one tap; another reason is typed."""


async def card(
    call: CallbackQuery, callback_data: AttemptButton, actor: Actor, use: UseCases, words: Renderer
) -> None:
    """A student's card; from the board or an alert it comes as a new message."""
    notice = await use.student_card(actor, AttemptId(callback_data.attempt))
    # A file stays with the student whose it is.
    below = callback_data.do is OfAttempt.OPEN or filed(call) is not None
    await reply(call, notice, use, words, actor, below=below)


async def tick(
    call: CallbackQuery, callback_data: TickButton, actor: Actor, use: UseCases, words: Renderer
) -> None:
    """Document, face, room or desk was seen (S7, S12)."""
    attempt, seen = AttemptId(callback_data.attempt), callback_data.seen
    notice = await use.tick(actor, attempt, seen, on=callback_data.on)
    await reply(call, notice, use, words, actor)


async def admit_in_order(
    call: CallbackQuery, callback_data: AttemptButton, actor: Actor, use: UseCases, words: Renderer
) -> None:
    """Room and desk are in order, and so the student is admitted (S7, S8)."""
    notice = await use.admit(actor, AttemptId(callback_data.attempt), in_order=True)
    await reply(call, notice, use, words, actor)


async def bring_back(
    call: CallbackQuery, callback_data: AttemptButton, actor: Actor, use: UseCases, words: Renderer
) -> None:
    """After an outage the student goes on; the chief may count the time."""
    counted = callback_data.do is OfAttempt.RETURN_COUNTED
    notice = await use.bring_back(actor, AttemptId(callback_data.attempt), counted=counted)
    await reply(call, notice, use, words, actor)


async def pause(
    call: CallbackQuery, callback_data: AttemptButton, actor: Actor, use: UseCases, words: Renderer
) -> None:
    """The student stops; the proctor chooses whether the clock does."""
    attempt, stops = AttemptId(callback_data.attempt), callback_data.do is OfAttempt.PAUSE_CLOCK
    notice = await use.pause(actor, attempt, TECHNICAL, stop_clock=stops)
    old = notice.stands is not None and notice.stands is not stops
    alert = words.label("mark.outdated", actor.locale) if old else None
    await reply(call, notice, use, words, actor, alert=alert)


async def warn(
    call: CallbackQuery, callback_data: WarnButton, actor: Actor, use: UseCases, words: Renderer
) -> None:
    """A warning for one of the usual reasons (S16)."""
    attempt, number = AttemptId(callback_data.attempt), callback_data.number
    notice = await use.warn(actor, attempt, callback_data.reason, None, number=number)
    old = notice.outdated or notice.warnings > number
    alert = words.label("mark.outdated", actor.locale) if old else None
    await reply(call, notice, use, words, actor, alert=alert)


async def add_time(
    call: CallbackQuery, callback_data: MinutesButton, actor: Actor, use: UseCases, words: Renderer
) -> None:
    """Some minutes more."""
    attempt, minutes, given = callback_data.attempt, callback_data.minutes, callback_data.given
    notice = await use.add_time(actor, AttemptId(attempt), minutes, TECHNICAL, given=given)
    old = notice.outdated or notice.given != given + minutes
    alert = words.label("mark.outdated", actor.locale) if old else None
    await reply(call, notice, use, words, actor, alert=alert)


async def over_card(
    call: CallbackQuery, callback_data: AttemptButton, actor: Actor, use: UseCases, words: Renderer
) -> None:
    """Other buttons under a card: reasons, minutes, "really?"."""
    notice = await use.student_card(actor, AttemptId(callback_data.attempt))
    rows = OVER_CARD[callback_data.do](notice, Keys(words, actor.locale))
    await reply(call, notice, use, words, actor, rows=rows)


OVER_CARD = {
    OfAttempt.WARN: warnings,
    OfAttempt.EXTRA_TIME: extra_time,
    OfAttempt.ASK_PAUSE: pausing,
    OfAttempt.END: ending,
    OfAttempt.ASIDE: aside,
}


async def new_phone(
    call: CallbackQuery, callback_data: AttemptButton, actor: Actor, use: UseCases, words: Renderer
) -> None:
    """A code for another phone of the student's, below the card."""
    attempt = AttemptId(callback_data.attempt)
    notice = await use.new_phone_code(actor, attempt)
    rows = [said_to(attempt, Keys(words, actor.locale))]
    await reply(call, notice, use, words, actor, rows=rows, below=True)


ACTS: Final[dict[OfAttempt, Act[AttemptId]]] = {
    OfAttempt.ADMIT: lambda use: use.admit,
    OfAttempt.IDENTIFY: lambda use: use.identify,
    OfAttempt.OVERRULE_ID: lambda use: use.overrule_id,
    OfAttempt.REVERT_NO_SHOW: lambda use: use.revert_no_show,
    OfAttempt.UNPAUSE: lambda use: use.unpause,
    OfAttempt.ACCEPT: lambda use: use.accept_sheets,
    OfAttempt.REOPEN: lambda use: use.reopen_upload,
    OfAttempt.RELEASE: lambda use: use.release,
    OfAttempt.ADMIT_PROVISIONALLY: lambda use: use.admit_provisionally,
    OfAttempt.PROVE: lambda use: use.prove,
    OfAttempt.REINSTATE: lambda use: use.reinstate,
    OfAttempt.FAIL_NOW: lambda use: use.fail_now,
    OfAttempt.CONFIRM_END: lambda use: use.confirm_end,
}
"""An act that needs no word: admit, accept, release and the like."""


def build() -> Router:
    """Make a fresh router."""
    router = Router(name=__name__)
    tap = router.callback_query.register
    tap(new_phone, AttemptButton.filter(F.do == OfAttempt.NEW_PHONE))
    tap(card, AttemptButton.filter(F.do.in_({OfAttempt.OPEN, OfAttempt.CARD})))
    tap(over_card, AttemptButton.filter(F.do.in_(set(OVER_CARD))))
    tap(tick, TickButton.filter())
    tap(admit_in_order, AttemptButton.filter(F.do == OfAttempt.ADMIT_IN_ORDER))
    for do, act in ACTS.items():
        tap(one_tap(act, its_attempt), AttemptButton.filter(F.do == do))
    tap(bring_back, AttemptButton.filter(F.do.in_({OfAttempt.RETURN, OfAttempt.RETURN_COUNTED})))
    tap(pause, AttemptButton.filter(F.do.in_({OfAttempt.PAUSE, OfAttempt.PAUSE_CLOCK})))
    tap(warn, WarnButton.filter(F.reason.in_(WARNINGS)))
    tap(add_time, MinutesButton.filter(F.minutes.in_(MINUTES)))
    return router
