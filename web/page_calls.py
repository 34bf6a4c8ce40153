"""What the page of a computer test asks and sends; every call is a use case of its student."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from aiohttp import web

from exams.domain.ids import Digest
from exams.domain.page import Leaving
from exams.domain.questions import Answer
from exams.domain.refusals.people import Unknown
from exams.services.pages.door import Entered
from exams.services.pages.look import PageNow
from templates.pages import Pages
from web.page import PATH
from web.page_door import (
    LONGEST_KEY,
    NO_STORE,
    Call,
    PageDoor,
    json_of,
    text_in,
    told_in,
    whole_in,
)

KEPT_FILES: Final = {**NO_STORE, "Cache-Control": "private, max-age=3600"}
TYPES: Final = {"photo": "image/jpeg", "voice": "audio/ogg"}
MOST_CHOSEN: Final = 100
LATEST: Final = 4_102_444_800_000  # milliseconds; a clock beyond the year 2100 tells nothing

Respond = Callable[[Entered, Mapping[str, Any]], Awaitable[web.StreamResponse]]


@dataclass(frozen=True, slots=True, kw_only=True)
class PageCalls:
    """The routes behind the page."""

    door: PageDoor
    pages: Pages

    def routes(self) -> list[web.RouteDef]:
        """Return the routes."""
        return [
            web.post(f"{PATH}/open", self.door.open),
            web.get(f"{PATH}/view", self.door.guarded(self._view, _named)),
            web.post(f"{PATH}/answers", self._call(self._answer)),
            web.post(f"{PATH}/acts", self._call(self._act)),
            web.get(f"{PATH}/files/{{digest}}", self.door.guarded(self._file, _named)),
        ]

    def _call(self, respond: Respond) -> Call:
        return self.door.guarded(respond, told_in)

    # -- reading ----------------------------------------------------------------

    async def _view(self, who: Entered, _: Mapping[str, Any]) -> web.StreamResponse:
        page = await self.door.use.look_at_page(who.actor, who.exam)
        locale = who.actor.locale
        help_ = await self.door.use.help(who.actor)
        return json_of(
            {
                "view": page.view.value,
                "subject": page.subject,
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
        media, data = await self.door.use.page_file(who.actor, who.exam, Digest(told["digest"]))
        return web.Response(body=data, content_type=TYPES[media.kind], headers=KEPT_FILES)

    # -- acting -----------------------------------------------------------------

    async def _answer(self, who: Entered, told: Mapping[str, Any]) -> web.StreamResponse:
        place, key = whole_in(told, "place"), text_in(told, "key", LONGEST_KEY)
        answer = Answer(chosen=_chosen(told), typed=text_in(told, "typed", 1000, empty=True))
        given_at = _moment(told)
        taken = await self.door.again(
            lambda: self.door.use.send_answer(
                who.actor, who.exam, place, answer, key=key, given_at=given_at
            )
        )
        return json_of({"late": taken.late, "answered": taken.answered})

    async def _act(self, who: Entered, told: Mapping[str, Any]) -> web.StreamResponse:
        acts: Mapping[str, Callable[[], Awaitable[object]]] = {
            "begin": lambda: self.door.use.open_test(who.actor, who.exam),
            "flag": lambda: self.door.use.flag_question(
                who.actor, who.exam, whole_in(told, "place"), on=bool(told.get("on"))
            ),
            "finish": lambda: self.door.use.finish_test(who.actor, who.exam),
            "go_back": lambda: self.door.use.go_back(who.actor, who.exam),
            "tick": lambda: self.door.use.tick_finish(
                who.actor, who.exam, on=bool(told.get("on"))
            ),
            "submit": lambda: self.door.use.submit_test(who.actor, who.exam),
            "ask": lambda: self.door.use.ask_proctor(
                who.actor, who.exam, text_in(told, "text", 500, empty=True)
            ),
            "outage": lambda: self.door.use.outage(who.actor, who.exam),
            "come_back": lambda: self.door.use.come_back(who.actor, who.exam),
            "left": lambda: self.door.use.leave_page(who.actor, who.exam, _leaving(told)),
            "seen": lambda: self.door.use.return_to_page(
                who.actor, who.exam, seconds=whole_in(told, "seconds")
            ),
        }
        name = told.get("act")
        if not isinstance(name, str) or name not in acts:
            raise Unknown
        await self.door.again(acts[name])
        self.door.changed()
        return json_of({"done": name})


# -- what a page may send: anything else is unknown -----------------------------------------


async def _named(request: web.Request) -> Mapping[str, Any]:
    return request.match_info


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
