"""One bot for a database: a second one is refused, and a killed one is waited for."""

import time
from base64 import b64encode
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot import cli
from bot.alone import alone
from bot.settings import SQLITE
from tests.storage.scripts import start

HOLDS = """
import sys
from bot.alone import alone
with alone(sys.argv[1]):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_a_second_process_ends_before_it_touches_the_database_whatever_its_port(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    url = f"{SQLITE}{tmp_path}/emtihan.db"
    monkeypatch.setenv("EMTIHAN_TOKEN", "1:token")
    monkeypatch.setenv("EMTIHAN_DATABASE_URL", url)
    monkeypatch.setenv("EMTIHAN_TICKETS_KEY", b64encode(b"k" * 32).decode())
    monkeypatch.setenv("EMTIHAN_LISTEN_PORT", "1")
    monkeypatch.setattr("bot.alone.PATIENCE", 0.1)
    with start(HOLDS, url) as first:
        assert first.stdout is not None
        assert first.stdout.readline() == "held\n"
        result = CliRunner().invoke(cli.app, ["run"])
        assert not (tmp_path / "emtihan.db").exists()
        (tmp_path / "same.db").symlink_to(tmp_path / "emtihan.db")
        with (
            pytest.raises(OSError, match="runs on this database"),
            alone(f"{SQLITE}{tmp_path}/same.db"),
        ):
            pass
        first.kill()
    assert result.exit_code == 1
    assert "the bot runs on this database already" in result.output
    with alone(url):
        pass  # the system let go of it when the first was killed


def test_a_process_started_while_a_killed_one_goes_waits_for_it(tmp_path: Path) -> None:
    url = f"{SQLITE}{tmp_path}/emtihan.db"
    with start(HOLDS, url) as first, ThreadPoolExecutor() as pool:
        assert first.stdout is not None
        assert first.stdout.readline() == "held\n"

        def take() -> None:
            with alone(url):
                pass

        later = pool.submit(take)
        time.sleep(0.3)  # refused at once, it would have said so by now
        assert not later.done()
        first.kill()
        later.result()
