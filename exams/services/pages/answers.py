"""What the page sends: answers, each taken once however often it comes (rules C1)."""

from dataclasses import dataclass, replace
from datetime import datetime

from exams.domain.ids import ExamId
from exams.domain.page import SentAnswer
from exams.domain.people import Actor
from exams.domain.questions import Answer
from exams.ports.clock import Clock
from exams.records.unit import Units
from exams.services.computer_tests.answering import at_questions
from exams.services.computer_tests.booklets import question_at, sitting


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """An answer is stored.

    Attributes:
        late: it came in the seconds after the end.
        answered: how many questions have an answer now.
    """

    late: bool
    answered: int


@dataclass(frozen=True, slots=True)
class SendAnswer:
    """A page sends an answer; the device may have kept it while there was no network."""

    units: Units
    clock: Clock

    async def __call__(
        self,
        actor: Actor,
        exam: ExamId,
        place: int,
        answer: Answer,
        *,
        key: str,
        given_at: datetime | None = None,
    ) -> Taken:
        """Store the answer, judged by our clock; the chat's window shows it within a minute.

        Args:
            actor: the student.
            exam: which.
            place: of the question in the booklet, from 1.
            answer: the whole answer as it stands on the page.
            key: names this answer; the same for every try to send it.
            given_at: when it was given, by the device's clock; kept, and never judged by.

        Raises:
            Unknown: no such question or option in this booklet.
            AnswerUnreadable, NotANumber: what was typed is no answer.
            WrongStage: paused, cut off, at the finish window or over.
            TooLate: more than three seconds after the end.
        """
        now = self.clock.now()
        async with self.units() as unit:
            attempt, booklet = await sitting(unit, actor, exam, "answer")
            if not await unit.pages.was_sent(attempt.id, key):
                end = at_questions(attempt, "answer", at=now)
                question = await question_at(unit, booklet, place)
                given = booklet.answer(place, question, answer, at=now, ends_at=end)
                if given is not booklet:
                    open_here = replace(given, place=place)
                    booklet = await unit.booklets.save(open_here, given_at=place)
                sent = SentAnswer(
                    attempt_id=attempt.id, key=key, place=place, given_at=given_at, at=now
                )
                await unit.pages.note_sent(sent)
                await unit.commit()
            last = booklet.given.get(place)
        return Taken(late=last is not None and last.late, answered=len(booklet.answered))
