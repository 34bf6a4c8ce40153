"""How right the comparison of faces is: `python -m vision.face_accuracy FOLDER`.

The folder holds `labels.csv` (path, kind, expected) and `faces_pairs.csv` (path_a, path_b,
same, eth_a, sex_a). Each pair is compared as it is, and once more for each way in which we
make its first picture look like the small print of a document, or a webcam in the dark.
"""

import csv
import sys
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Final, TextIO

import cv2
import numpy as np
from numpy.typing import NDArray

from exams.domain.likeness import Sameness, Scale
from vision.arrays import Pixels
from vision.decode import decode, jpeg
from vision.faces.engine import FaceEngine
from vision.faces.looking import Seen, look
from vision.faces.matcher import ENGINES, compare, engine

_DRAWS: Final = 1000  # of the bootstrap
_SEED: Final = 7
_STEPS: Final = 200  # of Newton's method, more than it takes
_NEAR: Final = 32.0  # eyes apart, pixels, in a document that fills the frame of the poorest camera
_FAR: Final = 20.0  # and in one held too far away
_WEBCAM: Final = 40.0


@dataclass(frozen=True, slots=True)
class Pair:
    """A labelled pair: how alike its faces are, and what was proposed.

    Attributes:
        raw: None if a picture had no face.
        group: origin and sex of the first person, empty if the labels do not say.
    """

    same: bool
    raw: float | None
    sameness: Sameness
    group: str


def as_is(pixels: Pixels, eyes_apart: float) -> Pixels:  # noqa: ARG001, all changes are called alike
    """Return the picture unchanged."""
    return pixels


def as_document(pixels: Pixels, eyes_apart: float) -> Pixels:
    """Return the picture as the portrait of a card in a photograph: small, pale, compressed."""
    return _printed(_shrunk(pixels, eyes_apart, _NEAR))


def as_far_document(pixels: Pixels, eyes_apart: float) -> Pixels:
    """Return the same of a card held too far away."""
    return _printed(_shrunk(pixels, eyes_apart, _FAR))


def as_dim_webcam(pixels: Pixels, eyes_apart: float) -> Pixels:
    """Return the picture as a webcam gives it in the evening: dark, noisy, soft, compressed."""
    small = _shrunk(pixels, eyes_apart, _WEBCAM)
    noise = np.random.default_rng(_SEED).normal(0, 7, small.shape)
    return _compressed(cv2.GaussianBlur(small, (0, 0), 1.0) * 0.35 + noise, 40)


def sideways(pixels: Pixels, eyes_apart: float) -> Pixels:  # noqa: ARG001, all changes are called alike
    """Return the picture lying on its side."""
    return np.ascontiguousarray(np.rot90(pixels))


def upside_down(pixels: Pixels, eyes_apart: float) -> Pixels:  # noqa: ARG001, all changes are called alike
    """Return the picture upside down."""
    return np.ascontiguousarray(np.rot90(pixels, 2))


def _shrunk(pixels: Pixels, eyes_apart: float, wanted: float) -> Pixels:
    share = min(1.0, wanted / max(eyes_apart, 1.0))
    return cv2.resize(pixels, None, fx=share, fy=share, interpolation=cv2.INTER_AREA)


def _printed(small: Pixels) -> Pixels:
    return _compressed(cv2.GaussianBlur(small, (0, 0), 0.6) * 0.7 + 60, 50)


def _compressed(pixels: NDArray[np.floating], quality: int) -> Pixels:
    whole = np.clip(pixels, 0, 255).astype(np.uint8)
    return decode(jpeg(whole, quality))[0].pixels


CHANGES: Final[Mapping[str, Callable[[Pixels, float], Pixels]]] = {
    "as it is": as_is,
    "as a document": as_document,
    "as a document too far away": as_far_document,
    "dim webcam": as_dim_webcam,
    "on its side": sideways,
    "upside down": upside_down,
}


def main(arguments: Sequence[str], out: TextIO) -> int:
    """Print the tables for each engine that is installed.

    Args:
        arguments: the folder.
        out: gets the tables, in Markdown.

    Returns:
        0, or 2 if there is no such folder.
    """
    if len(arguments) != 1 or not (Path(arguments[0]) / "faces_pairs.csv").is_file():
        sys.stderr.write("usage: python -m vision.face_accuracy FOLDER (with faces_pairs.csv)\n")
        return 2
    cv2.setNumThreads(1)
    for name in ENGINES:
        faces = engine(name)
        if faces is None:
            out.write(f"\n{name}: not installed, not measured\n")
        else:
            _measure(faces, Path(arguments[0]), out)
    return 0


def _measure(faces: FaceEngine, folder: Path, out: TextIO) -> None:
    rows = read_rows(folder / "faces_pairs.csv")
    pictures = _pictures(folder, rows)
    started = perf_counter()
    plain = {path: look(faces, pixels) for path, pixels in pictures.items()}
    milliseconds = (perf_counter() - started) * 1000 / max(len(pictures), 1)
    right, counted = _counts(faces, folder)
    out.write(f"\n### {faces.name}: {milliseconds:.0f} ms a picture; ")
    out.write(f"number of faces right on {right} of {counted} pictures\n\n")
    out.write(
        "| first picture | pairs same/other | missed | false match | to review | no face |\n"
    )
    out.write("| --- | --- | --- | --- | --- | --- |\n")
    everything: list[Pair] = []
    for change, alter in CHANGES.items():
        changed = {
            path: look(faces, alter(pixels, plain[path].portrait.eyes_apart))
            for path, pixels in pictures.items()
        }
        pairs = _pairs(faces, rows, changed, plain)
        everything += pairs
        out.write(_line(change, pairs))
        by_group: dict[str, list[Pair]] = defaultdict(list)
        for pair in pairs:
            by_group[pair.group].append(pair)
        groups = sorted(filter(None, by_group))
        out.writelines(_line(f"{change}, {group}", by_group[group]) for group in groups)
    if not any(pair.group for pair in everything):
        out.write("\nThe labels name no origin or sex: error rates by group cannot be told.\n")
    _write_scale(faces.scale, everything, out)


