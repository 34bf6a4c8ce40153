"""Invites and previews come back as they were stored, once."""

from dataclasses import replace

from exams.domain.ids import ChatId
from exams.records.entrance import Invite, Pending
from storage.unit import SqlUnits
from tests.storage.test_attempts import MINUTE
from tests.storage.test_sheets_and_marks import a_digest
from tests.storage.university import START, University


async def test_an_invite_is_used_once_and_the_newest_counts(
    units: SqlUnits, university: University
) -> None:
    async with units() as unit:
        student = await university.student(unit, 1)
        old = Invite(hash=a_digest("a"), person_id=student.id, made_at=START)
        new = replace(old, hash=a_digest("b"))
        await unit.invites.put(old)
        await unit.invites.put(new)
        assert await unit.invites.use(old.hash, START) is None
        assert await unit.invites.use(new.hash, START) == replace(new, used_at=START)
        assert await unit.invites.use(new.hash, START) is None


async def test_tries_are_counted_for_one_account_since_a_moment(units: SqlUnits) -> None:
    async with units() as unit:
        for minutes in (0, 30, 60):
            await unit.invites.note_try(ChatId(5), START + minutes * MINUTE)
        assert await unit.invites.tries(ChatId(5), START + 30 * MINUTE) == 2
        assert await unit.invites.tries(ChatId(6), START) == 0


async def test_a_preview_is_taken_once_and_the_newest_counts(
    units: SqlUnits, university: University
) -> None:
    async with units() as unit:
        person = await university.proctor(unit)
        old = Pending(token="a", person_id=person.id, kind="import", payload="{}", at=START)
        new = replace(old, token="b", payload="[1]")
        other = replace(old, kind="results")
        for pending in (old, new, other):
            await unit.pendings.put(pending)
        assert await unit.pendings.take(person.id, "import", "a") is None
        assert await unit.pendings.take(person.id, "import", "b") == new
        assert await unit.pendings.take(person.id, "import", "b") is None
        assert await unit.pendings.take(person.id, "results", "a") == other
