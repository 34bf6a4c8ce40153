"""A lost account."""

from typing import Any

import pytest

from exams.domain.people import Role
from tests import make
from tests.handlers.chats import Chats

FILE = {"file_id": "d", "file_unique_id": "d", "file_size": 9}
WORKBOOK: dict[str, Any] = FILE | {"file_name": "marks.XLSX"}


@pytest.fixture
def registrar(chats: Chats) -> Chats:
    chats.speaks(make.MADINA, Role.REGISTRAR)
    return chats


async def test_a_lost_account_is_freed_by_number(registrar: Chats) -> None:
    await registrar.write("/unbind 21B00101")

    assert registrar.use.calls == [("unbind", "21B00101")]
