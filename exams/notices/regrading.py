"""A wrong key found after a computer test: what mending it would change, and what it did."""

from dataclasses import dataclass

from exams.domain.ids import ExamId
from exams.notices.base import Notice
from exams.notices.lines import RegradeLine


@dataclass(frozen=True, slots=True, kw_only=True)
class RegradePreview(Notice):
    """What another key would change, before it does (rules C1).

    Attributes:
        name: of the question in the bank.
        was, right: the key as it stands and as it shall be.
        lines: whose points would change.
        more: how many beyond the lines.
    """

    template = "regrade_preview"
    exam: ExamId
    subject: str
    token: str
    name: str
    text: str
    was: str
    right: str
    lines: tuple[RegradeLine, ...]
    more: int


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyMended(Notice):
    """A key is mended; says how many marks changed with it."""

    template = "key_mended"
    exam: ExamId
    subject: str
    name: str
    changed: int
