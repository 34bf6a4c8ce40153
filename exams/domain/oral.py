"""The oral exam: who draws when, who answers when, and about when that is (S23, B2, rules C2).

By the instruction everybody draws at once and prepares; 20 minutes after the last draw the
questioning of the first begins, on in the order of drawing. With equal preparation a student
draws when it is 20 minutes to the own answer, so that everybody prepares equally long.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from exams.domain.attempt import HAND_OVER_TIME, UPLOAD_TIME, Attempt
from exams.domain.attempt_table import Act, Stage
from exams.domain.exam import Exam, Kind
from exams.domain.exam_table import ExamStage
from exams.domain.ids import AttemptId, TicketNumber
from exams.domain.people import Role, require
from exams.domain.refusals.moments import TooEarly, WrongStage
from exams.domain.refusals.tickets import NotNext, PickTimeOver, QueueNotOpen, SomebodyAnswers
from exams.domain.words import said

PICK_WINDOW: Final = timedelta(minutes=3)  # rules C2: to choose a ticket
PREPARATION: Final = timedelta(minutes=20)  # S23: from the last draw to the first answer
ABSENT: Final = timedelta(minutes=3)  # rules C2: called and not there
NOW: Final = timedelta(minutes=1)  # an answer that takes longer than usual ends "any minute"
TO_DRAW: Final = frozenset(
    {
        Stage.INVITED, Stage.CHECKING_IN, Stage.ID_FAILED, Stage.IDENTIFIED, Stage.ADMITTED,
        Stage.PICKING,
    }
)  # fmt: skip
"""The questioning waits for these, until the chief proctor closes the picking."""

BUSY: Final = frozenset({Stage.CALLED, Stage.ANSWERING})
HEARD: Final = frozenset(
    {
        Stage.ANSWERED, Stage.UPLOADING, Stage.SHEETS_CHECKING, Stage.SHEETS_OK, Stage.RESHOOT,
        Stage.SHEETS_MISSING, Stage.ACCEPTED, Stage.RELEASED, Stage.NO_ANSWER,
    }
)  # fmt: skip
"""The answer is over, so that it can be marked; the sheets may still be under way."""


# -- the picking ----------------------------------------------------------------------


def open_picking(exam: Exam, held: frozenset[Role], *, at: datetime) -> Exam:
    """Lay the closed tickets before the group.

    Raises:
        NotAllowed: not this exam's proctor.
        WrongStage: no oral exam, or it does not run.
        TooEarly: before the start.
    """
    require(held, (Role.PROCTOR,))
    if exam.kind is not Kind.ORAL or exam.stage is not ExamStage.RUNNING:
        raise WrongStage(act="open_picking", stage=exam.stage.value)
    if at < exam.starts_at:
        raise TooEarly(opens_at=exam.starts_at)
    if exam.picking_opened_at is not None:
        return exam
    first_answer = at + PREPARATION if exam.equal_preparation else None
    return replace(exam, picking_opened_at=at, oral_opens_at=first_answer)


def close_picking(
    exam: Exam, attempts: Iterable[Attempt], held: frozenset[Role], *, at: datetime
) -> Exam:
    """Fix when the questioning begins: 20 minutes after the last ticket that was shown.

    The clock does so once everybody has drawn; the chief proctor so that one straggler cannot
    hold everyone.

    Raises:
        NotAllowed: neither the chief proctor nor the clock.
        WrongStage: nobody has a ticket yet.
        TooEarly: the clock, while somebody is to draw.
    """
    require(held, (Role.CHIEF, Role.SYSTEM))
    if exam.oral_opens_at is not None:
        return exam
    attempts = tuple(attempts)
    shown = [a.clock.started_at for a in attempts if a.clock.started_at and a.turn is not None]
    if exam.picking_opened_at is None or not shown:
        raise WrongStage(act="close_picking", stage=exam.stage.value)
    if Role.SYSTEM in held and any(awaited(attempt) for attempt in attempts):
        raise TooEarly(opens_at=at)
    return replace(exam, oral_opens_at=max(shown) + PREPARATION)


def awaited(attempt: Attempt) -> bool:
    """Return whether the questioning waits for somebody's draw."""
    stage = attempt.before or attempt.stage
    if attempt.over:
        return False
    return stage in TO_DRAW or (stage is Stage.PREPARING and attempt.clock.started_at is None)


def pick_time_over(attempt: Attempt, at: datetime) -> bool:
    """Return whether the three minutes to choose a ticket are over."""
    return attempt.pick_from is not None and at >= attempt.pick_from + PICK_WINDOW


