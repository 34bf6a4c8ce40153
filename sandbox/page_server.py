"""The page of phones: its files, its sample sheets, its clock and its guided tour.

Beside the routes of the fake Telegram (`sandbox.telegram.page_api`) there are::

    GET  /                     the page; /page/... its files
    GET  /cast                 {"people": [{"id", "role", "name"}], "group": -4000000001}
    GET  /samples              [{"name", "title": {"kk", "ru", "en"}, "good": true}]
    GET  /samples/NAME.jpg     a sample sheet; ?small=1 for a thumbnail
    GET  /papers               ["schedule.csv"]; /papers/NAME one of these files
    GET  /clock                {"now": "...+05:00", "rate": 1.0, "utc_offset": 18000,
                                "next": null | {"at": "...", "name": "..." | {"kk", "ru", "en"}}}
    POST /clock                {"step": SECONDS} | {"jump": "next"} | {"rate": TIMES}; as GET
    GET  /tour                 [{"id", "phone", "text": {"kk", "ru", "en"}, "done": false}]

All answer only to pages of this computer; errors are ``{"error": "..."}`` with 400 or 404.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from importlib.resources import files
from typing import Any, Final, Literal

from aiohttp import web

from exams.domain.exam import ASTANA
from sandbox.clock import SimulatedClock
from sandbox.sample_sheets import SAMPLES, SampleSheets
from sandbox.telegram import FakeTelegram
from sandbox.telegram.page_api import guarded

NextMoment = Callable[[], Awaitable[tuple[datetime, str | Mapping[str, str]] | None]]
"""Tells when something happens next by the clock, and what, in one language or in each."""
Tour = Callable[[], Awaitable[Sequence[Mapping[str, Any]]]]
"""Tells the steps of the guided tour: id, phone (a person's or the group's id), text, done."""
Papers = Callable[[], Mapping[str, bytes]]
"""Gives files that the staff's phones can send, by their names."""

UPLOADS: Final = 64 * 2**20
"""Bytes that `client_max_size` of the application should allow, for a person's own pictures."""
LONGEST_STEP: Final = timedelta(days=31)
FASTEST: Final = 3600.0
_TYPES: Final = {
    ".css": "text/css",
    ".html": "text/html",
    ".js": "text/javascript",
    ".svg": "image/svg+xml",
}
_FONTS: Final = ("Regular", "Medium", "Bold", "Italic")
_HEADERS: Final = {
    "Cache-Control": "no-cache",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}
