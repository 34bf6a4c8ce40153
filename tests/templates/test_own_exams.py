"""What a student reads about an exam of one's own."""

from dataclasses import replace

import pytest

from exams.domain.attempt_table import Stage
from exams.domain.people import Locale
from exams.notices.trouble import AttemptEnded
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


BLAME = {Locale.KK: "кінәңіз емес", Locale.RU: "не Ваша вина", Locale.EN: "not your fault"}


@pytest.mark.parametrize("locale", Locale, ids=lambda locale: locale.value)
def test_whose_connection_failed_is_led_to_the_application_and_not_asked_to_disagree(
    locale: Locale,
) -> None:
    stages = (Stage.TECHNICAL_FAIL, Stage.TERMINATED, Stage.ANNULLED)
    told = {
        stage: WORDS.notice(AttemptEnded(subject="Тарих", stage=stage.value, reason=""), locale)
        for stage in stages
    }

    assert [stage for stage, text in told.items() if BLAME[locale] in text] == [
        Stage.TECHNICAL_FAIL
    ]
