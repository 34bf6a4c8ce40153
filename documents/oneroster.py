"""Grades as a OneRoster 1.2 package: line items and results in CSV, changes only."""

import csv
import io
import zipfile
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Final

from exams.ports.grade_system import GradeLine

FILES: Final = (
    "academicSessions", "categories", "classes", "classResources", "courseResources", "courses",
    "demographics", "enrollments", "lineItemLearningObjectiveIds", "lineItems",
    "lineItemScoreScales", "orgs", "resources", "resultLearningObjectiveIds", "results",
    "resultScoreScales", "roles", "scoreScales", "userProfiles", "userResources", "users",
)  # fmt: skip
"""Everything a package may hold; the manifest says of each whether it is there."""

CATEGORIES: Final = ("sourcedId", "status", "dateLastModified", "title", "weight")
LINE_ITEMS: Final = (
    "sourcedId", "status", "dateLastModified", "title", "description", "assignDate", "dueDate",
    "classSourcedId", "categorySourcedId", "academicSessionSourcedId", "resultValueMin",
    "resultValueMax", "schoolSourcedId",
)  # fmt: skip
RESULTS: Final = (
    "sourcedId", "status", "dateLastModified", "lineItemSourcedId", "studentSourcedId",
    "scoreStatus", "score", "scoreDate", "comment", "textScore", "classSourcedId", "inProgress",
    "incomplete", "late", "missing",
)  # fmt: skip
MADE: Final = (1980, 1, 1, 0, 0, 0)  # noted of every file in the archive: equal data, equal bytes

Cells = tuple[object, ...]


def package(lines: Sequence[GradeLine]) -> bytes:
    """Return a ZIP with the manifest, a line item for each exam and a result for each grade.

    A student is named by the university's number, a result by attempt alone, so that a correction
    takes the place of the grade which it corrects.
    """
    changed = max(line.published_at for line in lines)
    exams = {line.exam: line for line in lines}
    tables: dict[str, tuple[tuple[str, ...], list[Cells]]] = {
        "manifest": (("propertyName", "value"), _manifest()),
        "categories": (CATEGORIES, [("exam", "active", _moment(changed), "Exam", "")]),
        "lineItems": (LINE_ITEMS, [_line_item(one, changed) for one in exams.values()]),
        "results": (RESULTS, [_result(line) for line in lines]),
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, (header, rows) in tables.items():
            archive.writestr(zipfile.ZipInfo(f"{name}.csv", MADE), table(header, rows))
    return out.getvalue()


def table(header: Iterable[str], rows: Iterable[Cells]) -> bytes:
    """Return a CSV file as RFC 4180 has it."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue().encode()


def _manifest() -> list[Cells]:
    there = {"categories", "lineItems", "results"}
    files: list[Cells] = [
        (f"file.{name}", "delta" if name in there else "absent") for name in FILES
    ]
    return [
        ("manifest.version", "1.0"),
        ("oneroster.version", "1.2"),
        *files,
        ("source.systemName", "Emtihan"),
        ("source.systemCode", "emtihan"),
    ]


def _line_item(line: GradeLine, changed: datetime) -> Cells:
    day = f"{line.held_at.astimezone(UTC):%Y-%m-%d}"
    exam, session = f"exam-{line.exam}", f"session-{line.held_at:%Y}"
    return (
        exam, "active", _moment(changed), line.subject, line.kind, day, day,
        exam, "exam", session, "0.0", "100.0", "university",
    )  # fmt: skip


def _result(line: GradeLine) -> Cells:
    attempt, exam = line.key.partition("-")[0], f"exam-{line.exam}"
    comment = "" if line.corrects is None else f"corrects {line.corrects}"
    return (
        f"grade-{attempt}", "active", _moment(line.published_at), exam, line.number,
        "fully graded", f"{line.points}.0", f"{line.published_at.astimezone(UTC):%Y-%m-%d}",
        comment, line.letter, exam, "false", "false", "false", "false",
    )  # fmt: skip


def _moment(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%S}.{at.microsecond // 1000:03}Z"
