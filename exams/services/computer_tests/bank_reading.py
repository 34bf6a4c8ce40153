"""A file of questions made ready: pictures looked at and stored, what cannot be taken named."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from exams.domain.drafts import DraftBank, DraftQuestion, Drawn, NotTaken
from exams.domain.ids import Digest
from exams.domain.questions import Option, Question
from exams.domain.refusals.base import Refusal
from exams.notices.banks import BankPreview
from exams.notices.lines import NotTakenLine
from exams.ports.banks import Progress, QuestionFiles, QuestionPictures, unseen
from exams.ports.files import Files
from exams.records.questions import NEW_QUESTION

SHOWN_FAULTS: Final = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """A bank with its pictures stored."""

    kind: str
    questions: tuple[Question, ...]
    not_taken: tuple[NotTaken, ...]
    plain_formulas: int


@dataclass(frozen=True, slots=True)
class PrepareBank:
    """Reads a file of questions and stores its pictures; nothing refers to them yet."""

    files: Files
    reader: QuestionFiles
    pictures: QuestionPictures

    async def __call__(self, data: bytes, progress: Progress = unseen) -> Prepared | None:
        """Return the bank; None where the file is none.

        Raises:
            BankBroken, BankUnsafe, BankTooLarge, BankEmpty: it is a bank, and cannot be taken.
        """
        draft = await self.reader.read(data, progress)
        if draft is None:
            return None
        sets = {drawn: _pictures(drawn) for drawn in _drawn(draft) if drawn.pictures}
        joined = await self.pictures.joined(tuple(sets.values()), progress)
        made = dict(zip(sets, joined, strict=True))
        questions: list[Question] = []
        not_taken = list(draft.not_taken)
        for one in draft.questions:
            refused = next(
                (made[part] for part in _parts(one) if isinstance(made.get(part), Refusal)), None
            )
            if isinstance(refused, Refusal):
                not_taken.append(NotTaken(place=one.place, name=one.name, reason=refused.code))
            else:
                questions.append(await self._stored(one, made))
        return Prepared(
            kind=draft.kind,
            questions=tuple(questions),
            not_taken=tuple(not_taken),
            plain_formulas=draft.plain_formulas,
        )

    async def _stored(self, draft: DraftQuestion, made: dict[Drawn, bytes | Refusal]) -> Question:
        return Question(
            id=NEW_QUESTION,
            name=draft.name,
            kind=draft.kind,
            text=draft.text.text,
            picture=await self._picture(draft.text, made),
            options=tuple(
                [
                    Option(text=option.text, picture=await self._picture(option, made))
                    for option in draft.options
                ]
            ),
            lines=draft.lines,
            key=draft.key,
            topic=draft.topic,
            difficulty=draft.difficulty,
            points=draft.points,
            shuffled=draft.shuffled,
        )

    async def _picture(self, drawn: Drawn, made: dict[Drawn, bytes | Refusal]) -> Digest | None:
        picture = made.get(drawn, drawn.drawing)
        return await self.files.put(picture) if isinstance(picture, bytes) else None


def _parts(draft: DraftQuestion) -> tuple[Drawn, ...]:
    return (draft.text, *draft.options)


def _drawn(draft: DraftBank) -> Iterator[Drawn]:
    for question in draft.questions:
        yield from _parts(question)


def _pictures(drawn: Drawn) -> tuple[bytes, ...]:
    return drawn.pictures if drawn.drawing is None else (drawn.drawing, *drawn.pictures)


def preview_of(
    bank: Prepared, name: str, *, subjects: Sequence[tuple[int, str]], token: str
) -> BankPreview:
    """Return what is in a bank, as its preview tells it."""
    kinds = Counter(question.kind.value for question in bank.questions)
    topics = Counter(question.topic for question in bank.questions)
    shown = bank.not_taken[:SHOWN_FAULTS]
    return BankPreview(
        token=token,
        name=name,
        kind=bank.kind,
        count=len(bank.questions),
        kinds=tuple(kinds.items()),
        topics=tuple(topics.items()),
        pictures=sum(_has_picture(question) for question in bank.questions),
        plain_formulas=bank.plain_formulas,
        not_taken=tuple(
            NotTakenLine(place=one.place, name=one.name, reason=one.reason, given=one.given)
            for one in shown
        ),
        more=len(bank.not_taken) - len(shown),
        subjects=tuple(subjects),
    )


def _has_picture(question: Question) -> bool:
    return bool(question.picture) or any(option.picture for option in question.options)
