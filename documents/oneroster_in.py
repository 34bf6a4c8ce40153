"""A OneRoster 1.2 package with roster and schedule, read into the registrar's tables.

People come from `users`, `roles`, `enrollments` and `classes`, exams from `lineItems`. What
OneRoster has no column for stands in columns of `lineItems` that begin with `metadata.`: kind,
time, proctors, minutes, chief. People are named by `sourcedId`, as grades name them going out.
"""

import csv
import io
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from documents.grids import address
from exams.domain.refusals.files import FileUnreadable
from exams.ports.tables import ImportedTable, TableRow

LARGEST: Final = 50 * 1024 * 1024  # bytes of one file when unpacked
MOST_ROWS: Final = 20_000
GONE: Final = "tobedeleted"
HOMEROOM: Final = "homeroom"  # a class that is an academic group
ROLES: Final = {"student": "student", "teacher": "proctor"}
EXTRAS: Final = ("kind", "time", "proctors", "minutes", "chief", "host", "reserve")


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of a file, with its place and where each column stands."""

    line: int
    cells: Mapping[str, str]
    columns: Mapping[str, int]

    def get(self, column: str) -> str:
        return self.cells.get(column, "").strip()

    def at(self, column: str) -> str:
        return address(self.line, self.columns.get(column, 0))


def is_package(data: bytes) -> bool:
    """Return whether a file is a OneRoster package: a ZIP with its manifest."""
    if not data.startswith(b"PK"):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return "manifest.csv" in archive.namelist()
    except zipfile.BadZipFile:
        return False


def read_package(data: bytes) -> tuple[ImportedTable, ...]:
    """Return people and schedule.

    Raises:
        FileUnreadable: damaged, too large, or with neither.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            files = {
                name: tuple(_rows(archive, f"{name}.csv"))
                for name in ("users", "roles", "enrollments", "classes", "lineItems")
            }
    except (zipfile.BadZipFile, UnicodeDecodeError, csv.Error, RuntimeError) as error:
        raise FileUnreadable from error
    classes = {row.get("sourcedId"): row for row in files["classes"]}
    tables = (
        ImportedTable(kind="people", sheet="users.csv", rows=tuple(_people(files, classes))),
        ImportedTable(kind="schedule", sheet="lineItems.csv", rows=tuple(_exams(files, classes))),
    )
    filled = tuple(table for table in tables if table.rows)
    if not filled:
        raise FileUnreadable
    return filled


def _rows(archive: zipfile.ZipFile, name: str) -> Iterator[_Row]:
    if name not in archive.namelist():
        return
    if archive.getinfo(name).file_size > LARGEST:
        raise FileUnreadable
    text = archive.read(name).decode("utf-8-sig")
    reader = csv.DictReader(io.StringIO(text, newline=""))
    columns = {column: index for index, column in enumerate(reader.fieldnames or ())}
    for line, cells in enumerate(reader, start=1):
        if line > MOST_ROWS:
            raise FileUnreadable
        row = _Row(line, {k: v or "" for k, v in cells.items() if isinstance(v, str)}, columns)
        if row.get("status").casefold() != GONE:
            yield row


def _people(
    files: Mapping[str, tuple[_Row, ...]], classes: Mapping[str, _Row]
) -> Iterator[TableRow]:
    roles = {row.get("userSourcedId"): row.get("role") for row in files["roles"]}
    groups: dict[str, str] = {}
    for row in files["enrollments"]:
        of = classes.get(row.get("classSourcedId"))
        if of is not None and of.get("classType").casefold() == HOMEROOM:
            groups.setdefault(row.get("userSourcedId"), of.get("title"))
    for row in files["users"]:
        who = row.get("sourcedId")
        role = ROLES.get((roles.get(who) or row.get("role")).casefold())
        if role is None:
            continue
        name = " ".join(filter(None, map(row.get, ("familyName", "givenName", "middleName"))))
        found = {
            "number": (who, row.at("sourcedId")),
            "name": (name, row.at("familyName")),
            "roles": (role, row.at("role")),
            "group": (groups.get(who, "") if role == "student" else "", row.at("sourcedId")),
            "phone": (row.get("sms") or row.get("phone"), row.at("sms")),
        }
        yield TableRow(cells={name: cell for name, cell in found.items() if cell[0]})


def _exams(
    files: Mapping[str, tuple[_Row, ...]], classes: Mapping[str, _Row]
) -> Iterator[TableRow]:
    for row in files["lineItems"]:
        of = classes.get(row.get("classSourcedId"))
        found = {
            "subject": (row.get("title"), row.at("title")),
            "date": (row.get("dueDate")[:10], row.at("dueDate")),
            "groups": (of.get("title") if of else "", row.at("classSourcedId")),
            **{name: (row.get(f"metadata.{name}"), row.at(f"metadata.{name}")) for name in EXTRAS},
        }
        yield TableRow(cells={name: cell for name, cell in found.items() if cell[0]})
