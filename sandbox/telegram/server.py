"""The Bot API over HTTP: reads requests, calls the methods, answers as Telegram does."""

import asyncio
import hmac
import json
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from aiohttp import BodyPartReader, web

from sandbox.telegram import asking, editing, sending
from sandbox.telegram.courier import Courier
from sandbox.telegram.faults import FaultKind
from sandbox.telegram.limits import MEGABYTE, too_many_requests
from sandbox.telegram.media import Upload, upload_of
from sandbox.telegram.refused import Refusal, Refused, bad_request
from sandbox.telegram.state import World
from sandbox.telegram.validate import Params, methods

Handler = Callable[[World, Params, Mapping[str, Upload]], Awaitable[Any]]

CONFLICT = 409
ROOM = 4
"""How many times the largest upload a whole request may be, before the reading stops."""

HANDLERS: dict[str, Handler] = {
    "answerCallbackQuery": asking.answer_callback,
    "answerWebAppQuery": asking.answer_web_app,
    "copyMessage": sending.copy_message,
    "createChatInviteLink": asking.create_invite_link,
    "deleteMessage": editing.delete_message,
    "deleteMessages": editing.delete_messages,
    "deleteMyCommands": asking.delete_commands,
    "editMessageCaption": editing.edit_caption,
    "editMessageMedia": editing.edit_media,
    "editMessageReplyMarkup": editing.edit_markup,
    "editMessageText": editing.edit_text,
    "forwardMessage": sending.forward_message,
    "getChat": asking.get_chat,
    "getChatAdministrators": asking.get_administrators,
    "getChatMember": asking.get_member,
    "getFile": asking.get_file,
    "getMe": asking.get_me,
    "getMyCommands": asking.get_commands,
    "leaveChat": asking.leave_chat,
    "pinChatMessage": editing.pin_message,
    "sendChatAction": asking.send_action,
    "sendDocument": sending.send_document,
    "sendMediaGroup": sending.send_media_group,
    "sendMessage": sending.send_message,
    "sendPhoto": sending.send_photo,
    "sendVoice": sending.send_voice,
    "setChatMenuButton": asking.set_menu_button,
    "setMessageReaction": editing.set_reaction,
    "setMyCommands": asking.set_commands,
    "setMyDescription": asking.set_description,
    "setMyShortDescription": asking.set_short_description,
    "unpinChatMessage": editing.unpin_message,
}


