"""The whole process against a strict Telegram: polling, webhook, failures, restarts, logs."""

import asyncio
import io
import json
import logging
import os
import signal
import socket
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientSession
from pydantic import SecretStr

from bot.app import build
from bot.clock import SystemClock
from bot.logs import configure
from sandbox.telegram import FakeTelegram, FaultKind
from storage.database import Database
from storage.inbox import Inbox
from storage.once import CARRIED_OUT
from storage.unit import SqlUnits
from tests.bot.apps import Make, known, running
from tests.make import KEY

ROOT = Path(__file__).parents[2]


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    root = logging.getLogger()
    handlers, level = root.handlers, root.level
    stream = io.StringIO()
    configure(as_json=True, level="DEBUG", stream=stream)
    yield stream
    root.handlers, root.level = handlers, level


def edit(url: str, *statements: str) -> None:
    file = url.removeprefix("sqlite+aiosqlite:///")
    with closing(sqlite3.connect(file, timeout=300)) as connection:
        for statement in statements:
            connection.execute(statement)
        connection.commit()


def message(number: int, person: int, text: str) -> dict[str, Any]:
    sender = {"id": person, "is_bot": False, "first_name": "A", "language_code": "ru"}
    return {
        "update_id": number,
        "message": {
            "message_id": number,
            "date": 1_790_000_000,
            "chat": {"id": person, "type": "private"},
            "from": sender,
            "text": text,
        },
    }


async def test_a_stranger_is_told_how_to_come_in_in_the_phones_language(
    telegram: FakeTelegram, settings: Make
) -> None:
    phone = telegram.add_person(first_name="Иван", language_code="ru")
    async with running(settings()) as app:
        await phone.start()
        answer = await phone.wait_for("")

        async with ClientSession() as session:
            ready = await session.get(f"http://127.0.0.1:{app.listening}/ready")
            assert ready.status == 200

    assert "Здравствуйте" in answer.text
    assert telegram.refusals == []


async def test_a_known_person_gets_the_menu_and_commands_are_in_three_languages(
    telegram: FakeTelegram, settings: Make, database: Database
) -> None:
    phone = telegram.add_person(first_name="Aigerim")
    await known(database, phone)
    async with running(settings()):
        await phone.start()
        await phone.wait_for("Hello")

    menus = telegram.world.bot.commands.values()
    assert {menu[0]["description"] for menu in menus} == {
        "Басты мәзір",
        "Главное меню",
        "Main menu",
    }


async def test_updates_come_by_webhook_too(telegram: FakeTelegram, settings: Make) -> None:
    door = socket.create_server(("127.0.0.1", 0))  # the address holds the port: bound first
    port = door.getsockname()[1]
    phone = telegram.add_person(first_name="Dana", language_code="en")
    webhook = settings(
        webhook_url=f"http://127.0.0.1:{port}",
        webhook_secret=SecretStr("long-random-word"),
        listen_port=port,
    )
    app = await build(webhook)
    app.door = door
    async with app:
        await phone.start()
        await phone.wait_for("")

    assert telegram.refusals == []


async def test_what_keeps_failing_ends_in_an_apology_with_the_helpdesk(
    telegram: FakeTelegram, settings: Make, database: Database, database_url: str, log: io.StringIO
) -> None:
    phone = telegram.add_person(first_name="Aigerim")
    await known(database, phone)
    edit(database_url, "ALTER TABLE attempts RENAME TO lost")
    async with running(settings()):
        await phone.start()
        await phone.text("/exams")
        await phone.wait_for("Sorry, something went wrong")
        assert "help@uni.kz" in phone.messages()[-1].text

        # The bot may be writing: it must be able to come to an end of that meanwhile.
        await asyncio.to_thread(edit, database_url, "ALTER TABLE lost RENAME TO attempts")
        mark = phone.mark
        await phone.text("/exams")
        await phone.wait_for("", since=mark)

    failures = [json.loads(line) for line in log.getvalue().splitlines()]
    assert sum(one["event"] == "update failed" for one in failures) == 3
    assert "Сәрсен" not in log.getvalue()


