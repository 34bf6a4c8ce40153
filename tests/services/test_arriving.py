"""Roster and schedule from the university's system: real folders, real HTTP, all or nothing."""

import asyncio
import base64
import csv
import io
import json
import os
import zipfile
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from aiohttp import web

from bot.arrival_endpoint import ArrivalEndpoint
from bot.signed_calls import signature
from documents.arrival_folder import ArrivalFolder
from documents.oneroster import table
from exams.domain.arrival import AlreadyDecided, ArrivalState
from exams.domain.people import Role
from exams.domain.refusals.people import NotAllowed, Unknown
from exams.notices.arrival import ArrivalShown
from exams.ports.arrivals import ArrivalSource
from exams.services.office.arriving import CollectArrivals, DropArrival, TakeArrival
from storage.outbox import OutboxQueue
from tests.services.office import (
    HEADS,
    PEOPLE,
    REGISTRAR,
    SCHEDULE,
    WHOLE,
    Office,
    actor,
    book,
)

SECRET = "құпия"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "shared"
    made.mkdir()
    return made


class University:
    """An HTTP server that offers files until they are answered."""

    def __init__(self) -> None:
        self.files: dict[str, tuple[str, bytes]] = {}
        self.answers: list[dict[str, object]] = []
        self.url = ""
        self.broken = False

    async def offer(self, request: web.Request) -> web.Response:
        self.check(request, b"")
        files = [
            {"key": key, "name": name, "content": base64.b64encode(data).decode()}
            for key, (name, data) in self.files.items()
        ]
        return web.json_response({"files": files})

    async def take(self, request: web.Request) -> web.Response:
        body = await request.read()
        self.check(request, body)
        said = json.loads(body)
        self.answers.append(said)
        self.files.pop(said["key"], None)
        return web.json_response({})

    def check(self, request: web.Request, body: bytes) -> None:
        stamp = request.headers["X-Emtihan-Timestamp"]
        assert request.headers["X-Emtihan-Signature"] == signature(SECRET, stamp, body)
        if self.broken:
            raise web.HTTPServiceUnavailable


@pytest.fixture
async def university() -> AsyncIterator[University]:
    made = University()
    app = web.Application()
    app.router.add_get("/tables", made.offer)
    app.router.add_post("/tables", made.take)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    made.url = f"http://127.0.0.1:{runner.addresses[0][1]}/tables"
    yield made
    await runner.cleanup()


def collector(office: Office, source: ArrivalSource) -> CollectArrivals:
    return CollectArrivals(office.units, office.clock, source, office.preview)


async def shown(office: Office) -> list[ArrivalShown]:
    """Return what waits for the first registrar, the oldest first."""
    queue = OutboxQueue(office.units.database)
    now = office.clock.now()
    claimed = await queue.claim("test", now, limit=100, lease=timedelta(minutes=1))
    for one in claimed:
        await queue.sending(one, now)
        await queue.sent(one, now, None)
    mine = [one.envelope for one in claimed if one.envelope.to == REGISTRAR.id]
    return [one.notice for one in mine if isinstance(one.notice, ArrivalShown)]


def csv_of(kind: str, rows: Sequence[Sequence[object]]) -> bytes:
    return table(HEADS[kind], [tuple("" if c is None else c for c in row) for row in rows])