class BotApi:
    """The bot's side of the fake Telegram."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.courier = Courier(world, self.call)
        self._handlers: dict[str, Handler] = HANDLERS | {
            "deleteWebhook": self.courier.delete_webhook,
            "getUpdates": self.courier.get_updates,
            "getWebhookInfo": self.courier.webhook_info,
            "setWebhook": self.courier.set_webhook,
        }

    def routes(self) -> list[web.RouteDef]:
        """Return the routes of the Bot API."""
        return [
            web.route("*", "/bot{token:[^/]+}/{method}", self._answer),
            web.get("/file/bot{token:[^/]+}/{path:.+}", self._file),
        ]

    @property
    def request_limit(self) -> int:
        """Bytes of a request's body that are read at all."""
        return ROOM * self.world.limits.upload + MEGABYTE

    async def call(
        self, name: str, sent: Mapping[str, Any], uploads: Mapping[str, Upload] | None = None
    ) -> Any:
        """Check and carry out one method, and keep its refusal.

        Raises:
            Refused: as Telegram would.
        """
        try:
            return await self._carry_out(name, sent, uploads or {})
        except Refused as refused:
            if refused.code != CONFLICT:
                self._keep(name, refused)
            raise

    async def _carry_out(
        self, name: str, sent: Mapping[str, Any], uploads: Mapping[str, Upload]
    ) -> Any:
        method = methods().get(name.lower())
        if method is None:
            raise Refused(404, "Not Found")
        named = {key: upload for key, upload in uploads.items() if key in method.fields}
        params = method.check({**sent, **named})
        return await self._handlers[method.name](self.world, params, uploads)

    def _keep(self, name: str, refused: Refused) -> None:
        self.world.refusals.append(
            Refusal(method=name, code=refused.code, description=refused.description)
        )

    # -- HTTP -------------------------------------------------------------

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        name = request.match_info["method"]
        try:
            self._check_token(request, name)
            await self._fail_on_purpose(request, name)
            sent, uploads = await self._read(request, name)
            result = await self.call(name, sent, uploads)
        except Refused as refused:
            # A poller that hung up long ago is told nothing, so it was not refused either.
            if refused.code == CONFLICT and not _gone(request):
                self._keep(name, refused)
            return _refusal(refused)
        except _Cut:
            return _cut(request)
        if self.world.faults.striking(FaultKind.ANSWER_LOST, name):
            return _cut(request)
        return web.json_response({"ok": True, "result": result}, dumps=_dumps)

    def _check_token(self, request: web.Request, name: str) -> None:
        if not hmac.compare_digest(
            request.match_info["token"].encode(), self.world.token.encode()
        ):
            refused = Refused(401, "Unauthorized")
            self._keep(name, refused)
            raise refused

    async def _fail_on_purpose(self, request: web.Request, name: str) -> None:
        faults = self.world.faults
        if not faults.on:
            return
        fault = None
        if storm := faults.striking(FaultKind.TOO_MANY_REQUESTS, name):
            fault = too_many_requests(storm.retry_after)
        elif faults.striking(FaultKind.SERVER_ERROR, name):
            fault = Refused(500, "Internal Server Error")
        if fault:
            await request.read()
            faults.refusals.append(
                Refusal(method=name, code=fault.code, description=fault.description)
            )
            raise fault
        if hang := faults.striking(FaultKind.TIME_OUT, name):
            await asyncio.sleep(hang.seconds)
            raise _Cut

    async def _read(
        self, request: web.Request, name: str
    ) -> tuple[dict[str, Any], dict[str, Upload]]:
        try:
            return await _parameters(request, self.request_limit)
        except Refused as refused:
            self._keep(name, refused)
            raise
        except web.HTTPRequestEntityTooLarge:
            too_large = Refused(413, "Request Entity Too Large")
            self._keep(name, too_large)
            raise too_large from None

    async def _file(self, request: web.Request) -> web.StreamResponse:
        try:
            self._check_token(request, "file")
        except Refused as refused:
            return _refusal(refused)
        stored = self.world.files.at(request.match_info["path"])
        if stored is None or len(stored.data) > self.world.limits.download:
            missing = Refused(404, "Not Found")
            self._keep("file", missing)
            return _refusal(missing)
        return web.Response(body=stored.data, content_type="application/octet-stream")


class _Cut(Exception):
    """The connection is to be cut without an answer."""


def _cut(request: web.Request) -> web.Response:
    if request.transport is not None:
        request.transport.abort()
    return web.Response()


def _gone(request: web.Request) -> bool:
    return request.transport is None or request.transport.is_closing()


def _dumps(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _refusal(refused: Refused) -> web.Response:
    body: dict[str, Any] = {
        "ok": False,
        "error_code": refused.code,
        "description": refused.description,
    }
    if refused.parameters:
        body["parameters"] = dict(refused.parameters)
    return web.json_response(body, status=refused.code, dumps=_dumps)


async def _parameters(request: web.Request, most: int) -> tuple[dict[str, Any], dict[str, Upload]]:
    sent: dict[str, Any] = dict(request.query)
    uploads: dict[str, Upload] = {}
    if request.content_type == "application/json" and request.can_read_body:
        try:
            body = json.loads(await request.read())
        except ValueError:
            body = None
        if not isinstance(body, dict):
            raise bad_request("can't parse the request's JSON")
        sent |= body
    elif request.content_type == "multipart/form-data":
        await _read_parts(request, sent, uploads, most)
    elif request.can_read_body:
        sent |= await request.post()
    return sent, uploads


async def _read_parts(
    request: web.Request, sent: dict[str, Any], uploads: dict[str, Upload], most: int
) -> None:
    read = 0
    async for part in await request.multipart():
        if not isinstance(part, BodyPartReader) or not part.name:
            raise bad_request("can't parse the request's parts")
        data = await part.read()
        read += len(data)
        if read > most:
            raise Refused(413, "Request Entity Too Large")
        if part.filename is None:
            sent[part.name] = data.decode("utf-8", "replace")
        else:
            uploads[part.name] = upload_of(part.filename, bytes(data))
