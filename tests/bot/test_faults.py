"""What this computer causes is told in words; a defect of ours keeps its place."""

import errno
import sqlite3
import sys
from pathlib import Path

import pytest
from aiogram.exceptions import TelegramBadRequest
from aiogram.methods import SetMyCommands, SetWebhook
from typer.testing import CliRunner

from bot import cli
from bot.faults import ROOT, explained


@pytest.mark.parametrize(
    ("fault", "word"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), "no room"),
        (PermissionError(errno.EACCES, "Permission denied", "/var/lib/x.db"), "/var/lib/x.db"),
        (FileNotFoundError(errno.ENOENT, "No such file", str(ROOT / "var" / "x")), "var/x"),
        (OSError(errno.EADDRINUSE, "Address in use"), "LISTEN_PORT"),
        (sqlite3.OperationalError("database is locked"), "somebody else"),
        (TelegramBadRequest(SetWebhook(url="http://x"), "Bad Request: bad webhook"), "WEBHOOK"),
    ],
)
def test_what_the_computer_causes_is_told_in_words(fault: Exception, word: str) -> None:
    assert word in (explained(fault) or "")


@pytest.mark.parametrize(
    "defect",
    [
        FileNotFoundError(errno.ENOENT, "No such file", str(ROOT / "templates" / "gone.j2")),
        FileNotFoundError(errno.ENOENT, "No such file", str(Path(sys.prefix) / "lib" / "x.py")),
        IsADirectoryError(errno.EISDIR, "Is a directory", str(ROOT / "vision" / "faces")),
        BrokenPipeError(errno.EPIPE, "Broken pipe"),
        OSError("a text of ours"),
        UnicodeDecodeError("utf-8", b"\xff", 0, 1, "invalid start byte"),
        sqlite3.IntegrityError("UNIQUE constraint failed: people.number"),
        sqlite3.OperationalError('near "FORM": syntax error'),
        TelegramBadRequest(SetMyCommands(commands=[]), "Bad Request: command is wrong"),
        KeyError("name"),
    ],
    ids=range(10),
)
def test_a_defect_of_ours_is_not_taken_for_one_of_the_computer(defect: Exception) -> None:
    assert explained(defect) is None


def test_settings_in_another_encoding_are_told_of(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".env").write_bytes("EMTIHAN_UNIVERSITY=Ғылым".encode("utf-16"))

    result = CliRunner().invoke(cli.app, ["doctor"])

    assert (result.exit_code, ".env is not written in UTF-8" in result.output) == (2, True)
