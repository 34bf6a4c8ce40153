"""What each student of a computer test is asked, and what is shown afterwards (S16, S19)."""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from exams.domain.booklet import BookletRules
from exams.domain.exam import Exam, Kind
from exams.domain.exam_table import ExamStage
from exams.domain.ids import ExamId
from exams.domain.people import Actor
from exams.domain.question_draw import Part, check_enough, parts_of, topics_of
from exams.domain.questions import Question
from exams.domain.refusals.computer_tests import NoQuestions
from exams.domain.refusals.moments import WrongStage
from exams.notices.question_draw import DrawPreview, PartLine, QuestionDraw, TopicShelf
from exams.ports.chance import Shuffler
from exams.ports.clock import Clock
from exams.records.unit import Unit, Units
from exams.services.doors import PLANNERS, plan
from exams.services.grades.grading import EXAMINERS
from exams.services.keeping import keep_exam
from exams.services.previews import awaited, put_aside

DRAW: Final = "question_draw"
TOKEN_LENGTH: Final = 16
OPEN: Final = frozenset({ExamStage.DRAFT, ExamStage.PUBLISHED})
"""Nobody has checked in yet."""


async def _test(unit: Unit, actor: Actor, exam: ExamId) -> Exam:
    """Return a computer test to its examiner, or to those who plan it.

    Raises:
        Unknown: there is no such exam.
        NotAllowed: neither, or the dean of another faculty.
        WrongStage: it is no computer test.
    """
    found = await plan(unit, actor, exam, *EXAMINERS, *PLANNERS)
    if found.kind is not Kind.TEST:
        raise WrongStage(act=DRAW, stage=found.stage.value)
    return found


async def _open_test(unit: Unit, actor: Actor, exam: ExamId) -> Exam:
    found = await _test(unit, actor, exam)
    if found.stage not in OPEN:
        raise WrongStage(act=DRAW, stage=found.stage.value)
    return found


async def _page(unit: Unit, exam: Exam, rules: BookletRules) -> QuestionDraw:
    bank = await unit.questions.of(exam.id)
    drawn = sum(part.count for part in exam.parts) or min(rules.questions, len(bank))
    return QuestionDraw(
        exam=exam.id,
        subject=exam.subject,
        shelves=_shelves(bank),
        parts=_lines(bank, exam.parts),
        drawn=drawn,
        bank=len(bank),
        shows_answers=exam.shows_answers,
        open=exam.stage in OPEN,
    )


def _shelves(bank: Sequence[Question]) -> tuple[TopicShelf, ...]:
    sizes = sizes_of(bank)
    return tuple(
        TopicShelf(
            place=place,
            topic=topic,
            easy=sizes[topic, 1],
            medium=sizes[topic, 2],
            hard=sizes[topic, 3],
        )
        for place, topic in enumerate(topics_of(sizes), start=1)
    )


def sizes_of(bank: Sequence[Question]) -> Counter[tuple[str, int]]:
    """Return how many questions a bank has by topic and difficulty."""
    return Counter((question.topic, question.difficulty) for question in bank)


def _lines(bank: Sequence[Question], parts: Sequence[Part]) -> tuple[PartLine, ...]:
    sizes = sizes_of(bank)
    return tuple(
        PartLine(
            topic=part.topic,
            difficulty=part.difficulty,
            count=part.count,
            of=sum(size for key, size in sizes.items() if part.fits(key)),
        )
        for part in parts
    )


@dataclass(frozen=True, slots=True)
class ShowDraw:
    """An examiner, or a planner, looks at what each student of a test will be asked."""

    units: Units
    rules: BookletRules

    async def __call__(self, actor: Actor, exam: ExamId) -> QuestionDraw:
        """Return the topics of the bank and what is drawn of them.

        Raises:
            WrongStage: it is no computer test.
        """
        async with self.units.reading() as unit:
            return await _page(unit, await _test(unit, actor, exam), self.rules)