def plain_pairs(faces: FaceEngine, folder: Path, rows: Sequence[Mapping[str, str]]) -> list[Pair]:
    """Compare the labelled pairs as they are."""
    seen = {path: look(faces, pixels) for path, pixels in _pictures(folder, rows).items()}
    return _pairs(faces, rows, seen, seen)


def _pictures(folder: Path, rows: Sequence[Mapping[str, str]]) -> dict[str, Pixels]:
    paths = {row[side] for row in rows for side in ("path_a", "path_b")}
    return {path: decode((folder / path).read_bytes())[0].pixels for path in sorted(paths)}


def read_rows(path: Path) -> list[dict[str, str]]:
    """Return the rows of a table of labels."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _counts(faces: FaceEngine, folder: Path) -> tuple[int, int]:
    """Return on how many pictures the number of faces is right, and how many were looked at."""
    expected = {"one_face": (1, 1), "multiple_faces": (2, 99), "no_face": (0, 0)}
    right = counted = 0
    for row in read_rows(folder / "labels.csv"):
        if row["expected"] in expected:
            least, most = expected[row["expected"]]
            pixels = decode((folder / row["path"]).read_bytes())[0].pixels
            right += least <= look(faces, pixels).portrait.faces <= most
            counted += 1
    return right, counted


def _pairs(
    faces: FaceEngine,
    rows: Sequence[Mapping[str, str]],
    firsts: Mapping[str, Seen],
    seconds: Mapping[str, Seen],
) -> list[Pair]:
    pairs = []
    for row in rows:
        one, other = firsts[row["path_a"]], seconds[row["path_b"]]
        raw = None
        if one.face is not None and other.face is not None:
            raw = faces.likeness(one.face, other.face)
        group = " ".join(filter(None, (row.get("eth_a"), row.get("sex_a"))))
        pairs.append(Pair(row["same"] == "1", raw, compare(faces, one, other).sameness, group))
    return pairs


def _line(name: str, pairs: Sequence[Pair]) -> str:
    same = [pair for pair in pairs if pair.same]
    others = [pair for pair in pairs if not pair.same]
    missed = _share([pair.sameness is not Sameness.SAME for pair in same])
    false = _share([pair.sameness is Sameness.SAME for pair in others])
    review = _share([pair.sameness is Sameness.REVIEW for pair in pairs])
    blind = _share([pair.raw is None for pair in pairs])
    return f"| {name} | {len(same)}/{len(others)} | {missed} | {false} | {review} | {blind} |\n"


def _share(hits: Sequence[bool]) -> str:
    """Return a percentage with its 95 % interval, by drawing the pairs anew."""
    if not hits:
        return "–"
    values = np.array(hits, float)
    draws = np.random.default_rng(_SEED).choice(values, (_DRAWS, len(values))).mean(axis=1)
    low, high = np.percentile(draws, [2.5, 97.5]) * 100
    return f"{values.mean() * 100:.1f} % ({low:.1f}–{high:.1f})"


def _write_scale(scale: Scale, pairs: Sequence[Pair], out: TextIO) -> None:
    raws = np.array([pair.raw for pair in pairs if pair.raw is not None])
    same = np.array([pair.same for pair in pairs if pair.raw is not None])
    if not (same.any() and not same.all()):
        return
    strangers = np.sort(raws[~same])
    out.write(f"\nThresholds in force: same {scale.same}, review {scale.review}.\n")
    for rate in (0.01, 0.001):
        limit = float(np.quantile(strangers, 1 - rate))
        missed = float((raws[same] <= limit).mean() * 100)
        out.write(f"At {rate:.1%} false matches ({limit:.3f}): {missed:.1f} % missed.\n")
    middle, slope = fit_scale(raws, same)
    out.write(f"Logistic fit: middle {middle:.3f}, slope {slope:.1f}; ")
    out.write(f"in force {scale.middle}, {scale.slope}.\n")


def fit_scale(raws: NDArray[np.floating], same: NDArray[np.bool_]) -> tuple[float, float]:
    """Fit the odds of one person to raw scores, both kinds of pair weighing the same.

    Returns:
        middle and slope, as in `Scale`.

    Source:
        Platt, "Probabilistic outputs for support vector machines", 1999, with his targets.
    """
    ours, theirs = int(same.sum()), int((~same).sum())
    target = np.where(same, (ours + 1) / (ours + 2), 1 / (theirs + 2))
    weight = np.where(same, 0.5 / ours, 0.5 / theirs)
    inputs = np.column_stack([raws, np.ones_like(raws)])
    found = np.zeros(2)
    for _ in range(_STEPS):
        chance = 1 / (1 + np.exp(-np.clip(inputs @ found, -50, 50)))
        uphill = inputs.T @ (weight * (target - chance))
        bend = (inputs * (weight * chance * (1 - chance))[:, None]).T @ inputs
        step = np.linalg.solve(bend + np.eye(2) * 1e-6, uphill)
        found = found + np.clip(step, -2, 2)
    return float(-found[1] / found[0]), float(found[0])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], sys.stdout))