def draw(
    attempt: Attempt, ticket: TicketNumber, held: frozenset[Role], *, at: datetime, turn: int
) -> Attempt:
    """Take the ticket that was turned over, and a place in the queue.

    Whoever draws again in place of a spoiled ticket keeps the place.

    Raises:
        PickTimeOver: the student, after the three minutes; the chief proctor may still assign.
    """
    drawn = attempt.take(Act.DRAW_ORAL, held)
    if Role.CHIEF not in held and pick_time_over(attempt, at):
        raise PickTimeOver
    return replace(drawn, ticket=ticket, drawn_at=at, turn=attempt.turn or turn)


def pick_again(attempt: Attempt, held: frozenset[Role], *, at: datetime) -> Attempt:
    """Send somebody to the end of the picking: three minutes anew, behind those who have drawn.

    Raises:
        TooEarly: the three minutes are not over.
        WrongStage: not choosing.
    """
    require(held, (Role.CHIEF,))
    if attempt.stage is not Stage.PICKING or attempt.pick_from is None:
        raise WrongStage(act="pick_again", stage=attempt.stage.value)
    if not pick_time_over(attempt, at):
        raise TooEarly(opens_at=attempt.pick_from + PICK_WINDOW)
    return replace(attempt, pick_from=at)


# -- the answers ----------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """One student's place among those who wait, and about when it comes.

    Attributes:
        place: from 1, whoever answers now not counted.
        about: None while nobody can know: somebody is still to draw.
    """

    attempt: AttemptId
    place: int
    about: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OralQueue:
    """Those who have drawn, in the order of their answers.

    Attributes:
        attempts: all of the exam.
        opens_at: when the questioning begins; None while it cannot be known.
        planned: minutes an answer is planned to take.
    """

    attempts: tuple[Attempt, ...]
    opens_at: datetime | None
    planned: timedelta

    @property
    def waiting(self) -> tuple[Attempt, ...]:
        """Return who waits to be called, the first one first."""
        drawn = [a for a in self.attempts if a.stage is Stage.PREPARING and a.turn is not None]
        return tuple(sorted(drawn, key=lambda a: (a.turn, a.id)))

    @property
    def current(self) -> Attempt | None:
        """Return who is called or answers."""
        return next((a for a in self.attempts if a.stage in BUSY), None)

    @property
    def last_turn(self) -> int:
        """Return the last place that was given out."""
        return max((a.turn or 0 for a in self.attempts), default=0)

    @property
    def pace(self) -> timedelta:
        """Return how long one answer takes: the plan, corrected by those that are over."""
        real = [
            a.answered_at - a.called_at
            for a in self.attempts
            if a.answered_at is not None and a.called_at is not None
        ]
        return (self.planned + sum(real, timedelta())) / (1 + len(real))

    def ready_at(self, attempt: Attempt) -> datetime | None:
        """Return from when somebody may be called: never before 20 minutes with the ticket.

        Time that was lost and counted is none of the 20 minutes.
        """
        shown = attempt.clock.started_at
        if shown is None or self.opens_at is None:
            return None
        return max(self.opens_at, shown + attempt.clock.paused + PREPARATION)

    def next(self, at: datetime) -> Attempt | None:
        """Return whose turn it is: the first who has prepared, else who will have first."""
        ready = [(self.ready_at(a), a) for a in self.waiting]
        known = [(moment, a) for moment, a in ready if moment is not None]
        done = (a for moment, a in known if moment <= at)
        return next(done, min(known, key=lambda one: one[0])[1] if known else None)

    def forecast(self, now: datetime) -> tuple[Turn, ...]:
        """Return everybody's turn as things stand."""
        waiting = list(self.waiting)
        free = self._free_at(now)
        if free is None:
            return tuple(
                Turn(attempt=a.id, place=place, about=None) for place, a in enumerate(waiting, 1)
            )
        turns: list[Turn] = []
        while waiting:
            rest = replace(self, attempts=tuple(waiting))
            attempt = rest.next(free) or waiting[0]
            about = max(free, self.ready_at(attempt) or now)
            turns.append(Turn(attempt=attempt.id, place=len(turns) + 1, about=about))
            waiting.remove(attempt)
            free = about + self.pace
        return tuple(turns)

    def _free_at(self, now: datetime) -> datetime | None:
        """Return when the examiner can call the next one."""
        if self.opens_at is None:
            return None
        busy = self.current
        begun = busy.called_at if busy is not None else None
        if begun is None:
            return max(now, self.opens_at)
        return max(now + NOW, begun + self.pace)

    def may_call(self, attempt: Attempt, at: datetime) -> None:
        """Say nothing if somebody can be called now.

        Raises:
            SomebodyAnswers: one after the other.
            QueueNotOpen: it is not known yet when the questioning begins.
            TooEarly: the 20 minutes are not over.
            NotNext: somebody else's turn comes first; turns are exchanged with a reason.
        """
        if self.current is not None:
            raise SomebodyAnswers
        ready = self.ready_at(attempt)
        if ready is None:
            raise QueueNotOpen
        if at < ready:
            raise TooEarly(opens_at=ready)
        following = self.next(at)
        if following is None or following.id != attempt.id:
            raise NotNext


