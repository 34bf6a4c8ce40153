"""The page on which a computer test is sat: its files, and what they may do.

The page is empty until Telegram's word has let it in (`web.page_calls`); what it shows then comes
as HTML for its stage, and changes are told by a stream (`web.page_stream`)::

    GET  /test?exam=12     the page; /test/NAME its files, which /test/worker.js keeps
    POST /test/open        {"exam", "init_data", "device"} -> {"token", "attempt"}
    GET  /test/view        {"view", "html", "log", "answers", ...}
    POST /test/answers     {"key", "place", "chosen", "typed", "given_at"} -> {"late", "answered"}
    POST /test/acts        {"act": "begin", ...} -> as /test/view
    GET  /test/files/ID    a picture of the test, or a voice note
    GET  /test/events      server-sent events: changed, time, closed

All but the first show the token as ``Authorization: Bearer``: a cookie would not be let through
inside Telegram's frame. A rule's "no" is 409 with {"code", "text", "locale", "wait"}, a closed
page 401.
"""

import json
from collections.abc import Mapping
from hashlib import sha256
from typing import Final
from urllib.parse import urlsplit

from aiohttp import web

from web.files import answering, text_of

PATH: Final = "/test"
FILES: Final = {
    "": ("test.html", "text/html"),
    **{
        f"{name}.css": (f"test/{name}.css", "text/css")
        for name in ("frame", "question", "panels", "views")
    },
    **{
        f"{name}.js": (f"test/{name}.js", "text/javascript")
        for name in (
            "page",
            "banner",
            "calls",
            "clock",
            "kept",
            "leaving",
            "log",
            "panels",
            "pictures",
            "queue",
            "questions",
            "session",
            "stream",
            "telegram",
        )
    },
}
WORKER: Final = "worker.js"
LOOPBACK: Final = frozenset({"127.0.0.1", "localhost"})
OWN_FRAMES: Final = "http://127.0.0.1:* http://localhost:*"
TELEGRAM_FRAMES: Final = "https://web.telegram.org https://*.telegram.org"
POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "worker-src 'self'; img-src blob:; media-src blob:; base-uri 'none'; form-action 'none'; "
    "frame-ancestors "
)
"""Its own files and its own server, nothing else; Telegram's own script is not needed."""


def headers(address: str) -> Mapping[str, str]:
    """Return what goes with the page, which may stand in Telegram's frame.

    Args:
        address: where the page is found; one of this computer may stand in a frame of it.
    """
    own = urlsplit(address).hostname in LOOPBACK
    frames = f"{TELEGRAM_FRAMES} {OWN_FRAMES}" if own else TELEGRAM_FRAMES
    return {
        "Cache-Control": "no-cache",
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
        "Content-Security-Policy": POLICY + frames,
    }


def add_page_files(app: web.Application, address: str) -> None:
    """Add the page and its files; they say nothing about anybody."""
    serve_files(app, PATH, FILES, address)
    sent = {**headers(address), "Service-Worker-Allowed": PATH}
    app.router.add_get(f"{PATH}/{WORKER}", answering(worker(), "text/javascript", sent))


def serve_files(
    app: web.Application, path: str, parts: Mapping[str, tuple[str, str]], address: str
) -> None:
    """Add a page of Telegram's frame, and its files beside it.

    Args:
        app: the process's.
        path: of the page.
        parts: by name, the file and its type; the page itself has no name.
        address: where pages are found.
    """
    for name, (file, kind) in parts.items():
        at = f"{path}/{name}" if name else path
        app.router.add_get(at, answering(text_of(file), kind, headers(address)))


def worker() -> str:
    """Return what keeps the page's files for where there is no network.

    It names their version, so that a browser which has an earlier one fetches all of them anew.
    """
    shell = [f"{PATH}/{name}" if name else PATH for name in FILES]
    texts = [text_of(file) for file, _ in FILES.values()]
    version = sha256("\0".join(texts).encode()).hexdigest()[:16]
    head = f"const VERSION = {json.dumps(version)};\nconst SHELL = {json.dumps(shell)};\n"
    return head + text_of(f"test/{WORKER}")
