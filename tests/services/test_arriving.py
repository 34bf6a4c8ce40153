"""Roster and schedule from the university's system by a folder: all or nothing, decided once."""

import asyncio
import os
from dataclasses import replace
from pathlib import Path

import pytest

from documents.arrival_folder import ArrivalFolder
from exams.domain.arrival import AlreadyDecided, ArrivalState
from exams.domain.people import Role
from exams.domain.refusals.people import NotAllowed, Unknown
from exams.notices.arrival import ArrivalShown
from exams.services.office.arriving import CollectArrivals, DropArrival, TakeArrival
from tests.services.arriving import answers, collector, csv_of, shown
from tests.services.office import (
    PEOPLE,
    REGISTRAR,
    SCHEDULE,
    WHOLE,
    Office,
    actor,
    book,
)

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


async def test_a_file_that_came_is_stored_sealed_for_tickets_may_be_in_it(
    office: Office, folder: Path
) -> None:
    (folder / "all.xlsx").write_bytes(WHOLE)
    collect = collector(office, ArrivalFolder(folder))
    await collect()
    await collect()

    assert set(office.files.stored) == office.files.sealed
    await shown(office)


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
