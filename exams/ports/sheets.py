"""Who looks at photographs of answer sheets."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from exams.domain.verdict import SheetReport, Strictness, Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class InspectedPage:
    """One page of an upload, measured and judged.

    Attributes:
        report: what was measured.
        verdict: what follows, by `exams.domain.verdict.judge`.
        picture: JPEG, the photograph upright, without location or other metadata.
        straightened: JPEG, the page alone, rectangular and freed of shadows; for the examiner.
        marked: JPEG at most 1280 px, the photograph with the page's outline and the faulty
            regions drawn in; None for an accepted page, and where there is nothing to show.
        fingerprint: opaque, for `SheetInspector.find_same`; at most 32 kB.
    """

    report: SheetReport
    verdict: Verdict
    picture: bytes
    straightened: bytes
    marked: bytes | None
    fingerprint: bytes


class SheetInspector(Protocol):
    """Looks at photographs of answer sheets; never blocks the event loop."""

    async def inspect(self, upload: bytes, *, strictness: Strictness) -> tuple[InspectedPage, ...]:
        """Measure and judge an upload: one page of a picture, several of a PDF.

        Raises:
            Refusal: the bytes are no picture we take, or more than we take; the refusals are
                those of exams.domain.verdict.
        """

    async def find_same(self, fingerprint: bytes, others: Sequence[bytes]) -> int | None:
        """Return the index of the first of `others` made from the same sheet of paper.

        They are of sheets of the same exam, which may have a form's print in common.
        """
