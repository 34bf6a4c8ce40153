"""A messenger that records, use cases that record, and people who tap, write and send files."""

from collections.abc import AsyncGenerator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from inspect import signature
from types import UnionType
from typing import Any, Union, cast, get_args, get_origin, get_type_hints

from aiogram import Bot, Dispatcher
from aiogram.client.session.base import BaseSession
from aiogram.exceptions import TelegramBadRequest
from aiogram.fsm.storage.memory import MemoryStorage
from aiogram.methods import (
    AnswerCallbackQuery,
    EditMessageText,
    GetFile,
    GetMe,
    SendMediaGroup,
    SendMessage,
    TelegramMethod,
)
from aiogram.types import (
    CallbackQuery,
    Chat,
    File,
    InaccessibleMessage,
    Message,
    Update,
    User,
)

from exams.domain.ids import Digest
from exams.domain.people import Actor, Locale, Role
from exams.domain.refusals.base import Refusal
from exams.notices.base import Notice
from exams.notices.entrance import Menu
from exams.services import UseCases
from exams.services.page_address import PageAddress
from handlers import routes
from templates.renderer import Renderer
from tests import make
from tests.handlers.samples import variants

TOKEN = "42:TEST"
GROUP_CHAT = -100_500
NOON = datetime(2026, 1, 15, 7, 0, tzinfo=UTC)


class Telegram(BaseSession):
    """Takes every call, keeps it, and answers as Telegram would."""

    def __init__(self) -> None:
        super().__init__()
        self.calls: list[TelegramMethod[Any]] = []
        self.refuse: dict[str, str] = {}
        self.breaks_at: dict[str, Exception] = {}
        self.contents = b"\xff\xd8\xff picture"
        self.breaks: Exception | None = None

    @property
    def names(self) -> list[str]:
        """The methods called."""
        return [call.__api_method__ for call in self.calls]

    @property
    def texts(self) -> list[str]:
        """What was said, in new messages and in place of old ones."""
        said = (call for call in self.calls if isinstance(call, SendMessage | EditMessageText))
        return [str(call.text) for call in said]

    @property
    def alert(self) -> str | None:
        """What the answer to a tap said."""
        answers = [call for call in self.calls if isinstance(call, AnswerCallbackQuery)]
        return next((call.text for call in answers if call.text), None)

    def last(self, name: str) -> Any:
        """Return the last call of a method."""
        return next(call for call in reversed(self.calls) if call.__api_method__ == name)

    async def close(self) -> None:
        """Nothing is open."""

    async def make_request(
        self,
        bot: Bot,
        method: TelegramMethod[Any],
        timeout: int | None = None,  # noqa: ASYNC109
    ) -> Any:
        """Keep a call and answer it."""
        del timeout
        self.calls.append(method)
        if broken := self.breaks_at.get(method.__api_method__):
            raise broken
        if refused := self.refuse.get(method.__api_method__):
            raise TelegramBadRequest(method=method, message=refused)
        if isinstance(method, GetFile):
            return File(file_id=method.file_id, file_unique_id="u", file_path="photos/1.jpg")
        if isinstance(method, GetMe):
            return User(id=42, is_bot=True, first_name="Emtihan", username="emtihan_bot")
        if method.__api_method__.startswith(("answer", "sendChatAction")):
            return True
        number = 900 + len(self.calls)
        if isinstance(method, SendMediaGroup):
            return [message(bot, message_id=number + place) for place in range(len(method.media))]
        return message(bot, message_id=number)

    async def stream_content(self, *_: Any, **__: Any) -> AsyncGenerator[bytes, None]:
        """Return the file somebody sent."""
        if self.breaks is not None:
            raise self.breaks
        yield self.contents


@dataclass
class Recorded:
    """Stands in for the use cases: checks each call against the real one, and keeps it.

    Attributes:
        calls: name and arguments after the actor.
        returns: what a use case returns instead of a plain sample.
        refuses: what a use case raises.
        refused: what was handed over to be written down as refused.
    """

    calls: list[tuple[Any, ...]] = field(default_factory=list)
    returns: dict[str, Any] = field(default_factory=dict)
    refuses: dict[str, Exception] = field(default_factory=dict)
    refused: list[Refusal] = field(default_factory=list)

    def __getattr__(self, name: str) -> Any:
        kind = get_type_hints(UseCases)[name]
        if name == "file":
            return self._file
        if name == "test_page":
            return PageAddress("")
        if name == "note_refusal":
            return self._note_refusal

        async def call(*args: Any, **kwargs: Any) -> Any:
            signature(kind.__call__).bind(None, *args, **kwargs)
            said = tuple(arg for arg in args if not isinstance(arg, Actor))
            self.calls.append((name, *said, *kwargs.values()))
            if name in self.refuses:
                raise self.refuses[name]
            return self.returns.get(name, answer(get_type_hints(kind.__call__).get("return")))

        return call

    async def _file(self, digest: Digest) -> bytes:
        return digest.encode()

    async def _note_refusal(self, _: Actor | None, __: int, refusal: Refusal) -> None:
        self.refused.append(refusal)

    @property
    def names(self) -> list[str]:
        """The use cases called."""
        return [call[0] for call in self.calls]


