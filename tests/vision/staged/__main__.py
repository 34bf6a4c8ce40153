"""Stage labelled photographs: `python -m tests.vision.staged FOLDER [COUNT] [SEED]`.

Writes COUNT pictures of each kind, and labels.csv as `vision.accuracy` reads it, with the
sheet's true corners where they are in the picture. Everything in them is drawn by chance.
"""

import csv
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

import cv2
import numpy as np
from cv2.typing import MatLike

from tests.vision.staged import camera, papers
from tests.vision.staged.camera import Shot, develop, take
from tests.vision.staged.faults import FAULTS
from tests.vision.staged.scenes import SCENES
from tests.vision.staged.tables import TABLES

LEAST_LENGTH = 1060  # pixels of a sheet that is large enough to be read
HEAD = ("path", "kind", "expected", "reasons", "source_repo", "license", "corners")


@dataclass(frozen=True, slots=True, kw_only=True)
class Staged:
    """A picture and what is true of it."""

    name: str
    kind: str
    expected: str
    reason: str
    source: str
    shot: Shot


def stage(what: str, seed: int) -> Staged:
    """Stage a picture; `what` is a name in `KINDS`, another seed is another picture."""
    chance = np.random.default_rng((seed, sum(map(ord, what)), len(what)))
    name = f"{what}{seed}_{what}"  # what comes before the last _ is the original it is made of
    if what in SCENES:
        shot = Shot(pixels=SCENES[what](chance), corners=np.empty((0, 2)), quality=88)
        if what != "screenshot":
            shot = develop(shot, chance)
        kind = "screenshot" if what == "screenshot" else "photo"
        return _staged(name, kind, "not_page", what, shot)
    paper = list(papers.PAPERS)[int(chance.integers(len(papers.PAPERS)))]
    table = list(TABLES)[int(chance.integers(len(TABLES)))]
    fault = what if what in FAULTS else ""
    if what in papers.PAPERS:
        paper = what
    if fault or what in {"fill", "close", "turned"}:
        paper = "plain" if paper in {"sparse", "leaflet"} else paper
    sheet = (papers.blank if what == "blank" else papers.PAPERS[paper])(chance)
    side = 1280 if what in {"fill", "close"} else 2000 if what == "slanted" else 0
    size = camera.size_of(chance, sheet, side)
    corners = _framed(what, size, sheet, chance)
    while not fault and what != "far" and np.ptp(corners, axis=0).max() < LEAST_LENGTH:
        size = (size[0] * 5 // 4, size[1] * 5 // 4)
        corners = _framed(what, size, sheet, chance)
    curl = float(chance.uniform(0.005, 0.02)) if chance.random() < 0.3 else 0.0
    shot = take(sheet, TABLES[table](size, chance), corners, chance, curl=curl * (what != "fill"))
    reason = {
        "slanted": "perspective",
        "far": "too_small",
        "cut": "cut_off",
        "blank": "blank",
    }.get(what, "")
    if fault:
        reason, spoil = FAULTS[fault]
        shot = spoil(shot, chance)
    shot = develop(shot, chance)
    kind = {"fill": "sheet_fill", "close": "sheet_closeup"}.get(what, "sheet_full")
    if what == "turned":
        turns = int(chance.integers(1, 4))
        shot = replace(shot, pixels=np.ascontiguousarray(np.rot90(shot.pixels, turns)))
        shot = replace(shot, corners=np.empty((0, 2)))
        found = _staged(name, kind, "", paper, shot)
        wrong = "upside_down" if turns == 2 else "sideways"
        return replace(found, expected="fix", reason=wrong)
    if what in {"fill", "close"}:
        shot = replace(shot, corners=np.empty((0, 2)))
    return _staged(name, kind, reason, f"{paper} on {table}", shot)


def _framed(
    what: str, size: tuple[int, int], sheet: papers.Sheet, chance: np.random.Generator
) -> MatLike:
    if what == "fill":
        return camera.seen_inside(size, chance)
    if what == "close":
        return camera.seen_close(size, chance)
    if what == "slanted":
        return camera.seen_slanted(size, chance)
    special = {"far": camera.seen_far, "cut": camera.seen_cut}
    return special.get(what, camera.seen_whole)(size, sheet, chance)


def _staged(name: str, kind: str, reason: str, source: str, shot: Shot) -> Staged:
    return Staged(
        name=f"{name}.jpg",
        kind=kind,
        expected="reject" if reason else "accept",
        reason=reason,
        source=source,
        shot=shot,
    )


KINDS = (
    *papers.PAPERS,
    *FAULTS,
    *SCENES,
    "fill",
    "close",
    "turned",
    "slanted",
    "far",
    "cut",
    "blank",
)


def picture(staged: Staged) -> bytes:
    """Return the JPEG."""
    pixels = np.clip(staged.shot.pixels, 0, 255).astype(np.uint8)
    options = [cv2.IMWRITE_JPEG_QUALITY, staged.shot.quality]
    return cv2.imencode(".jpg", pixels, options)[1].tobytes()


def row(staged: Staged) -> tuple[str, ...]:
    """Return the picture's line in labels.csv; corners as shares of width and height."""
    height, width = staged.shot.pixels.shape[:2]
    places = (staged.shot.corners / (width, height)).ravel()
    corners = " ".join(f"{value:.4f}" for value in places)
    source = staged.source.split(" on ")
    return (
        staged.name, staged.kind, staged.expected, staged.reason,
        source[-1], "", corners,
    )  # fmt: skip


def _write(folder: Path, what: str, seed: int) -> tuple[str, ...]:
    cv2.setNumThreads(1)
    staged = stage(what, seed)
    (folder / staged.name).write_bytes(picture(staged))
    return row(staged)


def write(folder: Path, count: int, first: int = 0, kinds: Sequence[str] = KINDS) -> int:
    """Write `count` pictures of each kind and labels.csv; return how many there are."""
    folder.mkdir(parents=True, exist_ok=True)
    wanted = [(what, seed) for what in kinds for seed in range(first, first + count)]
    with ProcessPoolExecutor() as pool:
        rows: Iterator[tuple[str, ...]] = pool.map(
            _write, [folder] * len(wanted), *zip(*wanted, strict=True)
        )
        lines = list(rows)
    with (folder / "labels.csv").open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(HEAD)
        table.writerows(lines)
    return len(lines)


if __name__ == "__main__":
    where, count, first = (sys.argv[1:] + ["4", "0"][len(sys.argv) - 2 :])[:3]
    made = write(Path(where), int(count), int(first))
    sys.stdout.write(f"{made} pictures in {where}\n")
