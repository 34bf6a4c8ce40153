"""What `emtihan inspect-sheet` does: one line of JSON for each file."""

import json
from collections.abc import Sequence
from pathlib import Path
from time import perf_counter
from typing import TextIO

from exams.domain.refusals.base import Refusal
from exams.domain.verdict import Strictness
from exams.ports.sheets import InspectedPage
from vision.inspector import inspect_file
from vision.named_files import why_unread


def inspect_files(
    paths: Sequence[Path], out: TextIO, strictness: Strictness = Strictness.NORMAL
) -> int:
    """Write a verdict for each file; a file that cannot be read is one that is not accepted.

    Args:
        paths: pictures and PDFs; a PDF is accepted if all its pages are.
        out: gets a JSON object a line.
        strictness: of the judgement.

    Returns:
        0 if every file could be looked at, otherwise 1.
    """
    unread = 0
    for path in paths:
        started = perf_counter()
        line: dict[str, object] = {"path": str(path)}
        try:
            line |= _verdict(inspect_file(path, strictness))
        except Refusal as refusal:
            unread += 1
            line |= {"accepted": False, "reasons": [refusal.code], "advice": []}
        except OSError as error:
            unread += 1
            line |= {"accepted": False, "reasons": [why_unread(path, error)], "advice": []}
        line["milliseconds"] = round((perf_counter() - started) * 1000)
        out.write(json.dumps(line, ensure_ascii=False) + "\n")
        out.flush()
    return 1 if unread else 0


def _verdict(pages: Sequence[InspectedPage]) -> dict[str, object]:
    faults = (fault for page in pages for fault in page.verdict.reasons)
    reasons = [kind.value for fault in faults for kind in fault.kinds]
    advice = [fault.value for page in pages for fault in page.verdict.advice]
    first = pages[0].report
    return {
        "accepted": all(page.verdict.accepted for page in pages),
        "reasons": list(dict.fromkeys(reasons)),
        "advice": list(dict.fromkeys(advice)),
        "pages": len(pages),
        "turned": first.turned,
        "dpi": round(first.dpi),
    }
