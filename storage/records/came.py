"""What has come and is not handled yet, read from the inbox."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from exams.domain.ids import ChatId
from exams.records.came import CamePicture
from storage.inbox import brings_picture, person_key
from storage.tables import messages

columns = messages.inbox.c


@dataclass(frozen=True, slots=True)
class SqlCame:
    """Updates of the `inbox` table that are not worked off."""

    connection: AsyncConnection

    async def pictures(self, *accounts: ChatId) -> dict[ChatId, tuple[CamePicture, ...]]:
        """Return each one's pictures that wait, those that are just looked at among them."""
        keys = {person_key(account): account for account in accounts}
        came: dict[ChatId, tuple[CamePicture, ...]] = dict.fromkeys(accounts, ())
        rows = await self.connection.execute(
            select(columns.key, columns.payload)
            .where(columns.done_at.is_(None), columns.key.in_(keys))
            .order_by(columns.update_id)
        )
        for key, payload in rows:
            update = json.loads(payload)
            if brings_picture(update):
                came[keys[key]] += (_picture(update["message"]),)
        return came


def _picture(message: Mapping[str, Any]) -> CamePicture:
    return CamePicture(
        message=message["message_id"], sent_at=datetime.fromtimestamp(message["date"], UTC)
    )