def answer(hint: Any) -> Any:
    """Return a plain sample of what a use case promises."""
    if get_origin(hint) is tuple:
        return (answer(get_args(hint)[0]),)
    if get_origin(hint) in (Union, UnionType):
        return answer(get_args(hint)[0])
    if hint is Notice:
        return variants(Menu)[0]
    if isinstance(hint, type) and issubclass(hint, Notice):
        return variants(hint)[0]
    return {int: 2, bytes: b"file"}.get(hint)


class PlainWords(Renderer):
    """The real labels, and for a text only its name: what it says is tested elsewhere."""

    def _text(self, name: str, locale: Locale, facts: Any) -> str:
        del facts
        return f"{name} {locale.value}"

    def figure(self, name: str, locale: Locale) -> bytes:
        """Return no more than the beginning of one."""
        del name, locale
        return b"\x89PNG"


def user(number: int = 7, language: str = "kk") -> User:
    """Make an account."""
    return User(id=number, is_bot=False, first_name="Айгерім", language_code=language)


def message(bot: Bot | None = None, **parts: Any) -> Message:
    """Make a message, by default from a private chat."""
    plain = {
        "message_id": 50,
        "date": NOON,
        "chat": Chat(id=7, type="private"),
        "from_user": user(),
    }
    return Message.model_validate(plain | parts, context={"bot": bot} if bot else None)


@cache
def _dispatcher() -> Dispatcher:
    """Return the one dispatcher: to make it takes longer than most of the tests."""
    dispatcher = Dispatcher()
    dispatcher.include_router(routes.build())
    return dispatcher


@dataclass
class Chats:
    """The dispatcher as it runs, between a recording messenger and recording use cases."""

    telegram: Telegram = field(default_factory=Telegram)
    use: Recorded = field(default_factory=Recorded)
    words: Renderer = field(default_factory=PlainWords)
    actor: Actor | None = field(default_factory=make.actor)

    def __post_init__(self) -> None:
        self.bot = Bot(TOKEN, session=self.telegram)
        self.dispatcher = _dispatcher()
        self.dispatcher.fsm.storage = MemoryStorage()

    def speaks(self, who: Any, *roles: Role, locale: Locale = Locale.KK) -> None:
        """Let somebody else act from now on."""
        self.actor = make.actor(who, *roles, locale=locale)

    async def feed(self, **event: Any) -> None:
        """Let an update come in."""
        update = Update(update_id=1, **event)
        await self.dispatcher.feed_update(
            self.bot,
            update,
            use=cast("UseCases", self.use),
            words=self.words,
            actor=self.actor,
        )

    async def tap(
        self, data: str, under: Message | InaccessibleMessage | None = None, number: int = 7
    ) -> None:
        """Tap a button under a message of the bot's."""
        tapped = under or message(text="бұрынғы")
        query = CallbackQuery(
            id="q", from_user=user(number), chat_instance="c", message=tapped, data=data
        )
        await self.feed(callback_query=query)

    async def write(self, text: str, **parts: Any) -> None:
        """Write a message."""
        await self.send(text=text, **parts)

    async def send(self, **parts: Any) -> None:
        """Send a message of any kind."""
        text = str(parts.get("text", ""))
        if text.startswith("/"):
            length = len(text.split(maxsplit=1)[0])
            command = {"type": "bot_command", "offset": 0, "length": length}
            parts.setdefault("entities", [command])
        await self.feed(message=message(**parts))

    async def state(self) -> str | None:
        """Return which form is open."""
        context = self.dispatcher.fsm.get_context(self.bot, chat_id=7, user_id=7)
        return await context.get_state()

    async def open(self, form: Any, **about: Any) -> None:
        """Open a form."""
        context = self.dispatcher.fsm.get_context(self.bot, chat_id=7, user_id=7)
        await context.set_state(form)
        await context.set_data(about)
