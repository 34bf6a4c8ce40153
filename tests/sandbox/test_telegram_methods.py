"""The table of methods says what the description of the Bot API says."""

import json
import warnings
from importlib.resources import files
from pathlib import Path

import aiogram.methods
import pytest

from sandbox.derive_methods import METHODS, derive
from sandbox.telegram.server import HANDLERS
from sandbox.telegram.validate import methods

DESCRIPTION = Path(__file__).parents[2].parent / "shared" / "specs" / "telegram-bot-api-10.3.json"


def test_the_table_is_what_the_description_says_now() -> None:
    if not DESCRIPTION.exists():
        pytest.skip("the description of the Bot API is not beside this repository")
    derived = derive(json.loads(DESCRIPTION.read_text(encoding="utf-8")))

    kept = json.loads((files("sandbox.telegram") / "methods.json").read_text(encoding="utf-8"))
    assert kept == derived


def test_every_method_of_the_table_is_carried_out() -> None:
    of_the_courier = {"getUpdates", "setWebhook", "deleteWebhook", "getWebhookInfo"}

    assert {method.name for method in methods().values()} == set(METHODS)
    assert set(METHODS) == HANDLERS.keys() | of_the_courier


@pytest.mark.parametrize("name", METHODS)
def test_the_client_sends_nothing_the_table_does_not_know(name: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        fields = getattr(aiogram.methods, name[0].upper() + name[1:]).model_fields

    # The client still offers a few parameters which Telegram has replaced.
    replaced = {
        "allow_sending_without_reply",
        "callback_query_id",
        "disable_web_page_preview",
        "receiver_user_id",
        "reply_to_message_id",
    }
    known = set(methods()[name.lower()].fields)
    assert set(fields) - known <= replaced
