"""What `emtihan compare-faces` does: one line of JSON for each pair of pictures."""

import csv
import json
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from time import perf_counter
from typing import Final, TextIO

import cv2

from exams.domain.likeness import Sameness, document_faults, portrait_faults
from exams.domain.refusals.base import Refusal
from vision.decode import decode
from vision.faces.engine import FaceEngine
from vision.faces.looking import Seen, look
from vision.faces.matcher import compare, engine
from vision.named_files import UNREADABLE, why_unread

_KEPT: Final = 64  # pictures of a list remembered, for one that stands in several pairs
NO_ENGINE: Final = "no_engine"


def compare_pair(one: Path, other: Path, choice: str, out: TextIO) -> int:
    """Write how alike two pictures are.

    Args:
        one: a picture.
        other: another one.
        choice: as `vision.faces.matcher.engine` takes it.
        out: gets a JSON object.

    Returns:
        0 if they could be compared, otherwise 1.
    """
    return _compare([({}, one, other)], choice, out)


def compare_pairs(table: Path, choice: str, out: TextIO) -> int:
    """Write a line for each pair of a CSV file.

    Args:
        table: has the columns path_a and path_b, relative to its folder.
        choice: as `vision.faces.matcher.engine` takes it.
        out: gets a JSON object a line.

    Returns:
        0 if all could be compared, otherwise 1.
    """
    try:
        pairs = list(_listed(table))
    except OSError as error:
        _write(out, {"error": why_unread(table, error)})
        return 1
    except (ValueError, csv.Error):
        _write(out, {"error": UNREADABLE})
        return 1
    return _compare(pairs, choice, out)


def _listed(table: Path) -> Iterator[tuple[dict[str, str], Path, Path]]:
    with table.open(encoding="utf-8-sig", newline="") as file:
        rows = csv.DictReader(file)
        if not {"path_a", "path_b"} <= set(rows.fieldnames or ()):
            raise ValueError("no columns path_a and path_b")
        for row in rows:
            one, other = row["path_a"] or "", row["path_b"] or ""
            named = {"path_a": one, "path_b": other}
            yield named, table.parent / one, table.parent / other


def _compare(pairs: list[tuple[dict[str, str], Path, Path]], choice: str, out: TextIO) -> int:
    faces = engine(choice)
    if faces is None:
        for named, _, _ in pairs:
            _write(out, {**named, **_nothing(NO_ENGINE), "milliseconds": 0})
        return 1
    cv2.setNumThreads(1)

    @lru_cache(maxsize=_KEPT)
    def seen(path: Path) -> Seen | str:
        return _look(faces, path)

    failed = 0
    for named, one, other in pairs:
        started = perf_counter()
        line = _line(faces, seen(one), seen(other))
        failed += "error" in line
        milliseconds = round((perf_counter() - started) * 1000)
        _write(out, {**named, **line, "milliseconds": milliseconds})
    return 1 if failed else 0


def _look(faces: FaceEngine, path: Path) -> Seen | str:
    """Return what is seen, or the code of why nothing is."""
    try:
        upload = path.read_bytes()
    except OSError as error:
        return why_unread(path, error)
    try:
        return look(faces, decode(upload)[0].pixels)
    except Refusal as refusal:
        return refusal.code
    except (OSError, ValueError, cv2.error, MemoryError):
        return UNREADABLE


def _line(faces: FaceEngine, one: Seen | str, other: Seen | str) -> dict[str, object]:
    if isinstance(one, str) or isinstance(other, str):
        code = one if isinstance(one, str) else str(other)
        return _nothing(code) | {
            "faces_a": 0 if isinstance(one, str) else one.portrait.faces,
            "faces_b": 0 if isinstance(other, str) else other.portrait.faces,
        }
    found = compare(faces, one, other)
    return {
        "faces_a": found.document.faces,
        "faces_b": found.person.faces,
        "same": found.sameness is Sameness.SAME,
        "score": round(found.score, 4),
        "verdict": found.sameness.value,
        "faults_a": [fault.value for fault in document_faults(found.document)],
        "faults_b": [fault.value for fault in portrait_faults(found.person)],
        "turned_a": found.document.turned,
        "turned_b": found.person.turned,
        "engine": faces.name,
    }


def _nothing(code: str) -> dict[str, object]:
    return {"faces_a": 0, "faces_b": 0, "same": False, "score": 0.0, "error": code}


def _write(out: TextIO, line: dict[str, object]) -> None:
    out.write(json.dumps(line, ensure_ascii=False) + "\n")
    out.flush()
