"""A tiny bot that shows the phones page all that a bot can send, by raw HTTP."""

import asyncio
import io
import json
from typing import Any

import aiohttp
from PIL import Image

from sandbox.telegram import FakeTelegram

WELCOME = (
    "<b>Қош келдіңіз!</b>\nЕмтихан: <b>Дерекқорлар жүйесі</b>, 9 желтоқсан, 10:00.\n"
    "<blockquote>Камераны өшірмеңіз. Парақтарға қол қойыңыз.</blockquote>"
    "Сілтеме сол күні келеді: <code>09:45</code>."
)
BUTTONS = [
    [{"text": "✅ Мен келісемін", "callback_data": "agree", "style": "success"}],
    [
        {"text": "📖 Ережелер", "callback_data": "rules"},
        {"text": "⚠️ Ескерту", "callback_data": "alert"},
    ],
]
KEYBOARD = [[{"text": "📋 Емтихандарым"}, {"text": "💬 Көмек"}]]


def picture(width: int = 480, height: int = 640) -> bytes:
    """Draw a picture."""
    target = io.BytesIO()
    Image.effect_mandelbrot((width, height), (-2, -1.5, 1, 1.5), 20).save(target, "JPEG")
    return target.getvalue()


class ScriptedBot:
    """Answers: /start, three buttons, texts and pictures.

    Attributes:
        awake: cleared, it lets pressed buttons wait.
    """

    def __init__(self, telegram: FakeTelegram, session: aiohttp.ClientSession) -> None:
        self.telegram = telegram
        self.session = session
        self.awake = asyncio.Event()
        self.awake.set()

    async def call(self, method: str, **fields: Any) -> Any:
        """Call a method; bytes among the fields go as files."""
        form = aiohttp.FormData(default_to_multipart=True)
        for name, value in fields.items():
            if isinstance(value, bytes):
                ending = "pdf" if value.startswith(b"%PDF") else "jpg"
                form.add_field(name, value, filename=f"{name}.{ending}")
            else:
                form.add_field(name, value if isinstance(value, str) else json.dumps(value))
        url = f"{self.telegram.url}/bot{self.telegram.token}/{method}"
        async with self.session.post(url, data=form) as answer:
            told = await answer.json()
        if not told["ok"]:
            raise ValueError(f"{method}: {told['description']}")
        return told["result"]

    async def say(self, chat: int, text: str, **fields: Any) -> Any:
        """Send a text with Telegram's HTML."""
        return await self.call("sendMessage", chat_id=chat, text=text, parse_mode="HTML", **fields)

    async def run(self) -> None:
        """Answer for ever."""
        after = 0
        while True:
            for update in await self.call("getUpdates", offset=after, timeout=20):
                after = update["update_id"] + 1
                if "callback_query" in update:
                    await self._pressed(update["callback_query"])
                elif "message" in update:
                    await self._written(update["message"])

    async def _written(self, message: dict[str, Any]) -> None:
        chat = message["chat"]["id"]
        text = message.get("text", "")
        if text.startswith("/start"):
            await self.say(chat, "Сәлем!", reply_markup={"keyboard": KEYBOARD})
            await self.say(chat, WELCOME, reply_markup={"inline_keyboard": BUTTONS})
        elif "photo" in message:
            await self.say(chat, "📷 Парақ алынды", reply_parameters=_to(message))
        elif text:
            await self.say(chat, f"Естідім: {len(text)}")

    async def _pressed(self, query: dict[str, Any]) -> None:
        await self.awake.wait()
        answer: dict[str, Any] = {"callback_query_id": query["id"]}
        message = query["message"]
        if query["data"] == "alert":
            answer |= {"text": "Билет әлі ашылмаған.", "show_alert": True}
        elif query["data"] == "rules":
            answer |= {"text": "Ережелер оқылды"}
        else:
            await self.call(
                "editMessageText",
                chat_id=message["chat"]["id"],
                message_id=message["message_id"],
                text="✅ <b>Келісім қабылданды</b>",
                parse_mode="HTML",
            )
        await self.call("answerCallbackQuery", **answer)


def _to(message: dict[str, Any]) -> dict[str, Any]:
    return {"message_id": message["message_id"]}
