"""Whether two photographs show one person: a proposal to the proctor, never a decision.

`vision` measures; this module says what follows. The thresholds stand here and nowhere
else, each with the measurement that set it (see docs/faces.md).
"""

from dataclasses import dataclass
from enum import Enum
from math import exp
from typing import Final


class Sameness(Enum):
    """What a comparison tells the proctor."""

    SAME = "same"
    REVIEW = "review"
    DIFFERENT = "different"


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """How to read the raw scores of one way to compare; a higher score is more alike.

    Attributes:
        same: the lowest raw score that is called the same person.
        review: the lowest one that the proctor is asked about; below it, different people.
        middle: the raw score that strangers and one person are equally likely to get.
        slope: how fast the odds grow from there, for each unit of the raw score.
    """

    same: float
    review: float
    middle: float
    slope: float

    def sameness(self, raw: float) -> Sameness:
        """Return what a raw score means."""
        if raw >= self.same:
            return Sameness.SAME
        return Sameness.REVIEW if raw >= self.review else Sameness.DIFFERENT

    def probability(self, raw: float) -> float:
        """Return the probability, 0 to 1, of one person, where both are equally likely before."""
        odds = self.slope * (raw - self.middle)
        return 1 / (1 + exp(-odds)) if odds >= 0 else exp(odds) / (1 + exp(odds))


COSINE: Final = Scale(same=0.40, review=0.30, middle=0.32, slope=24.0)
"""For SFace's embeddings, compared by the cosine of their angle."""

DISTANCE: Final = Scale(same=-0.50, review=-0.60, middle=-0.55, slope=35.0)
"""For dlib's embeddings: raw is the distance, negated.

The customary limit of 0.60 accepted one stranger of the same sex and origin in nine among
Asian people, and so is only the limit of what the proctor is asked about.
"""


class PortraitFault(Enum):
    """Why a photograph is poor to compare, in the order in which it is told."""

    NO_FACE = "no_face"
    SEVERAL_FACES = "several_faces"
    SMALL = "small"
    DIM = "dim"
    BLURRED = "blurred"
    TURNED_AWAY = "turned_away"
    EYES_SHUT = "eyes_shut"


@dataclass(frozen=True, slots=True, kw_only=True)
class Portrait:
    """What was measured on the largest face of a photograph.

    Attributes:
        faces: how many are seen; the other values mean nothing if there is none.
        eyes_apart: distance between the eyes, pixels.
        level: the brightest of the whole picture, 0 to 255; not the face's, skin may be dark.
        grain: of the whole picture, its spread of 255 where the picture is smoothest.
        sharpness: how strong fine detail is beside coarse, 0 to about 1.
        yaw: degrees the head is turned aside.
        pitch: degrees it is bent up or down.
        roll: degrees it leans.
        eyes_open: 0 (both surely shut) to 1.
        turned: degrees clockwise by which the picture was turned to see the face upright.
    """

    faces: int
    eyes_apart: float = 0.0
    level: int = 0
    grain: float = 0.0
    sharpness: float = 0.0
    yaw: float = 0.0
    pitch: float = 0.0
    roll: float = 0.0
    eyes_open: float = 0.0
    turned: int = 0


LEAST_EYES_APART: Final = 12.0  # pixels, of who is there; with 12 nobody was missed, with 10 15 %
LEAST_EYES_APART_IN_DOCUMENT: Final = 26.0  # pixels; a card that fills the poorest frame has 29
LEAST_LEVEL: Final = 120  # of 255; clear pictures had 128 and more, those of dim rooms 95 at most
MOST_GRAIN: Final = 2.2  # clear pictures had 1.9 at most, dim ones that a camera brightened 3.0
LEAST_SHARPNESS: Final = 0.06  # of a face blurred so that 12 % are missed
MOST_YAW: Final = 35.0  # degrees
MOST_PITCH: Final = 35.0  # degrees; somebody who looked straight and smiled had 30
LEAST_EYES_OPEN: Final = 0.05  # open eyes had 0.09 and more


def portrait_faults(portrait: Portrait) -> tuple[PortraitFault, ...]:
    """Return what makes a photograph of a person poor to compare, the first to be told first."""
    return _faults(portrait, LEAST_EYES_APART)


def document_faults(portrait: Portrait) -> tuple[PortraitFault, ...]:
    """Return what makes a photograph of a document poor to compare, the first to be told first.

    Its portrait is small print, of which more pixels are needed than of a live face.
    """
    return _faults(portrait, LEAST_EYES_APART_IN_DOCUMENT)


def _faults(portrait: Portrait, least_eyes_apart: float) -> tuple[PortraitFault, ...]:
    if not portrait.faces:
        return (PortraitFault.NO_FACE,)
    found = {
        PortraitFault.SEVERAL_FACES: portrait.faces > 1,
        PortraitFault.SMALL: portrait.eyes_apart < least_eyes_apart,
        PortraitFault.DIM: portrait.level < LEAST_LEVEL or portrait.grain > MOST_GRAIN,
        PortraitFault.BLURRED: portrait.sharpness < LEAST_SHARPNESS,
        PortraitFault.TURNED_AWAY: abs(portrait.yaw) > MOST_YAW
        or abs(portrait.pitch) > MOST_PITCH,
        PortraitFault.EYES_SHUT: portrait.eyes_open < LEAST_EYES_OPEN,
    }
    return tuple(fault for fault, there in found.items() if there)


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Two photographs beside each other.

    Attributes:
        document: the portrait of the identity document.
        person: the photograph of who is there.
        score: probability, 0 to 1, that both show one person.
        sameness: what is proposed to the proctor, who decides.
    """

    document: Portrait
    person: Portrait
    score: float
    sameness: Sameness


def judge_likeness(
    document: Portrait, person: Portrait, raw: float | None, scale: Scale
) -> Comparison:
    """Judge two photographs; a poor one never makes two people of one.

    Args:
        document: as measured.
        person: as measured.
        raw: how alike the largest faces are; None if either has no face.
        scale: how to read it.
    """
    if raw is None:
        return Comparison(document=document, person=person, score=0.0, sameness=Sameness.REVIEW)
    sameness = scale.sameness(raw)
    if sameness is Sameness.DIFFERENT and (document_faults(document) or portrait_faults(person)):
        sameness = Sameness.REVIEW
    return Comparison(
        document=document, person=person, score=scale.probability(raw), sameness=sameness
    )
