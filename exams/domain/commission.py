"""The commission of an oral exam: each member marks alone, then one mark comes of all."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import Enum
from typing import Final

from exams.domain.ids import ExamId, PersonId
from exams.domain.refusals.base import Refusal

LEAST: Final = 2  # members who heard the answer


class Way(Enum):
    """How one mark comes of several."""

    AVERAGED = "averaged"
    AGREED = "agreed"


class CommissionMarks(Refusal):
    """A commission marks this exam; nobody does alone."""

    code = "commission_marks"


class CommissionBegun(Refusal):
    """The commission has marked an answer already: it does not change any more."""

    code = "commission_begun"


class MarksAwaited(Refusal):
    """Members of the commission have not marked this answer yet."""

    code = "marks_awaited"

    def __init__(self, *, count: int) -> None:
        super().__init__(count=count)


class MarksDiffer(Refusal):
    """The commission is to agree on one mark, and has not yet."""

    code = "marks_differ"


class TooFewHeard(Refusal):
    """A commission needs two members who heard the answer."""

    code = "too_few_heard"


@dataclass(frozen=True, slots=True, kw_only=True)
class Commission:
    """Who hears the answers of an exam together.

    Attributes:
        members: the chair first.
        version: grows by one with each saved change; guards against lost updates.
    """

    exam_id: ExamId
    members: tuple[PersonId, ...]
    way: Way = Way.AVERAGED
    version: int = 0

    @property
    def chair(self) -> PersonId:
        """Return who confirms, and says who was absent."""
        return self.members[0]

    def led_by(self, member: PersonId) -> "Commission":
        """Return it with another chair; the others stay in their order."""
        others = tuple(one for one in self.members if one != member)
        return replace(self, members=(member, *others))


@dataclass(frozen=True, slots=True)
class Votes:
    """What the members say about one answer; None: was absent."""

    commission: Commission
    given: Mapping[PersonId, int | None]

    @property
    def awaited(self) -> tuple[PersonId, ...]:
        """Return whose mark is awaited, in the order of the members."""
        return tuple(one for one in self.commission.members if one not in self.given)

    @property
    def open(self) -> bool:
        """Whether the members may see each other's marks: all are in."""
        return not self.awaited

    @property
    def points(self) -> dict[PersonId, int]:
        """Return the marks, in the order of the members."""
        members = self.commission.members
        return {one: mark for one in members if (mark := self.given.get(one)) is not None}

    @property
    def proposal(self) -> int | None:
        """Return the mark that comes of them, None while there is none."""
        marks = list(self.points.values())
        if not self.open or not marks:
            return None
        if self.commission.way is Way.AGREED:
            return marks[0] if len(set(marks)) == 1 else None
        return (2 * sum(marks) + len(marks)) // (2 * len(marks))  # half up

    def may_mark(self, member: PersonId) -> bool:
        """Return whether a member may give a mark, or another one, now.

        An absent one may still come while others are awaited; of marks that are averaged none
        changes once all are seen.
        """
        if member not in self.commission.members:
            return False
        return not self.open or self.commission.way is Way.AGREED

    def settled(self) -> int:
        """Return the one mark.

        Raises:
            MarksAwaited: members have not marked yet.
            MarksDiffer: they are to agree, and have not.
        """
        if self.awaited:
            raise MarksAwaited(count=len(self.awaited))
        if self.proposal is None:
            raise MarksDiffer
        return self.proposal

    def without(self, member: PersonId) -> "Votes":
        """Return them with a member absent.

        Raises:
            TooFewHeard: less than two members would be left.
        """
        given = {**self.given, member: None}
        present = [one for one in self.commission.members if given.get(one, 0) is not None]
        if len(present) < LEAST:
            raise TooFewHeard
        return Votes(self.commission, given)