@dataclass(frozen=True, slots=True)
class PreviewDraw:
    """An examiner says how many questions of which topic, and sees what each student gets."""

    units: Units
    clock: Clock
    shuffler: Shuffler

    async def __call__(self, actor: Actor, exam: ExamId, text: str) -> DrawPreview:
        """Take a line for each topic, as "1 5" or "2 3 hard"; it waits for its confirmation.

        Raises:
            DrawUnreadable: a line that says nothing of the kind.
            TooFewQuestions: the bank has not enough.
            NoQuestions: there is no bank yet.
            WrongStage: no computer test, or its check-in is open already.
        """
        async with self.units() as unit:
            found = await _open_test(unit, actor, exam)
            bank = await unit.questions.of(exam)
            if not bank:
                raise NoQuestions
            sizes = sizes_of(bank)
            parts = parts_of(text, topics_of(sizes))
            check_enough(parts, sizes)
            token = self.shuffler.code(TOKEN_LENGTH)
            payload = {"exam": exam, "parts": [[p.topic, p.count, p.difficulty] for p in parts]}
            waits = json.dumps(payload, ensure_ascii=False)
            await put_aside(unit, actor, DRAW, waits, token=token, at=self.clock.now())
            await unit.commit()
        return DrawPreview(
            exam=exam,
            subject=found.subject,
            token=token,
            parts=_lines(bank, parts),
            questions=sum(part.count for part in parts),
            left_out=len(topics_of(sizes)) - len({part.topic for part in parts}),
        )


@dataclass(frozen=True, slots=True)
class ConfirmDraw:
    """An examiner confirmed what each student gets."""

    units: Units
    clock: Clock
    rules: BookletRules

    async def __call__(self, actor: Actor, token: str) -> QuestionDraw:
        """Keep exactly what was previewed.

        Raises:
            NothingToConfirm: confirmed already, or replaced by a newer one.
            TooFewQuestions: another bank came meanwhile.
            WrongStage: the check-in is open by now.
        """
        now = self.clock.now()
        async with self.units() as unit:
            asked = json.loads(await awaited(unit, actor, DRAW, token))
            found = await _open_test(unit, actor, ExamId(asked["exam"]))
            parts = tuple(
                Part(topic=topic, count=count, difficulty=difficulty)
                for topic, count, difficulty in asked["parts"]
            )
            check_enough(parts, sizes_of(await unit.questions.of(found.id)))
            page = await _keep_parts(unit, actor, found, parts, self.rules, at=now)
            await unit.commit()
        return page


async def _keep_parts(
    unit: Unit,
    actor: Actor,
    exam: Exam,
    parts: tuple[Part, ...],
    rules: BookletRules,
    *,
    at: datetime,
) -> QuestionDraw:
    facts = {"questions": sum(part.count for part in parts), "parts": len(parts)}
    drawn = replace(exam, parts=parts)
    kept = await keep_exam(unit, actor, exam, drawn, DRAW, at=at, facts=facts)
    return await _page(unit, kept, rules)


@dataclass(frozen=True, slots=True)
class DrawInProportion:
    """An examiner lets every topic give its share again."""

    units: Units
    clock: Clock
    rules: BookletRules

    async def __call__(self, actor: Actor, exam: ExamId) -> QuestionDraw:
        """Forget the parts; a second tap changes nothing.

        Raises:
            WrongStage: no computer test, or its check-in is open already.
        """
        async with self.units() as unit:
            found = await _open_test(unit, actor, exam)
            page = await _keep_parts(unit, actor, found, (), self.rules, at=self.clock.now())
            await unit.commit()
        return page


@dataclass(frozen=True, slots=True)
class OfferAnswers:
    """An examiner decides whether students may see the right answers once all is over."""

    units: Units
    clock: Clock
    rules: BookletRules

    async def __call__(self, actor: Actor, exam: ExamId, *, on: bool) -> QuestionDraw:
        """Note it, at any time; a second tap changes nothing.

        Raises:
            WrongStage: it is no computer test.
        """
        async with self.units() as unit:
            found = await _test(unit, actor, exam)
            act = "show_answers" if on else "hide_answers"
            chosen = replace(found, shows_answers=on)
            kept = await keep_exam(unit, actor, found, chosen, act, at=self.clock.now())
            page = await _page(unit, kept, self.rules)
            await unit.commit()
        return page
