"""Photographed sheets and their order."""

from exams.domain.sheets import SheetStatus, free_place, pages
from tests import make


def test_pages_are_the_accepted_sheets_in_the_order_of_sending() -> None:
    first, second, third = make.sheet(1), make.sheet(2), make.sheet(3, order=(2, 1))

    assert pages([third, second, first]) == (first, second, third)


def test_nothing_but_accepted_sheets_is_a_page() -> None:
    sent = [make.sheet(n, status=status) for n, status in enumerate(SheetStatus, start=1)]

    assert [sheet.status for sheet in pages(sent)] == [SheetStatus.ACCEPTED]


def test_a_page_asked_for_again_leaves_its_place_free_until_a_new_one_came() -> None:
    kept = make.sheet(1)
    second, third = (make.sheet(n, status=SheetStatus.REPLACED) for n in (2, 3))
    new = make.sheet(5, place=second.place)

    assert free_place([kept]) is None
    assert free_place([third, kept, second]) == second.place
    assert free_place([kept, second, third, new]) == third.place
    assert pages([new, kept]) == (kept, new)


def test_a_picture_that_was_refused_leaves_no_place_to_fill() -> None:
    assert free_place([make.sheet(1, status=SheetStatus.RETAKE)]) is None
