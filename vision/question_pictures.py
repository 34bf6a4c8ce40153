"""The pictures of questions: decoded where they can do no harm, joined into one for each."""

import asyncio
from collections.abc import Sequence
from typing import Final

import cv2
import numpy as np

from exams.domain.refusals.base import Refusal
from exams.domain.refusals.pictures import NotAPicture, PictureBroken
from exams.ports.banks import Progress, unseen
from vision.arrays import Pixels
from vision.decode import fit, jpeg, photos
from vision.pool import PicturePool, PoolBroke

WORKERS: Final = 2
FEW: Final = 20  # for so many sets a second child would start later than the first is done
SECONDS: Final = 20.0  # for the pictures of one question
SIDE: Final = 1280  # what a messenger shows whole
LEAST_SIDE: Final = 160  # a smaller one is framed: messengers refuse slivers
GAP: Final = 16  # pixels between two pictures
QUALITY: Final = 92  # letters and thin lines stay clean


class PooledQuestionPictures:
    """The `QuestionPictures` port; the child processes live as long as one bank takes."""

    async def joined(
        self, sets: Sequence[Sequence[bytes]], progress: Progress = unseen
    ) -> tuple[bytes | Refusal, ...]:
        """Return each set as one JPEG, as the port says."""
        if not sets:
            return ()
        pool = PicturePool(workers=WORKERS if len(sets) > FEW else 1, seconds=SECONDS)
        done = 0

        async def one(pictures: Sequence[bytes]) -> bytes | Refusal:
            nonlocal done
            made = await _joined_in(pool, pictures)
            done += 1
            progress(done / len(sets))
            return made

        try:
            return tuple(await asyncio.gather(*map(one, sets)))
        finally:
            await pool.close()


async def _joined_in(pool: PicturePool, pictures: Sequence[bytes]) -> bytes | Refusal:
    try:
        found = await pool.run(join_or_tell, tuple(pictures))
    except PoolBroke:
        return PictureBroken()
    if isinstance(found, bytes):
        return found
    kind, facts = found
    return kind(**facts)


def join_or_tell(
    pictures: Sequence[bytes],
) -> bytes | tuple[type[Refusal], dict[str, object]]:
    """Join pictures; a refusal with facts cannot be pickled, so it goes as its parts."""
    try:
        return join(pictures)
    except Refusal as refusal:
        return type(refusal), refusal.facts


def join(pictures: Sequence[bytes]) -> bytes:
    """Return pictures one below the other on white, as JPEG.

    Raises:
        Refusal: one of those of `exams.domain.verdict`.
    """
    decoded = [fit(_only(upload), SIDE) for upload in pictures]
    width = max(LEAST_SIDE, *(pixels.shape[1] for pixels in decoded))
    rows: list[Pixels] = []
    for pixels in decoded:
        if rows:
            rows.append(np.full((GAP, width, 3), 255, np.uint8))
        left = (width - pixels.shape[1]) // 2
        right = width - pixels.shape[1] - left
        rows.append(_framed(pixels, (0, 0, left, right)))
    whole = np.vstack(rows)
    missing = max(LEAST_SIDE - whole.shape[0], 0)
    return jpeg(_framed(whole, (missing // 2, missing - missing // 2, 0, 0)), QUALITY)


def _only(upload: bytes) -> Pixels:
    if upload.startswith(b"%PDF"):
        raise NotAPicture
    return next(photos(upload)).pixels


def _framed(pixels: Pixels, sides: tuple[int, int, int, int]) -> Pixels:
    white = (255, 255, 255)
    framed = cv2.copyMakeBorder(pixels, *sides, cv2.BORDER_CONSTANT, value=white)
    return framed.astype(np.uint8, copy=False)
