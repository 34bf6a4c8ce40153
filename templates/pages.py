"""Web pages put into words: one layout for the three languages, the words in a table beside it."""

import re
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

NUMBER: Final = re.compile(r"\+?[0-9][0-9 \N{NO-BREAK SPACE}().\N{EN DASH}-]*")


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


def dialled(written: str) -> str:
    """Return a number as a phone dials it, empty where there is none.

    The longest number is meant, and not a room, a second one or an extension beside it. A short
    one, or one without its city, is dialled as it is written.
    """
    number = max(NUMBER.findall(written), key=len, default="")
    digits = "".join(one for one in number if one.isdigit())
    abroad = number.startswith("+") and not digits.startswith("7")
    if not abroad and len(digits) == DIGITS - 1:
        return f"+7{digits}"
    if not abroad and len(digits) >= DIGITS and digits[0] in "78":
        return f"+{normal_phone(digits[:DIGITS])}"
    return f"+{digits}" if number.startswith("+") else digits
