"""The command line: quick to help, clear when something is missing, whole when it is not."""

import asyncio
import json
import os
import sqlite3
import subprocess
import sys
from base64 import b64encode
from contextlib import closing
from datetime import UTC, datetime, timedelta
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot import cli
from bot.clock import SystemClock
from exams.domain.ids import ExamId, PersonId
from exams.domain.people import Role
from exams.records.events import Happening
from sandbox.telegram import FakeTelegram
from storage.database import Database, connect
from storage.nights import Nights
from storage.unit import SqlUnits
from tests import make
from tests.storage.university import University

ROOT = Path(__file__).parents[2]
OTHER_KEY = b64encode(b"k" * 32).decode()


@pytest.fixture(autouse=True)
def _elsewhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.startswith("EMTIHAN_")]:
        monkeypatch.delenv(name)


def call(*words: str) -> tuple[int, str]:
    result = CliRunner().invoke(cli.app, list(words))
    return result.exit_code, result.output


async def write_events(url: str) -> None:
    database = connect(url)
    async with SqlUnits(database)() as unit:
        for act in ("draw", "hand_in", "release"):
            await unit.events.append(
                Happening(
                    exam_id=ExamId(3),
                    at=datetime(2026, 12, 14, 4, 0, tzinfo=UTC),
                    actor=PersonId(1),
                    role=Role.STUDENT,
                    act=act,
                )
            )
        await unit.commit()
    await database.close()


def edit(url: str, statement: str) -> None:
    with closing(sqlite3.connect(url.removeprefix("sqlite+aiosqlite:///"))) as connection:
        connection.execute(statement)
        connection.commit()


