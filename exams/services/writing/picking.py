"""The picking of an oral exam: the board for everybody, three minutes each (S20, rules C2)."""

from dataclasses import dataclass, replace
from datetime import datetime

from exams.domain import oral, writing
from exams.domain.attempt import Attempt
from exams.domain.attempt_table import Act, Stage
from exams.domain.deck import Deck
from exams.domain.delivery import Priority
from exams.domain.exam import Exam
from exams.domain.ids import ExamId
from exams.domain.people import SYSTEM, Actor, Role
from exams.notices.writing import Board
from exams.ports.clock import Clock
from exams.records.unit import Unit, Units
from exams.services.doors import STAFF, Seat, room
from exams.services.keeping import keep, keep_exam
from exams.services.telling import tell
from exams.services.writing.decks import deck_of, languages_of


def board_slot(attempt: Attempt) -> str:
    """Return the slot of a student's closed tickets."""
    return f"cards:{attempt.id}"


def board_shown(exam: ExamId, deck: Deck, attempt: Attempt) -> Board:
    """Return the closed tickets as they lie."""
    until = attempt.pick_from + oral.PICK_WINDOW if attempt.pick_from else None
    return Board(
        exam=exam,
        until=until,
        free=tuple(card.position for card in deck.cards if card.free),
        taken=tuple(card.position for card in deck.cards if not card.free),
    )


async def open_boards(unit: Unit, exam: Exam, *, at: datetime) -> None:
    """Lay the tickets before everybody admitted whose time to draw has come.

    With equal preparation each next one draws an answer's length later, in the order of the list;
    whoever is admitted later draws last.
    """
    decks = await unit.decks.all(exam.id)
    attempts = await unit.attempts.of_exam(exam.id)
    people = await unit.people.many(attempt.student_id for attempt in attempts)
    languages = await languages_of(unit, people)
    given = [attempt.pick_from for attempt in attempts if attempt.pick_from is not None]
    for attempt in attempts:
        deck = deck_of(decks, attempt.student_id, languages)
        if attempt.stage is not Stage.ADMITTED or deck is None:
            continue  # whoever has no deck is told so when opening the board
        seat = Seat(
            actor=SYSTEM,
            exam=exam,
            attempt=attempt,
            student=people[attempt.student_id],
            held=frozenset({Role.SYSTEM}),
        )
        if exam.equal_preparation and attempt.pick_from is None:
            draws_at = max(given) + exam.answer_time if given else at
            given.append(draws_at)
            planned = replace(attempt, pick_from=draws_at)
            seat = replace(seat, attempt=await keep(unit, seat, planned, "plan_draw", at=at))
        if exam.equal_preparation and seat.attempt.pick_from and at < seat.attempt.pick_from:
            continue
        opened = writing.open_board(seat.attempt, exam, seat.held, at=at)
        after = await keep(unit, seat, opened, Act.OPEN_BOARD.value, at=at)
        await tell(
            unit,
            seat,
            board_shown(exam.id, deck, after),
            key=f"{after.version}",
            priority=Priority.TICKET,
            slot=board_slot(after),
            fresh=True,
        )


@dataclass(frozen=True, slots=True)
class OpenPicking:
    """A proctor lays the closed tickets of an oral exam before the group."""

    units: Units
    clock: Clock

    async def __call__(self, actor: Actor, exam: ExamId) -> None:
        """Open the picking; a second tap changes nothing.

        Raises:
            TooEarly: before the start.
            WrongStage: the exam does not run, or is no oral one.
        """
        now = self.clock.now()
        async with self.units() as unit:
            found = await room(unit, actor, exam, *STAFF)
            opened = oral.open_picking(found, found.roles_of(actor), at=now)
            if opened == found:
                return
            opened = await keep_exam(unit, actor, found, opened, "open_picking", at=now)
            await open_boards(unit, opened, at=now)
            await unit.commit()


@dataclass(frozen=True, slots=True)
class ClosePicking:
    """The chief proctor waits for nobody any more: the questioning has its time."""

    units: Units
    clock: Clock

    async def __call__(self, actor: Actor, exam: ExamId) -> None:
        """Close the picking; a second tap changes nothing.

        Raises:
            WrongStage: nobody has a ticket yet.
        """
        now = self.clock.now()
        async with self.units() as unit:
            found = await room(unit, actor, exam, *STAFF)
            attempts = await unit.attempts.of_exam(exam)
            held = found.roles_of(actor)
            closed = oral.close_picking(found, attempts, held, at=now)
            await keep_exam(unit, actor, found, closed, "close_picking", at=now)
            await unit.commit()
