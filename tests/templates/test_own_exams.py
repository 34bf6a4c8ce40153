"""What a student reads about an exam of one's own."""

from dataclasses import replace

import pytest

from exams.domain.attempt_table import Stage
from exams.domain.people import Locale
from templates.renderer import Renderer
from tests.templates.samples.before import DETAILS

WORDS = Renderer()
OPENS = "09:45"
NOT_CHOSEN = {Locale.KK: "таңдалмаған", Locale.RU: "не выбрана", Locale.EN: "not chosen"}


@pytest.mark.parametrize("locale", Locale, ids=lambda locale: locale.value)
def test_what_was_to_be_done_before_an_exam_is_not_told_during_or_after_it(locale: Locale) -> None:
    told = {
        stage: WORDS.notice(replace(DETAILS, stage=stage.value, camera=""), locale)
        for stage in Stage
    }

    for fact in (OPENS, NOT_CHOSEN[locale]):
        assert [stage for stage, text in told.items() if fact in text] == [Stage.SCHEDULED]
