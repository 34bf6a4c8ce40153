"""Calls to Zoom's REST interface through zoomus, the only module that knows zoomus.

Of zoomus only the raw requests are used. Its ZoomClient asks for a token inside its
constructor, without a time-out, takes no notice when that fails and never asks again; its
components send local times as UTC and put ids into bodies and unquoted into addresses. So
each call carries its own headers, every id is quoted by `path`, and every answer is read here.
"""

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import quote, urlencode

import requests
from zoomus.util import ApiClient

from exams.ports.clock import Clock
from zoom_integration.errors import (
    CredentialsRefused,
    TokenRefused,
    ZoomBroken,
    ZoomBusy,
    ZoomRefused,
    ZoomTimedOut,
    ZoomUnreachable,
)
from zoom_integration.retry import too_many
from zoom_integration.tokens import Credentials, Tokens

logger = logging.getLogger(__name__)

API_URL: Final = "https://api.zoom.us/v2"
TOKEN_URL: Final = "https://zoom.us/oauth/token"  # noqa: S105 -- an address
THREADS: Final = 8  # a medium call takes a third of a second: some 20 calls a second, Zoom's limit
TRIES: Final = 3
LONGEST_WAIT: Final = 5.0  # seconds; a longer wait is the caller's to plan
USUAL_WAIT: Final = 1.0  # seconds, when Zoom asks to wait but does not say how long

OK: Final = 200
FIRST_ERROR: Final = 400
UNAUTHORIZED: Final = 401
TOO_MANY: Final = 429
FIRST_BREAKDOWN: Final = 500


def path(*parts: str | int) -> str:
    """Join the parts of an address, each quoted, so that no id can point elsewhere."""
    return "/" + "/".join(quote(str(part), safe="") for part in parts)


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: the status, the headers that matter, and the JSON object."""

    status: int
    headers: Mapping[str, str]
    content: dict[str, Any]


class ZoomClient:
    """Asks Zoom in threads, renews the token, waits out short bursts, names each failure."""

    def __init__(
        self,
        credentials: Credentials,
        clock: Clock,
        *,
        api_url: str = API_URL,
        token_url: str = TOKEN_URL,
        timeout: int = 10,
        pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        """Prepare the client; nothing is sent yet.

        Args:
            credentials: of the Zoom app.
            clock: for the token's age and for dates in Retry-After.
            api_url: up to and with the version.
            token_url: whole.
            timeout: whole seconds that Zoom may be silent.
            pause: how to wait for a number of seconds.
        """
        self._credentials = credentials
        self._clock = clock
        self._api = ApiClient(base_uri=api_url, timeout=timeout)
        self._oauth = ApiClient(base_uri=token_url, timeout=timeout)
        self._pause = pause
        self._threads = ThreadPoolExecutor(max_workers=THREADS, thread_name_prefix="zoom")
        self._tokens = Tokens(self._fetch_token, clock)

    async def get(self, endpoint: str, **params: str | int) -> dict[str, Any]:
        """Read something; `endpoint` comes from `path`."""
        return await self._ask(
            lambda headers: self._api.get_request(endpoint, params=params, headers=headers)
        )

    async def post(self, endpoint: str, body: Mapping[str, Any]) -> dict[str, Any]:
        """Make something."""
        data = json.dumps(body)
        return await self._ask(
            lambda headers: self._api.post_request(endpoint, data=data, headers=headers)
        )

    async def put(self, endpoint: str, body: Mapping[str, Any]) -> dict[str, Any]:
        """Change a state."""
        data = json.dumps(body)
        return await self._ask(
            lambda headers: self._api.put_request(endpoint, data=data, headers=headers)
        )

    async def delete(self, endpoint: str) -> dict[str, Any]:
        """Remove something."""
        return await self._ask(lambda headers: self._api.delete_request(endpoint, headers=headers))

    def close(self) -> None:
        """Let the threads go once their calls are over."""
        self._threads.shutdown(wait=False)

    async def _ask(self, call: Callable[[dict[str, str]], requests.Response]) -> dict[str, Any]:
        for _ in range(TRIES - 1):
            token = await self._tokens.current()
            try:
                return await self._once(call, token)
            except TokenRefused:
                self._tokens.forget(token)
            except ZoomBusy as busy:
                wait = USUAL_WAIT if busy.retry_after is None else busy.retry_after
                if wait > LONGEST_WAIT:
                    raise
                logger.info("zoom is busy", extra={"wait_seconds": wait})
                await self._pause(wait)
        return await self._once(call, await self._tokens.current())

    async def _once(
        self, call: Callable[[dict[str, str]], requests.Response], token: str
    ) -> dict[str, Any]:
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        answer = await self._in_thread(lambda: call(headers))
        if answer.status >= FIRST_ERROR:
            raise self._failure(answer)
        return answer.content

    async def _fetch_token(self) -> str:
        form = {
            "grant_type": "account_credentials",
            "account_id": self._credentials.account_id,
        }
        headers = {
            "Authorization": self._credentials.basic(),
            "Content-Type": "application/x-www-form-urlencoded",
        }
        answer = await self._in_thread(
            lambda: self._oauth.post_request("", data=urlencode(form), headers=headers)
        )
        if FIRST_ERROR <= answer.status < FIRST_BREAKDOWN and answer.status != TOO_MANY:
            raise CredentialsRefused
        if answer.status != OK:
            raise self._failure(answer)
        token = answer.content.get("access_token")
        if not isinstance(token, str) or not token:
            raise ZoomBroken(status=answer.status)
        logger.info("zoom token fetched")
        return token

    async def _in_thread(self, call: Callable[[], requests.Response]) -> Answer:
        loop = asyncio.get_running_loop()
        try:
            return await loop.run_in_executor(self._threads, lambda: _read(call()))
        except requests.Timeout as silence:
            raise ZoomTimedOut from silence
        except requests.RequestException as trouble:
            raise ZoomUnreachable from trouble

    def _failure(self, answer: Answer) -> Exception:
        if answer.status == TOO_MANY:
            message = str(answer.content.get("message", ""))
            return too_many(answer.headers, message, now=self._clock.now())
        if answer.status == UNAUTHORIZED:
            return TokenRefused()
        if answer.status >= FIRST_BREAKDOWN:
            return ZoomBroken(status=answer.status)
        code = answer.content.get("code")
        return ZoomRefused(status=answer.status, code=code if isinstance(code, int) else 0)


def _read(response: requests.Response) -> Answer:
    content: object = {}
    if response.content:
        try:
            content = json.loads(response.content)
        except ValueError:
            content = None
    if not isinstance(content, dict):
        if response.status_code < FIRST_ERROR:
            raise ZoomBroken(status=response.status_code)
        content = {}  # a gateway's page of words instead of Zoom's answer; the status tells all
    return Answer(response.status_code, response.headers, content)
