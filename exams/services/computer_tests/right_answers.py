"""A student looks at what was right, once the test is over for everybody (S19)."""

from dataclasses import dataclass
from fractions import Fraction

from exams.domain.booklet import Booklet
from exams.domain.ids import ExamId
from exams.domain.people import Actor
from exams.domain.questions import NOTHING, Answer, Question, score
from exams.domain.refusals.moments import WrongStage
from exams.domain.refusals.people import known
from exams.domain.right_answers import check_open
from exams.notices.right_answers import CheckedLine, CheckedOption, RightAnswer
from exams.ports.clock import Clock
from exams.records.unit import Unit, Units
from exams.services.computer_tests.booklets import LETTERS, pictures_of, question_at
from exams.services.doors import Seat, own_seat


@dataclass(frozen=True, slots=True)
class ShowRightAnswer:
    """A student turns the pages of the own finished booklet."""

    units: Units
    clock: Clock

    async def __call__(self, actor: Actor, exam: ExamId, place: int) -> RightAnswer:
        """Return a question with the own answer and the right one.

        Raises:
            WrongStage: the student has not sat the test, or sits it.
            AnswersHidden: the exam does not show them.
            AnswersLater: somebody may still be asked the same.
            Unknown: the booklet has no such place.
        """
        async with self.units.reading() as unit:
            seat = await own_seat(unit, actor, exam)
            booklet = await unit.booklets.of(seat.attempt.id)
            if booklet is None or not seat.attempt.over:
                raise WrongStage(act="right_answers", stage=seat.attempt.stage.value)
            await self._check(unit, seat)
            question = await question_at(unit, booklet, place)
        return checked(exam, booklet, question, place)

    async def _check(self, unit: Unit, seat: Seat) -> None:
        """Hold for the exam, and for the one that was missed where this is an additional one."""
        additional = await unit.plans.get(seat.exam.id)
        exams = [seat.exam]
        if additional is not None:
            exams.append(known(await unit.exams.get(additional.missed_id)))
        for exam in exams:
            check_open(
                exam,
                await unit.attempts.of_exam(exam.id),
                await unit.cases.of_exam(exam.id),
                now=self.clock.now(),
            )


def checked(exam: ExamId, booklet: Booklet, question: Question, place: int) -> RightAnswer:
    """Return a question of a booklet as it was answered, beside its key."""
    given = booklet.given.get(place)
    answer = given.answer if given else Answer()
    letters = {index: LETTERS[n] for n, index in enumerate(booklet.item(place).order)}
    letters[NOTHING] = ""
    key = question.key
    partners = answer.chosen or (NOTHING,) * len(question.lines)
    return RightAnswer(
        exam=exam,
        place=place,
        questions=len(booklet.items),
        kind=question.kind.value,
        topic=question.topic,
        text=question.text,
        options=tuple(
            CheckedOption(
                letter=letters[index],
                text=question.options[index].text,
                chosen=not question.lines and index in answer.chosen,
                right=not question.lines and index in key.chosen,
            )
            for index in booklet.item(place).order
        ),
        lines=tuple(
            CheckedLine(text=text, chosen=letters[mine], right=letters[right])
            for text, mine, right in zip(question.lines, partners, key.chosen, strict=False)
        ),
        typed=answer.typed,
        accepted=(
            *key.texts,
            *(
                f"{near.value} ± {near.within}" if near.within else f"{near.value}"
                for near in key.numbers
            ),
        ),
        earned=_points(score(question, answer)) if given else "0",
        points=question.points,
        media=pictures_of(question, booklet, place),
    )


def _points(worth: Fraction) -> str:
    return f"{float(worth):.2f}".rstrip("0").rstrip(".")
