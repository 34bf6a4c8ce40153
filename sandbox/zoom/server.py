"""The sandbox's Zoom as a running server, and the acts of the people who use its rooms."""

import hmac
import secrets
import socket
from collections import Counter
from collections.abc import Sequence
from types import TracebackType
from typing import Self

from aiohttp import web

from exams.ports.clock import Clock
from sandbox.zoom.account import Account
from sandbox.zoom.api import Api, read_credentials
from sandbox.zoom.doors import Doors, read_link
from sandbox.zoom.faults import Faults
from sandbox.zoom.refusals import LinkRefused
from sandbox.zoom.webhooks import Webhooks
from zoom_integration.tokens import Credentials


class FakeZoom:
    """Zoom on loopback: `async with FakeZoom(clock, hosts=[...]) as zoom`.

    A guest who comes before the host has begun the meeting waits; the host lets everybody in
    unless `host_admits` is false. The webhooks of an act are delivered before the act returns.

    Attributes:
        credentials: what the bot needs to get a token.
        webhook_secret: by which webhooks are signed.
        webhooks: set `webhooks.url` to have events delivered.
        faults: of the REST interface.
        token_faults: of the token's address.
        account: what this Zoom knows.
        calls: how often each call came, by method and last word: "POST batch_registrants".
    """

    def __init__(
        self,
        clock: Clock,
        *,
        hosts: Sequence[str],
        port: int = 0,
        daily_limit: int = 100,
        host_admits: bool = True,
    ) -> None:
        self.credentials = Credentials(
            account_id=secrets.token_urlsafe(16),
            client_id=secrets.token_urlsafe(16),
            client_secret=secrets.token_urlsafe(24),
        )
        self.webhook_secret = secrets.token_urlsafe(16)
        self.account = Account(clock, hosts, daily_limit=daily_limit)
        self.webhooks = Webhooks(clock, self.webhook_secret, self.credentials.account_id)
        self.calls: Counter[str] = Counter()
        self.faults = Faults()
        self.token_faults = Faults()
        self._host_admits = host_admits
        self._port = port
        self._runner: web.AppRunner | None = None

    @property
    def url(self) -> str:
        """The address of pages and links, without a slash at its end."""
        return f"http://127.0.0.1:{self._port}"

    @property
    def api_url(self) -> str:
        """What stands in for https://api.zoom.us/v2."""
        return f"{self.url}/v2"

    @property
    def token_url(self) -> str:
        """What stands in for https://zoom.us/oauth/token."""
        return f"{self.url}/oauth/token"

    async def start(self) -> None:
        """Listen on loopback."""
        listener = socket.create_server(("127.0.0.1", self._port))
        self._port = listener.getsockname()[1]  # the links carry it, so it must be known now
        app = web.Application()
        app.add_subapp(
            "/v2",
            Api(self.account, self.webhooks, self.faults, self.url, self.calls).application(),
        )
        app.router.add_post("/oauth/token", self._token)
        Doors(self, self.account).add_to(app)
        self._runner = web.AppRunner(app, shutdown_timeout=1.0)
        await self._runner.setup()
        await web.SockSite(self._runner, listener).start()

    async def stop(self) -> None:
        """Stop listening."""
        self.faults.stop()
        self.token_faults.stop()
        if self._runner:
            await self._runner.cleanup()

    # -- acts of people; links are what the bot sent them ---------------------

    async def join(self, join_url: str) -> None:
        """Open a personal link and come in, or wait for the host.

        Raises:
            LinkRefused: the link is nobody's, or in use on another device.
        """
        meeting, token = read_link(self.account, join_url)
        await self.webhooks.tell(meeting.arrive(token, admit=self._host_admits))

    async def leave(self, join_url: str) -> None:
        """Leave the room; nothing happens if the person is not there.

        Raises:
            LinkRefused: the meeting does not exist.
        """
        meeting, token = read_link(self.account, join_url)
        await self.webhooks.tell(meeting.depart(token))

    async def turn_camera(self, join_url: str, *, on: bool) -> None:
        """Turn the person's camera on or off; Zoom tells nobody.

        Raises:
            LinkRefused: the person is not in the room.
        """
        meeting, token = read_link(self.account, join_url)
        visit = meeting.visit_of(token)
        if visit is None:
            raise LinkRefused("nobody is there with this link")
        visit.camera = on

    async def begin(self, start_url: str) -> None:
        """Open the host's link and start the meeting.

        Raises:
            LinkRefused: the link is too old, or the host has another meeting in progress.
        """
        meeting, token = read_link(self.account, start_url)
        self.account.check_host_token(meeting, token)
        await self.webhooks.tell(self.account.open(meeting, admit=self._host_admits))

    async def admit(self, start_url: str) -> None:
        """Let everybody in who waits, as the host.

        Raises:
            LinkRefused: the link is too old.
        """
        meeting, token = read_link(self.account, start_url)
        self.account.check_host_token(meeting, token)
        await self.webhooks.tell(meeting.admit_all())

    async def finish(self, start_url: str) -> None:
        """End the meeting for all, as the host.

        Raises:
            LinkRefused: the link is too old.
        """
        meeting, token = read_link(self.account, start_url)
        self.account.check_host_token(meeting, token)
        await self.webhooks.tell(meeting.close())

    async def _token(self, request: web.Request) -> web.StreamResponse:
        self.calls["POST token"] += 1

        async def handle() -> web.StreamResponse:
            form = await request.post()
            client, secret = read_credentials(request.headers.get("Authorization", ""))
            given = (client, secret, str(form.get("account_id", "")))
            known = self.credentials
            wanted = (known.client_id, known.client_secret, known.account_id)
            if form.get("grant_type") != "account_credentials":
                return web.json_response(
                    {"reason": "unsupported grant type", "error": "unsupported_grant_type"},
                    status=400,
                )
            if not hmac.compare_digest("\n".join(given).encode(), "\n".join(wanted).encode()):
                return web.json_response(
                    {"reason": "Invalid client_id or client_secret", "error": "invalid_client"},
                    status=400,
                )
            return web.json_response(
                {
                    "access_token": self.account.issue_token(),
                    "token_type": "bearer",
                    "expires_in": 3599,
                    "scope": "meeting:write:admin dashboard_meetings:read:admin",
                    "api_url": self.url,
                }
            )

        return await self.token_faults.around(request, handle)

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.stop()
