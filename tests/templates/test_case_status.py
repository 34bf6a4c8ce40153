"""What a student reads about the own application."""

from dataclasses import replace

import pytest

from exams.domain.absence.table import CaseStage
from exams.domain.people import Locale
from templates.renderer import Renderer
from tests.templates.samples.absence import LATER, STATUS

WORDS = Renderer()
WAITING = (CaseStage.OPENED, CaseStage.NEEDS_PROOF, CaseStage.SUBMITTED, CaseStage.REFUSED)


@pytest.mark.parametrize("locale", Locale, ids=lambda locale: locale.value)
def test_it_is_told_whose_deadline_it_is(locale: Locale) -> None:
    lines = set()
    for stage in WAITING:
        told = WORDS.notice(replace(STATUS, stage=stage.value, waits_until=LATER), locale)
        meant = WORDS.label(f"case_wait.{stage.value}", locale)
        lines |= {line for line in told.splitlines() if line.startswith(f"{meant}: ")}

    assert len(lines) == len(WAITING)
