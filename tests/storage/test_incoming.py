"""The inbox and half-typed forms."""

import json
from datetime import timedelta

import pytest

from exams.domain.ids import ChatId
from exams.records.came import CamePicture
from storage.database import Database, connect
from storage.forms import Forms
from storage.inbox import Inbox, Waiting, person_key
from storage.unit import SqlUnits
from tests.storage.university import START


@pytest.fixture
def inbox(database: Database) -> Inbox:
    return Inbox(database)


def waiting(update_id: int, *, key: str = "5", tries: int = 0) -> Waiting:
    return Waiting(update_id=update_id, key=key, payload="{}", at=START, tries=tries)


async def test_updates_are_stored_once_and_come_back_oldest_first(inbox: Inbox) -> None:
    assert await inbox.store([(12, "5", "{}"), (11, "6", "{}")], START) == {11, 12}
    later = START + timedelta(seconds=1)
    assert await inbox.store([(12, "5", "again"), (13, "5", "{}")], later) == {13}
    assert await inbox.store([], later) == set()
    assert await inbox.unfinished() == (
        waiting(11, key="6"),
        waiting(12),
        Waiting(update_id=13, key="5", payload="{}", at=later, tries=0),
    )


async def test_what_is_done_waits_no_more_and_is_not_taken_again(inbox: Inbox) -> None:
    await inbox.store([(11, "5", "{}"), (12, "5", "{}")], START)
    await inbox.done([11], START)
    assert await inbox.store([(11, "5", "{}")], START) == set()
    assert await inbox.unfinished() == (waiting(12),)


async def test_failures_are_counted_and_the_update_stays(inbox: Inbox) -> None:
    await inbox.store([(11, "5", "{}"), (12, "5", "{}")], START)
    assert await inbox.failed(11, "ValueError") == 1
    assert await inbox.failed(11, "ValueError") == 2
    assert await inbox.failed(12, "ValueError") == 1
    assert await inbox.unfinished() == (waiting(11, tries=2), waiting(12, tries=1))


async def test_only_what_is_done_and_old_is_forgotten(inbox: Inbox) -> None:
    await inbox.store([(number, "5", "{}") for number in (1, 2, 3)], START)
    await inbox.done([1], START)
    await inbox.done([2], START + timedelta(hours=1))
    assert await inbox.purge(START + timedelta(hours=1)) == 1
    assert await inbox.store([(1, "5", "{}"), (2, "5", "{}")], START) == {1}


async def test_pictures_that_wait_are_found_by_who_sent_them_and_nothing_else(
    inbox: Inbox, database: Database
) -> None:
    def sent(message: int, kind: str) -> str:
        content: dict[str, object] = {"message_id": message, "date": START.timestamp()}
        content |= {"document": {"file_name": "marks.XLSX"}} if kind == "table" else {kind: {}}
        return json.dumps({"update_id": message, "message": content})

    first, second, third = ChatId(5), ChatId(6), ChatId(7)
    rows = [(1, first, "photo"), (2, second, "document"), (3, first, "text"), (4, first, "photo")]
    rows += [(5, third, "photo"), (6, first, "photo"), (7, second, "table")]
    await inbox.store([(n, person_key(who), sent(n, kind)) for n, who, kind in rows], START)
    await inbox.done([1], START)

    async with SqlUnits(database).reading() as unit:
        came = await unit.came.pictures(first, second, ChatId(8))

    picture = [CamePicture(message=number, sent_at=START) for number in range(7)]
    assert came == {first: (picture[4], picture[6]), second: (picture[2],), ChatId(8): ()}


async def test_a_form_survives_a_restart(database: Database) -> None:
    forms = Forms(database)
    await forms.set_state("bot:5", "Grades:typing")
    await forms.set_data("bot:5", {"exam": 1, "words": ["ә"]})
    other = connect(database.url)
    again = Forms(other)
    assert await again.state("bot:5") == "Grades:typing"
    assert await again.data("bot:5") == {"exam": 1, "words": ["ә"]}
    assert await again.state("bot:6") is None
    assert await again.data("bot:6") == {}
    await other.close()


async def test_a_finished_form_leaves_no_row(database: Database) -> None:
    forms = Forms(database)
    await forms.set_state("bot:5", "Grades:typing")
    await forms.set_data("bot:5", {"exam": 1})
    await forms.set_state("bot:5", None)
    assert await forms.data("bot:5") == {"exam": 1}
    await forms.set_data("bot:5", {})
    async with database.reading() as connection:
        rows = await connection.exec_driver_sql("SELECT count(*) FROM forms")
        assert rows.scalar_one() == 0
