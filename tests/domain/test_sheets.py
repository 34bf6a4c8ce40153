"""Photographed sheets and their order."""

from dataclasses import replace

import pytest

from exams.domain.refusals.people import Unknown
from exams.domain.sheets import SheetStatus, came_again, free_place, kept_aside, moved, pages
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


def test_a_page_is_moved_between_the_others_whose_order_stays() -> None:
    kept = tuple(make.sheet(n) for n in range(1, 6))
    for page in range(5):
        for to in range(1, 6):
            changed = {s.id: s for s in moved(kept, kept[page].id, to)}
            after = pages([changed.get(sheet.id, sheet) for sheet in kept])

            others = [sheet.id for sheet in kept if sheet.id != kept[page].id]
            assert [s.id for s in after if s.id != kept[page].id] == others
            assert after[to - 1].id == kept[page].id
            back = {s.id: s for s in moved(after, kept[page].id, page + 1)}
            assert pages([back.get(sheet.id, sheet) for sheet in after]) == kept


def test_only_pages_that_change_their_place_are_told_as_moved() -> None:
    kept = tuple(make.sheet(n) for n in range(1, 6))

    assert {sheet.id for sheet in moved(kept, kept[1].id, 3)} == {kept[1].id, kept[2].id}
    assert moved(kept, kept[1].id, 2) == ()


def test_a_page_does_not_become_one_that_there_is_not() -> None:
    kept = (make.sheet(1), make.sheet(2))

    for sheet, to in ((kept[0], 0), (kept[0], 3), (make.sheet(3), 1)):
        with pytest.raises(Unknown):
            moved(kept, sheet.id, to)


def test_what_came_too_early_or_too_late_is_kept_aside() -> None:
    sent = [make.sheet(n, status=status) for n, status in enumerate(SheetStatus, start=1)]

    assert {sheet.status for sheet in kept_aside(sent)} == {SheetStatus.EARLY, SheetStatus.LATE}


def test_a_page_is_looked_at_as_it_was_last_turned() -> None:
    sheet = make.sheet(1)

    assert sheet.page == sheet.straightened
    assert replace(sheet, shown=make.digest(9)).page == make.digest(9)


def test_what_came_again_is_told_back_to_the_last_that_took_nobodys_place() -> None:
    old, other = (make.sheet(n, status=SheetStatus.REPLACED) for n in (1, 2))
    new, another = make.sheet(4, place=old.place), make.sheet(5, place=other.place)
    plain = make.sheet(3)

    assert came_again([old, other, plain]) == ()
    assert came_again([another, old, plain, new, other]) == (another, new)
    assert came_again([old, new, plain]) == (new,)
    assert came_again([old, make.sheet(6), new]) == ()  # a page of its own came last
    astray = make.sheet(7, place=plain.place)  # in the place of what was not asked for again
    assert came_again([old, new, plain, astray]) == ()
