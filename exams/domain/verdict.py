"""What is measured on a photograph of an answer sheet, and what follows from it.

`vision` measures and fills a `SheetReport`; `judge` decides. The thresholds stand here
and nowhere else, each with the measurement that set it (see docs/vision.md).
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import Enum
from typing import Final

A4_RATIO: Final = 297 / 210


class Fault(Enum):
    """What is wrong with a photograph, in the order in which it is told to the student.

    The first twelve make a retake; what is wrong with the framing comes before the light, and
    the light before the focus, because that is the order in which a new photograph is taken.
    The others are advice.
    """

    NOT_PAGE = "not_page"
    SCREENSHOT = "screenshot"
    CUT_OFF = "cut_off"
    TOO_SMALL = "too_small"
    PERSPECTIVE = "perspective"
    DARK = "dark"
    OVEREXPOSED = "overexposed"
    GLARE = "glare"
    BLUR = "blur"
    ENLARGED = "enlarged"
    COMPRESSION = "compression"
    BLANK = "blank"
    NO_HEADER = "no_header"
    PART_ONLY = "part_only"
    LOW_RESOLUTION = "low_resolution"
    SOFT = "soft"
    SHADOW = "shadow"
    SIDEWAYS = "sideways"
    UPSIDE_DOWN = "upside_down"
    TWO_PAGES = "two_pages"

    @property
    def kinds(self) -> tuple["Fault", ...]:
        """This fault and what it is a kind of: an enlarged picture is a blurred one, too."""
        kind = _KIND_OF.get(self)
        return (self,) if kind is None else (kind, self)


_KIND_OF: Final = {Fault.SCREENSHOT: Fault.NOT_PAGE, Fault.ENLARGED: Fault.BLUR}


class FileFault(Enum):
    """Faults as they are told of a file: who sent one need not be told to send it as a file."""

    ENLARGED = "enlarged_file"
    COMPRESSION = "compression_file"
    LOW_RESOLUTION = "low_resolution_file"


def told(faults: Iterable[Fault], *, as_file: bool) -> tuple[str, ...]:
    """Return the codes by which a student hears of faults, after the way the picture came."""
    of_file = {fault.name: fault.value for fault in FileFault} if as_file else {}
    return tuple(of_file.get(fault.name, fault.value) for fault in faults)


class Strictness(Enum):
    """How much worse than usual a photograph may be; the value scales every limit."""

    LENIENT = 1.3
    NORMAL = 1.0
    STRICT = 0.8


class Outcome(Enum):
    """What happens to a photograph."""

    ACCEPT = "accept"
    ACCEPT_WITH_ADVICE = "accept_with_advice"
    RETAKE = "retake"


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """A part of the picture where a fault shows.

    Attributes:
        fault: what is wrong there.
        left: of the picture's width, 0 to 1, like the others.
    """

    fault: Fault
    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetReport:
    """What was measured on one photograph, after it was turned upright.

    Attributes:
        width: of the picture as it was sent, upright, pixels.
        height: the same.
        turned: degrees clockwise by which we turned it, beyond what the camera had noted.
        drawn: whether a computer drew the picture, as a screenshot, and no camera took it.
        page: whether there is a sheet of paper, 0 (surely not) to 1.
        outline: the sheet's corners from the top left one clockwise, as shares of the
            picture's width and height; None if no edge of the sheet is in the picture.
        pages: how many sheets are seen.
        cut: share of the sheet's length that is outside the picture.
        cut_lines: how many lines of writing the picture's frame cuts on one side of it; 0 where
            the sheet has no margin on another, because that is a part taken from near.
        cut_sides: on how many sides lines of writing run out of the picture.
        dpi: pixels per inch of A4 where the sheet is furthest from the camera.
        slant: the shorter of two opposite sides of the sheet to the longer one, 0 to 1.
        level: brightness of bare paper, 0 to 255.
        contrast: how far the writing stands out from the paper around it, 0 to 1.
        black: how far its darkest hundredth does.
        clipped: share of the sheet's bare paper that is pure white.
        glare: share of the sheet that a reflection hides.
        shade: brightness of the darkest part of the paper to that of the brightest, 0 to 1.
        blur: width of the writing's edges in its softest fifth, millimetres on A4 (standard
            deviation of the blur).
        moved: the same in the direction in which the camera moved, over most of the sheet.
        sharpest: the same as `blur` in the writing's sharpest fifth.
        enlarged: what speaks for a small picture that was enlarged, a natural logarithm. 0 where
            it was not asked, because the writing is sharp.
        doubled: how loudly the writing repeats itself at one distance all over the sheet, times
            what is usual.
        thick: thickness of the strokes to the shorter side of their letters, where a picture is
            black and white alone, so that `blur` tells nothing; 0 where it is not.
        one_way: how much more strokes run in one direction than across it, 0 to 1; 0 likewise.
        quality: JPEG quality, 1 to 99; 99 for other formats that lose something, LOSSLESS for
            those that lose nothing.
        lettered: how surely what is dark there is letters, 0.25 to 1.
        ink: share of the sheet that is written on.
        header: share of the top left corner that is written on.
        regions: where the faults show.
    """

    width: int
    height: int
    turned: int = 0
    drawn: bool = False
    page: float = 1.0
    outline: tuple[tuple[float, float], ...] | None = None
    pages: int = 1
    cut: float = 0.0
    cut_lines: int = 0
    cut_sides: int = 0
    dpi: float = 200.0
    slant: float = 1.0
    level: float = 200.0
    contrast: float = 0.6
    black: float = 0.7
    clipped: float = 0.0
    glare: float = 0.0
    shade: float = 0.9
    blur: float = 0.2
    moved: float = 0.25
    sharpest: float = 0.2
    enlarged: float = 0.0
    doubled: float = 0.0
    thick: float = 0.0
    one_way: float = 0.0
    quality: int = 90
    lettered: float = 1.0
    ink: float = 0.05
    header: float = 0.05
    regions: tuple[Region, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What is decided about one photograph.

    Attributes:
        reasons: why it must be taken again, in the order in which to mend them; empty if accepted.
        advice: what the student or the proctor should know all the same; empty at a retake.
    """

    outcome: Outcome
    reasons: tuple[Fault, ...] = ()
    advice: tuple[Fault, ...] = ()

    @property
    def accepted(self) -> bool:
        """Whether the sheet counts as handed in."""
        return self.outcome is not Outcome.RETAKE


