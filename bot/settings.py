"""The settings: read from the environment or `.env`, checked at the start, never logged whole."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Final, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, ValidationError
from pydantic_settings import (
    BaseSettings,
    DotEnvSettingsSource,
    EnvSettingsSource,
    NoDecode,
    SettingsConfigDict,
)

from exams.domain.verdict import Strictness
from storage.seal import NotAKey, seal_of

PREFIX: Final = "EMTIHAN_"
SQLITE: Final = "sqlite+aiosqlite:///"
NEW_KEY: Final = (
    f"set {PREFIX}TICKETS_KEY to what `openssl rand -base64 32` prints, and keep a copy of it "
    "apart from the backups"
)


def _split(value: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in value.split(",") if part.strip())


def _listed(value: object) -> object:
    return _split(value) if isinstance(value, str) else value


def _web_address(value: str) -> str:
    parts = urlsplit(value)
    if value and (parts.scheme not in {"http", "https"} or not parts.hostname):
        raise ValueError("needs an address that begins with https://")
    return value.rstrip("/")


Names = Annotated[tuple[str, ...], NoDecode, BeforeValidator(_listed)]


def _keys(value: SecretStr) -> SecretStr:
    try:
        seal_of(_split(value.get_secret_value()))
    except NotAKey:
        raise ValueError("needs base64 of 32 bytes: openssl rand -base64 32") from None
    return value


def _form(pattern: str, words: str) -> Callable[[SecretStr], SecretStr]:
    """Return a check that a secret which is set has a form, in words that do not show it."""

    def check(value: SecretStr) -> SecretStr:
        if (secret := value.get_secret_value()) and not re.fullmatch(pattern, secret):
            raise ValueError(words)
        return value

    return check


def _sqlite_file(value: str) -> str:
    file = value.removeprefix(SQLITE).strip()
    if not value.startswith(SQLITE) or file in {"", ":memory:"}:
        raise ValueError(f"needs {SQLITE} and the path of a file")
    return value


Keys = Annotated[SecretStr, AfterValidator(_keys)]
Token = Annotated[
    SecretStr,
    AfterValidator(_form(r"\d+:[A-Za-z0-9_-]+", "needs a token as @BotFather prints it")),
]
WebhookSecret = Annotated[
    SecretStr, AfterValidator(_form(r"[A-Za-z0-9_-]{1,256}", "needs 1-256 of A-Za-z0-9_-"))
]
SqliteFile = Annotated[str, AfterValidator(_sqlite_file)]
WebAddress = Annotated[str, AfterValidator(_web_address)]


class Settings(BaseSettings):
    """What a university decides; the description of each field is its documentation."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_file=".env",
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
        hide_input_in_errors=True,
    )

    university: str = Field(
        default="", description="Name of the university, in messages and files."
    )
    token: Token = Field(
        default=SecretStr(""),
        description="The bot's token, from @BotFather. Must be set.",
    )
    database_url: SqliteFile = Field(
        default="sqlite+aiosqlite:///var/emtihan.db",
        description="Where the data is kept: the path of an SQLite file.",
    )
    files_folder: Path = Field(
        default=Path("var/files"), description="Folder of the photographed sheets and other files."
    )
    tickets_key: Keys = Field(
        default=SecretStr(""),
        description="What seals tickets until they are drawn: base64 of 32 random bytes, as "
        "`openssl rand -base64 32` prints it. Must be set; keep a copy apart from the backups. "
        "Several by commas: the first seals, each opens.",
    )
    tickets_as: Literal["text", "picture"] = Field(
        default="text",
        description="A drawn ticket is shown as text, or as a picture with the student's number "
        "and the time across it, from which nothing can be copied (picture).",
    )
    backup_folder: Path | None = Field(
        default=None, description="Folder for a backup every night; none is made when it is empty."
    )

    webhook_url: WebAddress = Field(
        default="",
        description="Public https address of this server; empty: the bot asks Telegram for "
        "updates itself (polling).",
    )
    webhook_secret: WebhookSecret = Field(
        default=SecretStr(""),
        description="What Telegram must send along with each update, 1-256 of `A-Za-z0-9_-`; "
        "needed with a webhook address.",
    )
    listen_host: str = Field(
        default="127.0.0.1", description="Address on which the process listens (health, webhooks)."
    )
    listen_port: int = Field(default=8080, ge=0, le=65535, description="Its port.")
    public_url: WebAddress = Field(
        default="",
        description="Public address of this server's pages (computer tests, the check of a "
        "draw), https; empty: that of the webhook. Without either tests are sat in the chat.",
    )
    telegram_url: WebAddress = Field(
        default="https://api.telegram.org",
        description="Bot API server; another one for a local server.",
    )
    messages_per_second: float = Field(
        default=28,
        gt=0,
        le=1000,
        description="How fast messages leave; Telegram takes about 30 a second from a bot.",
    )

    zoom_account_id: SecretStr = Field(
        default=SecretStr(""),
        description="From the Zoom app (server-to-server OAuth), its account ID.",
    )
    zoom_client_id: SecretStr = Field(default=SecretStr(""), description="Its client ID.")
    zoom_client_secret: SecretStr = Field(default=SecretStr(""), description="Its client secret.")
    zoom_webhook_secret: SecretStr = Field(
        default=SecretStr(""), description="Its secret token of event subscriptions."
    )
    zoom_hosts: Names = Field(
        default=(), description="Zoom users who host exams, e-mail addresses parted by commas."
    )
    zoom_api_url: WebAddress = Field(
        default="https://api.zoom.us/v2", description="Zoom's API; changed only for trials."
    )
    zoom_token_url: WebAddress = Field(
        default="https://zoom.us/oauth/token",
        description="Where Zoom gives tokens; only for trials.",
    )
    conference_link: WebAddress = Field(
        default="",
        description="A standing conference link for universities without Zoom "
        "(BigBlueButton, Jitsi, Meet).",
    )

    helpdesk_email: str = Field(
        default="", description="E-mail of the helpdesk, shown under Help."
    )
    helpdesk_phone: str = Field(default="", description="Its phone number.")
    helpdesk_whatsapp: str = Field(default="", description="Its WhatsApp number.")

    sheet_strictness: Literal["lenient", "normal", "strict"] = Field(
        default="normal",
        description="How good photographs of sheets must be: lenient, normal, strict.",
    )
    face_engine: Literal["auto", "sface", "dlib", "none"] = Field(
        default="auto",
        description="What compares faces for the proctor: sface, dlib, the better of those "
        "that are installed (auto), or nothing (none).",
    )
    check_in_photographs: bool = Field(
        default=False,
        description="Whether students may photograph face and document at checking in, on the "
        "university's own page. The pictures are compared and forgotten; ask your lawyers first.",
    )
    results_privacy: Literal["names", "digits", "private"] = Field(
        default="digits",
        description="Results in the group chat: full names, last digits of the student number, "
        "or private messages only.",
    )
    results_form: Literal["table", "picture"] = Field(
        default="table",
        description="Results in the group chat: written as a table, or drawn as a picture in "
        "which every name stands in full.",
    )
    test_questions: int = Field(
        default=25,
        ge=1,
        le=90,
        description="How many questions of the bank a computer test asks each student, so many of "
        "each topic as its size says.",
    )
    unanswered_at_expiry: Literal["void", "grade"] = Field(
        default="void",
        description="A computer test that is not complete when its time is over does not count "
        "(void), or is graded by what was answered (grade).",
    )

    grades_folder: Path | None = Field(
        default=None,
        description="Folder shared with the university's own system: grades are written to its "
        "`out`, answers read from its `in`; empty: no folder.",
    )
    grades_form: Literal["csv", "xlsx", "oneroster"] = Field(
        default="csv",
        description="What is written there: csv, xlsx, or a OneRoster 1.2 package (oneroster).",
    )
    grades_url: WebAddress = Field(
        default="",
        description="Address of the university's own system to which grades are posted, in place "
        "of a folder.",
    )
    grades_secret: SecretStr = Field(
        default=SecretStr(""), description="What signs these calls, shared with that system."
    )

    tables_folder: Path | None = Field(
        default=None,
        description="Folder into which the university's own system lays roster and schedule, as "
        "CSV, XLSX or OneRoster 1.2; empty: no folder.",
    )
    tables_url: WebAddress = Field(
        default="",
        description="Address of the university's own system from which they are fetched, in "
        "place of a folder.",
    )
    tables_secret: SecretStr = Field(
        default=SecretStr(""), description="What signs these calls, shared with that system."
    )

    evidence_days: int = Field(
        default=60,
        ge=1,
        description="How long the evidence of an absence is kept after its case was closed, in "
        "days.",
    )
    pictures_days: int = Field(
        default=30,
        ge=1,
        description="How long photographs of sheets, voice notes and what was made of them are "
        "kept after the appeals of an exam have ended, in days.",
    )
    forms_folder: Path | None = Field(
        default=None,
        description="Folder of the university's own forms (application.typ, order.typ, "
        "schedule.typ) in place of ours.",
    )

    tick_seconds: float = Field(
        default=1.0,
        gt=0,
        le=60,
        description="How often the clock looks for what is due, in seconds.",
    )
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(
        default="INFO", description="How much is logged: DEBUG, INFO, WARNING, ERROR."
    )
    log_json: bool = Field(default=False, description="Log one JSON object a line.")

    @property
    def strictness(self) -> Strictness:
        """How good photographs of sheets must be."""
        return Strictness[self.sheet_strictness.upper()]

    @property
    def ticket_keys(self) -> tuple[str, ...]:
        """What seals tickets, the newest first."""
        return _split(self.tickets_key.get_secret_value())

    @property
    def uses_webhook(self) -> bool:
        """Whether Telegram sends updates to us, rather than being asked."""
        return bool(self.webhook_url)

    @property
    def pages_url(self) -> str:
        """Where people find this server's pages; empty when they cannot."""
        return self.public_url or self.webhook_url

    @property
    def uses_zoom(self) -> bool:
        """Whether conferences are Zoom meetings."""
        return bool(self.zoom_account_id.get_secret_value())

    def secrets(self) -> tuple[str, ...]:
        """Return every secret that is set, for the log to hide."""
        values = (getattr(self, name) for name in type(self).model_fields)
        found = (value.get_secret_value() for value in values if isinstance(value, SecretStr))
        return tuple(filter(None, found))

    def problems(self) -> tuple[tuple[str, str], ...]:
        """Return what must be mended before the bot can run: each a setting and its fix."""
        found = []
        if not self.token.get_secret_value():
            found.append(("token", "ask @BotFather for a token and set EMTIHAN_TOKEN"))
        if not self.ticket_keys:
            found.append(("tickets_key", NEW_KEY))
        if self.uses_webhook and urlsplit(self.webhook_url).scheme != "https":
            found.append(("webhook_url", "Telegram calls https addresses alone: set one"))
        if self.uses_webhook and not self.webhook_secret.get_secret_value():
            found.append(("webhook_secret", "set EMTIHAN_WEBHOOK_SECRET to a long random word"))
        if self.uses_zoom and not self.zoom_hosts:
            found.append(("zoom_hosts", "name the Zoom users who host, in EMTIHAN_ZOOM_HOSTS"))
        if self.grades_url and not self.grades_secret.get_secret_value():
            found.append(("grades_secret", "set EMTIHAN_GRADES_SECRET to a long random word"))
        if self.tables_url and not self.tables_secret.get_secret_value():
            found.append(("tables_secret", "set EMTIHAN_TABLES_SECRET to a long random word"))
        zoom = ("zoom_client_id", "zoom_client_secret", "zoom_webhook_secret")
        found += [
            (name, f"set {PREFIX}{name.upper()}, as the Zoom app's page shows it")
            for name in zoom
            if self.uses_zoom and not getattr(self, name).get_secret_value()
        ]
        return tuple(found)


