"""Photographed answer sheets of an attempt (S25, D4)."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum
from itertools import takewhile

from exams.domain.ids import AttemptId, Digest, SheetId
from exams.domain.refusals.people import Unknown


class SheetStatus(Enum):
    """What became of a sheet."""

    ACCEPTED = "accepted"
    RETAKE = "retake"
    REPLACED = "replaced"
    EARLY = "early"
    LATE = "late"
    LEFT_OUT = "left_out"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One photographed page.

    Attributes:
        order: messenger's message id and the page inside the file; the same picture never has two.
        place: what pages sort by; the order, or the place of the sheet this one replaces.
        upload: the file as it was sent, untouched.
        picture: upright JPEG.
        straightened: the page alone, for the examiner.
        turned: quarter turns clockwise which an examiner gave the page, 0 to 3.
        shown: the page as turned; None while it stands as it was straightened.
        reasons: faults for which it must be taken again, most useful first, as they were told.
        advice: faults that are only mentioned, likewise.
        fingerprint: to find the same sheet of paper again.
        same_as: an earlier sheet of this exam that looks like the same paper.
        received_at: server time.
        erased_at: when its pictures were deleted; the digests stay, as they stand on the receipt.
    """

    id: SheetId
    attempt_id: AttemptId
    order: tuple[int, int]
    place: tuple[int, int]
    upload: Digest
    picture: Digest
    straightened: Digest
    status: SheetStatus
    reasons: tuple[str, ...] = ()
    advice: tuple[str, ...] = ()
    fingerprint: bytes = b""
    same_as: SheetId | None = None
    turned: int = 0
    shown: Digest | None = None
    received_at: datetime
    erased_at: datetime | None = None

    @property
    def page(self) -> Digest:
        """Return the page as it is to be looked at."""
        return self.shown or self.straightened


def pages(sheets: Iterable[Sheet]) -> tuple[Sheet, ...]:
    """Return the accepted sheets in the order of sending: page 1 first."""
    kept = (sheet for sheet in sheets if sheet.status is SheetStatus.ACCEPTED)
    return tuple(sorted(kept, key=lambda sheet: sheet.place))


def kept_aside(sheets: Iterable[Sheet]) -> tuple[Sheet, ...]:
    """Return what came too early or too late, and waits for the chief's decision."""
    return tuple(s for s in sheets if s.status in {SheetStatus.EARLY, SheetStatus.LATE})


def not_sent_again(sheets: Iterable[Sheet]) -> tuple[Sheet, ...]:
    """Return the pages that were asked for again and have not come: the last one of each place."""
    sheets = tuple(sheets)
    filled = {sheet.place for sheet in sheets if sheet.status is SheetStatus.ACCEPTED}
    gone = {s.place: s for s in sheets if s.status is SheetStatus.REPLACED}
    return tuple(gone[place] for place in sorted(gone.keys() - filled))


def free_place(sheets: Iterable[Sheet]) -> tuple[int, int] | None:
    """Return the first place whose page was asked for again and has not come yet."""
    return next((sheet.place for sheet in not_sent_again(sheets)), None)


def came_again(sheets: Iterable[Sheet]) -> tuple[Sheet, ...]:
    """Return what took the place of an own earlier picture, back to the last that did not."""
    sheets = tuple(sheets)
    gone = {s.place for s in sheets if s.status is SheetStatus.REPLACED}
    newest_first = sorted(sheets, key=lambda sheet: sheet.order, reverse=True)
    return tuple(
        takewhile(lambda sheet: sheet.order != sheet.place and sheet.place in gone, newest_first)
    )


def moved(kept: tuple[Sheet, ...], sheet: SheetId, to: int) -> tuple[Sheet, ...]:
    """Return the pages that change when one becomes page `to`, from 1; none if it is that already.

    The places stay as they are and only change hands, so that moving back restores them all.

    Raises:
        Unknown: the sheet is no page, or there is no such page.
    """
    order = [page.id for page in kept]
    if sheet not in order or not 1 <= to <= len(order):
        raise Unknown
    after = list(kept)
    after.insert(to - 1, after.pop(order.index(sheet)))
    return tuple(
        replace(page, place=was.place)
        for page, was in zip(after, kept, strict=True)
        if page.place != was.place
    )
