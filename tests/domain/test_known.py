"""What a button names is found, or said not to be there."""

import pytest

from exams.domain.refusals.people import Unknown, known


def test_what_was_found_is_handed_on_even_when_it_is_empty() -> None:
    assert known("") == ""


def test_what_was_not_found_is_refused() -> None:
    with pytest.raises(Unknown):
        known(None)
