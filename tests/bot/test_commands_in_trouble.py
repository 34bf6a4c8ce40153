"""Commands where something of this computer is wrong: every one ends in words."""

import asyncio
import json
import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot import cli
from tests.bot.test_cli import write_events
from tests.make import KEY


@pytest.fixture(autouse=True)
def _elsewhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.startswith("EMTIHAN_")]:
        monkeypatch.delenv(name)


def call(*words: str) -> tuple[int, str]:
    result = CliRunner().invoke(cli.app, list(words))
    return result.exit_code, result.output


def edit(url: str, statement: str) -> None:
    with closing(sqlite3.connect(url.removeprefix("sqlite+aiosqlite:///"))) as connection:
        connection.execute(statement)
        connection.commit()


JUNK, NEWER, OLDER, NOWHERE = "junk", "newer", "older", "nowhere"
SAID = {
    JUNK: "is no database",
    NEWER: "made by a newer release",
    OLDER: "of an older release",
    NOWHERE: "NOT A FOLDER",
}


def spoilt(what: str, url: str, folder: Path) -> str:
    """Return the address of a database that cannot be used, for a reason."""
    if what == JUNK:
        (folder / "junk.db").write_bytes(bytes(range(1, 200)) * 50)
        return f"sqlite+aiosqlite:///{folder / 'junk.db'}"
    if what == NOWHERE:
        (folder / "NOT A FOLDER").touch()
        return f"sqlite+aiosqlite:///{folder / 'NOT A FOLDER' / 'emtihan.db'}"
    edit(url, "UPDATE alembic_version SET version_num = 'unheard_of'")
    if what == OLDER:
        edit(url, "ALTER TABLE events DROP COLUMN reason")
    return url


@pytest.mark.parametrize(
    ("what", "words"),
    [
        (JUNK, "verify-log"),
        (JUNK, "verify-draw --exam 1"),
        (JUNK, "export 1"),
        (JUNK, "invites staff --bot x"),
        (JUNK, "backup copy"),
        (JUNK, "run"),
        (NEWER, "export 1"),
        (NEWER, "run"),
        (OLDER, "verify-log"),
        (NOWHERE, "run"),
        (NOWHERE, "export 1"),
    ],
)
def test_a_database_that_cannot_be_used_is_told_of_in_words(
    database_url: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, what: str, words: str
) -> None:
    if what == OLDER:
        asyncio.run(write_events(database_url))
    monkeypatch.setenv("EMTIHAN_DATABASE_URL", spoilt(what, database_url, tmp_path))
    monkeypatch.setenv("EMTIHAN_TICKETS_KEY", KEY)
    monkeypatch.setenv("EMTIHAN_TOKEN", "123456:ABC")

    result = CliRunner().invoke(cli.app, words.split())

    assert result.exit_code == 1
    assert SAID[what] in result.output
    assert isinstance(result.exception, SystemExit)


def test_the_doctor_knows_a_database_of_a_newer_release(
    database_url: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("EMTIHAN_DATABASE_URL", spoilt(NEWER, database_url, tmp_path))

    findings = [json.loads(line) for line in call("doctor", "--json")[1].splitlines()]

    (found,) = [one for one in findings if one["name"] == "database"]
    assert not found["fine"]
    assert "newer release" in found["detail"]


def test_the_doctor_finds_settings_that_are_none(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("EMTIHAN_HELPDESK_MAIL", "help@uni.kz")
    (tmp_path / ".env").write_text("EMTIHAN_ZOOM_HOST=a@uni.kz\nEMTIHAN_TOKEN=1:a\n", "utf-8")

    findings = [json.loads(line) for line in call("doctor", "--json")[1].splitlines()]

    unknown = [one["name"] for one in findings if one["detail"] == "unknown"]
    assert unknown == ["setting EMTIHAN_HELPDESK_MAIL", "setting EMTIHAN_ZOOM_HOST"]


def test_the_doctor_looks_at_everything_whatever_is_wrong(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("EMTIHAN_TICKETS_KEY", "short")
    monkeypatch.setenv("EMTIHAN_LISTEN_PORT", "many")
    monkeypatch.setenv("EMTIHAN_BACKUP_FOLDER", str(tmp_path))
    (tmp_path / "emtihan-copy-of-it").mkdir()  # no date: looking at it fails

    code, said = call("doctor", "--json")

    found = {one["name"]: one for one in map(json.loads, said.splitlines())}
    assert code == 1
    key = "needs base64 of 32 bytes: openssl rand -base64 32"
    assert found["setting EMTIHAN_TICKETS_KEY"]["detail"] == key
    assert not found["setting EMTIHAN_LISTEN_PORT"]["fine"]
    assert not found["setting EMTIHAN_TOKEN"]["fine"]
    assert not found["backups"]["fine"]
    assert "tickets" not in found, "nothing can be said of them without a key"
    assert found["database"]["fine"]
    assert found["files folder"]["fine"]
    assert found["papers and fonts"]["fine"]
    assert "short" not in said


def test_the_doctor_finds_a_folder_of_backups_that_cannot_be_written(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "disk").write_text("not mounted", "utf-8")
    monkeypatch.setenv("EMTIHAN_BACKUP_FOLDER", str(tmp_path / "disk" / "backups"))

    _, said = call("doctor", "--json")

    found = {one["name"]: one for one in map(json.loads, said.splitlines())}
    assert not found["backups"]["fine"]
    assert str(tmp_path / "disk") in found["backups"]["fix"]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("EMTIHAN_TOKEN", "my bot"),
        ("EMTIHAN_WEBHOOK_SECRET", "two words"),
        ("EMTIHAN_DATABASE_URL", "postgresql+asyncpg://exams@localhost/exams"),
        ("EMTIHAN_DATABASE_URL", "var/emtihan.db"),
        ("EMTIHAN_TICKETS_KEY", "short"),
        ("EMTIHAN_PUBLIC_URL", "exams.uni.kz"),
        ("EMTIHAN_SHEET_STRICTNESS", "hard"),
    ],
)
def test_a_wrong_value_is_refused_at_the_start_and_not_shown(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)

    code, said = call("run")

    assert code == 2
    assert f"{name}: " in said
    assert value not in said


def test_nothing_is_backed_up_where_there_is_nothing_and_nothing_is_overwritten(
    database_url: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert "no database yet" in call("backup", "copy")[1]
    monkeypatch.setenv("EMTIHAN_DATABASE_URL", database_url)
    assert call("backup", "copy")[0] == 0
    code, said = call("backup", "copy")
    assert (code, "does not exist yet" in said) == (1, True)
    code, said = call("restore", "copy")
    assert (code, "move" in said) == (1, True)
    assert (tmp_path / "copy" / "emtihan.db").is_file()