# The limits. Each severity is 1.0 at its limit; Strictness moves them all at once. The figures
# beside them are of the labelled photographs which docs/vision.md describes.
LEAST_PAGE: Final = 0.55  # likeness; sheets have 0.57 and more, rooms and screens 0.53 and less
SURELY_NONE: Final = 0.2  # likeness; what has more may be a sheet and is told its faults besides
SURELY_PAGE: Final = 0.97  # likeness; below it what is small and has no letters may be anything
LIKELY_PAGE: Final = 0.9  # likeness; the same of what is smeared one way and has no edges
LEAST_LETTERED: Final = 0.62  # small sheets have 0.7 and more, 9 of 250 less; other things 0.6
LEAST_DPI: Final = 70.0  # 818 pixels along A4; what reads well has 73 and more, too small 65
SMALL_DPI: Final = 80.0  # below it other things far away look like sheets
GOOD_DPI: Final = 150.0  # the usual scanner's least; advice below it
MOST_CUT: Final = 0.09  # of the length of A4; whole sheets measure 0.05, a whole US letter 0.085
MOST_CUT_LINES: Final = 3  # that run out of the picture; of 463 good sheets none has any
LEAST_SLANT: Final = 0.62  # sheets shot from above have 0.7 and more, from the side 0.6 and less
LEAST_LEVEL: Final = 75.0  # grey of bare paper; readable pictures have 95 and more
MOST_CLIPPED: Final = 0.6  # of bare paper under pale ink; overexposed sheets have 0.65 and more
ALL_CLIPPED: Final = 0.95  # when no ink is left to see; a blank sheet in the sun has 0.83
PALE: Final = 0.3  # contrast; pictures with burnt-out paper have 0.25 at most, scans 0.5 and more
BURNT_CLIPPED: Final = 0.87  # of bare paper; when black print is burnt too, all paper is
BURNT_PALE: Final = 0.45  # contrast; black print keeps 0.3 to 0.44, on scans it has 0.5 and more
STRETCHED: Final = 0.89  # darkest ink; overexposed 0.87 at most, of scanner programs 0.9 and more
MOST_GLARE: Final = 0.006  # of the sheet; pictures without a reflection have 0.003 at most
MOST_BLUR: Final = (
    0.44  # millimetres; sharp pictures have 0.41 at most, out of focus 0.47 and more
)
LEAST_BLUR_PIXELS: Final = 1.7  # of the picture; a sharp one has 1.0 to 1.4 whatever its size
MOST_UNEVEN: Final = 1.9  # softest to sharpest fifth; in focus 1.87 at most, half of it 1.95
UNEVEN_BLUR: Final = 0.34  # millimetres, from which on the softer part is hard to read
ENLARGED_BLUR: Final = 0.25  # millimetres in the middle; 400 pixels enlarged have 0.25 and more
MOST_ENLARGED: Final = 4.15  # of a logarithm; enlarged 4.26 and more, where the edges are wide
CLEARLY_SOFT: Final = 0.36  # millimetres; the sharper the writing, the clearer must be the sign:
ENLARGED_RISE: Final = 8.0  # by so much a millimetre; soft lenses have 4.6 at a width of 0.31
MOST_MOVED: Final = 0.52  # millimetres; held still 0.45 at most, moved 0.57 and more
MOST_THICK: Final = 0.58  # handwriting has 0.37 at most, print 0.57; melted letters 0.6 and more
MOST_ONE_WAY: Final = 0.42  # scans have 0.33 at most, where the camera moved 0.49 and more
MOST_DOUBLED: Final = 36.0  # times what is usual; sheets have 33 at most, doubled ones 10 to 67
BLACK_AND_WHITE: Final = 0.9  # contrast, from which on a scanner program left no grey
SOFT_SHARE: Final = 0.8  # of MOST_BLUR, from which on it is worth a word
LEAST_QUALITY: Final = 18  # JPEG; messengers use 70 to 87, pictures of 10 show blocks
LOSSLESS: Final = 100  # quality of what loses nothing; the finest JPEG has 99
LENS_PIXELS: Final = 1.1  # width of an edge; of white screens 1.01 at most, of photographs 1.18
MILLIMETRES_AN_INCH: Final = 25.4
LEAST_INK: Final = 0.0012  # of the sheet; a single line of writing is 0.002 to 0.004
LEAST_INK_DPI: Final = 55.0  # below it, pens of 0.4 mm are finer than a pixel
LEAST_CONTRAST: Final = 0.142  # of ink; squares with the back showing through 0.137, blurred 0.146
MOST_INK: Final = 0.75  # of the sheet, to its contrast; dense print and bubbles 0.73 at most
PALEST: Final = 0.25  # contrast of pencil; below it less ink can be writing:
MOST_PALE_INK: Final = 0.55  # the same; pencil and pale print 0.49 at most, roads and screens 0.57
LEAST_HEADER: Final = 0.004  # of the corner; four short lines are 0.02
LEAST_SHADE: Final = 0.45  # darkest paper to brightest; advice only, the page is evened out


