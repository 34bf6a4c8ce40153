"""Which examples Hypothesis tries hangs on the test alone."""

import sys
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st


def examples() -> list[tuple[int, str]]:
    tried = []

    @given(st.integers(min_value=0, max_value=254), st.text())
    def look(number: int, text: str) -> None:
        tried.append((number, text))

    look()
    return tried


def test_the_examples_are_the_same_whatever_was_imported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = examples()
    words = [f"word {n}" for n in range(100)]
    new = ModuleType("newly_imported")
    new.__file__ = str(tmp_path / "newly_imported.py")
    Path(new.__file__).write_text(f"NUMBERS = {list(range(100, 255))}\nWORDS = {words}\n")
    monkeypatch.setitem(sys.modules, new.__name__, new)

    assert len(before) > 50
    assert examples() == before