Fault = tuple[str, str]
"""A setting that is wrong, and why, in words that do not show it."""


def read() -> tuple[Settings, tuple[Fault, ...]]:
    """Return the settings, and what is wrong; a wrong one is as if it were not set.

    Raises:
        UnicodeDecodeError: `.env` is not written in UTF-8.
    """
    try:
        return Settings(), ()
    except ValidationError as error:
        wrong = error.errors(include_input=False, include_url=False)
    faults = tuple((str(one["loc"][0]), one["msg"].removeprefix("Value error, ")) for one in wrong)
    unset = {name: Settings.model_fields[name].default for name, _ in faults}
    return Settings(**unset), faults


def unknown() -> tuple[str, ...]:
    """Return what is set in the environment or in `.env` under our prefix and is no setting."""
    sources = (EnvSettingsSource(Settings), DotEnvSettingsSource(Settings))
    named = {name.upper() for source in sources for name in source.env_vars}
    known = {f"{PREFIX}{name.upper()}" for name in Settings.model_fields}
    return tuple(sorted(name for name in named - known if name.startswith(PREFIX)))


def table() -> tuple[tuple[str, str, str], ...]:
    """Return name, default and meaning of every setting, for the documentation."""
    rows = []
    for name, field in Settings.model_fields.items():
        default = field.default
        if isinstance(default, SecretStr) or default is None or default in ("", ()):
            shown = ""
        else:
            shown = f"`{str(default).lower() if isinstance(default, bool) else default}`"
        rows.append((f"`{PREFIX}{name.upper()}`", shown, field.description or ""))
    return tuple(rows)


def markdown() -> str:
    """Return the table as docs/settings.md holds it."""
    lines = ["| Setting | Default | Meaning |", "| --- | --- | --- |"]
    lines += [f"| {name} | {default} | {meaning} |" for name, default, meaning in table()]
    return "\n".join(lines) + "\n"
