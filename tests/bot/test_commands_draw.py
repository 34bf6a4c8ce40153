"""`emtihan verify-draw`, from a pasted message and from the database."""

import asyncio
import json
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot import cli
from exams.domain.ids import TicketNumber
from exams.domain.people import Role
from exams.domain.proof import Commitment, Proof, proof_of
from exams.records.events import Happening
from storage.database import connect
from storage.unit import SqlUnits
from tests import make
from tests.storage.university import University

SECRET = bytes(range(1, 33))
PROOF = Proof(secret=SECRET, order=(TicketNumber(3), TicketNumber(1), TicketNumber(2)))
OPENED = f"secret: {SECRET.hex()}\norder: 3,1,2\n"


def call(*words: str, pasted: str = "") -> tuple[int, str]:
    result = CliRunner().invoke(cli.app, ["verify-draw", *words], input=pasted)
    return result.exit_code, result.output


def test_a_pasted_message_that_holds_says_so() -> None:
    whole = f"{OPENED}sha256: {PROOF.fingerprint}\n"

    code, said = call("-", pasted=whole)

    assert code == 0
    assert "no ticket moved" in said
    assert "compare this fingerprint" in said
    assert call("-", "--posted", PROOF.fingerprint, "--json", pasted=whole) == (
        0,
        json.dumps({"ok": True, "fingerprint": PROOF.fingerprint}) + "\n",
    )


def test_a_message_in_a_file_whose_order_was_changed_differs(tmp_path: Path) -> None:
    file = tmp_path / "opened.txt"
    file.write_text(OPENED.replace("3,1,2", "1,3,2"), encoding="utf-8")

    code, said = call(str(file), "--posted", PROOF.fingerprint)

    assert code == 1
    assert "DIFFERS" in said


@pytest.mark.parametrize(
    ("words", "pasted", "told"),
    [
        (("-",), "hello", "needs the message"),
        (("nothing.txt",), "", "No such file"),
        (("-",), OPENED, "--posted"),
        ((), "", "--exam"),
        (("-", "--exam", "1"), "", "--exam"),
    ],
    ids=["no proof", "no file", "nothing to compare with", "nothing named", "both named"],
)
def test_what_cannot_be_checked_is_said(words: tuple[str, ...], pasted: str, told: str) -> None:
    code, said = call(*words, pasted=pasted)

    assert code != 0
    assert told in said


async def lay(url: str) -> int:
    """Lay out and commit to a deck from which one ticket was drawn; return the exam."""
    database = connect(url, make.SEAL)
    units = SqlUnits(database)
    exam, (attempt,) = await University(units).seated(1)
    async with units() as unit:
        await unit.decks.lay_out(exam.id, make.tickets(*PROOF.order))
        deck = await unit.decks.of(exam.id)
        fingerprint = proof_of(deck, SECRET).fingerprint
        await unit.decks.commit_to(exam.id, Commitment(secret=SECRET, fingerprint=fingerprint))
        _, card = deck.turn_over(2, by=attempt.student_id)
        await unit.decks.take(deck, card)
        done = Happening(
            exam_id=exam.id,
            at=make.START,
            actor=make.AIGERIM,
            role=Role.SYSTEM,
            act="commit_draw",
            facts={"fingerprint": fingerprint},
        )
        await unit.events.append(done)
        await unit.events.append(replace(done, act="draw", facts={"position": 2, "ticket": 1}))
        await unit.commit()
    await database.close()
    return exam.id


def test_a_draw_in_the_database_holds_until_somebody_moves_a_ticket(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    exam = str(asyncio.run(lay(database_url)))
    monkeypatch.setenv("EMTIHAN_DATABASE_URL", database_url)

    code, said = call("--exam", exam)
    assert code == 0, said
    assert "no ticket moved" in said
    assert "drawn" in said

    with closing(sqlite3.connect(database_url.removeprefix("sqlite+aiosqlite:///"))) as connection:
        connection.execute("UPDATE cards SET number = 9 WHERE position = 2")
        connection.commit()
    code, said = call("--exam", exam, "--json")
    assert code == 1
    assert json.loads(said)["decks"][0]["faults"] == ["fingerprint", "moved"]
    assert call("--exam", "99")[0] == 1
