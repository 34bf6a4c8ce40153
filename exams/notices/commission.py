"""The commission of an oral exam: who is in it, what its members hear, an answer before each."""

from dataclasses import dataclass
from datetime import datetime

from exams.domain.ids import AttemptId, ExamId
from exams.notices.base import Notice


@dataclass(frozen=True, slots=True, kw_only=True)
class CommissionCard(Notice):
    """Who hears the answers of an exam together, to be named.

    Attributes:
        members: names, the chair first; none: the proctors mark alone.
        way: as in `Way`.
        can: whether it may still be changed.
        unreached: names of members whom no message reaches: they have not come into the bot, or
            have blocked it.
        heirs: ids and names of those to whom the chair can be handed over.
        of_room: the reader is of the exam's staff alone, and comes from its board.
        of_plan: it is an additional exam that is being planned; the reader comes from its plan.
    """

    template = "commission_card"
    exam: ExamId
    subject: str
    members: tuple[str, ...]
    way: str
    can: bool
    unreached: tuple[str, ...] = ()
    heirs: tuple[tuple[int, str], ...] = ()
    of_room: bool = False
    of_plan: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CommissionNamed(Notice):
    """Tell a member of the commission: of which exam, beside whom, and what is expected.

    Attributes:
        members: names, the chair first.
        way: as in `Way`.
        leads: the reader is the chair.
        changed: the reader was a member before; others are, or the marks become one otherwise.
        link: later, or now where the conference is open; empty for the exam's staff, who have
            the host's.
        minutes: so long before the start the link comes, if later.
    """

    template = "commission_named"
    exam: ExamId
    subject: str
    starts_at: datetime
    members: tuple[str, ...]
    way: str
    leads: bool
    changed: bool
    link: str
    minutes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CommissionLeft(Notice):
    """Tell somebody who was a member of the commission that this is so no more."""

    template = "commission_left"
    subject: str
    starts_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CommissionOver(Notice):
    """Tell a member, whom nothing reached before, that the exam is over.

    Attributes:
        waiting: how many answers wait for the reader's mark, or for the chair's confirmation.
        leads: the reader is the chair.
    """

    template = "commission_over"
    exam: ExamId
    subject: str
    starts_at: datetime
    waiting: int
    leads: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CommissionReminder(Notice):
    """Remind a member of the exam.

    Attributes:
        hours: until it begins.
        minutes: so long before the start the link comes.
    """

    template = "commission_reminder"
    exam: ExamId
    subject: str
    starts_at: datetime
    hours: int
    minutes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CommissionLink(Notice):
    """Give a member the own link to the conference, when the proctors get theirs.

    Attributes:
        anew: the room went, and the link before this one opens nothing any more.
    """

    template = "commission_link"
    protect = True
    exam: ExamId
    subject: str
    starts_at: datetime
    url: str
    anew: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class MembersOut(Notice):
    """Tell hosts and chair who left the commission with a link, and may still come in by it.

    Attributes:
        closed: their links open the room no more; not so where all have one link.
    """

    template = "members_out"
    exam: ExamId
    subject: str
    names: tuple[str, ...]
    closed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class MembersUnreached(Notice):
    """Tell whoever named a commission whom of it no message reaches."""

    template = "members_unreached"
    exam: ExamId
    subject: str
    starts_at: datetime
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class HeardLine:
    """An answer in the list of a member.

    Attributes:
        own: what the member gave, None where nothing yet.
        told: the mark the student was told, None where none.
        open: the commission waits for this member.
    """

    attempt: AttemptId
    name: str
    own: int | None
    told: int | None
    open: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CommissionDesk(Notice):
    """A member's own view of an exam: when, beside whom, and the answers that are over.

    Attributes:
        stage: of the exam.
        members: names, the chair first.
        way: as in `Way`.
        leads: the reader is the chair.
        answers: by the students' names.
        link: there is a conference to come into.
    """

    template = "commission_desk"
    exam: ExamId
    subject: str
    starts_at: datetime
    stage: str
    members: tuple[str, ...]
    way: str
    leads: bool
    answers: tuple[HeardLine, ...]
    link: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerToMark(Notice):
    """An answer before a member of the commission; nobody sees another's mark before all are in.

    Attributes:
        own: what the reader gave, None where nothing yet.
        awaited: names of those whose mark is awaited.
        given: names and marks, once all are in; absent: names.
        way: as in `Way`.
        proposal: what comes of the marks, None while nothing does.
        told: the mark the student was told, None where none.
        can_mark, can_confirm: what the reader may do.
        absentees: ids and names of those whom the chair may note as absent.
    """

    template = "answer_to_mark"
    attempt: AttemptId
    name: str
    subject: str
    ticket: int
    own: int | None
    awaited: tuple[str, ...]
    given: tuple[tuple[str, int], ...]
    absent: tuple[str, ...]
    way: str
    proposal: int | None
    told: int | None
    can_mark: bool
    can_confirm: bool
    absentees: tuple[tuple[int, str], ...]
