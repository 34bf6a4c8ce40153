"""Settings come from the environment, are all documented, and never show their secrets."""

import os
from pathlib import Path

import pytest
from pydantic import SecretStr, ValidationError

from bot.settings import SQLITE, Settings, markdown
from exams.domain.verdict import Strictness
from tests.make import KEY

ROOT = Path(__file__).parents[2]
TOKEN = SecretStr("123456789:AAF-secret_part_of_the_token_000000")


@pytest.fixture(autouse=True)
def _elsewhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.startswith("EMTIHAN_")]:
        monkeypatch.delenv(name)


def test_the_environment_sets_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EMTIHAN_TOKEN", TOKEN.get_secret_value())
    monkeypatch.setenv("EMTIHAN_ZOOM_HOSTS", "a@uni.kz, b@uni.kz")
    monkeypatch.setenv("EMTIHAN_SHEET_STRICTNESS", "strict")
    monkeypatch.setenv("EMTIHAN_BACKUP_FOLDER", "")

    settings = Settings()

    assert settings.token == TOKEN
    assert settings.zoom_hosts == ("a@uni.kz", "b@uni.kz")
    assert settings.strictness is Strictness.STRICT
    assert settings.backup_folder is None


def test_a_file_sets_them_too(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("EMTIHAN_UNIVERSITY=Университет Ғылым\n", encoding="utf-8")

    assert Settings().university == "Университет Ғылым"


def test_the_example_file_sets_nothing(tmp_path: Path) -> None:
    unset = Settings()
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    (tmp_path / ".env").write_text(example, encoding="utf-8")

    assert Settings() == unset


def test_the_example_file_says_of_every_setting_what_it_means() -> None:
    _head, *parts = (ROOT / ".env.example").read_text(encoding="utf-8").strip().split("\n\n")
    told = {}
    for part in parts:
        *comment, line = part.splitlines()
        name = line.lstrip("#").partition("=")[0].removeprefix("EMTIHAN_").lower()
        told[name] = " ".join(words.removeprefix("# ") for words in comment)

    wanted = {name: field.description for name, field in Settings.model_fields.items()}
    assert list(told.items()) == list(wanted.items())


def test_the_documentation_holds_the_table_as_it_is() -> None:
    told = (ROOT / "docs/settings.md").read_text(encoding="utf-8").splitlines()

    assert [line for line in told if line.startswith("|")] == markdown().splitlines()


def test_secrets_do_not_show() -> None:
    settings = Settings(token=TOKEN, zoom_client_secret=SecretStr("zzz-secret"))

    assert "secret" not in repr(settings.token)
    assert TOKEN.get_secret_value() not in repr(settings)
    assert set(settings.secrets()) == {TOKEN.get_secret_value(), "zzz-secret"}


def test_a_wrong_value_is_refused_without_being_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EMTIHAN_WEBHOOK_URL", "ftp-hidden")

    with pytest.raises(ValidationError) as refused:
        Settings()

    assert "ftp-hidden" not in str(refused.value)


@pytest.mark.parametrize("url", ["exams.uni.kz", "ftp://exams.uni.kz", "https://", "https:///a"])
def test_an_address_that_no_browser_opens_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="begins with https://"):
        Settings(public_url=url)


def test_pages_are_where_the_webhook_is_unless_they_have_an_address_of_their_own() -> None:
    webhook = "https://bot.uni.kz"

    assert Settings().pages_url == ""
    assert Settings(webhook_url=webhook).pages_url == webhook
    assert Settings(webhook_url=webhook, public_url="https://uni.kz").pages_url == "https://uni.kz"


@pytest.mark.parametrize("url", [":memory:", "emtihan.db", SQLITE, f"{SQLITE}:memory:"])
def test_a_database_that_is_no_file_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="the path of a file"):
        Settings(database_url=url)


def test_what_cannot_run_says_how_to_mend_it() -> None:
    settings = Settings(
        webhook_url="https://exams.uni.kz/",
        zoom_account_id=SecretStr("account"),
        grades_url="https://grades.uni.kz",
        tables_url="https://tables.uni.kz",
    )

    assert [name for name, _ in settings.problems()] == [
        "token",
        "tickets_key",
        "webhook_secret",
        "zoom_hosts",
        "grades_secret",
        "tables_secret",
        "zoom_client_id",
        "zoom_client_secret",
        "zoom_webhook_secret",
    ]
    assert all(fix for _, fix in settings.problems())
    assert settings.webhook_url == "https://exams.uni.kz"


def test_what_is_set_lacks_nothing() -> None:
    secret = SecretStr("a-long-random-word")
    least = Settings(token=TOKEN, tickets_key=SecretStr(KEY))
    most = Settings(
        token=TOKEN,
        tickets_key=SecretStr(KEY),
        webhook_url="https://exams.uni.kz",
        webhook_secret=secret,
        zoom_account_id=secret,
        zoom_client_id=secret,
        zoom_client_secret=secret,
        zoom_webhook_secret=secret,
        zoom_hosts=("a@uni.kz",),
        grades_url="https://grades.uni.kz",
        grades_secret=secret,
        tables_url="https://tables.uni.kz",
        tables_secret=secret,
    )

    assert least.problems() == ()
    assert most.problems() == ()


def test_a_webhook_which_telegram_would_not_call_is_named() -> None:
    settings = Settings(
        token=TOKEN,
        tickets_key=SecretStr(KEY),
        webhook_url="http://exams.uni.kz",
        webhook_secret=SecretStr("a-long-random-word"),
    )

    ((name, fix),) = settings.problems()
    assert name == "webhook_url"
    assert "https" in fix


def test_a_key_that_is_none_is_refused_without_being_shown(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("EMTIHAN_TICKETS_KEY", f"{KEY}, hidden-word")

    with pytest.raises(ValidationError, match="openssl rand -base64 32") as refused:
        Settings()

    assert "hidden-word" not in str(refused.value)
    assert KEY not in str(refused.value)
