"""The computer test's window: one message to the student, edited in place (S14, S16)."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from exams.domain import computer_test
from exams.domain.attempt import TESTING, Attempt
from exams.domain.attempt_table import Act, Stage
from exams.domain.booklet import Booklet, BookletRules, draw, write
from exams.domain.delivery import Priority
from exams.domain.exam_table import ExamStage
from exams.domain.ids import Digest, ExamId
from exams.domain.people import Actor, Role
from exams.domain.questions import NOTHING, Answer, Question
from exams.domain.refusals.moments import ExamStands, WrongStage
from exams.notices.base import Media, Notice
from exams.notices.booklet import BookletInformation, BookletPage, FinishBooklet
from exams.notices.lines import OptionLine, PartnerLine
from exams.ports.chance import Shuffler
from exams.ports.clock import Clock
from exams.records.outbox import Envelope
from exams.records.unit import Unit, Units
from exams.services.doors import Seat, own_seat
from exams.services.keeping import keep

LETTERS: Final = "ABCDEFGHIJKL"
SEED: Final = 32  # characters


def minutes_to(end: datetime, now: datetime) -> int:
    """Return whole minutes left, rounded up."""
    return max(-(-int((end - now).total_seconds()) // 60), 0)


def page_of(
    attempt: Attempt,
    booklet: Booklet,
    question: Question,
    now: datetime,
    *,
    line: int | None = None,
) -> BookletPage:
    """Return the window with the open question.

    Args:
        attempt: whose clock is shown.
        booklet: open at the question's place.
        question: which one.
        now: the present moment.
        line: of a matching question, for which a partner is chosen next; by default the first
            that has none.
    """
    item, given = booklet.item(booklet.place), booklet.given.get(booklet.place)
    answer = given.answer if given else Answer()
    letters = {index: LETTERS[shown] for shown, index in enumerate(item.order)}
    partners = answer.chosen or (NOTHING,) * len(question.lines)
    if line is None:
        line = partners.index(NOTHING) if NOTHING in partners else 0
    deadline = attempt.clock.deadline(now) or now
    return BookletPage(
        exam=attempt.exam_id,
        place=booklet.place,
        questions=len(booklet.items),
        kind=question.kind.value,
        text=question.text,
        options=tuple(
            OptionLine(
                index=index,
                letter=letters[index],
                text=question.options[index].text,
                chosen=index in answer.chosen and not question.lines,
            )
            for index in item.order
        ),
        lines=tuple(
            PartnerLine(text=text, letter=letters.get(partner, ""))
            for text, partner in zip(question.lines, partners, strict=False)
        ),
        line=line,
        typed=answer.typed,
        answered=len(booklet.answered),
        flagged=booklet.place in booklet.flagged,
        minutes_left=minutes_to(deadline, now),
        deadline=deadline,
        media=pictures_of(question, booklet, booklet.place),
    )


def pictures_of(question: Question, booklet: Booklet, place: int) -> tuple[Media, ...]:
    """Return the question's picture, then those of its options in the order shown."""
    order = booklet.item(place).order
    options = [(LETTERS[n], question.options[index].picture) for n, index in enumerate(order)]
    named: list[tuple[str, Digest | None]] = [(str(place), question.picture), *options]
    return tuple(
        Media(kind="photo", digest=digest, name=f"{name}.jpg") for name, digest in named if digest
    )


async def question_at(unit: Unit, booklet: Booklet, place: int) -> Question:
    """Return the question at a place of a booklet.

    Raises:
        Unknown: the booklet has no such place.
        LookupError: a booklet names a question that is not stored: a defect.
    """
    question = await unit.questions.get(booklet.item(place).question)
    if question is None:
        raise LookupError(booklet.attempt_id, place)
    return question


def window_slot(attempt: Attempt) -> str:
    """Return the slot of an attempt's window."""
    return f"booklet:{attempt.id}"


async def put_window(
    unit: Unit,
    attempt: Attempt,
    booklet: Booklet,
    notice: Notice,
    *,
    now: datetime,
    fresh: bool = False,
) -> None:
    """Put what the window shows next into the outbox; what waits there gives it its place."""
    versions = f"{attempt.version}.{booklet.version}"
    await unit.outbox.put(
        Envelope(
            notice=notice,
            to=attempt.student_id,
            key=f"{notice.template}:{attempt.id}:{versions}:{now.timestamp()}",
            priority=Priority.ANSWER,
            slot=window_slot(attempt),
            fresh=fresh,
            exam_id=attempt.exam_id,
            attempt_id=attempt.id,
        )
    )


async def put_page(
    unit: Unit,
    attempt: Attempt,
    booklet: Booklet,
    question: Question,
    *,
    now: datetime,
    line: int | None = None,
    turned_from: Question | None = None,
    fresh: bool = False,
) -> None:
    """Let the window show a question.

    A message with a picture cannot become one without, so between those the window is sent anew;
    while a question stays, its pictures do.

    Args:
        unit: the transaction.
        attempt: whose.
        booklet: open at the question's place.
        question: which one.
        now: the present moment.
        line: see `page_of`.
        turned_from: the question that was open before, None if it is the same.
        fresh: below everything else.
    """
    page = page_of(attempt, booklet, question, now, line=line)
    turned = turned_from is not None and bool(page.media or pictured(turned_from))
    if not (fresh or turned):
        page = replace(page, media=())
    await put_window(unit, attempt, booklet, page, now=now, fresh=fresh or turned)


