"""Files that people send."""

from io import BytesIO
from typing import Final

from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest
from aiogram.types import Document, PhotoSize, Voice
from aiohttp import ClientError

from exams.domain.refusals.files import FileTooLarge

LARGEST: Final = 20  # megabytes that Telegram gives a bot


class DownloadFailed(Exception):
    """Telegram did not hand over a file; the update can be handled again."""


async def download(bot: Bot, file: PhotoSize | Document | Voice) -> bytes:
    """Fetch what somebody sent.

    Raises:
        FileTooLarge: over 20 MB.
        DownloadFailed: broken off, or gone.
    """
    if (file.file_size or 0) > LARGEST * 1024 * 1024:
        raise FileTooLarge(megabytes=LARGEST)
    taken = BytesIO()
    try:
        await bot.download(file, taken)
    except TelegramBadRequest as refused:
        if "file is too big" in refused.message:
            raise FileTooLarge(megabytes=LARGEST) from None
        raise
    except (ClientError, TimeoutError):
        # the client's own words hold the address of the file, and that the bot's token
        raise DownloadFailed(file.file_unique_id) from None
    return taken.getvalue()  # the very bytes; reading would copy them
