"""How long a bank of ten thousand questions takes, from the file to the database."""

import asyncio
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final
from xml.etree.ElementTree import fromstring

from bot.clock import SystemClock
from documents.banks.reading import BankFiles
from exams.domain.exam import Exam, Kind
from exams.domain.ids import PersonId
from exams.domain.people import Actor, Locale, Person, Role
from exams.ports.banks import unseen
from exams.records.exams import NEW_EXAM
from exams.records.people import NEW_PERSON
from exams.services.computer_tests.bank_reading import PrepareBank
from exams.services.computer_tests.banks import ConfirmBank, ImportBank
from sandbox.bench.figures import Figure
from storage.database import connect
from storage.files import DiskFiles
from storage.migrations import upgrade
from storage.unit import SqlUnits
from vision.question_pictures import PooledQuestionPictures

QUESTIONS: Final = 10_000
LIMIT: Final = 30.0
"""Seconds which a registrar waits at the terminal without doubting."""
SUBJECT: Final = "Физика"
START: Final = datetime(2027, 5, 21, 5, 0, tzinfo=UTC)
REGISTRAR: Final = Actor(id=PersonId(1), roles=frozenset({Role.REGISTRAR}), locale=Locale.KK)


async def measure(questions: int = QUESTIONS) -> tuple[Figure, ...]:
    """Read a quiz as Moodle exports it, check and prepare every question, store the bank.

    The peer parses the same XML with the standard library and does nothing else.

    Raises:
        RuntimeError: a question was not taken.
    """
    data = quiz(questions)
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite+aiosqlite:///{Path(folder) / 'bench.db'}"
        await asyncio.to_thread(upgrade, url)
        database = connect(url)
        units, files = SqlUnits(database), DiskFiles(Path(folder) / "files")
        await _plan(units)
        prepare = PrepareBank(files, BankFiles(), PooledQuestionPictures())
        bank_of = ImportBank(prepare, ConfirmBank(units, SystemClock(), files))
        begun = time.perf_counter()
        bank = await bank_of.look(REGISTRAR, data, unseen)
        if bank is None or len(bank.questions) != questions:
            raise RuntimeError("not every question was taken")
        await bank_of(REGISTRAR, SUBJECT, data, bank)
        took = time.perf_counter() - begun
        await database.close()
    begun = time.perf_counter()
    fromstring(data)  # noqa: S314 - our own file
    return (
        Figure(
            bench="bank",
            what=f"{questions} questions of Moodle XML, from the file to the database",
            value=took,
            unit="s",
            beside="parsing the XML alone",
            peer=time.perf_counter() - begun,
            at_most=LIMIT,
        ),
    )


def quiz(questions: int) -> bytes:
    """Return a quiz with formatting, feedback and a topic for each five hundred questions."""
    parts = ['<?xml version="1.0" encoding="UTF-8"?>\n<quiz>']
    for number in range(questions):
        if number % 500 == 0:
            topic = f"$course$/top/Тақырып {number // 500 + 1}"
            parts.append(
                f'<question type="category"><category><text>{topic}</text></category></question>'
            )
        answers = "".join(
            f'<answer fraction="{100 * (letter == "b")}" format="html">'
            f"<text><![CDATA[<p>{number}-сұрақтың <b>{letter}</b> жауабы</p>]]></text>"
            "<feedback format='html'><text>Ойланыңыз</text></feedback></answer>"
            for letter in "abcd"
        )
        parts.append(
            f'<question type="multichoice"><name><text>Q{number}</text></name>'
            '<questiontext format="html"><text>'
            f"<![CDATA[<p>{number}-сұрақ: x<sup>2</sup> &lt; {number}, қайсысы дұрыс?</p>]]>"
            "</text></questiontext><defaultgrade>1.0000000</defaultgrade>"
            f"<penalty>0.3333333</penalty><single>true</single>{answers}</question>"
        )
    return "".join([*parts, "</quiz>"]).encode()


async def _plan(units: SqlUnits) -> None:
    async with units() as unit:
        who = await unit.people.add(
            Person(
                id=NEW_PERSON,
                name="Қуанышева Мәдина",
                number="R1",
                roles=frozenset({Role.REGISTRAR, Role.PROCTOR}),
            )
        )
        await unit.exams.add(
            Exam(
                id=NEW_EXAM,
                subject=SUBJECT,
                kind=Kind.TEST,
                starts_at=START,
                groups=(),
                proctors=(who.id,),
                chief=who.id,
                allowed=timedelta(hours=1),
            )
        )
        await unit.commit()