def test_help_names_the_commands_and_loads_nothing_heavy() -> None:
    script = (
        "import sys; sys.argv = ['emtihan', '--help']\n"
        "from bot.cli import main\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "print('LOADED', [m for m in ('aiogram', 'sqlalchemy', 'cv2', 'sandbox') "
        "if m in sys.modules])"
    )
    done = subprocess.run(  # noqa: S603 - our own words
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )

    assert "LOADED []" in done.stdout
    for name in (
        "run",
        "doctor",
        "verify-log",
        "verify-draw",
        "inspect-sheet",
        "backup",
        "restore",
    ):
        assert name in done.stdout


def test_commands_of_other_packages_are_imported_only_when_called(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "extra_emtihan.py").write_text(
        "import typer\n"
        "def greet(name: str, *, loud: bool = False) -> None:\n"
        "    '''Say hello.'''\n"
        "    typer.echo(('HELLO ' if loud else 'hello ') + name)\n"
    )
    monkeypatch.syspath_prepend(str(tmp_path))
    entry = EntryPoint(name="greet", value="extra_emtihan:greet", group=cli.GROUP)
    monkeypatch.setattr(cli, "added", lambda: {"greet": entry})

    assert "greet" in call("--help")[1]
    assert "extra_emtihan" not in sys.modules
    assert call("greet", "Dana", "--loud") == (0, "HELLO Dana\n")
    assert "Say hello." in call("greet", "--help")[1]


def test_running_without_a_token_says_what_to_do() -> None:
    code, said = call("run")

    assert code == 2
    assert "@BotFather" in said


def test_a_setting_that_is_wrong_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EMTIHAN_LISTEN_PORT", "many")

    code, said = call("verify-log")

    assert code == 2
    assert "EMTIHAN_LISTEN_PORT" in said


def test_the_log_is_whole_until_somebody_edits_it(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    asyncio.run(write_events(database_url))
    monkeypatch.setenv("EMTIHAN_DATABASE_URL", database_url)

    code, said = call("verify-log", "--json")
    assert code == 0
    assert json.loads(said) == {
        "ok": True,
        "chains": [{"exam": 3, "events": 3, "verdict": "whole"}],
    }

    edit(database_url, "UPDATE events SET reason = 'nothing happened' WHERE sequence = 2")
    code, said = call("verify-log")
    assert code == 1
    assert "edited at event 2" in said


def test_a_log_of_no_database_is_not_called_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EMTIHAN_DATABASE_URL", f"sqlite+aiosqlite:///{tmp_path}/none.db")

    code, said = call("verify-log")

    assert code == 1
    assert "no database yet" in said
    assert not list(tmp_path.iterdir())


def test_a_log_that_was_cut_off_is_found(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    asyncio.run(write_events(database_url))
    monkeypatch.setenv("EMTIHAN_DATABASE_URL", database_url)
    edit(database_url, "DELETE FROM events")

    code, said = call("verify-log")

    assert code == 1
    assert "cut_off at event 1" in said


def test_a_backup_can_be_restored_elsewhere(
    database_url: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    asyncio.run(write_events(database_url))
    monkeypatch.setenv("EMTIHAN_DATABASE_URL", database_url)
    assert call("backup", str(tmp_path / "copy"))[0] == 0
    assert call("backup", str(tmp_path / "copy"))[0] == 1  # it is there already
    code, said = call("backup", str(tmp_path / "no disk" / "copy"))
    assert (code, "mount its disk" in said.replace("\n", " ")) == (1, True)
    assert call("restore", str(tmp_path / "copy"))[0] == 1  # so is the database

    monkeypatch.setenv("EMTIHAN_DATABASE_URL", f"sqlite+aiosqlite:///{tmp_path}/new.db")
    assert call("restore", str(tmp_path / "copy"))[0] == 0
    assert call("verify-log")[0] == 0


def test_a_file_that_is_no_picture_is_a_line_of_json(tmp_path: Path) -> None:
    (tmp_path / "sheet.jpg").write_bytes(b"no picture")

    code, said = call("inspect-sheet", str(tmp_path / "sheet.jpg"))

    line = json.loads(said)
    assert code == 1
    assert not line["accepted"]
    assert line["reasons"]


def test_the_doctor_finds_what_is_missing_and_says_the_fix(tmp_path: Path) -> None:
    code, said = call("doctor", "--json")

    found = {one["name"]: one for one in map(json.loads, said.splitlines())}
    assert code == 1
    assert "BotFather" in found["setting EMTIHAN_TOKEN"]["fix"]
    assert "CONFERENCE_LINK" in found["conferences"]["fix"]
    assert found["database"]["fine"]
    assert found["pictures"]["fine"]
    assert not (tmp_path / "var").exists()  # it only looks


@pytest.mark.parametrize(("days", "fine"), [(0, True), (2, True), (3, False)])
def test_the_doctor_knows_when_the_last_backup_was_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, days: int, *, fine: bool
) -> None:
    monkeypatch.setenv("EMTIHAN_BACKUP_FOLDER", str(tmp_path))
    now = datetime(2026, 1, 3, 23, 59, tzinfo=UTC)
    monkeypatch.setattr(SystemClock, "now", lambda _: now)
    for made in (now - timedelta(days=days), now - timedelta(days=9)):
        (tmp_path / f"emtihan-{made:%Y-%m-%d}").mkdir()
    _, said = call("doctor", "--json")

    found = {one["name"]: one for one in map(json.loads, said.splitlines())}["backups"]
    assert found["fine"] is fine
    assert ("nightly work failed" in found["fix"]) is not fine


@pytest.mark.parametrize(("days", "fine"), [(0, True), (2, True), (3, False)])
async def test_the_doctor_knows_when_the_work_of_the_night_was_done(
    database_url: str,
    database: Database,
    monkeypatch: pytest.MonkeyPatch,
    days: int,
    *,
    fine: bool,
) -> None:
    done = datetime(2026, 1, 3, 22, 0, tzinfo=UTC)
    await Nights(database).note(done)
    monkeypatch.setenv("EMTIHAN_DATABASE_URL", database_url)
    monkeypatch.setattr(SystemClock, "now", lambda _: done + timedelta(days=days, hours=1))
    _, said = await asyncio.to_thread(call, "doctor", "--json")

    found = {one["name"]: one for one in map(json.loads, said.splitlines())}["night"]
    assert found["fine"] is fine
    assert "2026-01-03 22:00" in found["detail"]
    assert ("nightly work failed" in found["fix"]) is not fine


async def test_the_doctor_is_content_with_a_bot_that_can_run(
    telegram: FakeTelegram, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = {
        "TOKEN": telegram.token,
        "TELEGRAM_URL": telegram.url,
        "DATABASE_URL": database_url,
        "CONFERENCE_LINK": "https://meet.uni.kz/exams",
        "HELPDESK_EMAIL": "help@uni.kz",
        "TICKETS_KEY": make.KEY,
    }
    for name, value in settings.items():
        monkeypatch.setenv(f"EMTIHAN_{name}", value)

    code, said = await asyncio.to_thread(call, "doctor", "--json")

    assert code == 0, said
    assert "up to date" in said
    assert telegram.token not in said


def test_the_doctor_says_what_photographs_at_checking_in_need(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("EMTIHAN_CHECK_IN_PHOTOGRAPHS", "true")
    monkeypatch.setenv("EMTIHAN_FACE_ENGINE", "none")

    _, said = call("doctor", "--json")

    found = {one["name"]: one for one in map(json.loads, said.splitlines())}
    assert "make faces" in found["faces"]["fix"]
    assert "PUBLIC_URL" in found["check-in page"]["fix"]


async def lay_out_tickets(url: str) -> None:
    database = connect(url, make.SEAL)
    exam, _ = await University(SqlUnits(database)).seated(1)
    async with SqlUnits(database)() as unit:
        await unit.decks.lay_out(exam.id, make.tickets(1, 2))
        await unit.commit()
    await database.close()


@pytest.mark.parametrize(
    ("keys", "fine", "detail"),
    [
        ([make.KEY], True, "2 sealed, all can be opened"),
        ([OTHER_KEY, make.KEY], True, "2 sealed, all can be opened"),
        ([OTHER_KEY], False, "2 cannot be opened"),
    ],
    ids=["the key", "a newer one before it", "another one"],
)
async def test_the_doctor_names_tickets_which_no_key_opens(
    keys: list[str],
    *,
    fine: bool,
    detail: str,
    database_url: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    await lay_out_tickets(database_url)
    monkeypatch.setenv("EMTIHAN_DATABASE_URL", database_url)
    monkeypatch.setenv("EMTIHAN_TICKETS_KEY", ",".join(keys))

    _, said = await asyncio.to_thread(call, "doctor", "--json")

    found = {one["name"]: one for one in map(json.loads, said.splitlines())}["tickets"]
    assert (found["fine"], found["detail"]) == (fine, detail)
    assert fine or "import these decks again" in found["fix"]


def test_an_import_without_a_key_says_how_to_make_one(tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_text("Number;Name\n1;A")

    code, said = call("import", "people.csv")

    assert code != 0
    assert "openssl rand -base64 32" in said
    assert not (tmp_path / "var").exists()


async def test_the_doctor_names_a_wrong_token_without_showing_it(
    telegram: FakeTelegram, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EMTIHAN_TOKEN", "12345:wrong-secret-part")
    monkeypatch.setenv("EMTIHAN_TELEGRAM_URL", telegram.url)

    code, said = await asyncio.to_thread(call, "doctor", "--json")

    assert code == 1
    assert "token refused" in said
    assert "wrong-secret-part" not in said
