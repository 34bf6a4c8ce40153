"""Which sentences and labels belong to one language, to find those in a wrong one."""

import html
import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Final

import templates
from exams.domain.people import Locale
from sandbox.players import Player
from templates.renderer import Renderer
from tests.e2e.eyes import Eyes, Shown

HOME: Final = Path(templates.__file__).parent
SHORTEST: Final = 12  # characters; shorter pieces may be the same in two languages
_SPLIT: Final = re.compile(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}|<[^>]*>|\n", re.DOTALL)


@cache
def _said(locale: Locale) -> frozenset[str]:
    """Return every fixed piece of text in a language: of the templates and of the labels."""
    files = (file.read_text(encoding="utf-8") for file in (HOME / locale.value).rglob("*.j2"))
    pieces = {html.unescape(piece).strip() for text in files for piece in _SPLIT.split(text)}
    words = Renderer()
    return frozenset(pieces | {words.label(name, locale) for name in words.labels})


@cache
def _foreign(locale: Locale) -> frozenset[str]:
    own = "\n".join(_said(locale))
    others = frozenset[str]().union(*(_said(other) for other in Locale if other is not locale))
    return frozenset(piece for piece in others if len(piece) >= SHORTEST and piece not in own)


@cache
def _foreign_labels(locale: Locale) -> frozenset[str]:
    words = Renderer()
    own = {words.label(name, locale) for name in words.labels}
    others = {words.label(name, other) for name in words.labels for other in Locale}
    return frozenset(others - own)


def foreign(text: str, locale: Locale) -> list[str]:
    """Return the pieces of a text which are another language's."""
    return [piece for piece in _foreign(locale) if piece in text]


def _foreign_label(label: str, locale: Locale) -> bool:
    """Tell whether a button speaks another language."""
    return label in _foreign_labels(locale) or bool(foreign(label, locale))


def everybody_was_spoken_to_in_their_language(players: Iterable[Player], eyes: Eyes) -> None:
    """Hold that nothing of another language came up on anybody's phone."""
    for player in players:
        seen = eyes.in_chat(player.phone.id)
        assert seen
        for one in seen:
            if _is_choice_of_language(one):
                continue
            assert not foreign(one.text, player.locale), one
            assert not [label for label in one.labels if _foreign_label(label, player.locale)], one


def _is_choice_of_language(one: Shown) -> bool:
    return len(one.labels) == len(Locale) and "English" in " ".join(one.labels)
