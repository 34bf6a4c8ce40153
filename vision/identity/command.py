"""What `emtihan read-document` does: a line of JSON for each document, and nothing kept."""

import json
import sys
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from time import perf_counter
from typing import Final, TextIO

import cv2

from exams.domain.refusals.base import Refusal
from vision.decode import photos
from vision.identity.document import Document, read_document
from vision.named_files import UNREADABLE, why_unread

NO_LINES: Final = "no_lines"
_NO_LINES_ADVICE: Final = (
    "no lines were read: photograph the side with the lines of letters and <, whole and sharp"
)


def read_documents(paths: Sequence[Path], out: TextIO, *, today: date) -> int:
    """Write what the readable lines of each document say; a file may hold several, as a PDF.

    Args:
        paths: photographs of identity cards (the side with the lines) or passports.
        out: gets a JSON object a line.
        today: tells the centuries of dates.

    Returns:
        0 if every file held lines that all their check digits confirm, otherwise 1.
    """
    cv2.setNumThreads(1)
    unsure = 0
    for path in paths:
        started = perf_counter()
        for said in _documents(path, today):
            unsure += not said["checked"]
            milliseconds = round((perf_counter() - started) * 1000)
            line = {"path": str(path), **said, "milliseconds": milliseconds}
            out.write(json.dumps(line, ensure_ascii=False) + "\n")
            out.flush()
            started = perf_counter()
    return 1 if unsure else 0


def _documents(path: Path, today: date) -> Iterator[dict[str, object]]:
    """Say what each document of a file holds, or, once, why there is none."""
    try:
        upload = path.read_bytes()
    except OSError as error:
        yield {"checked": False, "error": why_unread(path, error)}
        return
    found = 0
    try:
        for page, photo in enumerate(photos(upload), start=1):
            document = read_document(photo.pixels, today=today)
            if document is not None:
                found += 1
                yield {"page": page, **_said(document)}
    except Refusal as refusal:
        yield {"checked": False, "error": refusal.code}
        return
    except (OSError, ValueError, cv2.error, MemoryError):
        yield {"checked": False, "error": UNREADABLE}
        return
    if not found:
        sys.stderr.write(f"{path}: {_NO_LINES_ADVICE}\n")
        yield {"checked": False, "error": NO_LINES}


def _said(document: Document) -> dict[str, object]:
    lines = document.lines
    return {
        "kind": lines.kind.value,
        "country": lines.country,
        "number": lines.number,
        "iin": lines.iin,
        "surname": lines.surname,
        "given_names": lines.given_names,
        "birth": lines.birth.isoformat() if lines.birth else None,
        "expiry": lines.expiry.isoformat() if lines.expiry else None,
        "sex": lines.sex,
        "checked": document.checked,
        "faults": [fault.value for fault in lines.faults],
        "sure": round(document.sure, 3),
        "turned": document.turned,
    }