def queue_of(exam: Exam, attempts: Iterable[Attempt]) -> OralQueue:
    """Return the queue of an exam."""
    return OralQueue(
        attempts=tuple(attempts), opens_at=exam.oral_opens_at, planned=exam.answer_time
    )


def call(attempt: Attempt, queue: OralQueue, held: frozenset[Role], *, at: datetime) -> Attempt:
    """Call somebody to answer; see `OralQueue.may_call` for what is refused."""
    called = attempt.take(Act.CALL, held)
    queue.may_call(attempt, at)
    return replace(called, called_at=at)


def wait_again(attempt: Attempt) -> Attempt:
    """Give back the turn of somebody who stopped when called: another one is called meanwhile.

    Whoever comes back while another one answers waits to be called anew, and is not absent.
    """
    return replace(attempt, before=Stage.PREPARING, called_at=None)


def put_last(
    attempt: Attempt, queue: OralQueue, held: frozenset[Role], *, at: datetime
) -> Attempt:
    """Put somebody who was called and is not there at the end of the queue, once.

    Raises:
        WrongStage: it was done once already.
        TooEarly: the clock, before three minutes have passed.
    """
    put = attempt.take(Act.PUT_LAST, held)
    if attempt.skipped:
        raise WrongStage(act=Act.PUT_LAST.value, stage=attempt.stage.value)
    if Role.SYSTEM in held and at < _absent_at(attempt, at):
        raise TooEarly(opens_at=_absent_at(attempt, at))
    return replace(put, turn=queue.last_turn + 1, skipped=True, called_at=None)


def give_up_on(attempt: Attempt, held: frozenset[Role], *, at: datetime) -> Attempt:
    """Note that somebody was called a second time and is not there.

    Raises:
        WrongStage: the end of the queue comes first.
        TooEarly: three minutes have not passed.
    """
    given_up = attempt.take(Act.GIVE_UP_ON, held)
    if not attempt.skipped:
        raise WrongStage(act=Act.GIVE_UP_ON.value, stage=attempt.stage.value)
    if at < _absent_at(attempt, at):
        raise TooEarly(opens_at=_absent_at(attempt, at))
    return given_up


def _absent_at(attempt: Attempt, at: datetime) -> datetime:
    return (attempt.called_at or at) + ABSENT


def start_answer(attempt: Attempt, held: frozenset[Role], *, at: datetime) -> Attempt:
    """Note that the answer begins."""
    return replace(attempt.take(Act.ANSWER, held), answering_at=at)


def end_answer(attempt: Attempt, held: frozenset[Role], *, at: datetime) -> Attempt:
    """Note that the answer is over; the sheets can be sent now (S25)."""
    hand_over = HAND_OVER_TIME if attempt.on_phone else timedelta()
    return replace(
        attempt.take(Act.END_ANSWER, held),
        answered_at=at,
        upload_until=at + UPLOAD_TIME + hand_over,
    )


def swap(
    one: Attempt, other: Attempt, held: frozenset[Role], *, reason: str
) -> tuple[Attempt, Attempt]:
    """Exchange the turns of two who wait.

    Raises:
        NotAllowed: not this exam's proctor.
        WrongStage: one of them does not wait.
        ReasonMissing: no word why.
    """
    require(held, (Role.PROCTOR,))
    for attempt in (one, other):
        if attempt.stage is not Stage.PREPARING or attempt.turn is None:
            raise WrongStage(act="swap", stage=attempt.stage.value)
    said(reason)
    return replace(one, turn=other.turn), replace(other, turn=one.turn)


# -- how long everybody prepares --------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane:
    """One student's part of the timeline, in minutes from the first draw."""

    draws: int
    answers: int
    done: int

    @property
    def prepares(self) -> int:
        """Return the minutes between ticket and answer."""
        return self.answers - self.draws


def timeline(students: int, *, minutes: int, equal: bool, pick: int = 1) -> tuple[Lane, ...]:
    """Return how an oral exam runs if everything goes by plan.

    Args:
        students: at least one.
        minutes: one answer.
        equal: with equal preparation.
        pick: minutes from one draw to the next by the instruction.
    """
    prepare = PREPARATION // timedelta(minutes=1)
    lanes = []
    for number in range(students):
        draws = number * (minutes if equal else pick)
        first = prepare if equal else (students - 1) * pick + prepare
        answers = first + number * minutes
        lanes.append(Lane(draws=draws, answers=answers, done=answers + minutes))
    return tuple(lanes)
