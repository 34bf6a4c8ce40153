"""Checking in by photographs: the face in an oval, the document in a rectangle (S4, S5).

Only where the university has turned it on, and only with the student's consent. The pictures are
compared and forgotten; what is kept is what the comparison proposes to the proctor, who decides.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import ClassVar, Final

from exams.domain.attempt_table import Stage
from exams.domain.ids import AttemptId
from exams.domain.likeness import Comparison, Sameness, document_faults, portrait_faults
from exams.domain.refusals.base import Refusal

CONSENT_VERSION: Final = 1  # the text of templates/<locale>/photographs; grows when it changes
MOST_PICTURES: Final = 40  # of one student at one exam: each costs some tenths of a second
OPEN: Final = frozenset({Stage.CHECKING_IN, Stage.ID_FAILED, Stage.IDENTIFIED})
"""While the proctor looks at who is there; later nothing is left to propose."""


class PhotographsOff(Refusal):
    """The university does not take photographs at checking in, or cannot compare them."""

    code: ClassVar = "photographs_off"


class ConsentMissing(Refusal):
    """No picture is looked at before the student has agreed to it."""

    code: ClassVar = "consent_missing"


class TooManyPictures(Refusal):
    """So many pictures were looked at already that the proctor's eyes are quicker."""

    code: ClassVar = "too_many_pictures"


@dataclass(frozen=True, slots=True, kw_only=True)
class Photographs:
    """What is known of a student's photographs; every change returns a new value.

    Attributes:
        consent_version: to which text the student agreed.
        pictures: how many were looked at.
        sameness: what the last comparison proposes, None before it.
        score: its probability of one person, in per cent.
        faults: what made either picture poor to compare, as values of `PortraitFault`.
        version: grows with each saved change; guards against lost updates.
    """

    attempt_id: AttemptId
    consent_version: int
    consented_at: datetime
    pictures: int = 0
    sameness: Sameness | None = None
    score: int | None = None
    faults: tuple[str, ...] = ()
    compared_at: datetime | None = None
    version: int = 0

    @property
    def agreed(self) -> bool:
        """Return whether the student agreed to the text that holds now."""
        return self.consent_version == CONSENT_VERSION

    @property
    def proposal(self) -> str:
        """Return what is proposed to the proctor: same, review, different; empty before that."""
        return self.sameness.value if self.sameness is not None else ""

    def agree(self, *, at: datetime) -> "Photographs":
        """Agree to the text that holds now; agreeing twice keeps the first moment."""
        if self.agreed:
            return self
        return replace(self, consent_version=CONSENT_VERSION, consented_at=at)

    def look(self, pictures: int = 1) -> "Photographs":
        """Count pictures that are about to be looked at.

        Raises:
            ConsentMissing: the student has not agreed to the text that holds now.
            TooManyPictures: it would be more than `MOST_PICTURES`.
        """
        if not self.agreed:
            raise ConsentMissing
        if self.pictures + pictures > MOST_PICTURES:
            raise TooManyPictures
        return replace(self, pictures=self.pictures + pictures)

    def compared(self, found: Comparison, *, at: datetime) -> "Photographs":
        """Keep what a comparison proposes."""
        faults = (*portrait_faults(found.person), *document_faults(found.document))
        return replace(
            self,
            sameness=found.sameness,
            score=round(found.score * 100),
            faults=tuple(dict.fromkeys(fault.value for fault in faults)),
            compared_at=at,
        )


def first_consent(attempt: AttemptId, *, at: datetime) -> Photographs:
    """Return what is kept once a student has agreed."""
    return Photographs(attempt_id=attempt, consent_version=CONSENT_VERSION, consented_at=at)
