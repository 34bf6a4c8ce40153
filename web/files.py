"""A page's own files: packed for slow networks, and not sent again to whoever has them."""

import gzip
from collections.abc import Mapping
from hashlib import sha256
from importlib.resources import files

from aiohttp import ETag, web
from aiohttp.typedefs import Handler


def text_of(file: str) -> str:
    """Return a file of `web/pages`, by its path there."""
    return files("web").joinpath("pages", *file.split("/")).read_text(encoding="utf-8")


def answering(text: str, kind: str, sent: Mapping[str, str]) -> Handler:
    """Return what answers with a text, or with 304 where the browser has this very text.

    Args:
        text: which never changes while the process runs.
        kind: its type.
        sent: the headers that go with it.
    """
    whole = text.encode()
    packed = gzip.compress(whole, mtime=0)
    tag = ETag(sha256(whole).hexdigest()[:16], is_weak=True)  # the same, packed or not

    async def serve(request: web.Request) -> web.Response:
        known = {one.value for one in request.if_none_match or ()}
        answer = web.Response(headers={**sent, "Vary": "Accept-Encoding"})
        answer.etag = tag
        if tag.value in known:
            answer.set_status(304)
            return answer
        answer.content_type, answer.charset = kind, "utf-8"
        packs = "gzip" in request.headers.get("Accept-Encoding", "")
        answer.body = packed if packs else whole
        if packs:
            answer.headers["Content-Encoding"] = "gzip"
        return answer

    return serve