def judge(report: SheetReport, strictness: Strictness = Strictness.NORMAL) -> Verdict:
    """Decide what happens to a photograph.

    A cause hides its symptoms: what is surely no sheet is not called blurred too, and a picture
    too dark to see is not called blank. What looks hardly like a sheet but has writing and may be
    one, far away, out of focus or in the dark, is told both.
    """
    if report.drawn:
        return Verdict(outcome=Outcome.RETAKE, reasons=_drawn(report))
    found = {fault for fault, severity in _RETAKES.items() if severity(report) > strictness.value}
    if not found and _texture(report) > strictness.value:
        found = {Fault.NOT_PAGE}
    surely_none = report.page < SURELY_NONE
    doubted = not surely_none and report.ink > LEAST_INK
    for cause, symptoms in _HIDES:
        if cause in found and not (doubted and cause is Fault.NOT_PAGE):
            found -= symptoms - {Fault.NOT_PAGE} if surely_none else symptoms
    reasons = tuple(fault for fault in Fault if fault in found)
    if reasons:
        return Verdict(outcome=Outcome.RETAKE, reasons=reasons)
    advice = _advice(report)
    outcome = Outcome.ACCEPT_WITH_ADVICE if advice else Outcome.ACCEPT
    return Verdict(outcome=outcome, advice=advice)


