"""What the page of a computer test asks and sends; every call is a use case of its student."""

import time
from collections import deque
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final, TypeVar

from aiohttp import web

from exams.domain.ids import ChatId, Digest, ExamId
from exams.domain.page import Leaving
from exams.domain.page_refusals import PageClosed, TooManyActs
from exams.domain.people import Locale
from exams.domain.questions import Answer
from exams.domain.refusals import NotAllowed, Refusal, Unknown
from exams.services import UseCases
from exams.services.pages.door import Entered, Launch
from exams.services.pages.look import PageNow
from templates.pages import Pages
from templates.parts import bare
from templates.renderer import Renderer
from web.page import PATH

T = TypeVar("T")

NO_STORE: Final = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
KEPT_FILES: Final = {**NO_STORE, "Cache-Control": "private, max-age=3600"}
TYPES: Final = {"photo": "image/jpeg", "voice": "audio/ogg"}
GOES_ON: Final = frozenset({"paused", "interrupted", "review", "suspended"})
"""Stages in which an answer is refused and may be sent again later."""

LONGEST_KEY: Final = 64  # characters, also of a device's name
LONGEST_WORD: Final = 8192  # characters of what Telegram signs
MOST_CHOSEN: Final = 100
FLOOD: Final = 90  # calls of one page in `FLOOD_SECONDS`
FLOOD_SECONDS: Final = 30.0
KEPT_PAGES: Final = 5_000
LATEST: Final = 4_102_444_800_000  # milliseconds; a clock beyond the year 2100 tells nothing

Respond = Callable[[Entered, Mapping[str, Any]], Awaitable[web.StreamResponse]]


@dataclass(frozen=True, slots=True, kw_only=True)
class PageCalls:
    """The routes behind the page.

    Attributes:
        launch_of: returns whose account Telegram has signed, or refuses.
        again: runs a use case, and again if it was overtaken.
        changed: called after whatever a page did, so that its stream looks at once.
        monotonic: seconds, to count calls by.
    """

    use: UseCases
    pages: Pages
    words: Renderer
    launch_of: Callable[[str], tuple[ChatId, Launch]]
    again: Callable[[Callable[[], Awaitable[Any]]], Awaitable[Any]]
    changed: Callable[[], None]
    monotonic: Callable[[], float] = time.monotonic
    _calls: dict[str, deque[float]] = field(default_factory=dict)

    def routes(self) -> list[web.RouteDef]:
        """Return the routes."""
        return [
            web.post(f"{PATH}/open", self._open),
            web.get(f"{PATH}/view", self._guarded(self._view)),
            web.post(f"{PATH}/answers", self._guarded(self._answer)),
            web.post(f"{PATH}/acts", self._guarded(self._act)),
            web.get(f"{PATH}/files/{{digest}}", self._guarded(self._file)),
        ]

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
        told = {
            "code": refusal.code,
            "text": bare(self.words.refusal(refusal, locale)),
            "wait": refusal.facts.get("stage") in GOES_ON or refusal.code == "exam_stands",
        }
        closed, many = isinstance(refusal, PageClosed), isinstance(refusal, TooManyActs)
        return _json(told, status=401 if closed else 429 if many else 409)

    def turned_away(self, request: web.Request, refusal: Refusal) -> web.Response:
        """Return a rule's no to somebody who is not known (any more)."""
        return self.refused(refusal, spoken(request))

    # -- the door ---------------------------------------------------------------

    async def _open(self, request: web.Request) -> web.StreamResponse:
        try:
            told = await _told(request)
            account, launch = self.launch_of(_text(told, "init_data", LONGEST_WORD))
            exam, device = ExamId(_whole(told, "exam")), _text(told, "device", LONGEST_KEY)
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
        return _json({"token": opened.token, "attempt": opened.attempt})

    def _guarded(self, respond: Respond) -> Callable[[web.Request], Any]:
        async def answer(request: web.Request) -> web.StreamResponse:
            try:
                entered = await self.enter(request)
            except Refusal as refusal:
                return self.turned_away(request, refusal)
            try:
                told = request.match_info if request.method == "GET" else await _told(request)
                return await respond(entered, told)
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

    # -- reading ----------------------------------------------------------------

    async def _view(self, who: Entered, _: Mapping[str, Any]) -> web.StreamResponse:
        page = await self.use.look_at_page(who.actor, who.exam)
        locale = who.actor.locale
        help_ = await self.use.help(who.actor)
        return _json(
            {
                "view": page.view.value,
                "state": page.state,
                "locale": locale.value,
                "html": self.pages.html(page.view.value, locale, page=page, help=help_),
                "log": self.pages.html("log", locale, page=page),
                "said": len(page.log),
                "answers": _answers(page),
                "flagged": page.flagged,
                "place": page.place,
                "deadline": page.deadline and _milliseconds(page.deadline),
                "standing": page.standing,
                "now": _milliseconds(page.now),
            }
        )

    async def _file(self, who: Entered, told: Mapping[str, Any]) -> web.StreamResponse:
        media, data = await self.use.page_file(who.actor, who.exam, Digest(told["digest"]))
        return web.Response(body=data, content_type=TYPES[media.kind], headers=KEPT_FILES)

    # -- acting -----------------------------------------------------------------

    async def _answer(self, who: Entered, told: Mapping[str, Any]) -> web.StreamResponse:
        place, key = _whole(told, "place"), _text(told, "key", LONGEST_KEY)
        answer = Answer(chosen=_chosen(told), typed=_text(told, "typed", 1000, empty=True))
        given_at = _moment(told)
        taken = await self.again(
            lambda: self.use.send_answer(
                who.actor, who.exam, place, answer, key=key, given_at=given_at
            )
        )
        return _json({"late": taken.late, "answered": taken.answered})

    async def _act(self, who: Entered, told: Mapping[str, Any]) -> web.StreamResponse:
        acts: Mapping[str, Callable[[], Awaitable[object]]] = {
            "begin": lambda: self.use.open_test(who.actor, who.exam),
            "flag": lambda: self.use.flag_question(
                who.actor, who.exam, _whole(told, "place"), on=bool(told.get("on"))
            ),
            "finish": lambda: self.use.finish_test(who.actor, who.exam),
            "go_back": lambda: self.use.go_back(who.actor, who.exam),
            "tick": lambda: self.use.tick_finish(who.actor, who.exam, on=bool(told.get("on"))),
            "submit": lambda: self.use.submit_test(who.actor, who.exam),
            "ask": lambda: self.use.ask_proctor(
                who.actor, who.exam, _text(told, "text", 500, empty=True)
            ),
            "outage": lambda: self.use.outage(who.actor, who.exam),
            "come_back": lambda: self.use.come_back(who.actor, who.exam),
            "left": lambda: self.use.leave_page(who.actor, who.exam, _leaving(told)),
            "seen": lambda: self.use.return_to_page(
                who.actor, who.exam, seconds=_whole(told, "seconds")
            ),
        }
        name = told.get("act")
        if not isinstance(name, str) or name not in acts:
            raise Unknown
        await self.again(acts[name])
        self.changed()
        return _json({"done": name})


