"""A OneRoster package from the university's system brings roster and schedule."""

import io
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest

from documents.arrival_folder import ArrivalFolder
from documents.oneroster import table
from exams.services.office.arriving import TakeArrival
from tests.services.arriving import answers, collector, shown
from tests.services.office import (
    REGISTRAR,
    Office,
)


def oneroster(**files: Sequence[Sequence[object]]) -> bytes:
    """Make a package; the first row of each file is its header."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("manifest.csv", "propertyName,value\noneroster.version,1.2\n")
        for name, (header, *rows) in files.items():
            cells = [tuple(row) for row in rows]
            archive.writestr(f"{name}.csv", table([str(h) for h in header], cells))
    return out.getvalue()


PACKAGE = oneroster(
    users=[
        ("sourcedId", "status", "givenName", "familyName", "middleName", "sms", "email"),
        ("001", "active", "Айгерім", "Сәрсенбаева", "Қанатқызы", "8 701 000 00 01", ""),
        ("002", "active", "Болат", "Жұмабаев", "", "", ""),
        ("009", "tobedeleted", "Кетіп", "Қалған", "", "", ""),
        ("T1", "active", "Нұрлан", "Төлегенов", "", "", ""),
        ("G1", "active", "Ата", "Ана", "", "", ""),
    ],
    roles=[
        ("sourcedId", "userSourcedId", "roleType", "role"),
        ("r1", "001", "primary", "student"),
        ("r2", "002", "primary", "student"),
        ("r3", "T1", "primary", "teacher"),
        ("r4", "G1", "primary", "guardian"),
    ],
    classes=[
        ("sourcedId", "title", "classType"),
        ("c1", "АЖ-21-1", "homeroom"),
        ("c2", "Деректер қоры", "scheduled"),
    ],
    enrollments=[
        ("sourcedId", "classSourcedId", "userSourcedId", "role"),
        ("e0", "c2", "001", "student"),
        ("e1", "c1", "001", "student"),
        ("e2", "c1", "002", "student"),
    ],
    lineItems=[
        (
            "sourcedId", "title", "dueDate", "classSourcedId", "metadata.kind", "metadata.time",
            "metadata.proctors", "metadata.minutes",
        ),
        ("l1", "Деректер қоры", "2027-05-21", "c1", "written", "09:30", "T1", "90"),
    ],
)  # fmt: skip


async def test_a_oneroster_package_brings_roster_and_schedule(
    office: Office, folder: Path
) -> None:
    (folder / "oneroster.zip").write_bytes(PACKAGE)
    collect = collector(office, ArrivalFolder(folder))
    await collect()
    await collect()
    (came,) = await shown(office)
    assert (came.faults, came.tables) == ((), (("people", 3, 0), ("schedule", 1, 0)))
    await TakeArrival(office.at_once)(REGISTRAR, came.arrival)
    aigerim = await office.person("001")
    assert aigerim is not None
    assert (aigerim.name, aigerim.phone) == ("Сәрсенбаева Айгерім Қанатқызы", "77010000001")
    assert await office.person("009") is None
    assert await office.person("G1") is None
    (exam,) = await office.exams()
    assert await office.attempt("001", exam) is not None
    await collect()
    told = [(row["sheet"], row["row"], row["about"], row["status"]) for row in answers(folder)]
    assert told == [
        ("users.csv", "2", "001", "recorded"),
        ("users.csv", "3", "002", "recorded"),
        ("users.csv", "5", "T1", "recorded"),
        ("lineItems.csv", "2", "Деректер қоры", "recorded"),
    ]


async def test_a_line_item_without_what_an_exam_needs_is_refused_by_its_cell(
    office: Office, folder: Path
) -> None:
    package = oneroster(
        classes=[("sourcedId", "title", "classType"), ("c1", "АЖ-21-1", "homeroom")],
        lineItems=[
            ("sourcedId", "title", "dueDate", "classSourcedId"),
            ("l1", "Деректер қоры", "2027-05-21", "c1"),
        ],
    )
    (folder / "oneroster.zip").write_bytes(package)
    collect = collector(office, ArrivalFolder(folder))
    await collect()
    await collect()
    (came,) = await shown(office)
    assert came.state == "refused"
    assert {fault.sheet for fault in came.faults} == {"lineItems.csv"}


@pytest.mark.parametrize("broken", [b"PK", PACKAGE[:200], oneroster(users=[("sourcedId",)])])
async def test_a_broken_package_is_refused(office: Office, folder: Path, broken: bytes) -> None:
    (folder / "oneroster.zip").write_bytes(broken)
    collect = collector(office, ArrivalFolder(folder))
    await collect()
    await collect()
    (came,) = await shown(office)
    assert (came.state, came.unreadable) == ("refused", True)
