"""Web pages put into words: one layout for the three languages, the words in a table beside it."""

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Final

from jinja2 import Environment

from exams.domain.people import Locale
from exams.notices.base import WithMedia
from exams.services.people.entrance import normal_phone
from templates.labels import Labels
from templates.renderer import Renderer, environment

_HOME: Final = Path(__file__).parent / "web"
DIGITS: Final = 11
"""Of a Kazakh number with its country code; what follows is an extension."""


class Pages:
    """Turns what a page shows into HTML.

    Args:
        words: for the codes that messages put into words too.
    """

    def __init__(self, words: Renderer) -> None:
        self.words = Labels(_HOME / "words.toml")
        self.environments: Mapping[Locale, Environment] = {
            locale: self._environment(locale, words) for locale in Locale
        }

    def html(self, name: str, locale: Locale, **facts: object) -> str:
        """Return the page or the part of it that has this name."""
        return self.environments[locale].get_template(f"{name}.html.j2").render(facts)

    def say(self, locale: Locale, name: str, **facts: object) -> str:
        """Return words by their name, with the facts that stand in them.

        Raises:
            KeyError: there are no such words.
        """
        words = self.words.get(name, locale)
        return words.format(**facts) if facts else words

    def _environment(self, locale: Locale, words: Renderer) -> Environment:
        made = environment([_HOME], locale, words.labels)
        made.globals["say"] = partial(self.say, locale)
        made.filters["picture"] = picture
        made.filters["dialled"] = dialled
        return made


def picture(notice: WithMedia, name: object) -> str:
    """Return the file of a notice's picture, by the name without its ending; empty if none."""
    return next((one.digest for one in notice.media if one.name == f"{name}.jpg"), "")


def dialled(number: str) -> str:
    """Return a number as it is dialled: with its country code, without an extension."""
    return normal_phone("".join(one for one in number if one.isdigit())[:DIGITS])
