"""Every message put into words; Jinja2 lives only here."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import fields
from pathlib import Path
from typing import Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from exams.domain.people import Locale
from exams.domain.refusals.base import Refusal
from exams.notices.base import Notice
from templates import filters
from templates.labels import Labels
from templates.parts import bare, split

ALERT_LIMIT: Final = 200  # characters of the answer to a tap

_HOME: Final = Path(__file__).parent
_UNSEEN: Final = re.compile(
    # control characters, and marks that turn the direction of what follows
    "[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)
_GAPS: Final = re.compile(r"\n{3,}")


class Renderer:
    """Turns notices, refusals and the names of labels into words of three languages.

    Args:
        home: the folder with the texts; another one only in tests.
    """

    def __init__(self, home: Path = _HOME) -> None:
        self._home = home
        self.labels = Labels(home / "labels.toml")
        self.environments: Mapping[Locale, Environment] = {
            locale: environment([home / locale.value, home], locale, self.labels)
            for locale in Locale
        }

    def notice(self, notice: Notice, locale: Locale) -> str:
        """Return a notice as Telegram's HTML, however long; see `notice_parts`."""
        facts = {f.name: getattr(notice, f.name) for f in fields(notice) if f.name != "media"}
        return self._text(notice.template, locale, facts)

    def notice_parts(self, notice: Notice, locale: Locale) -> tuple[str, ...]:
        """Return a notice as HTML texts in order, each within Telegram's limit of a message."""
        return split(self.notice(notice, locale))

    def refusal(self, refusal: Refusal, locale: Locale) -> str:
        """Return a refusal as Telegram's HTML."""
        return self._text(f"refusals/{refusal.code}", locale, refusal.facts)

    def plain_refusal(self, refusal: Refusal, locale: Locale) -> str:
        """Return a refusal without tags, short enough for the answer to a tap."""
        text = bare(self.refusal(refusal, locale)).replace("\n\n", "\n")
        if len(text) <= ALERT_LIMIT:
            return text
        return f"{text[: ALERT_LIMIT - 1].rsplit(maxsplit=1)[0]}…"

    def label(self, name: str, locale: Locale, **facts: object) -> str:
        """Return a button's text or the word for a code: "button.help", "stage.writing".

        Raises:
            KeyError: there is no such label, or it needs a fact that is not given.
        """
        words = self.labels.get(name, locale)
        return words.format(**facts) if "{" in words else words

    def figure(self, name: str, locale: Locale) -> bytes:  # noqa: ARG002 - none has words yet
        """Return a drawn picture as PNG."""
        return (self._home / "figures" / f"{name}.png").read_bytes()

    def _text(self, name: str, locale: Locale, facts: Mapping[str, object]) -> str:
        template = self.environments[locale].get_template(f"{name}.html.j2")
        return _GAPS.sub("\n\n", template.render(facts)).strip()


def environment(folders: Sequence[Path], locale: Locale, labels: Labels) -> Environment:
    """Return what reads the texts of one language: strict, and safe in HTML."""
    made = Environment(
        loader=FileSystemLoader(folders),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        finalize=_clean,
    )
    made.filters.update(filters.build(locale, labels))
    return made


def _clean(value: object) -> object:
    """Take out of a person's words what would not be seen or would turn the text around."""
    return _UNSEEN.sub("", value) if type(value) is str else value
