"""Tickets composed from a pool of questions: previewed, shuffled anew, laid out (rules A).

The pool waits as one sealed file; what is shown follows from it, the numbers in the button and the
seed, so that what was previewed is exactly what is laid out.
"""

import asyncio
import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Final

from exams.domain import cells
from exams.domain.composing import (
    MOST_COUNT,
    MOST_SIZE,
    Composed,
    PoolQuestion,
    compose,
    needed,
)
from exams.domain.deck import Ticket, deck_for
from exams.domain.exam import Exam, Kind, tickets_needed
from exams.domain.ids import Digest, ExamId, TicketNumber
from exams.domain.people import Actor, Locale
from exams.domain.refusals.people import Unknown, known
from exams.domain.refusals.planning import TicketsShown
from exams.domain.spelling import alike
from exams.notices.composing import PoolPreview, TicketsComposed
from exams.notices.lines import RowFault
from exams.notices.office import ImportDone, ImportPreview
from exams.ports.chance import Shuffler
from exams.ports.clock import Clock
from exams.ports.files import Files
from exams.ports.tables import ImportedTable, ImportFiles
from exams.records.events import Happening
from exams.records.unit import Unit, Units
from exams.services.keeping import office_capacity
from exams.services.office.faults import told
from exams.services.office.lines import BadLine, Line
from exams.services.office.ticket_rows import COMING
from exams.services.previews import IMPORTERS, TOKEN_LENGTH, awaited, put_aside
from exams.services.writing.decks import languages_of

