"""The port `FaceMatcher`: two pictures in, a proposal to the proctor out; nothing is kept."""

from dataclasses import dataclass
from functools import cache
from typing import Final

import cv2
import numpy as np

from exams.domain.likeness import Comparison, Portrait, judge_likeness
from exams.domain.refusals import Refusal
from exams.domain.verdict import InspectionFailed
from vision.arrays import Pixels
from vision.decode import decode, fit
from vision.faces.dlib_faces import DlibFaces
from vision.faces.engine import EngineMissing, Face, FaceEngine
from vision.faces.geometry import eyes_apart, face_sharpness, pose, straighten_face
from vision.faces.mobile import MobileFaces
from vision.pool import PicturePool, PoolBroke

ENGINES: Final = ("mobile", "dlib")
"""What can be chosen, the better one first; see docs/faces.md."""

SIDE: Final = 1000  # pixels of the longer side; more finds no more faces
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
    turned, count, face = best
    laid = np.ascontiguousarray(np.rot90(small, -turned // 90))
    where = pose(face.points)
    portrait = Portrait(
        faces=count,
        eyes_apart=round(eyes_apart(face.points), 1),
        sharpness=round(face_sharpness(straighten_face(laid, face.points)), 3),
        yaw=round(where.yaw, 1),
        pitch=round(where.pitch, 1),
        roll=round(where.roll, 1),
        eyes_open=round(face.eyes_open, 2),
        turned=turned,
    )
    return Seen(portrait, face)


def _best(faces: FaceEngine, pixels: Pixels) -> tuple[int, int, Face] | None:
    """Look at a picture, and at half its size where the grain of a dim room hides the face."""
    whole = _upright(faces, pixels, closely=False)
    if whole is not None and whole[2].certainty >= _SURE:
        return whole
    half = _upright(faces, _halved(pixels), closely=False)
    if half is not None and (whole is None or half[2].certainty > whole[2].certainty + _SURER):
        turned, count, face = half
        return turned, max(count, whole[1] if whole else 0), face.grown(2)
    return whole or _upright(faces, pixels, closely=True)


def _halved(pixels: Pixels) -> Pixels:
    height, width = pixels.shape[:2]
    size = (max(1, width // 2), max(1, height // 2))
    return cv2.resize(pixels, size, interpolation=cv2.INTER_AREA)


def _upright(faces: FaceEngine, pixels: Pixels, *, closely: bool) -> tuple[int, int, Face] | None:
    """Return by how many degrees clockwise the faces come upright, their number, the largest."""
    found = []
    for turned in (0, 90, 270, 180):
        laid = np.ascontiguousarray(np.rot90(pixels, -turned // 90))
        count, face = faces.find(laid, closely=closely)
        if face is not None:
            found.append((turned, count, face))
            if face.certainty >= _SURE:
                break
    return max(found, key=lambda one: one[2].certainty - _MARGIN * (one[0] != 0), default=None)


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


class PooledFaceMatcher:
    """The `FaceMatcher` port: all work is done in a child process, which keeps its models."""

    def __init__(
        self, choice: str = "auto", *, workers: int = 1, seconds: float = _SECONDS
    ) -> None:
        self._choice = choice
        self._pool = PicturePool(workers=workers, seconds=seconds)

    async def compare(self, document: bytes, person: bytes) -> Comparison | None:
        """Compare two pictures, as the port says."""
        try:
            found = await self._pool.run(_compare_or_refuse, self._choice, document, person)
        except PoolBroke:
            raise InspectionFailed from None
        if isinstance(found, tuple):
            kind, facts = found
            raise kind(**facts)
        return found

    async def close(self) -> None:
        """End the child process."""
        await self._pool.close()


class NoFaceMatcher:
    """The `FaceMatcher` port where no comparison is wanted: the proctor judges alone."""

    async def compare(self, document: bytes, person: bytes) -> Comparison | None:  # noqa: ARG002
        """Return None, whatever the pictures show."""
        return None


def _compare_or_refuse(
    choice: str, document: bytes, person: bytes
) -> Comparison | tuple[type[Refusal], dict[str, object]] | None:
    """Return a refusal as its parts; exceptions with facts cannot be pickled."""
    try:
        return compare_uploads(choice, document, person)
    except Refusal as refusal:
        return type(refusal), refusal.facts
