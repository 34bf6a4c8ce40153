"""Questions as a file has them, before their pictures are looked at and stored."""

from dataclasses import dataclass

from exams.domain.questions import Key, QuestionKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """Words with the pictures that go with them.

    Attributes:
        drawing: PNG of words with a formula that plain signs do not say; our own.
        pictures: files of any kind, untrusted, in the order of the text.
    """

    text: str
    drawing: bytes | None = None
    pictures: tuple[bytes, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftQuestion:
    """A question that was read; fields as in `Question`.

    Attributes:
        place: where it stands in the file: a number, or a cell.
    """

    place: str
    name: str
    kind: QuestionKind
    text: Drawn
    key: Key
    options: tuple[Drawn, ...] = ()
    lines: tuple[str, ...] = ()
    topic: str = ""
    difficulty: int = 2
    points: int = 1
    shuffled: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class NotTaken:
    """A question that cannot be taken.

    Attributes:
        reason: a code of `QuestionFault`, or unknown_kind, unreadable, wildcard, picture_missing,
            picture_large, picture_in_line, or a refusal of `exams.domain.refusals.pictures`.
        given: what is wrong, shortened: the kind, the picture.
    """

    place: str
    name: str
    reason: str
    given: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftBank:
    """Everything a file has.

    Attributes:
        kind: gift, aiken, moodle, qti or table.
        plain_formulas: in how many questions a formula stays as it was typed.
    """

    kind: str
    questions: tuple[DraftQuestion, ...]
    not_taken: tuple[NotTaken, ...]
    plain_formulas: int = 0
