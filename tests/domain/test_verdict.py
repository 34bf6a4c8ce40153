"""The judgement of a measured answer sheet."""

from dataclasses import replace
from typing import Any

import pytest

from exams.domain import verdict
from exams.domain.verdict import Fault, Outcome, SheetReport, Strictness, judge

GOOD = SheetReport(width=3000, height=4000)

WRONG: dict[Fault, dict[str, Any]] = {
    Fault.NOT_PAGE: {"page": 0.1},
    Fault.SCREENSHOT: {"drawn": True},
    Fault.CUT_OFF: {"cut": 0.3},
    Fault.TOO_SMALL: {"dpi": 50.0},
    Fault.PERSPECTIVE: {"slant": 0.4},
    Fault.DARK: {"level": 30.0},
    Fault.OVEREXPOSED: {"clipped": 0.99, "contrast": 0.2},
    Fault.GLARE: {"glare": 0.08},
    Fault.BLUR: {"blur": 1.2},
    Fault.ENLARGED: {"enlarged": 5.5},
    Fault.COMPRESSION: {"quality": 5},
    Fault.BLANK: {"ink": 0.0},
}
WORTH_A_WORD: dict[Fault, dict[str, Any]] = {
    Fault.NO_HEADER: {"header": 0.0},
    Fault.PART_ONLY: {"cut_sides": 1},
    Fault.LOW_RESOLUTION: {"dpi": 110.0},
    Fault.SOFT: {"blur": 0.95 * verdict.MOST_BLUR, "sharpest": 0.3},
    Fault.SHADOW: {"shade": 0.3},
    Fault.SIDEWAYS: {"turned": 270},
    Fault.UPSIDE_DOWN: {"turned": 180},
    Fault.TWO_PAGES: {"pages": 2},
}


def test_a_good_sheet_is_accepted_without_a_word() -> None:
    found = judge(GOOD)

    assert found.outcome is Outcome.ACCEPT
    assert found.accepted
    assert found.reasons == ()
    assert found.advice == ()


@pytest.mark.parametrize("fault", WRONG, ids=lambda fault: fault.value)
def test_one_fault_asks_for_a_retake_and_is_the_only_reason(fault: Fault) -> None:
    found = judge(replace(GOOD, **WRONG[fault]))

    assert found.outcome is Outcome.RETAKE
    assert not found.accepted
    assert found.reasons == (fault,)


@pytest.mark.parametrize("fault", WORTH_A_WORD, ids=lambda fault: fault.value)
def test_what_can_be_lived_with_is_advice_only(fault: Fault) -> None:
    found = judge(replace(GOOD, **WORTH_A_WORD[fault]))

    assert found.outcome is Outcome.ACCEPT_WITH_ADVICE
    assert found.accepted
    assert found.reasons == ()
    assert found.advice == (fault,)


def test_every_fault_is_either_a_reason_or_advice() -> None:
    assert set(WRONG) | set(WORTH_A_WORD) == set(Fault)


def test_reasons_come_framing_first_then_light_then_focus() -> None:
    found = judge(replace(GOOD, blur=1.2, glare=0.08, cut=0.3))

    assert found.reasons == (Fault.CUT_OFF, Fault.GLARE, Fault.BLUR)


@pytest.mark.parametrize(("blur", "told"), [(0.3, False), (0.38, True)], ids=["sharp", "soft"])
def test_the_sharper_the_writing_the_clearer_must_be_that_it_was_enlarged(
    blur: float, *, told: bool
) -> None:
    found = judge(replace(GOOD, blur=blur, sharpest=0.28, enlarged=4.4))

    assert (Fault.ENLARGED in found.reasons) is told


def test_ink_finer_than_a_pixel_is_pale_without_being_overexposed() -> None:
    white = replace(GOOD, clipped=0.99, contrast=0.25)

    assert judge(replace(white, dpi=120.0)).reasons == (Fault.OVEREXPOSED,)
    assert judge(replace(white, dpi=40.0)).reasons == (Fault.TOO_SMALL,)


def test_what_pales_the_writing_is_told_beside_the_light() -> None:
    white = replace(GOOD, clipped=0.99, contrast=0.25)

    assert judge(replace(white, quality=8)).reasons == (Fault.OVEREXPOSED, Fault.COMPRESSION)
    assert judge(replace(white, enlarged=7.0)).reasons == (Fault.OVEREXPOSED, Fault.ENLARGED)


@pytest.mark.parametrize(("lines", "told"), [(3, False), (4, True)])
def test_lines_that_the_frame_cuts_are_a_cut_sheet(lines: int, *, told: bool) -> None:
    found = judge(replace(GOOD, cut_lines=lines))

    assert found.reasons == ((Fault.CUT_OFF,) if told else ())