def answers(folder: Path) -> list[dict[str, str]]:
    (file,) = (folder / "answers").glob("*.csv")
    text = file.read_text(encoding="utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


# -- the folder -------------------------------------------------------------------------------


async def test_a_file_in_the_folder_is_previewed_taken_and_each_row_answered(
    office: Office, folder: Path
) -> None:
    (folder / "people.csv").write_bytes(csv_of("people", PEOPLE))
    collect = collector(office, ArrivalFolder(folder))
    for _ in range(4):
        await collect()
    (came,) = await shown(office)
    assert (came.state, came.tables, came.faults) == ("waiting", (("people", 5, 0),), ())
    assert await office.person("001") is None, "nothing before it is confirmed"

    taken = await TakeArrival(office.at_once)(REGISTRAR, came.arrival)
    assert taken.state == "taken"
    assert await office.person("001") is not None
    await collect()
    assert [row["status"] for row in answers(folder)] == ["recorded"] * 5
    assert [row["about"] for row in answers(folder)] == ["001", "002", "003", "T1", "T2"]
    assert [row["row"] for row in answers(folder)] == ["2", "3", "4", "5", "6"]
    assert not (folder / "people.csv").exists()
    assert len(list((folder / "done").iterdir())) == 1


async def test_a_workbook_brings_roster_and_schedule_together(
    office: Office, folder: Path
) -> None:
    (folder / "all.xlsx").write_bytes(WHOLE)
    collect = collector(office, ArrivalFolder(folder))
    await collect()
    await collect()
    (came,) = await shown(office)
    await TakeArrival(office.at_once)(REGISTRAR, came.arrival)
    assert [exam.subject for exam in await office.exams()] == ["Деректер қоры"]


async def test_one_wrong_row_keeps_everything_out_and_is_named(
    office: Office, folder: Path
) -> None:
    wrong = (PEOPLE[0], (PEOPLE[1][0], "", *PEOPLE[1][2:]), PEOPLE[2])
    (folder / "people.csv").write_bytes(csv_of("people", wrong))
    collect = collector(office, ArrivalFolder(folder))
    for _ in range(3):
        await collect()
    (came,) = await shown(office)
    assert came.state == "refused"
    assert [(fault.cell, fault.reason) for fault in came.faults] == [("B3", "missing")]
    told = [(row["about"], row["status"], row["reason"]) for row in answers(folder)]
    assert told == [
        ("001", "rejected", "others"),
        ("002", "rejected", "missing"),
        ("003", "rejected", "others"),
    ]
    assert len(list((folder / "rejected").iterdir())) == 1
    with pytest.raises(AlreadyDecided):
        await TakeArrival(office.at_once)(REGISTRAR, came.arrival)
    assert await office.person("001") is None


async def test_half_a_file_is_left_until_it_stands_still(office: Office, folder: Path) -> None:
    whole = csv_of("people", PEOPLE)
    file, collect = folder / "people.csv", collector(office, ArrivalFolder(folder))
    file.write_bytes(whole[: len(whole) // 2])
    await collect()
    file.write_bytes(whole)
    await collect()
    assert not await shown(office)
    await collect()
    (came,) = await shown(office)
    assert came.tables == (("people", 5, 0),)


async def test_a_file_that_cannot_be_read_keeps_no_other_out(
    office: Office, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = Path.read_bytes

    def refused(path: Path) -> bytes:
        if path.name == "locked.csv":
            raise PermissionError(path)
        return read(path)

    monkeypatch.setattr(Path, "read_bytes", refused)
    for name in ("locked.csv", "people.csv"):  # the locked one comes first
        (folder / name).write_bytes(csv_of("people", PEOPLE))
    collect = collector(office, ArrivalFolder(folder))
    await collect()
    await collect()
    (came,) = await shown(office)
    assert came.name == "people.csv"


@pytest.mark.parametrize("data", [b"PK\x03\x04 broken", b"\x00\x01\x02", b"a,b\n1,2\n"])
async def test_what_is_no_table_is_answered_and_put_away(
    office: Office, folder: Path, data: bytes
) -> None:
    (folder / "odd.csv").write_bytes(data)
    collect = collector(office, ArrivalFolder(folder))
    for _ in range(3):
        await collect()
    (came,) = await shown(office)
    assert (came.state, came.unreadable) == ("refused", True)
    (row,) = answers(folder)
    assert row["status"] == "rejected"
    assert row["reason"] in {"file_unreadable", "unknown_table"}


async def test_the_same_file_again_is_known_and_another_of_its_name_is_not(
    office: Office, folder: Path
) -> None:
    (folder / "people.csv").write_bytes(csv_of("people", PEOPLE[:1]))
    collect = collector(office, ArrivalFolder(folder))
    for _ in range(5):
        await collect()
    (folder / "people.csv").write_bytes(csv_of("people", PEOPLE))
    os.utime(folder / "people.csv", ns=(1, 1))
    for _ in range(3):
        await collect()
    assert [came.tables for came in await shown(office)] == [
        (("people", 1, 0),),
        (("people", 5, 0),),
    ]


# -- the registrar -----------------------------------------------------------------------------


async def waiting(office: Office, folder: Path) -> tuple[CollectArrivals, ArrivalShown]:
    (folder / "people.csv").write_bytes(csv_of("people", PEOPLE))
    collect = collector(office, ArrivalFolder(folder))
    await collect()
    await collect()
    (came,) = await shown(office)
    return collect, came


async def test_of_two_registrars_at_once_one_takes_it_in(office: Office, folder: Path) -> None:
    _, came = await waiting(office, folder)
    saule = actor()
    take = TakeArrival(office.at_once)
    outcomes = await asyncio.gather(
        take(REGISTRAR, came.arrival),
        take(saule, came.arrival),
        return_exceptions=True,
    )
    assert sum(isinstance(one, ArrivalShown) for one in outcomes) == 1
    acts = [event.act for event in await office.events()]
    assert acts.count("arrival") == 1


async def test_what_is_dropped_is_told_of_every_row(office: Office, folder: Path) -> None:
    collect, came = await waiting(office, folder)
    dropped = await DropArrival(office.units, office.clock)(REGISTRAR, came.arrival)
    assert dropped.state == ArrivalState.DROPPED.value
    with pytest.raises(AlreadyDecided):
        await TakeArrival(office.at_once)(REGISTRAR, came.arrival)
    await collect()
    assert {(row["status"], row["reason"]) for row in answers(folder)} == {("rejected", "dropped")}
    assert await office.person("001") is None


async def test_a_file_that_has_become_wrong_since_is_refused_whole(
    office: Office, folder: Path
) -> None:
    await office.take(book(people=PEOPLE))
    (folder / "schedule.csv").write_bytes(csv_of("schedule", SCHEDULE))
    collect = collector(office, ArrivalFolder(folder))
    await collect()
    await collect()
    (came,) = await shown(office)
    assert came.state == "waiting"
    async with office.units() as unit:  # the proctor is no proctor any more
        person = await unit.people.by_number("T1")
        assert person is not None
        await unit.people.save(replace(person, roles=frozenset({Role.STUDENT})))
        await unit.commit()
    refused = await TakeArrival(office.at_once)(REGISTRAR, came.arrival)
    assert refused.state == "refused"
    assert refused.faults
    assert await office.exams() == ()


@pytest.mark.parametrize("role", [Role.STUDENT, Role.PROCTOR, Role.DEAN])
async def test_only_the_registrar_decides(office: Office, folder: Path, role: Role) -> None:
    _, came = await waiting(office, folder)
    for act in (TakeArrival(office.at_once), DropArrival(office.units, office.clock)):
        with pytest.raises(NotAllowed):
            await act(actor(role), came.arrival)
        with pytest.raises(Unknown):
            await act(REGISTRAR, 999)


# -- HTTP --------------------------------------------------------------------------------------


async def test_files_come_over_http_signed_and_are_answered_until_that_is_taken(
    office: Office, university: University
) -> None:
    university.files["b-1"] = ("people.csv", csv_of("people", PEOPLE))
    collect = collector(office, ArrivalEndpoint(university.url, SECRET, office.clock))
    university.broken = True
    await collect()
    assert not await shown(office)
    university.broken = False
    await collect()
    await collect()
    (came,) = await shown(office)
    await TakeArrival(office.at_once)(REGISTRAR, came.arrival)
    university.broken = True
    await collect()
    assert not university.answers
    university.broken = False
    await collect()
    await collect()
    (said,) = university.answers
    assert (said["key"], said["status"]) == ("b-1", "recorded")
    rows = said["rows"]
    assert isinstance(rows, list)
    assert [row["about"] for row in rows] == ["001", "002", "003", "T1", "T2"]
    assert {row["status"] for row in rows} == {"recorded"}


@pytest.mark.parametrize(
    "body", [b"", b"{}", b"[]", b'{"files": [{"key": 1}]}', b'{"files": [1]}', b"\xff"]
)
async def test_an_answer_that_is_none_brings_nothing(office: Office, body: bytes) -> None:
    async def odd(request: web.Request) -> web.Response:
        del request
        return web.Response(body=body)

    app = web.Application()
    app.router.add_get("/odd", odd)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    url = f"http://127.0.0.1:{runner.addresses[0][1]}/odd"
    await collector(office, ArrivalEndpoint(url, SECRET, office.clock))()
    await runner.cleanup()
    assert not await shown(office)


# -- OneRoster ---------------------------------------------------------------------------------


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
