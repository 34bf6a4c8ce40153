"""Button texts and the words for codes, from labels.toml."""

import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path

from exams.domain.people import Locale


class Labels:
    """The words of labels.toml, by names such as "button.help" or "stage.writing"."""

    def __init__(self, file: Path) -> None:
        self._words: dict[str, Mapping[str, str]] = {}
        for kind, entries in tomllib.loads(file.read_text(encoding="utf-8")).items():
            for code, words in entries.items():
                same = (
                    {locale.value: words for locale in Locale} if isinstance(words, str) else words
                )
                self._words[f"{kind}.{code}"] = same

    def __iter__(self) -> Iterator[str]:
        return iter(self._words)

    def __contains__(self, name: str) -> bool:
        return name in self._words

    def get(self, name: str, locale: Locale) -> str:
        """Return the words.

        Raises:
            KeyError: there is no such label.
        """
        return self._words[name][locale.value]