def spoken(request: web.Request) -> Locale:
    """Return the language of a page whose student is not known (any more)."""
    wanted = request.headers.get("Accept-Language", "")[:2]
    return next((locale for locale in Locale if locale.value == wanted), Locale.KK)


# -- what a page may send: anything else is unknown -----------------------------------------


async def _told(request: web.Request) -> Mapping[str, Any]:
    try:
        told = await request.json()
    except ValueError as error:
        raise Unknown from error
    if not isinstance(told, dict):
        raise Unknown
    return told


def _text(told: Mapping[str, Any], name: str, longest: int, *, empty: bool = False) -> str:
    text = told.get(name, "")
    if not isinstance(text, str) or len(text) > longest or not (text or empty):
        raise Unknown
    return text


def _whole(told: Mapping[str, Any], name: str) -> int:
    number = told.get(name)
    if isinstance(number, bool) or not isinstance(number, int) or not 0 <= number < 2**31:
        raise Unknown
    return number


def _chosen(told: Mapping[str, Any]) -> tuple[int, ...]:
    chosen = told.get("chosen", [])
    whole = isinstance(chosen, list) and all(type(one) is int for one in chosen)
    if not whole or len(chosen) > MOST_CHOSEN:
        raise Unknown
    return tuple(chosen)


def _moment(told: Mapping[str, Any]) -> datetime | None:
    """Return the device's own time of an answer; a wrong clock is no reason to refuse."""
    at = told.get("given_at")
    known = isinstance(at, int) and not isinstance(at, bool) and 0 < at < LATEST
    return datetime.fromtimestamp(at / 1000, UTC) if isinstance(at, int) and known else None


def _leaving(told: Mapping[str, Any]) -> Leaving:
    try:
        return Leaving(told.get("how"))
    except ValueError as error:
        raise Unknown from error


def _answers(page: PageNow) -> dict[int, dict[str, Any]]:
    """Return the stored answers by place, so that what the chat took shows here."""
    return {
        one.place: {
            "chosen": [option.index for option in one.options if option.chosen],
            "partners": [
                next((o.index for o in one.options if o.letter == line.letter), -1)
                for line in one.lines
            ],
            "typed": one.typed,
        }
        for one in page.questions
    }


def _milliseconds(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)


def _json(told: Mapping[str, Any], *, status: int = 200) -> web.Response:
    return web.json_response(told, status=status, headers=NO_STORE)
