"""Banks of questions come in: read, previewed as a student will see them, all or nothing (S16).

The pictures are looked at and stored while the preview is made, and the questions wait as one
file, so that what was previewed is exactly what is taken in.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from exams.domain.exam import Exam, Kind
from exams.domain.exam_table import ExamStage
from exams.domain.ids import Digest, ExamId
from exams.domain.people import Actor
from exams.domain.question_draw import check_enough
from exams.domain.questions import Question
from exams.domain.refusals.banks import BankInUse, NoTestPlanned
from exams.domain.refusals.base import Stale
from exams.domain.refusals.people import Unknown, known
from exams.domain.spelling import alike
from exams.notices.banks import BankDone, BankHelp, BankPreview, BankQuestion
from exams.notices.base import Media
from exams.ports.banks import Progress, QuestionFiles
from exams.ports.chance import Shuffler
from exams.ports.clock import Clock
from exams.ports.files import Files
from exams.records.events import Happening
from exams.records.unit import Unit, Units
from exams.services.computer_tests.bank_files import packed, unpacked
from exams.services.computer_tests.bank_reading import PrepareBank, Prepared, preview_of
from exams.services.computer_tests.question_draw import sizes_of
from exams.services.keeping import office_capacity
from exams.services.previews import IMPORTERS, TOKEN_LENGTH, awaited, put_aside

BANK: Final = "bank"
COMING: Final = frozenset({ExamStage.DRAFT, ExamStage.PUBLISHED})


@dataclass(frozen=True, slots=True)
class GiveBankHelp:
    """A registrar wants to know how to send questions."""

    files: Files
    reader: QuestionFiles

    async def __call__(self, actor: Actor) -> BankHelp:
        """Return the workbook to fill in."""
        actor.require(*IMPORTERS)
        digest = await self.files.put(await self.reader.template())
        media = Media(kind="document", digest=digest, name="emtihan-questions.xlsx")
        return BankHelp(media=(media,))


@dataclass(frozen=True, slots=True)
class PreviewBank:
    """A registrar sent a file: is it a bank, what is in it, and for which test may it be?"""

    units: Units
    clock: Clock
    shuffler: Shuffler
    files: Files
    prepare: PrepareBank

    async def __call__(self, actor: Actor, data: bytes, name: str) -> BankPreview | None:
        """Return the preview, which waits for its confirmation; None where it is no bank.

        Raises:
            BankBroken, BankUnsafe, BankTooLarge, BankEmpty: it is a bank, and cannot be taken.
            NoTestPlanned: no coming test could take it.
        """
        actor.require(*IMPORTERS)
        bank = await self.prepare(data)
        if bank is None:
            return None
        async with self.units.reading() as unit:
            subjects = _subjects(await unit.exams.all())
        if not subjects:
            raise NoTestPlanned
        if not bank.questions:
            return preview_of(bank, name, subjects=(), token="")
        payload = {
            "bank": await self.files.put(packed(bank.questions)),
            "file": await self.files.put(data),
            "name": name,
        }
        token = self.shuffler.code(TOKEN_LENGTH)
        async with self.units() as unit:
            waits = json.dumps(payload)
            await put_aside(unit, actor, BANK, waits, token=token, at=self.clock.now())
            await unit.commit()
        return preview_of(bank, name, subjects=subjects, token=token)


def _subjects(exams: Sequence[Exam]) -> tuple[tuple[int, str], ...]:
    """Return the subjects of coming tests, each with the first exam in it."""
    found: dict[str, tuple[int, str]] = {}
    for exam in exams:
        if exam.kind is Kind.TEST and exam.stage in COMING:
            found.setdefault(alike(exam.subject), (int(exam.id), exam.subject))
    return tuple(found.values())


@dataclass(frozen=True, slots=True)
class LookIntoBank:
    """A registrar looks at a question of a previewed bank as a student will see it."""

    units: Units
    files: Files

    async def __call__(self, actor: Actor, token: str, place: int) -> BankQuestion:
        """Return the question at a place, counted from 1.

        Raises:
            NothingToConfirm: taken in already, dropped, or replaced by a newer file.
            Unknown: there is no such place.
        """
        actor.require(*IMPORTERS)
        async with self.units() as unit:  # not committed: it is only looked at
            waits = await awaited(unit, actor, BANK, token)
        digest = Digest(json.loads(waits)["bank"])
        questions = unpacked(await self.files.get(digest))
        if not 1 <= place <= len(questions):
            raise Unknown
        question = questions[place - 1]
        chosen = question.key.chosen
        return BankQuestion(
            token=token,
            place=place,
            count=len(questions),
            kind=question.kind.value,
            text=question.text,
            topic=question.topic,
            difficulty=question.difficulty,
            points=question.points,
            options=tuple(
                (option.text, index in chosen) for index, option in enumerate(question.options)
            ),
            pairs=tuple(
                (line, question.options[index].text)
                for line, index in zip(question.lines, chosen, strict=False)
            ),
            accepted=(
                *question.key.texts,
                *(f"{near.value} ± {near.within}" for near in question.key.numbers),
            ),
            media=tuple(_media(question)),
        )


def _media(question: Question) -> Iterator[Media]:
    if question.picture is not None:
        yield Media(kind="photo", digest=question.picture, name="question.png")
    for number, option in enumerate(question.options, start=1):
        if option.picture is not None:
            yield Media(kind="photo", digest=option.picture, name=f"option-{number}.png")


@dataclass(frozen=True, slots=True)
class ConfirmBank:
    """A registrar confirmed a preview for the tests of a subject."""

    units: Units
    clock: Clock
    files: Files

    async def __call__(self, actor: Actor, token: str, exam: ExamId) -> BankDone:
        """Lay the bank into every coming test of the exam's subject, or into none.

        Raises:
            NothingToConfirm: confirmed already, dropped, or replaced by a newer file.
            Unknown: there is no such exam.
            BankInUse: the test has begun.
        """
        actor.require(*IMPORTERS)
        async with self.units() as unit:
            waits = await awaited(unit, actor, BANK, token)  # not committed: it is only looked at
        payload = json.loads(waits)
        questions = unpacked(await self.files.get(Digest(payload["bank"])))
        async with self.units() as unit:
            await awaited(unit, actor, BANK, token)  # gone with the commit that takes the bank in
            found = known(await unit.exams.get(exam))
            return await self.into(
                unit, actor, found.subject, questions, file=Digest(payload["file"])
            )

    async def into(
        self,
        unit: Unit,
        actor: Actor,
        subject: str,
        questions: Sequence[Question],
        *,
        file: Digest,
    ) -> BankDone:
        """Lay a bank into the coming tests of a subject and commit.

        Raises:
            BankInUse: no test of it is still to come.
            TooFewQuestions: one of them is published, and its draw asks for more.
        """
        tests = [
            exam
            for exam in await unit.exams.all()
            if exam.kind is Kind.TEST
            and exam.stage in COMING
            and alike(exam.subject) == alike(subject)
        ]
        if not tests:
            raise BankInUse
        for exam in tests:
            if exam.stage is ExamStage.PUBLISHED:
                check_enough(exam.parts, sizes_of(questions))
            try:
                await unit.questions.lay_in(exam.id, questions)
            except Stale as stale:
                raise BankInUse from stale
            await unit.events.append(
                Happening(
                    exam_id=exam.id,
                    at=self.clock.now(),
                    sent_at=actor.sent_at,
                    actor=actor.id,
                    role=office_capacity(actor),
                    act=BANK,
                    facts={"file": file, "questions": len(questions)},
                )
            )
        await unit.commit()
        return BankDone(subject=tests[0].subject, count=len(questions), exams=len(tests))


@dataclass(frozen=True, slots=True)
class ImportBank:
    """A bank is taken in without a preview, from the command line."""

    prepare: PrepareBank
    confirm: ConfirmBank

    async def look(self, actor: Actor, data: bytes, progress: Progress) -> Prepared | None:
        """Return what is in a file of questions; None where it is none.

        Raises:
            BankBroken, BankUnsafe, BankTooLarge, BankEmpty: it is a bank, and cannot be taken.
        """
        actor.require(*IMPORTERS)
        return await self.prepare(data, progress)

    async def subjects(self) -> tuple[str, ...]:
        """Return the subjects whose coming tests could take a bank."""
        async with self.confirm.units.reading() as unit:
            return tuple(subject for _, subject in _subjects(await unit.exams.all()))

    async def __call__(self, actor: Actor, subject: str, data: bytes, bank: Prepared) -> BankDone:
        """Lay a bank into every coming test of a subject, or into none.

        Raises:
            BankInUse: no test of it is still to come.
        """
        actor.require(*IMPORTERS)
        file = await self.confirm.files.put(data)
        async with self.confirm.units() as unit:
            return await self.confirm.into(unit, actor, subject, bank.questions, file=file)