def _drawn(report: SheetReport) -> tuple[Fault, ...]:
    """A screen; or white all over, taken by a lens, whose light came out as even as one."""
    white = report.quality < LOSSLESS and report.clipped > ALL_CLIPPED
    lens = report.blur * report.dpi / MILLIMETRES_AN_INCH > LENS_PIXELS
    return (Fault.NOT_PAGE, Fault.OVEREXPOSED) if white and lens else (Fault.SCREENSHOT,)


def _ratio(limit: float, value: float) -> float:
    return limit / max(value, 1e-6)


def _unlike(report: SheetReport) -> float:
    """Many a light thing far away looks like a sheet, and the grain of wood like a smeared one.

    Letters tell sheets from them. What is small and lost nothing was hardly ever a photograph: a
    drawing, a part of a screen.
    """
    small = report.dpi < SMALL_DPI
    if small and report.quality == LOSSLESS:
        return _ratio(SMALL_DPI, report.dpi)
    least = LEAST_PAGE
    if report.lettered < LEAST_LETTERED:
        if small:
            least = SURELY_PAGE
        elif report.outline is None and report.moved > MOST_MOVED and report.blur < MOST_BLUR:
            least = LIKELY_PAGE
    return _ratio(least, report.page)


def _texture(report: SheetReport) -> float:
    """The paler what is dark, the less of it can be writing: all over it is a road or a screen.

    So are sheets in the dark or out of focus, which are told that alone.
    """
    most = MOST_PALE_INK if report.contrast < PALEST else MOST_INK
    return report.ink / max(report.contrast, 1e-6) / most


def _washed_out(report: SheetReport) -> float:
    """White paper alone is no fault: a scan has it too. White paper with pale ink is.

    Light leaves no ink black: where some is, a scanner program made the paper white. On a tiny
    picture all ink is pale, because it is finer than a pixel.
    """
    if report.dpi < LEAST_INK_DPI:
        return 0.0
    if report.ink < LEAST_INK:
        return report.clipped / ALL_CLIPPED
    if report.contrast < PALE:
        return report.clipped / MOST_CLIPPED
    burnt = report.contrast < BURNT_PALE and report.black < STRETCHED
    return report.clipped / BURNT_CLIPPED if burnt else 0.0


def _blurred(report: SheetReport) -> float:
    """Soft edges on a small picture are its pixels, unless a part of it has sharper ones."""
    if report.thick > 0:
        return max(report.thick / MOST_THICK, report.one_way / MOST_ONE_WAY)
    uneven = report.blur / max(report.sharpest, 1e-6) / MOST_UNEVEN
    partly = min(uneven, report.blur / UNEVEN_BLUR)
    if max(report.blur, report.moved) * report.dpi / MILLIMETRES_AN_INCH < LEAST_BLUR_PIXELS:
        return partly
    return max(report.blur / MOST_BLUR, report.moved / MOST_MOVED, partly)