_POLICY: Final = (
    "default-src 'self'; img-src 'self' blob: data:; media-src 'self' blob:; "
    "frame-src http://127.0.0.1:* http://localhost:*; "
    "object-src 'none'; base-uri 'none'; form-action 'none'"
)
"""The page loads nothing from another computer, whatever a message says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CastMember:
    """Whose phone is shown.

    Attributes:
        id: of the person on Telegram.
        name: as it stands above the phone.
    """

    id: int
    role: Literal["student", "proctor", "dean", "registrar"]
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Cast:
    """The phones in their order; the group chat comes last, as the first of them sees it."""

    people: Sequence[CastMember]
    group: int


def mount(
    app: web.Application,
    telegram: FakeTelegram,
    clock: SimulatedClock,
    *,
    next_moment: NextMoment,
    tour: Tour,
    cast: Cast,
    papers: Papers = dict,
) -> None:
    """Add the page of phones, and all that `telegram` answers to, to an application.

    Args:
        app: not started yet; with room for `UPLOADS`.
        telegram: whose people hold the phones; the caller starts and stops it.
        clock: that of `telegram` and of the bot.
        next_moment: for the button "to the next event".
        tour: what the guide proposes; an empty one hides it.
        cast: whose phones are shown.
        papers: what the staff's phones can send beside the sample sheets.
    """
    page = _Page(clock, next_moment, tour, cast, papers)
    app.add_routes(telegram.routes())
    app.add_routes(page.routes())

    async def hang_up(_: web.Application) -> None:
        telegram.hang_up()

    app.on_shutdown.append(hang_up)


class _Wrong(ValueError):
    """The page asked for something impossible; the text says what."""


class _Page:
    def __init__(
        self,
        clock: SimulatedClock,
        next_moment: NextMoment,
        tour: Tour,
        cast: Cast,
        papers: Papers,
    ) -> None:
        self._clock = clock
        self._next_moment = next_moment
        self._steps = tour
        self._cast = cast
        self._papers = papers
        self._samples = SampleSheets()

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get("/", guarded(self._index)),
            web.get("/page/font/{name}.ttf", guarded(self._font)),
            web.get("/page/{name}", guarded(self._file)),
            web.get("/cast", guarded(self._tell_cast)),
            web.get("/samples", guarded(self._tell_samples)),
            web.get("/samples/{name}.jpg", guarded(self._sample)),
            web.get("/papers", guarded(self._tell_papers)),
            web.get("/papers/{name}", guarded(self._paper)),
            web.get("/clock", guarded(self._tell_time)),
            web.post("/clock", guarded(self._turn_clock)),
            web.get("/tour", guarded(self._tell_tour)),
        ]

    # -- files ----------------------------------------------------------------

    async def _index(self, _: web.Request) -> web.StreamResponse:
        headers = {**_HEADERS, "Content-Security-Policy": _POLICY}
        body = files("sandbox").joinpath("page", "index.html").read_bytes()
        return web.Response(body=body, content_type="text/html", charset="utf-8", headers=headers)

    async def _file(self, request: web.Request) -> web.StreamResponse:
        name = request.match_info["name"]
        known = {one.name: one for one in files("sandbox").joinpath("page").iterdir()}
        ending = name[name.rfind(".") :]
        if name not in known or ending not in _TYPES:
            return _missing()
        return web.Response(
            body=known[name].read_bytes(),
            content_type=_TYPES[ending],
            charset="utf-8",
            headers=_HEADERS,
        )

    async def _font(self, request: web.Request) -> web.StreamResponse:
        """Answer with Roboto, for computers whose own fonts lack Kazakh letters."""
        name = request.match_info["name"]
        if name not in _FONTS:
            return _missing()
        body = files("font_roboto").joinpath("files", f"Roboto-{name}.ttf").read_bytes()
        headers = {**_HEADERS, "Cache-Control": "max-age=86400"}
        return web.Response(body=body, content_type="font/ttf", headers=headers)

    # -- who, and what they can send ------------------------------------------

    async def _tell_cast(self, _: web.Request) -> web.StreamResponse:
        people = [asdict(one) for one in self._cast.people]
        return web.json_response({"people": people, "group": self._cast.group})

    async def _tell_samples(self, _: web.Request) -> web.StreamResponse:
        return web.json_response(
            [{"name": one.name, "title": one.title, "good": one.fault is None} for one in SAMPLES]
        )

    async def _sample(self, request: web.Request) -> web.StreamResponse:
        name = request.match_info["name"]
        sample = next((one for one in SAMPLES if one.name == name), None)
        if sample is None:
            return _missing()
        small = bool(request.query.get("small"))
        draw = self._samples.thumbnail if small else self._samples.picture
        headers = {**_HEADERS, "Cache-Control": "max-age=3600"}
        return web.Response(body=await draw(sample), content_type="image/jpeg", headers=headers)

    async def _tell_papers(self, _: web.Request) -> web.StreamResponse:
        return web.json_response(list(self._papers()))

    async def _paper(self, request: web.Request) -> web.StreamResponse:
        body = self._papers().get(request.match_info["name"])
        if body is None:
            return _missing()
        return web.Response(body=body, content_type="application/octet-stream", headers=_HEADERS)

    # -- time ---------------------------------------------------------------------

    async def _tell_time(self, _: web.Request) -> web.StreamResponse:
        coming = await self._next_moment()
        now = self._clock.now().astimezone(ASTANA)
        offset = now.utcoffset() or timedelta()
        return web.json_response(
            {
                "now": now.isoformat(),
                "rate": self._clock.rate,
                "utc_offset": int(offset.total_seconds()),
                "next": coming and {"at": coming[0].isoformat(), "name": _plain(coming[1])},
            }
        )

    async def _turn_clock(self, request: web.Request) -> web.StreamResponse:
        if request.content_type != "application/json":
            raise _Wrong("the clock is turned with JSON")
        wish = await request.json()
        if not isinstance(wish, dict) or len(wish) != 1:
            raise _Wrong("one of step, jump and rate is needed")
        if "step" in wish:
            longest = LONGEST_STEP.total_seconds()
            self._clock.step(timedelta(seconds=_number(wish["step"], longest)))
        elif "rate" in wish:
            self._clock.run_at(_number(wish["rate"], FASTEST))
        elif wish.get("jump") == "next":
            await self._jump()
        else:
            raise _Wrong("one of step, jump and rate is needed")
        return await self._tell_time(request)

    async def _jump(self) -> None:
        coming = await self._next_moment()
        if coming is None:
            raise _Wrong("nothing is planned")
        if coming[0] > self._clock.now():  # else it is due already and about to happen
            self._clock.jump_to(coming[0])

    async def _tell_tour(self, _: web.Request) -> web.StreamResponse:
        return web.json_response([dict(step) for step in await self._steps()])


def _number(value: object, most: float) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= most:
        raise _Wrong(f"a number from 0 to {most:g} is needed")
    return float(value)


def _plain(name: str | Mapping[str, str]) -> str | dict[str, str]:
    return name if isinstance(name, str) else dict(name)


def _missing() -> web.Response:
    return web.json_response({"error": "no such file"}, status=404)
