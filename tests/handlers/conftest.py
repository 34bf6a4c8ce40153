"""The chats in which the handlers are tried."""

import pytest

from tests.handlers.chats import Chats


@pytest.fixture
def chats() -> Chats:
    return Chats()