def _enlarged(report: SheetReport) -> float:
    """Where the writing is hardly soft, a lens may have taken the fine detail away."""
    sharper = max(CLEARLY_SOFT - report.blur, 0.0)
    return report.enlarged / (MOST_ENLARGED + ENLARGED_RISE * sharper)


def _empty(report: SheetReport) -> float:
    """On a tiny picture writing may be there without being seen."""
    if report.dpi < LEAST_INK_DPI:
        return 0.0
    return max(_ratio(LEAST_INK, report.ink), _ratio(LEAST_CONTRAST, report.contrast))


Severity = Callable[[SheetReport], float]

_RETAKES: Final[dict[Fault, Severity]] = {
    Fault.NOT_PAGE: _unlike,
    Fault.CUT_OFF: lambda report: max(report.cut / MOST_CUT, report.cut_lines / MOST_CUT_LINES),
    Fault.TOO_SMALL: lambda report: _ratio(LEAST_DPI, report.dpi),
    Fault.PERSPECTIVE: lambda report: _ratio(LEAST_SLANT, report.slant),
    Fault.DARK: lambda report: _ratio(LEAST_LEVEL, report.level),
    Fault.OVEREXPOSED: _washed_out,
    Fault.GLARE: lambda report: report.glare / MOST_GLARE,
    Fault.BLUR: lambda report: max(_blurred(report), report.doubled / MOST_DOUBLED),
    Fault.ENLARGED: _enlarged,
    Fault.COMPRESSION: lambda report: _ratio(LEAST_QUALITY, report.quality),
    Fault.BLANK: _empty,
}
_BESIDES: Final = {
    Fault.DARK,
    Fault.OVEREXPOSED,
    Fault.BLANK,
    Fault.COMPRESSION,
}  # of no sheet, too
_PALES: Final = {Fault.BLUR, Fault.ENLARGED, Fault.COMPRESSION}  # the writing, too
_HIDES: Final = (  # the first cause that is found hides its symptoms, then the next
    (Fault.DARK, frozenset(_RETAKES) - {Fault.DARK, Fault.NOT_PAGE}),
    (Fault.OVEREXPOSED, frozenset(_RETAKES) - {Fault.OVEREXPOSED, *_PALES}),
    (Fault.NOT_PAGE, frozenset(_RETAKES) - {Fault.NOT_PAGE, *_BESIDES}),
    (Fault.COMPRESSION, frozenset({Fault.BLUR, Fault.ENLARGED, Fault.TOO_SMALL})),
    (Fault.BLANK, frozenset({Fault.ENLARGED, Fault.CUT_OFF})),
    (Fault.PERSPECTIVE, frozenset({Fault.BLUR, Fault.ENLARGED})),
    (Fault.BLUR, frozenset({Fault.ENLARGED})),  # out of focus, fine detail is lost as well
)

_ADVICE: Final[dict[Fault, Callable[[SheetReport], bool]]] = {
    Fault.NO_HEADER: lambda report: report.header < LEAST_HEADER,
    Fault.PART_ONLY: lambda report: report.cut_sides > 0,
    Fault.LOW_RESOLUTION: lambda report: report.dpi < GOOD_DPI,
    Fault.SOFT: lambda report: report.blur > MOST_BLUR * SOFT_SHARE,
    Fault.SHADOW: lambda report: report.shade < LEAST_SHADE,
    Fault.SIDEWAYS: lambda report: report.turned in {90, 270},
    Fault.UPSIDE_DOWN: lambda report: report.turned == 180,  # noqa: PLR2004, degrees
    Fault.TWO_PAGES: lambda report: report.pages > 1,
}


def _advice(report: SheetReport) -> tuple[Fault, ...]:
    return tuple(fault for fault, applies in _ADVICE.items() if applies(report))
