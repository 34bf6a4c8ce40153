"""Messages that wait, are under way, or have gone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from exams.domain.delivery import AfterCrash, DeliveryState, Priority
from exams.domain.ids import AttemptId, ChatId, ExamId, GroupId, PersonId
from exams.notices.base import Notice


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """A message on its way.

    Attributes:
        to: a person, or a group's chat.
        key: unique; a second envelope with the same key is not stored. It names notice, subject,
            recipient and schedule version.
        slot: messages with the same slot to the same recipient are one message, edited in place;
            one that waits is replaced by the newer. Empty: always a new message.
        fresh: the slot's earlier message is deleted and this one sent below everything else.
        due_at: not before this; None means now.
        exam_id, attempt_id: what it is about, for the delivery ledger.
    """

    notice: Notice
    to: PersonId | None = None
    chat: GroupId | None = None
    key: str
    priority: Priority
    slot: str = ""
    fresh: bool = False
    due_at: datetime | None = None
    after_crash: AfterCrash = AfterCrash.REPEAT
    exam_id: ExamId | None = None
    attempt_id: AttemptId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """An envelope in the outbox.

    Attributes:
        fence: grows with each claim; only the newest claim may write.
        repeated: it may have gone out before, and says so.
        tries: how often it was attempted.
        out: the messages of its first parts, which are out already, where it has several.
    """

    id: int
    envelope: Envelope
    state: DeliveryState
    fence: int
    repeated: bool
    tries: int
    out: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SentMessage:
    """Where a message of a slot stands, so that it can be edited.

    Attributes:
        message_id: of its last part, which has the buttons.
        has_media: whether that part is a picture or a file.
        above: the messages of its earlier parts, in order.
    """

    chat: ChatId
    message_id: int
    has_media: bool
    above: tuple[int, ...] = ()


class Outbox(Protocol):
    """Messages that wait, are under way, or have gone."""

    async def put(self, envelope: Envelope) -> bool:
        """Store a message; False when one with this key is there already."""

    async def drop(self, exam: ExamId, *, kinds: Sequence[str]) -> int:
        """Withdraw an exam's waiting messages of these templates; return how many."""

    async def standing(self, group: GroupId, chat: ChatId, slots: Sequence[str]) -> set[str]:
        """Return which slots have a message in a group's chat, or one on its way to it.

        One whose last change was not taken shows what is no longer so, and does not count.
        """

    async def move(self, slot: str, message: SentMessage) -> SentMessage | None:
        """Let a slot's message be this one from now on; return which other one it was."""

    async def reached(
        self, template: str, *exams: ExamId
    ) -> dict[tuple[ExamId, PersonId], DeliveryState]:
        """Return how far each person's message of a kind came, about these exams."""

    async def not_surely_there(self, template: str) -> tuple[tuple[ExamId, GroupId], ...]:
        """Return what a group may not have got, and nobody was asked about: exam and group.

        Its sending was cut off, or the messenger refused it.
        """

    async def asked(self, template: str, at: datetime) -> None:
        """Note that somebody is asked about all of these; why they failed stays."""
