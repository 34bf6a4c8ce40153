"""What is said of an appeal to whoever decides on it."""

from dataclasses import replace

import pytest

from exams.domain.people import Locale
from templates.parts import bare
from templates.renderer import Renderer
from tests.templates.samples.appeals import APPEAL

WORDS = Renderer()


@pytest.mark.parametrize("locale", Locale, ids=lambda locale: locale.value)
def test_the_examiner_stands_beside_the_mark_that_was_appealed_against(locale: Locale) -> None:
    card = replace(APPEAL, stage="changed", new_points=66, new_letter="C", decided_by="Серік")

    text = bare(WORDS.notice(card, locale))

    assert text.index("61 · C-") < text.index("Жұмабаев Ержан") < text.index("66 · C")
