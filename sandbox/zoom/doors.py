"""The pages behind the links: a participant's at /w, a host's at /s, the common one at /j."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from typing import Protocol
from urllib.parse import parse_qs, urlencode, urlsplit

from aiohttp import web

from sandbox.zoom.account import Account
from sandbox.zoom.pages import guest_page, host_page, language, refused_page
from sandbox.zoom.refusals import LinkRefused, ZoomSaysNo
from sandbox.zoom.rooms import Meeting

Handler = Callable[[web.Request], Awaitable[web.Response]]


class Acts(Protocol):
    """What a person can do with a link."""

    async def join(self, join_url: str) -> None:
        """Come in."""

    async def leave(self, join_url: str) -> None:
        """Go."""

    async def turn_camera(self, join_url: str, *, on: bool) -> None:
        """Turn the camera."""

    async def begin(self, start_url: str) -> None:
        """Start the meeting."""

    async def finish(self, start_url: str) -> None:
        """End the meeting."""


def read_link(account: Account, link: str) -> tuple[Meeting, str]:
    """Find the meeting that a link opens, and the link's secret part.

    Raises:
        LinkRefused: there is no such meeting.
    """
    address = urlsplit(link)
    query = parse_qs(address.query)
    number = [*address.path.split("/"), "", "", ""][2]
    try:
        meeting = account.meeting(number)
    except ZoomSaysNo as refusal:
        raise LinkRefused("there is no such meeting") from refusal
    return meeting, (query.get("tk") or query.get("zak") or [""])[0]


@dataclass(frozen=True, slots=True)
class Doors:
    """Plain forms, so a browser without scripts can use them.

    Attributes:
        acts: what the buttons of a page do.
        account: whose meetings they are.
    """

    acts: Acts
    account: Account

    def add_to(self, app: web.Application) -> None:
        """Put each page where its links lead."""
        app.add_routes(
            [
                web.get("/w/{number}", _careful(self.guest)),
                web.post("/w/{number}/join", _act(self.join)),
                web.post("/w/{number}/leave", _act(self.acts.leave)),
                web.post("/w/{number}/camera_on", _act(partial(self.acts.turn_camera, on=True))),
                web.post("/w/{number}/camera_off", _act(partial(self.acts.turn_camera, on=False))),
                web.get("/s/{number}", _careful(self.host)),
                web.post("/s/{number}/start", _act(self.acts.begin)),
                web.post("/s/{number}/finish", _act(self.acts.finish)),
                web.get("/j/{number}", _careful(self.common)),
            ]
        )

    async def guest(self, request: web.Request) -> web.Response:
        """Show a participant the way in, the waiting room or the room."""
        meeting, token = read_link(self.account, str(request.rel_url))
        visit = meeting.visit_of(token)
        state = "outside" if visit is None else "waiting" if visit.waiting else "inside"
        return _html(
            guest_page(
                language(request.query.get("lang")),
                topic=meeting.body.get("topic", ""),
                name=meeting.guest(token).name,
                state=state,
                camera=visit is not None and visit.camera,
                token=token,
                number=meeting.number,
            )
        )

    async def host(self, request: web.Request) -> web.Response:
        """Show a host whether the meeting runs, and how many are there."""
        meeting, token = read_link(self.account, str(request.rel_url))
        self.account.check_host_token(meeting, token)
        here = [visit for visit in meeting.visits if visit.left_at is None]
        return _html(
            host_page(
                language(request.query.get("lang")),
                topic=meeting.body.get("topic", ""),
                running=meeting.running,
                count=len(meeting.inside()) if meeting.running else len(here),
                token=token,
                number=meeting.number,
            )
        )

    async def common(self, _: web.Request) -> web.Response:
        """Let nobody in."""
        raise LinkRefused("a personal link is needed")

    async def join(self, link: str) -> None:
        """Come in, unless that is a second tap: it is no second device."""
        meeting, token = read_link(self.account, link)
        if meeting.visit_of(token) is None:
            await self.acts.join(link)


def _act(do: Callable[[str], Awaitable[None]]) -> Handler:
    """Do what a button says, then show its page anew."""

    async def handle(request: web.Request) -> web.Response:
        await do(str(request.rel_url))
        page = request.path.rpartition("/")[0]
        raise web.HTTPSeeOther(f"{page}?{urlencode(request.query)}")

    return _careful(handle)


def _careful(handler: Handler) -> Handler:
    """Refuse in words."""

    async def handle(request: web.Request) -> web.Response:
        try:
            return await handler(request)
        except LinkRefused:
            return _html(refused_page(language(request.query.get("lang"))), status=403)

    return handle


def _html(page: str, *, status: int = 200) -> web.Response:
    return web.Response(text=page, content_type="text/html", status=status)
