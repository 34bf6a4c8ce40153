"""How the sandbox's Zoom says no."""

from collections.abc import Mapping


class ZoomSaysNo(Exception):
    """A refused call, as Zoom would answer it.

    Attributes:
        status: of the HTTP answer.
        code: Zoom's number of the reason.
        message: Zoom's sentence.
        headers: that belong to the answer.
    """

    def __init__(
        self, status: int, code: int, message: str, headers: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message
        self.headers = dict(headers or {})


class LinkRefused(Exception):
    """A participant's or host's link does not open, for the reason in the text."""