def test_what_is_no_sheet_has_no_other_fault() -> None:
    found = judge(replace(GOOD, page=0.0, blur=1.2, dpi=20.0, ink=0.0))

    assert found.reasons == (Fault.NOT_PAGE,)


@pytest.mark.parametrize(
    ("cause", "symptom"),
    [
        (Fault.TOO_SMALL, Fault.BLANK),
        (Fault.DARK, Fault.BLANK),
        (Fault.OVEREXPOSED, Fault.GLARE),
        (Fault.BLANK, Fault.ENLARGED),
        (Fault.COMPRESSION, Fault.BLUR),
        (Fault.COMPRESSION, Fault.ENLARGED),
        (Fault.BLUR, Fault.ENLARGED),
    ],
    ids=lambda fault: fault.value,
)
def test_a_cause_hides_its_symptom(cause: Fault, symptom: Fault) -> None:
    found = judge(replace(GOOD, **WRONG[cause], **WRONG[symptom]))

    assert found.reasons == (cause,)


def test_strictness_decides_about_a_sheet_near_the_limit() -> None:
    softer = replace(GOOD, blur=1.1 * verdict.MOST_BLUR, sharpest=0.4)
    sharper = replace(GOOD, blur=0.9 * verdict.MOST_BLUR, sharpest=0.4)

    assert judge(softer, Strictness.LENIENT).accepted
    assert not judge(softer, Strictness.NORMAL).accepted
    assert judge(sharper, Strictness.NORMAL).accepted
    assert not judge(sharper, Strictness.STRICT).accepted


def test_a_blank_sheet_is_not_asked_for_its_header_too() -> None:
    assert judge(replace(GOOD, ink=0.0, header=0.0)).advice == ()


def test_a_sheet_softer_in_one_half_is_blurred_and_one_soft_all_over_is_not() -> None:
    half = replace(GOOD, blur=0.4, sharpest=0.19)
    whole = replace(GOOD, blur=0.4, sharpest=0.3)

    assert judge(half).reasons == (Fault.BLUR,)
    assert judge(whole).accepted


def test_the_pixels_of_a_small_picture_are_no_blur_unless_half_of_it_is_sharper() -> None:
    half = replace(GOOD, dpi=84.0, blur=0.49, sharpest=0.2)
    whole = replace(GOOD, dpi=84.0, blur=0.49, sharpest=0.4)

    assert judge(half).reasons == (Fault.BLUR,)
    assert judge(whole).accepted


@pytest.mark.parametrize("paled", [Fault.OVEREXPOSED, Fault.BLANK], ids=lambda fault: fault.value)
def test_blur_that_made_ink_pale_is_told_too(paled: Fault) -> None:
    found = judge(replace(GOOD, **WRONG[paled], **WRONG[Fault.BLUR]))

    assert set(found.reasons) == {paled, Fault.BLUR}


def test_white_paper_with_thin_ink_is_a_scan_where_some_ink_is_black() -> None:
    burnt = replace(GOOD, clipped=0.99, contrast=0.42, black=0.8)

    assert judge(burnt).reasons == (Fault.OVEREXPOSED,)
    assert judge(replace(burnt, black=0.95)).accepted


def test_in_black_and_white_the_thickness_of_letters_tells_blur() -> None:
    melted = replace(GOOD, contrast=0.99, blur=0.2, thick=0.75)

    assert judge(melted).reasons == (Fault.BLUR,)
    assert judge(replace(melted, thick=0.4)).accepted


def test_in_black_and_white_strokes_that_all_run_one_way_tell_that_the_camera_moved() -> None:
    moved = replace(GOOD, contrast=0.99, thick=0.4, one_way=0.6)

    assert judge(moved).reasons == (Fault.BLUR,)
    assert judge(replace(moved, one_way=0.33)).accepted


def test_a_picture_drawn_twice_is_blurred_however_sharp() -> None:
    assert judge(replace(GOOD, blur=0.2, moved=0.25, doubled=45.0)).reasons == (Fault.BLUR,)
    assert judge(replace(GOOD, doubled=33.0)).accepted


def test_the_paler_the_ink_the_less_of_it_can_be_writing() -> None:
    road = replace(GOOD, ink=0.11, contrast=0.17)
    screen = replace(GOOD, ink=0.3, contrast=0.35)

    for thing in (road, screen):
        assert judge(thing).reasons == (Fault.NOT_PAGE,)
        assert judge(replace(thing, level=30.0)).reasons == (Fault.DARK,)
        assert judge(replace(thing, blur=1.2)).reasons == (Fault.BLUR,)
    for sheet in (replace(road, ink=0.08), replace(screen, contrast=0.42)):
        assert judge(sheet).accepted


