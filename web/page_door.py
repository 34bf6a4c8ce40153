"""The door of the pages over HTTP: Telegram's word, then a token; a rule's "no" in words."""

import json
import time
from collections import deque
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, TypeVar

from aiohttp import web

from exams.domain.ids import ChatId, ExamId
from exams.domain.people import Locale
from exams.domain.refusals.base import Refusal
from exams.domain.refusals.moments import WrongStage
from exams.domain.refusals.pages import PageClosed, TooManyActs
from exams.domain.refusals.people import NotAllowed, Unknown
from exams.services import UseCases
from exams.services.pages.door import Entered, Launch
from templates.parts import bare
from templates.renderer import Renderer

T = TypeVar("T")

NO_STORE: Final = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
GOES_ON: Final = frozenset({"paused", "interrupted", "review", "suspended"})
"""Stages in which an answer is refused and may be sent again later."""

LONGEST_KEY: Final = 64  # characters, also of a device's name
LONGEST_WORD: Final = 8192  # characters of what Telegram signs
LONG: Final = 1000  # characters from which packing an answer saves a packet
FLOOD: Final = 90  # calls of one page in `FLOOD_SECONDS`
FLOOD_SECONDS: Final = 30.0
KEPT_PAGES: Final = 5_000

Call = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass(frozen=True, slots=True, kw_only=True)
class PageDoor:
    """Lets pages in, and knows them by their tokens.

    Attributes:
        launch_of: returns whose account Telegram has signed, or refuses.
        again: runs a use case, and again if it was overtaken.
        changed: called after whatever a page did, so that its stream looks at once.
        monotonic: seconds, to count calls by.
    """

    use: UseCases
    words: Renderer
    launch_of: Callable[[str], tuple[ChatId, Launch]]
    again: Callable[[Callable[[], Awaitable[Any]]], Awaitable[Any]]
    changed: Callable[[], None]
    monotonic: Callable[[], float] = time.monotonic
    _calls: dict[str, deque[float]] = field(default_factory=dict)

    async def enter(self, request: web.Request) -> Entered:
        """Return who shows the token.

        Raises:
            PageClosed: nobody who may.
            TooManyActs: more than a person can do.
        """
        kind, _, token = request.headers.get("Authorization", "").partition(" ")
        if kind != "Bearer" or not token:
            raise PageClosed
        entered = await self.use.enter_page(token)
        self._count(entered.token_hash)
        return entered

    def refused(self, refusal: Refusal, locale: Locale) -> web.Response:
        """Return a rule's no, in the person's language."""
        refusal = refusal.to_student() if isinstance(refusal, WrongStage) else refusal
        told = {
            "code": refusal.code,
            "text": bare(self.words.refusal(refusal, locale)),
            "locale": locale.value,
            "wait": refusal.facts.get("stage") in GOES_ON or refusal.code == "exam_stands",
        }
        closed, many = isinstance(refusal, PageClosed), isinstance(refusal, TooManyActs)
        return json_of(told, status=401 if closed else 429 if many else 409)

    def turned_away(self, request: web.Request, refusal: Refusal) -> web.Response:
        """Return a rule's no to somebody who is not known (any more)."""
        return self.refused(refusal, spoken(request))

    async def open(self, request: web.Request) -> web.StreamResponse:
        """Let a page in, by Telegram's word."""
        try:
            told = await told_in(request)
            account, launch = self.launch_of(text_in(told, "init_data", LONGEST_WORD, empty=True))
            exam, device = ExamId(whole_in(told, "exam")), text_in(told, "device", LONGEST_KEY)
        except Refusal as refusal:
            return self.turned_away(request, refusal)
        person = await self.use.person_of(account)
        actor = person.actor() if person is not None else None
        try:
            if actor is None:
                raise NotAllowed
            opened = await self.again(
                lambda: self.use.open_page(actor, exam, launch, device=device)
            )
        except Refusal as refusal:
            await self.use.note_refusal(actor, account, refusal)
            return self.refused(refusal, actor.locale if actor else spoken(request))
        self.changed()  # the page that was open before hears at once that it is closed
        return json_of({"token": opened.token, "attempt": opened.attempt})

    def guarded(
        self,
        respond: Callable[[Entered, T], Awaitable[web.StreamResponse]],
        read: Callable[[web.Request], Awaitable[T]],
    ) -> Call:
        """Return a call that only a page with its token can make.

        Args:
            respond: what it does for whoever entered, with what the request carries.
            read: takes that out of the request, or refuses.
        """

        async def answer(request: web.Request) -> web.StreamResponse:
            try:
                entered = await self.enter(request)
            except Refusal as refusal:
                return self.turned_away(request, refusal)
            try:
                return await respond(entered, await read(request))
            except Refusal as refusal:
                await self.use.note_refusal(entered.actor, entered.account, refusal)
                return self.refused(refusal, entered.actor.locale)

        return answer

    def _count(self, page: str) -> None:
        now = self.monotonic()
        if page not in self._calls and len(self._calls) >= KEPT_PAGES:
            self._calls.pop(next(iter(self._calls)))
        calls = self._calls.setdefault(page, deque(maxlen=FLOOD))
        if len(calls) == FLOOD and now - calls[0] < FLOOD_SECONDS:
            raise TooManyActs
        calls.append(now)


def spoken(request: web.Request) -> Locale:
    """Return the language of a page whose student is not known (any more)."""
    wanted = request.headers.get("Accept-Language", "")[:2]
    return next((locale for locale in Locale if locale.value == wanted), Locale.KK)


# -- what a page may send: anything else is unknown -----------------------------------------


async def told_in(request: web.Request) -> Mapping[str, Any]:
    """Return the object that a request carries.

    Raises:
        Unknown: it carries something else.
        HTTPBadRequest: whoever sent it has gone meanwhile, as a phone does in a tunnel.
    """
    try:
        told = json.loads(await request.read())
        json.dumps(told, ensure_ascii=False).encode()  # half a character could not be stored
    except ConnectionResetError as gone:
        raise web.HTTPBadRequest from gone
    except (ValueError, RecursionError) as error:
        raise Unknown from error
    if not isinstance(told, dict):
        raise Unknown
    return told


def text_in(told: Mapping[str, Any], name: str, longest: int, *, empty: bool = False) -> str:
    """Return a text.

    Raises:
        Unknown: it is none, too long, or empty where it may not be.
    """
    text = told.get(name, "")
    if not isinstance(text, str) or len(text) > longest or not (text or empty):
        raise Unknown
    return text


def whole_in(told: Mapping[str, Any], name: str) -> int:
    """Return a whole number from 0.

    Raises:
        Unknown: it is none.
    """
    number = told.get(name)
    if isinstance(number, bool) or not isinstance(number, int) or not 0 <= number < 2**31:
        raise Unknown
    return number


def json_of(told: Mapping[str, Any], *, status: int = 200) -> web.Response:
    """Return an answer that nobody on the way keeps; a long one goes packed."""
    text = json.dumps(told, ensure_ascii=False)
    answer = web.json_response(text=text, status=status, headers=NO_STORE)
    if len(text) > LONG:
        answer.enable_compression()
    return answer
