"""What `emtihan read-document` does: one line of JSON for each file, and nothing kept."""

import json
from collections.abc import Sequence
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


def read_documents(paths: Sequence[Path], out: TextIO, *, today: date) -> int:
    """Write what the readable lines of each document say.

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
        line = {"path": str(path), **_document(path, today)}
        unsure += not line["checked"]
        line["milliseconds"] = round((perf_counter() - started) * 1000)
        out.write(json.dumps(line, ensure_ascii=False) + "\n")
        out.flush()
    return 1 if unsure else 0


def _document(path: Path, today: date) -> dict[str, object]:
    try:
        upload = path.read_bytes()
    except OSError as error:
        return {"checked": False, "error": why_unread(path, error)}
    try:
        for photo in photos(upload):
            document = read_document(photo.pixels, today=today)
            if document is not None:
                return _said(document)
    except Refusal as refusal:
        return {"checked": False, "error": refusal.code}
    except (OSError, ValueError, cv2.error, MemoryError):
        return {"checked": False, "error": UNREADABLE}
    return {"checked": False, "error": NO_LINES}


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