def test_an_enlarged_picture_is_a_kind_of_blurred_one_and_a_dark_one_of_nothing_else() -> None:
    assert Fault.ENLARGED.kinds == (Fault.BLUR, Fault.ENLARGED)
    assert Fault.SCREENSHOT.kinds == (Fault.NOT_PAGE, Fault.SCREENSHOT)
    assert Fault.DARK.kinds == (Fault.DARK,)


def test_what_may_be_a_sheet_is_told_its_other_fault_and_what_is_surely_none_is_not() -> None:
    doubted, none = (replace(GOOD, page=page, dpi=20.0) for page in (0.4, 0.05))

    assert judge(doubted).reasons == (Fault.NOT_PAGE, Fault.TOO_SMALL)
    assert judge(none).reasons == (Fault.NOT_PAGE,)
    assert judge(replace(doubted, ink=0.0)).reasons == (Fault.NOT_PAGE,)


def test_what_is_small_and_has_no_letters_may_be_no_sheet() -> None:
    far = replace(GOOD, page=0.9, dpi=40.0)
    thing = replace(far, lettered=0.4)

    assert judge(far).reasons == (Fault.TOO_SMALL,)
    assert judge(thing).reasons == (Fault.NOT_PAGE, Fault.TOO_SMALL)
    assert judge(replace(thing, page=1.0)).reasons == (Fault.TOO_SMALL,)
    assert judge(replace(thing, dpi=120.0)).accepted


def test_what_is_small_and_lost_nothing_was_hardly_a_photograph() -> None:
    drawing = replace(GOOD, dpi=60.0, quality=verdict.LOSSLESS)

    assert judge(drawing).reasons == (Fault.NOT_PAGE, Fault.TOO_SMALL)
    assert judge(replace(drawing, quality=90)).reasons == (Fault.TOO_SMALL,)
    assert judge(replace(drawing, dpi=120.0)).accepted


def test_what_is_smeared_and_has_neither_letters_nor_edges_may_be_no_sheet() -> None:
    grain = replace(GOOD, page=0.8, lettered=0.4, moved=0.9)
    edges = ((0.1, 0.1), (0.9, 0.1), (0.9, 0.9), (0.1, 0.9))

    assert judge(grain).reasons == (Fault.NOT_PAGE, Fault.BLUR)
    out_of_focus = replace(grain, blur=0.7)
    for sheet in (replace(grain, outline=edges), replace(grain, lettered=0.9), out_of_focus):
        assert judge(sheet).reasons == (Fault.BLUR,)
    assert judge(replace(grain, moved=0.25)).accepted


@pytest.mark.parametrize("page", [0.4, 0.05])
def test_what_is_dark_and_may_be_no_sheet_is_told_both(page: float) -> None:
    assert judge(replace(GOOD, page=page, level=30.0)).reasons == (Fault.NOT_PAGE, Fault.DARK)


def test_too_much_light_alone_is_told_where_a_sheet_is_hardly_seen() -> None:
    doubted, none = (replace(GOOD, page=page, clipped=0.98, ink=0.0) for page in (0.4, 0.05))

    assert judge(doubted).reasons == (Fault.OVEREXPOSED,)
    assert judge(none).reasons == (Fault.NOT_PAGE, Fault.OVEREXPOSED)


def test_what_may_be_a_wall_is_called_empty_too() -> None:
    assert judge(replace(GOOD, page=0.4, ink=0.0)).reasons == (Fault.NOT_PAGE, Fault.BLANK)


@pytest.mark.parametrize(
    ("changed", "reasons"),
    [
        ({"clipped": 0.98}, (Fault.NOT_PAGE, Fault.OVEREXPOSED)),
        ({"clipped": 0.7}, (Fault.SCREENSHOT,)),
        ({"clipped": 0.98, "quality": verdict.LOSSLESS}, (Fault.SCREENSHOT,)),
        ({"clipped": 0.98, "blur": 0.1}, (Fault.SCREENSHOT,)),
    ],
    ids=["white all over", "grey", "no JPEG", "sharper than a lens draws"],
)
def test_what_is_as_even_as_a_screen_may_be_overexposed_where_it_is_white(
    changed: dict[str, Any], reasons: tuple[Fault, ...]
) -> None:
    assert judge(replace(GOOD, drawn=True, **changed)).reasons == reasons


@pytest.mark.parametrize(
    ("fault", "good", "bad"),
    [
        (Fault.TOO_SMALL, replace(GOOD, dpi=73.0), replace(GOOD, dpi=65.0)),
        (Fault.PERSPECTIVE, replace(GOOD, slant=0.69), replace(GOOD, slant=0.6)),
    ],
    ids=["small", "aslant"],
)
def test_sheets_that_read_well_are_good_and_others_are_not(
    fault: Fault, good: SheetReport, bad: SheetReport
) -> None:
    assert judge(good).accepted
    assert judge(bad).reasons == (fault,)