def pictured(question: Question) -> bool:
    """Return whether pictures belong to a question."""
    return question.picture is not None or any(option.picture for option in question.options)


def finish_of(attempt: Attempt, booklet: Booklet, now: datetime) -> FinishBooklet:
    """Return the finish window (S18)."""
    deadline = attempt.clock.deadline(now) or now
    return FinishBooklet(
        exam=attempt.exam_id,
        questions=len(booklet.items),
        flagged=len(booklet.flagged),
        ticked=booklet.ticked,
        minutes_left=minutes_to(deadline, now),
        deadline=deadline,
    )


async def show_again(unit: Unit, attempt: Attempt, *, now: datetime) -> None:
    """Send the window anew, below what was just said to the student; nothing if none is open."""
    booklet = await unit.booklets.of(attempt.id) if attempt.stage in TESTING else None
    if booklet is None or attempt.clock.held_at is not None:
        return
    if attempt.stage is Stage.REVIEW:
        await put_window(
            unit, attempt, booklet, finish_of(attempt, booklet, now), now=now, fresh=True
        )
        return
    question = await question_at(unit, booklet, booklet.place)
    await put_page(unit, attempt, booklet, question, now=now, fresh=True)


async def sitting(
    unit: Unit, actor: Actor, exam: ExamId, act: Act | str
) -> tuple[Attempt, Booklet]:
    """Return a student's own running test: the one door of everything in the window.

    Raises:
        NotAllowed: not a student.
        Unknown: the student is not on the exam's list.
        WrongStage: the test has not begun, or the exam is not held now.
        ExamStands: the exam is suspended.
    """
    actor.require(Role.STUDENT)
    found = await unit.booklets.sat(actor.id, exam)
    name = act.value if isinstance(act, Act) else act
    if found is None:
        seat = await own_seat(unit, actor, exam)
        raise WrongStage(act=name, stage=seat.attempt.stage.value)
    attempt, booklet, stage = found
    if stage is ExamStage.SUSPENDED and attempt.clock.held_at is not None:
        raise ExamStands(since=attempt.clock.held_at)
    if stage is not ExamStage.RUNNING:
        raise WrongStage(act=name, stage=stage.value)
    return attempt, booklet


async def booklet_information(
    unit: Unit, seat: Seat, attempt: Attempt, rules: BookletRules
) -> BookletInformation:
    """Return the information window of a computer test (S13)."""
    shelves = await unit.questions.shelves(seat.exam.id)
    drawn = sum(part.count for part in seat.exam.parts)
    allowed = attempt.clock.allowed + attempt.clock.extra
    return BookletInformation(
        exam=seat.exam.id,
        subject=seat.exam.subject,
        name=seat.student.name,
        rating=attempt.rating,
        minutes=int(allowed.total_seconds()) // 60,
        questions=drawn or min(rules.questions, sum(map(len, shelves.values()))),
        void=rules.voids,
        starts_at=seat.exam.starts_at,
    )


@dataclass(frozen=True, slots=True)
class OpenTest:
    """A student goes on from the information window: the test begins by itself (S14)."""

    units: Units
    clock: Clock
    shuffler: Shuffler
    rules: BookletRules

    async def __call__(self, actor: Actor, exam: ExamId) -> None:
        """Freeze the booklet, start the clock and send the window; later only the window.

        Raises:
            TooEarly: the exam has not begun.
            NoQuestions: the bank is empty.
            WrongStage: not admitted yet, paused, cut off or over.
            ExamStands: the exam is suspended.
        """
        now = self.clock.now()
        async with self.units() as unit:
            seat = await own_seat(unit, actor, exam)
            if seat.exam.suspended_at is not None:
                raise ExamStands(since=seat.exam.suspended_at)
            if seat.attempt.stage not in TESTING:
                seat = replace(seat, attempt=await self._start(unit, seat, now))
            await show_again(unit, seat.attempt, now=now)
            await unit.commit()

    async def _start(self, unit: Unit, seat: Seat, now: datetime) -> Attempt:
        started = computer_test.start(seat.attempt, seat.exam, seat.held, at=now)
        seed = self.shuffler.code(SEED)
        shelves = await unit.questions.shelves(seat.exam.id)
        drawn = draw(shelves, self.rules.questions, seed, seat.exam.parts)
        bank = await unit.questions.many(drawn)
        booklet = write(started.id, [bank[one] for one in drawn], seed, self.rules)
        await unit.booklets.add(replace(booklet, shown_at=now))
        return await keep(
            unit,
            seat,
            started,
            Act.START_TEST.value,
            at=now,
            facts={"seed": seed, "questions": len(drawn)},
        )
