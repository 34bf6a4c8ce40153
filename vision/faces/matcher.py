"""The port `FaceMatcher`: two pictures in, a proposal to the proctor out; nothing is kept."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Final, TypeVar

import cv2
import numpy as np

from exams.domain.likeness import Comparison, Portrait, judge_likeness
from exams.domain.refusals.base import Refusal
from exams.domain.verdict import InspectionFailed
from vision.arrays import Pixels
from vision.decode import decode, fit
from vision.faces.dlib_faces import DlibFaces
from vision.faces.engine import EngineMissing, Face, FaceEngine, Glimpse
from vision.faces.geometry import eyes_apart, face_sharpness, pose, straighten_face
from vision.faces.mobile import MobileFaces
from vision.pool import PicturePool, PoolBroke

R = TypeVar("R")

ENGINES: Final = ("mobile", "dlib")
"""What can be chosen, the better one first; see docs/faces.md."""

SIDE: Final = 1000  # pixels of the longer side; more finds no more faces
_TURNS: Final = (0, 90, 270, 180)  # degrees, the likelier before
_MARGIN: Final = 0.1  # by which a turned face must be seen better: most pictures lie upright
_TAILS: Final = (0.5, 99.5)  # per cent of the pixels that may become black or white
_LEAST_RANGE: Final = 20.0  # of 255; less is no picture, only noise
_SECONDS: Final = 30.0  # for two pictures and loading the models
_SURE: Final = 1.0  # certainty from which no other rotation or size is tried
_SURER: Final = 0.05  # by which a face must be seen better at half the size


@dataclass(frozen=True, slots=True)
class Seen:
    """A picture with its largest face, None if there is none."""

    portrait: Portrait
    face: Face | None


@cache
def engine(choice: str) -> FaceEngine | None:
    """Return a way to compare with its models loaded, the same for each call.

    Args:
        choice: one of `ENGINES`, "auto" for the first that is installed, "none".

    Returns:
        None if it is not installed, or not wanted.
    """
    for name in ENGINES if choice == "auto" else (choice,):
        try:
            if name == "mobile":
                return MobileFaces()
            if name == "dlib":
                return DlibFaces()
        except EngineMissing:
            continue
    return None


@dataclass(frozen=True, slots=True)
class _Sight:
    """The way in which a picture shows a face best.

    Attributes:
        turned: degrees clockwise by which the picture was turned.
        faces: how many there are.
        laid: the picture, turned.
        found: the largest face in it.
        times: how much larger the whole picture is.
    """

    turned: int
    faces: int
    laid: Pixels
    found: Glimpse
    times: int = 1


def look(faces: FaceEngine, pixels: Pixels) -> Seen:
    """Find the faces of a picture, whichever way it lies, and measure the largest.

    Args:
        faces: by which way.
        pixels: BGR.
    """
    small = _full_range(fit(pixels, SIDE))
    best = _best(faces, small)
    if best is None:
        return Seen(Portrait(faces=0), None)
    face = faces.describe(best.laid, best.found).grown(best.times)
    laid = _turned(small, best.turned)
    where = pose(face.points)
    portrait = Portrait(
        faces=best.faces,
        eyes_apart=round(eyes_apart(face.points), 1),
        sharpness=round(face_sharpness(straighten_face(laid, face.points)), 3),
        yaw=round(where.yaw, 1),
        pitch=round(where.pitch, 1),
        roll=round(where.roll, 1),
        eyes_open=round(face.eyes_open, 2),
        turned=best.turned,
    )
    return Seen(portrait, face)


def _best(faces: FaceEngine, pixels: Pixels) -> _Sight | None:
    """Look at a picture, and at half its size where the grain of a dim room hides the face."""
    whole = _upright(faces, pixels, _TURNS)
    if whole is not None and whole.found.certainty >= _SURE:
        return whole
    likely = _TURNS if whole is None else dict.fromkeys((whole.turned, 0))
    half = _upright(faces, _halved(pixels), tuple(likely))
    if half is None:
        return whole or _upright(faces, pixels, _TURNS, closely=True)
    if whole is None or half.found.certainty > whole.found.certainty + _SURER:
        return replace(half, faces=max(half.faces, whole.faces if whole else 0), times=2)
    return whole


def _halved(pixels: Pixels) -> Pixels:
    height, width = pixels.shape[:2]
    size = (max(1, width // 2), max(1, height // 2))
    return cv2.resize(pixels, size, interpolation=cv2.INTER_AREA)


def _turned(pixels: Pixels, degrees: int) -> Pixels:
    return np.ascontiguousarray(np.rot90(pixels, -degrees // 90))


def _upright(
    faces: FaceEngine, pixels: Pixels, turns: Sequence[int], *, closely: bool = False
) -> _Sight | None:
    """Return the way of those given in which the faces come upright; None if none are seen."""
    sights = []
    for turned in turns:
        laid = _turned(pixels, turned)
        count, found = faces.find(laid, closely=closely)
        if found is not None:
            sights.append(_Sight(turned, count, laid, found))
            if found.certainty >= _SURE:
                break
    return max(
        sights, key=lambda one: one.found.certainty - _MARGIN * (one.turned != 0), default=None
    )


def _full_range(pixels: Pixels) -> Pixels:
    """Return the picture from black to white: pale prints and dim rooms become comparable."""
    dark, bright = np.percentile(pixels[::2, ::2], _TAILS)
    gain = 255 / max(bright - dark, _LEAST_RANGE)
    full: Pixels = np.clip((pixels - np.float32(dark)) * np.float32(gain), 0, 255).astype(np.uint8)
    return full


def compare(faces: FaceEngine, document: Seen, person: Seen) -> Comparison:
    """Compare the largest faces of two pictures."""
    raw = None
    if document.face is not None and person.face is not None:
        raw = faces.likeness(document.face, person.face)
    return judge_likeness(document.portrait, person.portrait, raw, faces.scale)


def compare_uploads(choice: str, document: bytes, person: bytes) -> Comparison | None:
    """Compare two files, in this process; None if no package for it is installed.

    Raises:
        Refusal: one of them is no picture we take.
    """
    faces = engine(choice)
    if faces is None:
        return None
    seen = [look(faces, decode(upload)[0].pixels) for upload in (document, person)]
    return compare(faces, *seen)


def look_at_upload(choice: str, picture: bytes) -> Portrait | None:
    """Measure the largest face of a file, in this process; None if no package for it is installed.

    Raises:
        Refusal: it is no picture we take.
    """
    faces = engine(choice)
    return None if faces is None else look(faces, decode(picture)[0].pixels).portrait


class PooledFaceMatcher:
    """The `FaceMatcher` port: all work is done in a child process, which keeps its models."""

    def __init__(
        self, choice: str = "auto", *, workers: int = 1, seconds: float = _SECONDS
    ) -> None:
        self._choice = choice
        self._pool = PicturePool(workers=workers, seconds=seconds)

    async def look(self, picture: bytes) -> Portrait | None:
        """Measure a face, as the port says."""
        return await self._run(look_at_upload, picture)

    async def compare(self, document: bytes, person: bytes) -> Comparison | None:
        """Compare two pictures, as the port says."""
        return await self._run(compare_uploads, document, person)

    async def _run(self, work: Callable[..., R], *uploads: bytes) -> R:
        try:
            found = await self._pool.run(_or_refused, work, self._choice, *uploads)
        except PoolBroke:
            raise InspectionFailed from None
        if isinstance(found, Refused):
            raise found.kind(**found.facts)
        return found

    async def close(self) -> None:
        """End the child process."""
        await self._pool.close()


class NoFaceMatcher:
    """The `FaceMatcher` port where no comparison is wanted: the proctor judges alone."""

    async def look(self, picture: bytes) -> Portrait | None:  # noqa: ARG002
        """Return None, whatever the picture shows."""
        return None

    async def compare(self, document: bytes, person: bytes) -> Comparison | None:  # noqa: ARG002
        """Return None, whatever the pictures show."""
        return None


@dataclass(frozen=True, slots=True)
class Refused:
    """A refusal as its parts; exceptions with facts cannot be pickled."""

    kind: type[Refusal]
    facts: dict[str, object]


def _or_refused(work: Callable[..., R], choice: str, *uploads: bytes) -> R | Refused:
    try:
        return work(choice, *uploads)
    except Refusal as refusal:
        return Refused(type(refusal), refusal.facts)
