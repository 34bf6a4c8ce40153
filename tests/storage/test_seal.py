"""What is sealed is read by nobody without its key, and is what it was said to be."""

import asyncio
import json
import sqlite3
from base64 import b64encode
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exams.domain.ids import Digest
from exams.domain.people import Locale
from storage.database import Database, connect
from storage.files import DiskFiles
from storage.seal import MAGIC, NO_KEYS, NotAKey, Seal, SealBroken, new_key, seal_of
from storage.sealing import closed_tickets, seal_open_tickets
from storage.unit import SqlUnits
from tests import make
from tests.storage.university import University

SECRET = "Шредингер теңдеуін қорытыңыз"
OTHER = seal_of([b64encode(b"k" * 32).decode()])
HIDDEN = [SECRET.encode(), json.dumps(SECRET).strip('"').encode(), SECRET.encode("utf-16-le")]


def lies_open(folder: Path) -> list[str]:
    """Return the files below a folder in which the secret can be read."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    return [path.name for path in files if any(form in path.read_bytes() for form in HIDDEN)]


async def lay(units: SqlUnits, university: University, language: Locale | None = None) -> int:
    exam, _ = await university.seated(1)
    tickets = [
        replace(ticket, pictures=(Digest("ab" * 32),))
        for ticket in make.tickets(1, 2, questions=(f"{SECRET} {{}}",))
    ]
    async with units() as unit:
        await unit.decks.lay_out(exam.id, tickets, language)
        await unit.commit()
    return exam.id


# -- the seal ----------------------------------------------------------------


@given(st.binary(max_size=200), st.text(max_size=20))
def test_what_was_sealed_is_opened_by_the_key_and_what_it_is_about(
    plain: bytes, about: str
) -> None:
    sealed = make.SEAL.close(plain, about=about)

    assert make.SEAL.open(sealed, about=about) == plain
    assert make.SEAL.close(plain, about=about) == sealed  # a file sent twice is stored once
    for seal, what in ((OTHER, about), (NO_KEYS, about), (make.SEAL, f"{about}!")):
        with pytest.raises(SealBroken):
            seal.open(sealed, about=what)


@given(st.binary(min_size=1, max_size=50), st.integers(min_value=0), st.integers(1, 255))
def test_a_changed_bit_is_noticed(plain: bytes, place: int, change: int) -> None:
    sealed = bytearray(make.SEAL.close(plain, about="x"))
    at = len(MAGIC) + place % (len(sealed) - len(MAGIC))
    sealed[at] ^= change

    with pytest.raises(SealBroken):
        make.SEAL.open(bytes(sealed), about="x")


def test_an_older_key_still_opens_and_the_newest_seals() -> None:
    both = Seal((*OTHER.keys, *make.SEAL.keys))
    old = make.SEAL.close(b"old", about="x")

    assert both.open(old, about="x") == b"old"
    assert OTHER.open(both.close(b"new", about="x"), about="x") == b"new"


def test_without_a_key_nothing_is_sealed() -> None:
    with pytest.raises(SealBroken, match="EMTIHAN_TICKETS_KEY"):
        NO_KEYS.close(b"x", about="x")


@pytest.mark.parametrize("text", ["", "short", b64encode(b"k" * 31).decode(), "ә" * 44])
def test_what_is_no_key_is_refused(text: str) -> None:
    with pytest.raises(NotAKey):
        seal_of([text])
    assert len(seal_of([new_key()]).keys) == 1
    assert make.KEY not in repr(make.SEAL)


# -- tickets -------------------------------------------------------------------


async def test_no_word_of_a_ticket_lies_in_the_database_file(
    units: SqlUnits, university: University, database: Database
) -> None:
    await lay(units, university, Locale.KK)

    folder = Path(database.url.removeprefix("sqlite+aiosqlite:///")).parent
    assert lies_open(folder) == []
    async with units.reading() as unit:
        (deck,) = await unit.decks.all(make.EXAM)
        first, second = await unit.decks.tickets(deck)
    assert (first.questions, second.questions) == ((f"{SECRET} 1",), (f"{SECRET} 2",))
    assert first.pictures == (Digest("ab" * 32),)


async def test_a_sealed_ticket_put_in_another_ones_place_does_not_open(
    units: SqlUnits, university: University, database: Database
) -> None:
    exam = await lay(units, university)
    path = database.url.removeprefix("sqlite+aiosqlite:///")
    with closing(sqlite3.connect(path)) as connection:
        (sealed,) = connection.execute("SELECT sealed FROM cards WHERE number = 2").fetchone()
        connection.execute("UPDATE cards SET sealed = ? WHERE number = 1", (sealed,))
        connection.commit()

    async with units.reading() as unit:
        (deck,) = await unit.decks.all(make.EXAM)
        assert (await unit.decks.ticket(deck, deck.cards[1])).number == 2
        with pytest.raises(SealBroken, match=f"ticket {exam}"):
            await unit.decks.ticket(deck, deck.cards[0])


async def test_a_board_opens_without_the_key_and_a_ticket_does_not(
    units: SqlUnits, university: University, database: Database
) -> None:
    exam = await lay(units, university)
    keyless = connect(database.url)
    async with SqlUnits(keyless).reading() as unit:
        (deck,) = await unit.decks.all(make.EXAM)
        assert [card.number for card in deck.cards] == [1, 2]
        with pytest.raises(SealBroken):
            await unit.decks.ticket(deck, deck.cards[0])
    await keyless.close()
    assert exam == make.EXAM


async def test_the_doctor_is_told_how_many_tickets_no_key_opens(
    units: SqlUnits, university: University, database: Database
) -> None:
    await lay(units, university)

    assert closed_tickets(database.url, make.SEAL) == (2, 0)
    assert closed_tickets(database.url, OTHER) == (2, 2)
    assert closed_tickets(database.url, Seal((*OTHER.keys, *make.SEAL.keys))) == (2, 0)


# -- what an earlier release left open --------------------------------------------


async def test_open_tickets_and_the_files_they_came_in_are_sealed_once(
    units: SqlUnits, university: University, database: Database, tmp_path: Path
) -> None:
    exam = await lay(units, university)
    path = database.url.removeprefix("sqlite+aiosqlite:///")
    files = DiskFiles(tmp_path / "files")
    imported, waiting = await files.put(SECRET.encode()), await files.put(SECRET.encode() * 2)
    people = await files.put("адамдар".encode())
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(
            "UPDATE cards SET sealed = NULL, questions = ?, pictures = '[null]'",
            (json.dumps([SECRET], ensure_ascii=False),),
        )
        for facts in ({"file": imported, "tickets": 2}, {"file": people, "people": 9}):
            connection.execute(
                "INSERT INTO events (exam_id, sequence, at, actor, role, act, before, after,"
                " reason, facts, previous, hash) SELECT 0, count(*) + 1, '2026-01-01', 1, 'r',"
                " 'import', '', '', '', ?, hex(randomblob(32)), hex(randomblob(32)) FROM events",
                (json.dumps(facts),),
            )
        connection.execute(
            "INSERT INTO pendings (token, person_id, kind, payload, at)"
            " VALUES ('T', 1, 'import', ?, '2026-01-01')",
            (f"{waiting} билеттер.docx",),
        )
        connection.commit()
    await database.close()
    assert lies_open(Path(path).parent)

    assert await asyncio.to_thread(seal_open_tickets, database.url, files, make.SEAL) == 2
    assert await asyncio.to_thread(seal_open_tickets, database.url, files, make.SEAL) == 0

    assert lies_open(Path(path).parent) == []
    assert files.digests() == (people,)
    again = connect(database.url, make.SEAL)
    async with SqlUnits(again).reading() as unit:
        (deck,) = await unit.decks.all(make.EXAM)
        tickets = await unit.decks.tickets(deck)
    await again.close()
    assert [ticket.questions for ticket in tickets] == [(SECRET,), (SECRET,)]
    assert exam == make.EXAM


# -- files ------------------------------------------------------------------------


async def test_a_sealed_file_comes_back_open_and_lies_closed(tmp_path: Path) -> None:
    files = DiskFiles(tmp_path, make.SEAL)

    digest = await files.put(SECRET.encode(), sealed=True)

    assert await files.put(SECRET.encode(), sealed=True) == digest
    assert await files.get(digest) == SECRET.encode()
    assert lies_open(tmp_path) == []
    with pytest.raises(SealBroken):
        await DiskFiles(tmp_path).get(digest)