async def test_after_a_crash_a_person_is_told_that_the_last_action_was_done(
    telegram: FakeTelegram, settings: Make, database: Database, database_url: str
) -> None:
    phone = telegram.add_person(first_name="Aigerim")
    await phone.start()
    telegram.world.updates.drop()  # else it may come just when the process ends
    await known(database, phone)
    update = message(5, phone.id, "/exams")
    await Inbox(database).store([(5, "person", json.dumps(update))], SystemClock().now())
    edit(database_url, f"UPDATE inbox SET error = '{CARRIED_OUT}'")  # noqa: S608 - our own word

    async with running(settings()):
        await phone.wait_for("your last action was carried out")

    assert await Inbox(database).unfinished() == ()


async def test_who_blocked_the_bot_meanwhile_is_noted_and_nothing_is_retried(
    telegram: FakeTelegram, settings: Make, database: Database, log: io.StringIO
) -> None:
    phone = telegram.add_person(first_name="Aigerim")
    person = await known(database, phone)
    async with running(settings()) as app:
        await app.intake.take([message(5, phone.id, "/menu")])
        async with asyncio.timeout(300):
            while len(app.intake):  # noqa: ASYNC110
                await asyncio.sleep(0.01)

    async with SqlUnits(database).reading() as unit:
        stored = await unit.people.get(person.id)
    assert stored is not None
    assert not stored.reachable
    assert "update failed" not in log.getvalue()


async def test_half_a_character_from_somebody_holds_nobody_up(
    telegram: FakeTelegram, settings: Make, database: Database
) -> None:
    phone = telegram.add_person(first_name="Aigerim", language_code="en")
    other = telegram.add_person(first_name="Bolat", language_code="en")
    async with running(settings()) as app:
        for somebody in (phone, other):
            await somebody.start()
            await somebody.wait_for("")
        marks = phone.mark, other.mark
        await app.intake.take(
            [message(900_001, phone.id, "\ud83d"), message(900_002, other.id, "/help")]
        )
        await other.wait_for("", since=marks[1])
        await phone.wait_for("", since=marks[0])

    assert await Inbox(database).unfinished() == ()


async def test_the_token_is_in_no_log_whatever_fails(
    telegram: FakeTelegram, settings: Make, database: Database, log: io.StringIO
) -> None:
    phone = telegram.add_person(first_name="Aigerim", language_code="en")
    await known(database, phone)
    kinds = (FaultKind.SERVER_ERROR, FaultKind.ANSWER_LOST, FaultKind.TOO_MANY_REQUESTS)
    async with running(settings()):
        for kind in kinds:
            telegram.faults.switch_on(kind, times=1, methods=["sendMessage"])
            await phone.start()
        telegram.faults.switch_on(FaultKind.ANSWER_LOST, times=1, methods=["getUpdates"])
        mark = phone.mark
        await phone.document(b"no picture", name="sheet.jpg")
        await phone.wait_for("", since=mark)

    written = log.getvalue()
    assert "telegram stumbled" in written
    assert telegram.token not in written
    assert telegram.token.split(":")[1] not in written


async def test_the_process_ends_when_it_is_asked_to(
    telegram: FakeTelegram, database_url: str, tmp_path: Path
) -> None:
    environment = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "EMTIHAN_TOKEN": telegram.token,
        "EMTIHAN_TELEGRAM_URL": telegram.url,
        "EMTIHAN_DATABASE_URL": database_url,
        "EMTIHAN_FILES_FOLDER": str(tmp_path / "files"),
        "EMTIHAN_TICKETS_KEY": KEY,
        "EMTIHAN_LISTEN_PORT": "0",
        "EMTIHAN_LOG_JSON": "true",
    }
    phone = telegram.add_person(first_name="Dana", language_code="en")
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bot",
        "run",
        env=environment,
        cwd=tmp_path,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        await phone.start()
        await phone.wait_for("")
    except BaseException:
        process.kill()
        raise
    process.send_signal(signal.SIGTERM)
    _, said = await process.communicate()

    assert process.returncode == 0
    events = [json.loads(line)["event"] for line in said.decode().splitlines()]
    # Between them and after them the work of the night may tell what it does.
    assert [event for event in events if event in {"running", "ending"}] == ["running", "ending"]
