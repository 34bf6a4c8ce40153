"""Every way in which Zoom can fail us, as the port's ConferencesUnavailable.

The texts carry a status, a code number or a fixed sentence, and never a request, an answer,
a link or a secret: they are made to be logged.
"""

from exams.ports.conferences import ConferencesUnavailable


class ZoomUnreachable(ConferencesUnavailable):
    """No connection, or it broke before the answer was whole."""

    def __init__(self) -> None:
        super().__init__("Zoom cannot be reached")


class ZoomTimedOut(ConferencesUnavailable):
    """Zoom did not answer in time; what was asked may have happened all the same."""

    def __init__(self) -> None:
        super().__init__("Zoom did not answer in time")


class ZoomBusy(ConferencesUnavailable):
    """Too many calls just now; the same call will succeed a little later."""

    def __init__(self, *, retry_after: float | None) -> None:
        super().__init__("Zoom asks for fewer calls", retry_after=retry_after)


class DailyLimitReached(ConferencesUnavailable):
    """The day's allowance of this call is spent; asking again today is useless."""

    def __init__(self, *, retry_after: float | None) -> None:
        super().__init__("Zoom's daily limit of this call is spent", retry_after=retry_after)


class CredentialsRefused(ConferencesUnavailable):
    """Account id, client id or client secret are wrong, or the Zoom app is switched off."""

    def __init__(self) -> None:
        super().__init__("Zoom refuses the account's credentials")


class TokenRefused(ConferencesUnavailable):
    """The access token is not valid, or lacks a scope that the call needs."""

    def __init__(self) -> None:
        super().__init__("Zoom refuses the access token")


class ZoomRefused(ConferencesUnavailable):
    """Zoom understood the call and said no.

    Attributes:
        status: of the HTTP answer.
        code: Zoom's own number of the reason, 0 when there is none.
    """

    def __init__(self, *, status: int, code: int) -> None:
        super().__init__(f"Zoom refused the call (status {status}, code {code})")
        self.status = status
        self.code = code


class ZoomBroken(ConferencesUnavailable):
    """An answer with status 5xx, or one that is not what Zoom promises."""

    def __init__(self, *, status: int) -> None:
        super().__init__(f"Zoom's answer makes no sense (status {status})")
