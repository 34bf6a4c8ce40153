"""The page on which a student photographs face and document at checking in (S4, S5).

It is empty until Telegram's word has let it in. The pictures come as bodies of calls, are looked
at in memory and gone with the call; no proxy on the way may keep them either::

    GET  /check-in?exam=12   the page; /check-in/NAME its files
    POST /check-in/open      as the page of a test
    GET  /check-in/view      {"locale", "html"}
    POST /check-in/consent   {} -> {"agreed": true}
    POST /check-in/look/face      a picture -> {"faults": [words]}
    POST /check-in/look/document  the same
    POST /check-in/compare   a form with the pictures face and document -> {"done": true}
"""

from collections.abc import AsyncIterable, AsyncIterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from aiohttp import BodyPartReader, web
from aiohttp.http_exceptions import HttpProcessingError

from exams.domain.likeness import PortraitFault
from exams.domain.refusals.people import Unknown
from exams.domain.refusals.pictures import PictureTooLarge
from exams.services.pages.door import Entered
from templates.pages import Pages
from web.page import serve_files
from web.page_door import PageDoor, json_of, told_in

PATH: Final = "/check-in"
FILES: Final = {
    "": ("check_in.html", "text/html"),
    "page.css": ("check_in.css", "text/css"),
    "page.js": ("check_in/page.js", "text/javascript"),
    "camera.js": ("check_in/camera.js", "text/javascript"),
}
LARGEST: Final = 4 * 1024 * 1024  # bytes of a picture; the page sends some 300 to 800 kB
FAR_TOO_LARGE: Final = 4 * LARGEST  # where nobody waits for the end any more
PIECE: Final = 2**16  # bytes
MEGAPIXELS: Final = 64  # what the decoder takes at most, for the words of the refusal


@dataclass(frozen=True, slots=True)
class CheckInCalls:
    """The routes behind the page."""

    door: PageDoor
    pages: Pages

    def routes(self) -> list[web.RouteDef]:
        """Return the routes."""
        return [
            web.post(f"{PATH}/open", self.door.open),
            web.get(f"{PATH}/view", self.door.guarded(self._view, _nothing)),
            web.post(f"{PATH}/consent", self.door.guarded(self._consent, told_in)),
            web.post(f"{PATH}/look/face", self.door.guarded(self._look_at_face, _picture)),
            web.post(f"{PATH}/look/document", self.door.guarded(self._look_at_document, _picture)),
            web.post(f"{PATH}/compare", self.door.guarded(self._compare, _pictures)),
        ]

    async def _view(self, who: Entered, _: None) -> web.StreamResponse:
        now = await self.door.use.photographs(who.actor, who.exam)
        help_ = await self.door.use.help(who.actor)
        html = self.pages.html("check_in", who.actor.locale, now=now, help=help_)
        return json_of({"locale": who.actor.locale.value, "html": html})

    async def _consent(self, who: Entered, _: Mapping[str, Any]) -> web.StreamResponse:
        await self.door.again(lambda: self.door.use.consent_to_photographs(who.actor, who.exam))
        return json_of({"agreed": True})

    async def _look_at_face(self, who: Entered, picture: bytes) -> web.StreamResponse:
        faults = await self.door.again(
            lambda: self.door.use.look_at_face(who.actor, who.exam, picture)
        )
        return self._told(who, "face_advice", faults)

    async def _look_at_document(self, who: Entered, picture: bytes) -> web.StreamResponse:
        faults = await self.door.again(
            lambda: self.door.use.look_at_document(who.actor, who.exam, picture)
        )
        return self._told(who, "document_advice", faults)

    def _told(
        self, who: Entered, advice: str, faults: tuple[PortraitFault, ...]
    ) -> web.StreamResponse:
        words = [self.pages.say(who.actor.locale, f"{advice}.{fault.value}") for fault in faults]
        return json_of({"faults": words})

    async def _compare(self, who: Entered, both: tuple[bytes, bytes]) -> web.StreamResponse:
        face, document = both
        await self.door.again(
            lambda: self.door.use.compare_faces(who.actor, who.exam, face=face, document=document)
        )
        return json_of({"done": True})


def add_check_in(app: web.Application, calls: CheckInCalls, address: str) -> None:
    """Add the page, its files and its calls.

    Args:
        app: the process's.
        calls: what is behind the page.
        address: where the page is found.
    """
    serve_files(app, PATH, FILES, address)
    app.add_routes(calls.routes())


async def _nothing(_: web.Request) -> None:
    return None


async def _picture(request: web.Request) -> bytes:
    try:
        return await _whole(request.content.iter_chunked(PIECE))
    except ConnectionResetError as gone:  # the phone has gone meanwhile
        raise web.HTTPBadRequest from gone


async def _pictures(request: web.Request) -> tuple[bytes, bytes]:
    if request.content_type != "multipart/form-data":
        raise Unknown
    found: dict[str, bytes] = {}
    try:
        async for part in await request.multipart():
            if not isinstance(part, BodyPartReader) or part.name not in {"face", "document"}:
                raise Unknown
            found[part.name] = await _whole(_pieces(part))
    except ConnectionResetError as gone:
        raise web.HTTPBadRequest from gone
    except (ValueError, HttpProcessingError) as error:  # no form, or one that was cut off
        raise Unknown from error
    if set(found) != {"face", "document"}:
        raise Unknown
    return found["face"], found["document"]


async def _pieces(part: BodyPartReader) -> AsyncIterator[bytes]:
    while piece := await part.read_chunk(PIECE):
        yield piece


async def _whole(pieces: AsyncIterable[bytes]) -> bytes:
    """Return a picture; one too large is read to its end, so that its sender hears why."""
    data, size = bytearray(), 0
    async for piece in pieces:
        size += len(piece)
        if size > FAR_TOO_LARGE:
            break
        data += piece if size <= LARGEST else b""
    if size > LARGEST:
        raise PictureTooLarge(megapixels=MEGAPIXELS)
    return bytes(data)
