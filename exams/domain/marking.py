"""How the works of an exam are marked: by whom, under which names, how often (rules E).

A work is one student's answer. Anonymous works are named by codes: numbers in an order drawn by
chance, which a list by name does not give away. A work that is marked twice is marked by two
examiners of whom neither sees what the other gave.
"""

import hmac
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Final

from exams.domain.exam import Exam
from exams.domain.ids import AttemptId, ExamId, PersonId
from exams.domain.people import Role
from exams.domain.refusals.base import Refusal

GAP: Final = 10  # points; rules E: a gap over 10 points goes to a third marker
SHARES: Final = (0, 20, 50, 100)  # percent of the works that are marked twice
SECRET_LENGTH: Final = 32
FIRST, SECOND, THIRD = 1, 2, 3
MARKERS: Final = frozenset({Role.PROCTOR, Role.EXAMINER})
"""Whoever holds one of these may be named to mark works, or to hear answers."""


class MarkersMissing(Refusal):
    """Anonymous works need a marker who has not seen the students; a second opinion, three."""

    code = "markers_missing"

    def __init__(self, *, needed: int) -> None:
        super().__init__(needed=needed)


class MarkerKnows(Refusal):
    """A marker of anonymous works invigilates the exam, and so knows the names."""

    code = "marker_knows"


class MarkersUnreadable(Refusal):
    """The words name nobody who may mark, or somebody twice, or more than three."""

    code = "markers_unreadable"

    def __init__(self, *, given: str) -> None:
        super().__init__(given=given)


class MarkingBegun(Refusal):
    """Works have marks already: how they are marked does not change any more."""

    code = "marking_begun"


class MarkedByMarkers(Refusal):
    """The works of this exam are marked by its markers alone."""

    code = "marked_by_markers"


class MarkSettled(Refusal):
    """All marks of this work are in; its final mark stands."""

    code = "mark_settled"


class WorksOpen(Refusal):
    """Works wait for a marker yet."""

    code = "works_open"

    def __init__(self, *, count: int) -> None:
        super().__init__(count=count)


@dataclass(frozen=True, slots=True, kw_only=True)
class Marking:
    """What one marker gave for a work.

    Attributes:
        turn: first, second or third marker.
        points: whole, 0 to 100.
    """

    attempt_id: AttemptId
    turn: int
    points: int
    by: PersonId
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkingPlan:
    """How the works of an exam are marked.

    Attributes:
        secret: from which the order of the works follows; never shown.
        anonymous: codes stand in place of names until publication.
        share: percent of the works that are marked twice, chosen by chance.
        markers: the first, and where works are marked twice the second and the third. Empty: the
            exam's proctors mark, as they always do.
        version: grows by one with each saved change; guards against lost updates.
    """

    exam_id: ExamId
    secret: bytes = field(repr=False)
    anonymous: bool = False
    share: int = 0
    markers: tuple[PersonId, ...] = ()
    version: int = 0

    @property
    def by_markers(self) -> bool:
        """Return whether markers of its own mark the exam."""
        return bool(self.markers)

    def checked(self, exam: Exam) -> "MarkingPlan":
        """Return the plan if it can be followed.

        Raises:
            MarkersMissing: too few markers for what is wanted.
            MarkerKnows: a marker of anonymous works is of the exam's staff.
        """
        needed = THIRD if self.share else int(self.anonymous)
        if len(self.markers) < needed:
            raise MarkersMissing(needed=needed)
        staff = {*exam.proctors, exam.chief, exam.reserve}
        if self.anonymous and staff & set(self.markers):
            raise MarkerKnows
        return self

    def turn_of(self, person: PersonId) -> int | None:
        """Return as which marker somebody marks, None for whoever is none."""
        return self.markers.index(person) + 1 if person in self.markers else None

    def order(self, attempts: Iterable[AttemptId], about: bytes = b"order") -> list[AttemptId]:
        """Return attempts in an order which follows from the secret alone."""

        def drawn(attempt: AttemptId) -> bytes:
            return hmac.digest(self.secret, about + b"%d" % attempt, sha256)

        return sorted(attempts, key=drawn)

    def codes(self, attempts: Iterable[AttemptId]) -> dict[AttemptId, str]:
        """Return the code of each work: 01, 02 and so on."""
        ordered = self.order(attempts)
        digits = max(2, len(str(len(ordered))))
        return {one: str(place).rjust(digits, "0") for place, one in enumerate(ordered, start=1)}

    def twice(self, attempts: Iterable[AttemptId]) -> frozenset[AttemptId]:
        """Return the works that are marked twice: the share, rounded up."""
        ordered = self.order(attempts, b"twice")
        return frozenset(ordered[: -(-len(ordered) * self.share // 100)])


def awaited(points: Mapping[int, int], *, twice: bool) -> int | None:
    """Return whose mark a work waits for; None once it has its final one.

    Of two that wait, the first; each may mark before the other.
    """
    wanted = (FIRST, SECOND) if twice else (FIRST,)
    missing = next((turn for turn in wanted if turn not in points), None)
    if missing is not None or not twice:
        return missing
    return THIRD if _apart(points) and THIRD not in points else None


def may_mark(turn: int, points: Mapping[int, int], *, twice: bool) -> bool:
    """Return whether a work is, or may come, before a marker now."""
    if turn == FIRST or (turn == SECOND and twice):
        return True
    return turn == THIRD and twice and {FIRST, SECOND} <= points.keys() and _apart(points)


def final(points: Mapping[int, int], *, twice: bool) -> int | None:
    """Return the final mark: the average of two, rounded half up, else what the third decides.

    None while a mark is awaited.
    """
    if awaited(points, twice=twice) is not None:
        return None
    if not twice:
        return points[FIRST]
    return points[THIRD] if _apart(points) else (points[FIRST] + points[SECOND] + 1) // 2


def _apart(points: Mapping[int, int]) -> bool:
    return abs(points[FIRST] - points[SECOND]) > GAP
