"""Draw on the photograph what is wrong with it, without a word.

The outline found is drawn in the colour of the verdict. Every faulty place gets a frame and
the number that its fault has in the list which the student reads.
"""

from typing import Final

import cv2
import numpy as np

from exams.domain.verdict import Fault, Outcome, SheetReport, Verdict
from vision.arrays import Pixels
from vision.decode import fit

MARKED_SIDE: Final = 1280
_COLOURS: Final = {
    Outcome.ACCEPT: (80, 175, 60),  # blue, green, red
    Outcome.ACCEPT_WITH_ADVICE: (30, 170, 250),
    Outcome.RETAKE: (50, 50, 225),
}
_WHITE: Final = (255, 255, 255)


def mark(pixels: Pixels, report: SheetReport, verdict: Verdict) -> Pixels | None:
    """Return the photograph with outline and faulty regions; None if there is nothing to show."""
    told = (*verdict.reasons, *verdict.advice)
    regions = [region for region in report.regions if region.fault in told]
    is_page = not any(Fault.NOT_PAGE in fault.kinds for fault in verdict.reasons)
    corners = report.outline if is_page else None
    if corners is None and not regions:
        return None
    picture = fit(pixels, MARKED_SIDE).copy()
    height, width = picture.shape[:2]
    thick = max(3, max(height, width) // 240)
    colour = _COLOURS[verdict.outcome]
    if corners is not None:
        outline = np.rint(np.array(corners) * (width, height)).astype(np.int32)
        cv2.polylines(
            picture,
            [outline],
            isClosed=True,
            color=_WHITE,
            thickness=thick + 4,
            lineType=cv2.LINE_AA,
        )
        cv2.polylines(
            picture, [outline], isClosed=True, color=colour, thickness=thick, lineType=cv2.LINE_AA
        )
    for region in regions:
        shade = _COLOURS[
            Outcome.RETAKE if region.fault in verdict.reasons else Outcome.ACCEPT_WITH_ADVICE
        ]
        first = round(region.left * width), round(region.top * height)
        last = round(region.right * width), round(region.bottom * height)
        inside = picture[first[1] : last[1], first[0] : last[0]]
        inside[:] = cv2.addWeighted(inside, 0.8, np.full_like(inside, shade), 0.2, 0)
        cv2.rectangle(picture, first, last, shade, thick)
        _number(picture, told.index(region.fault) + 1, first, last)
    return picture


def _number(picture: Pixels, number: int, first: tuple[int, int], last: tuple[int, int]) -> None:
    """Put a white number on a dark disc in the middle of a region."""
    height, width = picture.shape[:2]
    radius = max(14, max(height, width) // 34)
    x = int(np.clip((first[0] + last[0]) // 2, radius, width - radius - 1))
    y = int(np.clip((first[1] + last[1]) // 2, radius, height - radius - 1))
    cv2.circle(picture, (x, y), radius, (35, 35, 35), -1, cv2.LINE_AA)
    cv2.circle(picture, (x, y), radius, _WHITE, max(2, radius // 8), cv2.LINE_AA)
    scale, weight = radius / 16, max(2, radius // 9)
    (wide, high), _ = cv2.getTextSize(str(number), cv2.FONT_HERSHEY_SIMPLEX, scale, weight)
    at = (x - wide // 2, y + high // 2)
    cv2.putText(
        picture, str(number), at, cv2.FONT_HERSHEY_SIMPLEX, scale, _WHITE, weight, cv2.LINE_AA
    )
