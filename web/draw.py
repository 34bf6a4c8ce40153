"""The page on which anybody checks a draw in the own browser (B1): nothing is sent anywhere."""

from typing import Final

from aiohttp import web

from web.files import answering, text_of

PATH: Final = "/draw"
PAGES: Final = {
    PATH: ("draw.html", "text/html"),
    f"{PATH}.css": ("draw.css", "text/css"),
    f"{PATH}.js": ("draw.js", "text/javascript"),
}
HEADERS: Final = {
    "Cache-Control": "no-cache",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
}
"""The page loads its own two files and can send nothing: what is pasted stays in the browser."""


def add_draw_page(app: web.Application) -> None:
    """Add the page and its files."""
    for path, (name, kind) in PAGES.items():
        app.router.add_get(path, answering(text_of(name), kind, HEADERS))
