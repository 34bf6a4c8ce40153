"""A file of questions, told apart by its content, as one bank."""

import asyncio
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from documents.banks.aiken import is_aiken, read_aiken
from documents.banks.drawing import draw
from documents.banks.found import PICTURE_IN_LINE, Found, Read, Untakable, not_taken
from documents.banks.gift import is_gift, read_gift
from documents.banks.markup import Passage
from documents.banks.moodle import read_moodle
from documents.banks.qti import MANIFEST, read_qti
from documents.banks.tables import read_table
from documents.banks.trees import tree
from documents.grids import OLE, ZIP, decoded, read_grids
from documents.tables import questions_in
from documents.template import questions_template
from exams.domain.drafts import DraftBank, DraftQuestion, Drawn, NotTaken
from exams.domain.ids import Digest, QuestionId
from exams.domain.questions import Option, Question, faults
from exams.domain.refusals.banks import BankBroken, BankEmpty, BankTooLarge
from exams.domain.refusals.files import FileUnreadable
from exams.ports.banks import Progress, unseen

MOST_QUESTIONS: Final = 20_000
LONGEST_NAME: Final = 80  # characters; a report names questions by it
XML: Final = re.compile(r"^\s*(?:<\?xml|<!DOCTYPE|<quiz)", re.IGNORECASE)
AT_ONCE: Final = 100  # questions between two signs of progress
ITEM: Final = b".xml"
NOT_STORED: Final = QuestionId(0)


class BankFiles:
    """The `QuestionFiles` port."""

    async def template(self) -> bytes:
        """Return the workbook to fill in."""
        return await asyncio.to_thread(questions_template)

    async def read(self, data: bytes, progress: Progress = unseen) -> DraftBank | None:
        """Return a file's questions, as the port says."""
        table = data.startswith(OLE) or (data.startswith(ZIP) and MANIFEST.encode() not in data)
        if not table:
            found = await asyncio.to_thread(_other, data, progress)
            if found is not None:
                return found
        try:
            tables = questions_in(await read_grids(data))
        except FileUnreadable:
            return None
        if not tables:
            return None
        read = (one for table in tables for one in read_table(table))
        total = sum(len(table.rows) for table in tables)
        return await asyncio.to_thread(_bank, "table", _counted(read, total, progress))


def _other(data: bytes, progress: Progress) -> DraftBank | None:
    """Read whatever is no spreadsheet; None for what may be one, or nothing we know."""
    if data.startswith(ZIP):
        return _bank("qti", _counted(read_qti(data), data.count(ITEM) // 2, progress))
    try:
        text = decoded(data)
    except FileUnreadable:
        return None
    if XML.match(text):
        root = tree(data, "moodle")
        if root.tag != "quiz":
            raise BankBroken(kind="moodle", file=str(root.tag)[:40], line=1)
        total = sum(1 for _ in root.iter("question"))
        return _bank("moodle", _counted(read_moodle(root), total, progress))
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if is_aiken(text):
        return _bank("aiken", _counted(read_aiken(text), text.count("ANSWER"), progress))
    if is_gift(text):
        return _bank("gift", _counted(read_gift(text), text.count("{"), progress))
    return None


def _counted(read: Iterable[Read], total: int, progress: Progress) -> Iterator[Read]:
    """Pass questions on, telling after each hundred how far it is."""
    for number, one in enumerate(read, start=1):
        if number % AT_ONCE == 0:
            progress(min(number / max(total, 1), 1.0))
        yield one


def _bank(kind: str, read: Iterable[Read]) -> DraftBank:
    """Gather what a reader yields, each question checked, its formulas drawn.

    Raises:
        BankEmpty: the file has none.
        BankTooLarge: more than we take.
    """
    found: list[Found] = []
    refused: list[NotTaken] = []
    for one in read:
        fault = one if isinstance(one, NotTaken) else _fault(one)
        if fault is not None:
            refused.append(fault)
        elif isinstance(one, Found):
            found.append(one)
        if len(found) + len(refused) > MOST_QUESTIONS:
            raise BankTooLarge(most=MOST_QUESTIONS)
    if not found and not refused:
        raise BankEmpty(kind=kind)
    drafts: list[DraftQuestion] = []
    for draft in _drawn(_named(found)):
        if isinstance(draft, NotTaken):
            refused.append(draft)
        else:
            drafts.append(draft)
    return DraftBank(
        kind=kind,
        questions=tuple(drafts),
        not_taken=tuple(refused),
        plain_formulas=sum(any(p.unread for p in _passages(one)) for one in found),
    )


def _passages(found: Found) -> tuple[Passage, ...]:
    return (found.text, *found.options, *found.lines)


def _fault(found: Found) -> NotTaken | None:
    """Return why a question cannot be asked, None if it can."""
    if any(line.pictures for line in found.lines):
        why = Untakable(PICTURE_IN_LINE)
    elif found.points != int(found.points):
        why = Untakable("wrong_points", str(found.points))
    elif failed := faults(_question(found)):
        why = Untakable(failed[0].value)
    else:
        return None
    return not_taken(found.place, found.name, why)


def _question(found: Found) -> Question:
    """Return what would be asked, its pictures by their place alone."""
    return Question(
        id=NOT_STORED,
        name=found.name,
        kind=found.kind,
        text=found.text.text,
        picture=_told_picture(found.text),
        key=found.key,
        options=tuple(
            Option(text=option.text, picture=_told_picture(option)) for option in found.options
        ),
        lines=tuple(line.text for line in found.lines),
        topic=found.topic,
        difficulty=found.difficulty,
        points=int(found.points),
        shuffled=found.shuffled,
    )


def _told_picture(passage: Passage) -> Digest | None:
    """Return a stand-in: the picture itself is looked at and stored later."""
    return Digest(passage.pictures[0]) if passage.pictures else None


def _named(found: Iterable[Found]) -> Iterator[Found]:
    """Give every question a name of its own; the second of two is numbered."""
    taken: dict[str, int] = {}
    seen: set[str] = set()
    for one in found:
        plain = " ".join(one.name.split())[:LONGEST_NAME] or one.place
        name = plain
        while name in seen:
            taken[plain] = taken.get(plain, 1) + 1
            name = f"{plain} ({taken[plain]})"
        seen.add(name)
        yield replace(one, name=name, topic=" ".join(one.topic.split())[:LONGEST_NAME])


def _drawn(found: Iterable[Found]) -> Iterator[DraftQuestion | NotTaken]:
    kept = tuple(found)
    to_draw = [p for one in kept for p in (one.text, *one.options) if p.to_draw]
    drawings = iter(draw(to_draw))
    for one in kept:
        passages = [
            (passage, next(drawings) if passage.to_draw else None)
            for passage in (one.text, *one.options)
        ]
        try:
            text, *options = (
                Drawn(
                    text=passage.text,
                    drawing=drawing,
                    pictures=tuple(map(one.picture, passage.pictures)),
                )
                for passage, drawing in passages
            )
        except Untakable as why:
            yield not_taken(one.place, one.name, why)
            continue
        yield DraftQuestion(
            place=one.place,
            name=one.name,
            kind=one.kind,
            text=text,
            key=one.key,
            options=tuple(options),
            lines=tuple(line.text for line in one.lines),
            topic=one.topic,
            difficulty=one.difficulty,
            points=int(one.points),
            shuffled=one.shuffled,
        )
