"""What a student who checks in is told to do next."""

from dataclasses import replace

import pytest

from exams.domain.people import Locale
from exams.notices.checking_in import CheckIn
from templates.renderer import Renderer
from tests.templates.samples.before import CHECK_IN

WORDS = Renderer()
IDENTIFIED = replace(CHECK_IN, stage="identified", face=True)


@pytest.mark.parametrize("locale", Locale, ids=lambda locale: locale.value)
@pytest.mark.parametrize(
    ("seen", "told"),
    [
        (IDENTIFIED, "identified"),
        (replace(IDENTIFIED, room=True), "identified"),
        (replace(IDENTIFIED, desk=True), "identified"),
        (replace(IDENTIFIED, room=True, desk=True), "looked"),
        (replace(IDENTIFIED, rules=False), "unread"),
        (replace(IDENTIFIED, rules=False, room=True, desk=True), "unread"),
    ],
    ids=["nothing more", "room", "desk", "both", "rules unread", "both, rules unread"],
)
def test_who_is_identified_is_told_what_is_still_missing(
    seen: CheckIn, told: str, locale: Locale
) -> None:
    text = WORDS.notice(seen, locale)

    assert text.splitlines()[-1] == WORDS.label(f"check_in_next.{told}", locale)
