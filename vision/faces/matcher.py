"""The port `FaceMatcher`: two pictures in, a proposal to the proctor out; nothing is kept."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final, TypeVar

from exams.domain.likeness import Comparison, Portrait, judge_likeness
from exams.domain.refusals.base import Refusal
from exams.domain.refusals.pictures import InspectionFailed
from vision.decode import decode
from vision.faces.dlib_faces import DlibFaces
from vision.faces.engine import EngineMissing, FaceEngine
from vision.faces.looking import Seen, look
from vision.faces.sface import SFaces
from vision.pool import PicturePool, PoolBroke

R = TypeVar("R")

_WAYS: Final[Mapping[str, Callable[[], FaceEngine]]] = {
    "sface": SFaces,
    "dlib": DlibFaces,
}
ENGINES: Final = tuple(_WAYS)
"""What can be chosen, the better one first; see docs/faces.md."""

_SECONDS: Final = 30.0  # for two pictures and loading the models


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
            if name in _WAYS:
                return _WAYS[name]()
        except EngineMissing:
            continue
    return None


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
