"""The pages behind the links: a participant's at /w, a host's at /s, the common one at /j."""

from collections.abc import Awaitable, Callable
from typing import Protocol
from urllib.parse import parse_qs, urlencode, urlsplit

from aiohttp import web

from sandbox.zoom.account import Account
from sandbox.zoom.pages import guest_page, host_page, language, refused_page
from sandbox.zoom.refusals import LinkRefused, ZoomSaysNo
from sandbox.zoom.rooms import Meeting


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


def add_doors(app: web.Application, acts: Acts, account: Account) -> None:
    """Add the pages; they are plain forms, so a browser without scripts can use them."""

    async def guest(request: web.Request) -> web.Response:
        meeting, token = read_link(account, str(request.rel_url))
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

    async def host(request: web.Request) -> web.Response:
        meeting, token = read_link(account, str(request.rel_url))
        account.check_host_token(meeting, token)
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

    async def common(_: web.Request) -> web.Response:
        raise LinkRefused("a personal link is needed")

    def act(do: Callable[[str], Awaitable[None]]) -> Callable[..., Awaitable[web.Response]]:
        async def handle(request: web.Request) -> web.Response:
            await do(str(request.rel_url))
            page = request.path.rpartition("/")[0]
            raise web.HTTPSeeOther(f"{page}?{urlencode(request.query)}")

        return _careful(handle)

    async def join(link: str) -> None:
        meeting, token = read_link(account, link)
        if meeting.visit_of(token) is None:  # a second tap on the button is no second device
            await acts.join(link)

    async def camera_on(link: str) -> None:
        await acts.turn_camera(link, on=True)

    async def camera_off(link: str) -> None:
        await acts.turn_camera(link, on=False)

    app.router.add_get("/w/{number}", _careful(guest))
    app.router.add_post("/w/{number}/join", act(join))
    app.router.add_post("/w/{number}/leave", act(acts.leave))
    app.router.add_post("/w/{number}/camera_on", act(camera_on))
    app.router.add_post("/w/{number}/camera_off", act(camera_off))
    app.router.add_get("/s/{number}", _careful(host))
    app.router.add_post("/s/{number}/start", act(acts.begin))
    app.router.add_post("/s/{number}/finish", act(acts.finish))
    app.router.add_get("/j/{number}", _careful(common))


def _careful(
    handler: Callable[[web.Request], Awaitable[web.Response]],
) -> Callable[[web.Request], Awaitable[web.Response]]:
    async def handle(request: web.Request) -> web.Response:
        try:
            return await handler(request)
        except LinkRefused:
            return _html(refused_page(language(request.query.get("lang"))), status=403)

    return handle


def _html(page: str, *, status: int = 200) -> web.Response:
    return web.Response(text=page, content_type="text/html", status=status)