POOL: Final = "pool"
SEED_LENGTH: Final = 8
SIZE: Final = 3  # questions of a ticket unless the registrar wants others
MOST_MARKS: Final = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What tickets are asked for.

    Attributes:
        size: questions of each; 0: as many as usual.
        count: 0: as many as the students need.
        seed: empty: a new one.
        place: which of them is looked at, from 1.
    """

    token: str
    exam: ExamId
    size: int = 0
    count: int = 0
    seed: str = ""
    place: int = 1


@dataclass(frozen=True, slots=True)
class Pool:
    """A pool as it waits."""

    language: Locale | None
    questions: tuple[PoolQuestion, ...]

    def packed(self) -> bytes:
        """Return it as JSON."""
        language = self.language.value if self.language else ""
        questions = [asdict(question) for question in self.questions]
        return json.dumps([language, questions], ensure_ascii=False).encode()


def unpacked(data: bytes) -> Pool:
    """Return the pool which `Pool.packed` wrote."""
    language, questions = json.loads(data)
    return Pool(
        Locale(language) if language else None,
        tuple(PoolQuestion(**question) for question in questions),
    )


@dataclass(frozen=True, slots=True)
class PreviewPool:
    """A registrar sent a file: is it a pool, and what is in it?"""

    units: Units
    clock: Clock
    shuffler: Shuffler
    files: Files
    tables: ImportFiles

    async def __call__(
        self, actor: Actor, data: bytes, name: str
    ) -> PoolPreview | ImportPreview | None:
        """Return what it has, or every cell that is wrong; None where it is no pool."""
        actor.require(*IMPORTERS)
        table = await self.tables.pool(data)
        if table is None:
            return None
        faults: list[RowFault] = []
        pool = _read(table, faults)
        if faults:
            shown, more = told(faults)
            return ImportPreview(token="", name=name, tables=(), faults=shown, more=more)
        digest = await self.files.put(pool.packed(), sealed=True)
        token = self.shuffler.code(TOKEN_LENGTH)
        async with self.units() as unit:
            subjects = await _subjects(unit)
            await put_aside(unit, actor, POOL, digest, token=token, at=self.clock.now())
            await unit.commit()
        levels = Counter(question.difficulty for question in pool.questions)
        return PoolPreview(
            token=token,
            name=name,
            language=pool.language.value if pool.language else "",
            count=len(pool.questions),
            topics=tuple(Counter(question.topic for question in pool.questions).most_common()),
            levels=(levels[1], levels[2], levels[3]),
            subjects=subjects,
        )


def _read(table: ImportedTable, faults: list[RowFault]) -> Pool:
    languages: list[Locale] = []
    questions: list[PoolQuestion] = []
    seen: set[str] = set()
    for row in table.rows:
        line = Line(table, row, faults)
        try:
            text = line.read("question", cells.question)
            if text.casefold() in seen:
                raise line.fault("question", "duplicate")
            seen.add(text.casefold())
            language = line.maybe("language", cells.language)
            if language and languages and language is not languages[0]:
                raise line.fault("language", "two_languages_in_pool")
            languages += [language] if language else []
            questions.append(
                PoolQuestion(
                    text=text,
                    topic=line.read("topic", cells.words),
                    difficulty=line.maybe("difficulty", cells.level) or 2,
                    marks=line.maybe("marks", _marks) or 0,
                )
            )
        except BadLine:
            continue
    return Pool(languages[0] if languages else None, tuple(questions))


def _marks(cell: cells.Cell) -> int:
    return cells.whole(cell, low=1, high=MOST_MARKS)


async def _subjects(unit: Unit) -> tuple[tuple[int, str], ...]:
    """Return the subjects of exams that could take tickets, each with the first exam in it."""
    found: dict[str, tuple[int, str]] = {}
    for exam in await unit.exams.all():
        if await _takes(unit, exam):
            found.setdefault(alike(exam.subject), (int(exam.id), exam.subject))
    return tuple(found.values())


async def _takes(unit: Unit, exam: Exam) -> bool:
    drawn_at = exam.kind in {Kind.WRITTEN, Kind.ORAL}
    return drawn_at and exam.stage in COMING and not await unit.decks.taken(exam.id)


@dataclass(frozen=True, slots=True)
class ComposeTickets:
    """A registrar looks at tickets of a pool for an exam, and has them shuffled anew."""

    units: Units
    shuffler: Shuffler
    files: Files

    async def __call__(self, actor: Actor, wanted: Wanted) -> TicketsComposed:
        """Return how even they are, and one of them.

        Raises:
            NothingToConfirm: laid out already, dropped, or replaced by a newer pool.
            PoolTooSmall: for so many tickets of so many questions.
            Unknown: there is no such exam, or no such ticket.
        """
        actor.require(*IMPORTERS)
        async with self.units() as unit:  # not committed: the pool is only looked at
            waits, exam = await _waiting(unit, actor, wanted)
        pool = unpacked(await self.files.get(waits))
        async with self.units.reading() as unit:
            students = await _students(unit, exam, pool.language)
        size = wanted.size or min(SIZE, len(pool.questions))
        count = wanted.count or min(max(tickets_needed(students), 1), MOST_COUNT)
        seed = wanted.seed or self.shuffler.code(SEED_LENGTH)
        made = await composed(pool, count=count, size=size, seed=seed)
        if not 1 <= wanted.place <= count:
            raise Unknown
        return TicketsComposed(
            token=wanted.token,
            exam=exam.id,
            subject=exam.subject,
            language=pool.language.value if pool.language else "",
            students=students,
            count=count,
            size=size,
            seed=seed,
            difficulty=made.difficulty,
            marks=made.marks,
            topics=made.topics,
            uses=made.uses,
            place=wanted.place,
            asked=tuple(
                (one.text, one.topic, one.difficulty, one.marks)
                for one in made.tickets[wanted.place - 1]
            ),
            can=_can(len(pool.questions), count, size),
        )


def _can(there: int, count: int, size: int) -> tuple[str, ...]:
    offers = {
        "more": size < MOST_SIZE and there >= needed(count, size + 1),
        "fewer": size > 1,
        "longer": count < MOST_COUNT and there >= needed(count + 1, size),
        "shorter": count > 1,
    }
    return tuple(name for name, possible in offers.items() if possible)


async def composed(pool: Pool, *, count: int, size: int, seed: str) -> Composed:
    """Compose tickets beside the event loop; a large pool takes a tenth of a second.

    Raises:
        PoolTooSmall: for so many tickets of so many questions.
    """
    return await asyncio.to_thread(compose, pool.questions, count=count, size=size, seed=seed)


async def _waiting(unit: Unit, actor: Actor, wanted: Wanted) -> tuple[Digest, Exam]:
    waits = await awaited(unit, actor, POOL, wanted.token)
    exam = known(await unit.exams.get(wanted.exam))
    if not await _takes(unit, exam):
        raise TicketsShown
    return Digest(waits), exam


async def _students(unit: Unit, exam: Exam, language: Locale | None) -> int:
    """Return how many students would draw from a deck in a language."""
    decks = [deck for deck in await unit.decks.all(exam.id) if deck.language is not language]
    attempts = await unit.attempts.of_exam(exam.id)
    studying = (await languages_of(unit, [a.student_id for a in attempts])).values()
    if language is not None:
        return sum(one is language for one in studying)
    return sum(deck_for(decks, one) is None for one in studying)


@dataclass(frozen=True, slots=True)
class LayOutComposed:
    """A registrar wants the composed tickets."""

    units: Units
    clock: Clock
    shuffler: Shuffler
    files: Files

    async def __call__(self, actor: Actor, wanted: Wanted) -> ImportDone:
        """Lay them out, shuffled, in every exam of the subject that is to come.

        Raises:
            NothingToConfirm: laid out already, dropped, or replaced by a newer pool.
            PoolTooSmall: for so many tickets of so many questions.
            TicketsShown: somebody has drawn by now.
            Unknown: there is no such exam.
        """
        actor.require(*IMPORTERS)
        async with self.units() as unit:  # not committed: the pool is only looked at
            waits, _ = await _waiting(unit, actor, wanted)
        pool = unpacked(await self.files.get(waits))
        made = await composed(pool, count=wanted.count, size=wanted.size, seed=wanted.seed)
        async with self.units() as unit:
            _, exam = await _waiting(unit, actor, wanted)
            for one in await unit.exams.all():
                same = alike(one.subject) == alike(exam.subject)
                if same and await _takes(unit, one):
                    tickets = self.shuffler.shuffled(numbered(made))
                    await unit.decks.lay_out(one.id, tickets, pool.language)
                    await unit.events.append(self._happening(actor, one, pool.language, wanted))
            await unit.commit()
        return ImportDone(tables=(("tickets", wanted.count, 0),))

    def _happening(
        self, actor: Actor, exam: Exam, language: Locale | None, wanted: Wanted
    ) -> Happening:
        return Happening(
            exam_id=exam.id,
            at=self.clock.now(),
            sent_at=actor.sent_at,
            actor=actor.id,
            role=office_capacity(actor),
            act="compose_tickets",
            facts={
                "seed": wanted.seed,
                "tickets": wanted.count,
                "questions": wanted.size,
                "language": language.value if language else "",
            },
        )


def numbered(made: Composed) -> Sequence[Ticket]:
    """Return composed tickets, numbered from 1."""
    return [
        Ticket(number=TicketNumber(number), questions=tuple(one.text for one in ticket))
        for number, ticket in enumerate(made.tickets, start=1)
    ]
