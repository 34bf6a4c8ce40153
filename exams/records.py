"""What is kept, and how a use case reaches it: one unit of work, one transaction.

`storage` implements these protocols. Every `save` is a conditional write: it raises
`exams.domain.refusals.Stale` when the version is not the stored one, and the unit must then be
left without commit and the use case run again. Lists come in a stable order.
"""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from exams.absence_records import Cases, Orders, Outages, Plans
from exams.arrival_records import Arrivals
from exams.commission_records import Commissions
from exams.domain.appeal import Appeal
from exams.domain.attempt import Attempt
from exams.domain.booklet import Booklet
from exams.domain.deck import Card, Deck, Ticket
from exams.domain.delivery import AfterCrash, DeliveryState, Priority
from exams.domain.exam import Exam, ExamStage
from exams.domain.gradebook import GradeRow
from exams.domain.grades import Mark
from exams.domain.ids import (
    AttemptId,
    ChatId,
    CommentId,
    ExamId,
    GroupId,
    PersonId,
    QuestionId,
    SheetId,
)
from exams.domain.log import Event, Fact
from exams.domain.lost_sheet import LostSheet
from exams.domain.people import Group, Locale, Person, Role
from exams.domain.proof import Commitment
from exams.domain.questions import Question
from exams.domain.sheets import Sheet
from exams.domain.talk import Remark
from exams.marking_records import Comments, Markings
from exams.notices.base import Notice
from exams.page_records import Pages, PhotographRows

NEW_PERSON = PersonId(0)
NEW_GROUP = GroupId(0)
NEW_EXAM = ExamId(0)
NEW_ATTEMPT = AttemptId(0)
NEW_SHEET = SheetId(0)
NEW_QUESTION = QuestionId(0)
NEW_COMMENT = CommentId(0)
"""Ids of what is not stored yet; `add` returns the same with its own id."""


class People(Protocol):
    """The roster."""

    async def get(self, person: PersonId) -> Person | None:
        """Return a person by id."""

    async def many(self, people: Iterable[PersonId]) -> dict[PersonId, Person]:
        """Return those of the ids that exist."""

    async def by_account(self, account: ChatId) -> Person | None:
        """Return the person to whom a Telegram account is bound."""

    async def by_number(self, number: str) -> Person | None:
        """Return the person with a student or staff number."""

    async def by_phone(self, phone: str) -> tuple[Person, ...]:
        """Return everybody on the roster with a phone number (digits with country code)."""

    async def with_role(self, role: Role) -> tuple[Person, ...]:
        """Return everybody who holds a role for the whole university."""

    async def of_group(self, group: GroupId) -> tuple[Person, ...]:
        """Return a group's students, by name."""

    async def add(self, person: Person) -> Person:
        """Store somebody new."""

    async def add_all(self, people: Sequence[Person]) -> None:
        """Store many new people at once; they are read again for their ids."""

    async def save(self, person: Person) -> None:
        """Write a changed person."""


class Groups(Protocol):
    """Academic groups."""

    async def get(self, group: GroupId) -> Group | None:
        """Return a group by id."""

    async def by_name(self, name: str) -> Group | None:
        """Return a group by its name."""

    async def by_chat(self, chat: ChatId) -> Group | None:
        """Return the group to which a chat is linked."""

    async def all(self) -> tuple[Group, ...]:
        """Return every group, by name."""

    async def add(self, group: Group) -> Group:
        """Store a new group."""

    async def save(self, group: Group) -> None:
        """Write a changed group."""


class Exams(Protocol):
    """Exams."""

    async def get(self, exam: ExamId) -> Exam | None:
        """Return an exam by id."""

    async def in_stages(self, stages: Iterable[ExamStage]) -> tuple[Exam, ...]:
        """Return the exams that are at one of these stages, by start."""

    async def of_proctor(self, proctor: PersonId) -> tuple[Exam, ...]:
        """Return the exams which somebody invigilates or leads, by start."""

    async def all(self) -> tuple[Exam, ...]:
        """Return every exam that is not archived, by start."""

    async def add(self, exam: Exam) -> Exam:
        """Store a new exam."""

    async def save(self, exam: Exam) -> None:
        """Write a changed exam if its version is still the stored one."""


class Attempts(Protocol):
    """Attempts."""

    async def get(self, attempt: AttemptId) -> Attempt | None:
        """Return an attempt by id."""

    async def of(self, student: PersonId, exam: ExamId) -> Attempt | None:
        """Return a student's attempt at an exam."""

    async def of_exam(self, exam: ExamId) -> tuple[Attempt, ...]:
        """Return an exam's attempts, by the students' names."""

    async def of_student(self, student: PersonId) -> tuple[Attempt, ...]:
        """Return a student's attempts, by the exams' start."""

    async def by_registrant(self, exam: ExamId, registrant: str) -> Attempt | None:
        """Return the attempt whose personal link has this owner."""

    async def count(self, exam: ExamId) -> int:
        """Return how many attempts an exam has."""

    async def clashes(self, exam: Exam) -> int:
        """Return how many of the exam's students sit another exam at an overlapping time."""

    async def due(self, now: datetime) -> tuple[Attempt, ...]:
        """Return the attempts for which a moment has passed.

        Writing whose deadline is reached; computer tests past theirs and the seconds of grace;
        pens down, uploading or reshooting whose window has closed; and interruptions of 30
        minutes.
        """

    async def counting_down(self, now: datetime) -> tuple[Attempt, ...]:
        """Return those who write, or sit a test, with an hour or less left."""

    async def without_document(self, now: datetime) -> tuple[Attempt, ...]:
        """Return those who were to show a document by now, and have not."""

    async def away(self, since: datetime) -> tuple[Attempt, ...]:
        """Return the active attempts whose student left the conference before this moment."""

    async def add(self, attempt: Attempt) -> Attempt:
        """Store a new attempt; one per student and exam."""

    async def add_all(self, attempts: Sequence[Attempt]) -> None:
        """Store many new attempts at once; they are read again for their ids."""

    async def save(self, attempt: Attempt) -> None:
        """Write a changed attempt if its version is still the stored one."""


class Decks(Protocol):
    """Closed tickets."""

    async def of(self, exam: ExamId, language: Locale | None = None) -> Deck:
        """Return an exam's deck in a language; one without cards if none was laid out."""

    async def all(self, exam: ExamId) -> tuple[Deck, ...]:
        """Return every deck of an exam that has cards, everybody's first."""

    async def take(self, deck: Deck, card: Card) -> None:
        """Write that a card was turned, if it still lies face down.

        Raises:
            Stale: it does not.
        """

    async def burn(self, deck: Deck, card: Card) -> None:
        """Write that a turned card is out of the game.

        Raises:
            Stale: it has changed since.
        """

    async def ticket(self, deck: Deck, card: Card) -> Ticket:
        """Return what stands on a card."""

    async def tickets(self, deck: Deck) -> tuple[Ticket, ...]:
        """Return what stands on the cards of a deck, in their order."""

    async def lay_out(
        self, exam: ExamId, tickets: Sequence[Ticket], language: Locale | None = None
    ) -> None:
        """Lay tickets face down, in the order given, in place of the deck in that language.

        A commitment to that one is void.

        Raises:
            Stale: a card of the exam was turned or burnt.
        """

    async def taken(self, exam: ExamId) -> int:
        """Return how many cards were turned."""

    async def commitment(self, exam: ExamId, language: Locale | None = None) -> Commitment | None:
        """Return what was committed to an exam's deck in a language (B1)."""

    async def commit_to(
        self, exam: ExamId, commitment: Commitment, language: Locale | None = None
    ) -> None:
        """Keep a commitment in place of an earlier one."""

    async def seen_by(self, people: Iterable[PersonId]) -> tuple[Ticket, ...]:
        """Return what stands on every card that one of these people has turned."""


class Questions(Protocol):
    """The bank of questions of each exam that is a computer test."""

    async def get(self, question: QuestionId) -> Question | None:
        """Return a question by id."""

    async def many(self, questions: Iterable[QuestionId]) -> dict[QuestionId, Question]:
        """Return those of the ids that exist."""

    async def of(self, exam: ExamId) -> tuple[Question, ...]:
        """Return an exam's bank, in its author's order."""

    async def shelves(self, exam: ExamId) -> dict[tuple[str, int], tuple[QuestionId, ...]]:
        """Return the ids of an exam's questions by topic, in the author's order."""

    async def lay_in(self, exam: ExamId, questions: Sequence[Question]) -> None:
        """Store a bank in place of an earlier one; the questions get ids of their own.

        Raises:
            Stale: somebody has a booklet of this exam already.
        """

    async def mend(self, question: Question) -> None:
        """Write a question's changed key if its version is still the stored one."""


class Booklets(Protocol):
    """Booklets of computer tests, with the answers."""

    async def of(self, attempt: AttemptId) -> Booklet | None:
        """Return an attempt's booklet."""

    async def sat(
        self, student: PersonId, exam: ExamId
    ) -> tuple[Attempt, Booklet, ExamStage] | None:
        """Return a student's attempt, its booklet and the stage of its exam, if there is one."""

    async def sitting(self, student: PersonId) -> ExamId | None:
        """Return the exam whose test a student sits at this moment."""

    async def progress(self, exam: ExamId) -> dict[AttemptId, tuple[int, int]]:
        """Return how many questions of each booklet have an answer, and how many there are."""

    async def of_exam(self, exam: ExamId) -> dict[AttemptId, Booklet]:
        """Return all booklets of an exam with their newest answers."""

    async def behind(self, shown_before: datetime, *, limit: int) -> tuple[AttemptId, ...]:
        """Return running tests whose window has not shown the time since then, oldest first."""

    async def add(self, booklet: Booklet) -> None:
        """Store a new booklet; an attempt has one."""

    async def save(self, booklet: Booklet, *, given_at: int | None = None) -> Booklet:
        """Write how far a booklet has come, and the answer newly given at a place.

        Every answer is kept, also those that were changed later.

        Returns:
            The booklet as it is stored now.
        """


class Talk(Protocol):
    """What student and proctor said to each other."""

    async def add(self, remark: Remark) -> None:
        """Store a remark."""

    async def of(self, attempt: AttemptId) -> tuple[Remark, ...]:
        """Return an attempt's remarks, the first one first."""

    async def unanswered(self, exam: ExamId) -> dict[AttemptId, int]:
        """Return how many questions of each student came after the proctor's last message."""


class Sheets(Protocol):
    """Photographed sheets."""

    async def get(self, sheet: SheetId) -> Sheet | None:
        """Return a sheet by id."""

    async def of(self, attempt: AttemptId) -> tuple[Sheet, ...]:
        """Return an attempt's sheets in the order of sending."""

    async def fingerprints(self, exam: ExamId) -> tuple[tuple[SheetId, AttemptId, bytes], ...]:
        """Return the fingerprints of an exam's accepted sheets."""

    async def counts(self, exam: ExamId) -> dict[AttemptId, tuple[int, int]]:
        """Return how many sheets are accepted, and how many early or late, per attempt."""

    async def add(self, sheet: Sheet) -> Sheet:
        """Store a new sheet."""

    async def save(self, sheet: Sheet) -> None:
        """Write a changed sheet."""

    async def lost(self, attempt: AttemptId) -> LostSheet | None:
        """Return the permission to send a lost sheet, if one was given and not used."""

    async def allow_lost(self, lost: LostSheet) -> None:
        """Write a permission in place of an earlier one."""

    async def close_lost(self, attempt: AttemptId) -> None:
        """Forget a permission: it was used."""


class Marks(Protocol):
    """Examiners' marks."""

    async def of(self, attempt: AttemptId) -> Mark | None:
        """Return an attempt's mark."""

    async def of_exam(self, exam: ExamId) -> dict[AttemptId, Mark]:
        """Return all marks of an exam."""

    async def put(self, mark: Mark) -> None:
        """Write a mark: a first one, or a changed one if its version is still the stored one."""

    async def drop(self, mark: Mark) -> None:
        """Take a draft back that was the first one, if its version is still the stored one."""


class Appeals(Protocol):
    """Appeals against marks, one for an attempt."""

    async def of(self, attempt: AttemptId) -> Appeal | None:
        """Return the appeal against an attempt's mark."""

    async def of_exam(self, exam: ExamId) -> dict[AttemptId, Appeal]:
        """Return all appeals against marks of an exam."""

    async def open(self) -> tuple[Appeal, ...]:
        """Return those nobody has decided, the most urgent first."""

    async def due(self, now: datetime) -> tuple[Appeal, ...]:
        """Return the open ones whose deciders are to be reminded."""

    async def add(self, appeal: Appeal) -> Appeal:
        """Store a new appeal; one per attempt."""

    async def save(self, appeal: Appeal) -> None:
        """Write a changed appeal if its version is still the stored one."""


class Gradebook(Protocol):
    """Grades on their way to the university's own system."""

    async def get(self, key: str) -> GradeRow | None:
        """Return a row by its name, None for a name that is none."""

    async def of_attempt(self, attempt: AttemptId) -> tuple[GradeRow, ...]:
        """Return every row of an attempt, the first grade first."""

    async def of_exam(self, exam: ExamId) -> tuple[GradeRow, ...]:
        """Return every row of an exam."""

    async def due(self, now: datetime, *, limit: int) -> tuple[GradeRow, ...]:
        """Return rows that wait and may be sent, the oldest first."""

    async def add(self, row: GradeRow) -> None:
        """Store a new row."""

    async def save(self, row: GradeRow) -> None:
        """Write a changed row if its version is still the stored one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """An event before it takes its place in the chain; fields as in `log.Event`."""

    exam_id: ExamId
    at: datetime
    actor: PersonId
    role: Role
    act: str
    sent_at: datetime | None = None
    attempt_id: AttemptId | None = None
    before: str = ""
    after: str = ""
    reason: str = ""
    facts: Mapping[str, Fact] | None = None


class Events(Protocol):
    """The event log."""

    async def append(self, happening: Happening) -> Event:
        """Chain an event to the last one of its exam."""

    async def of(self, exam: ExamId) -> tuple[Event, ...]:
        """Return an exam's events as they are stored, by row."""

    async def exams(self) -> tuple[ExamId, ...]:
        """Return every chain there is; 0 is the university's own."""

    async def head(self, exam: ExamId) -> tuple[int, str] | None:
        """Return sequence and hash noted, outside the chain, as the last."""


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
    """

    id: int
    envelope: Envelope
    state: DeliveryState
    fence: int
    repeated: bool
    tries: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SentMessage:
    """Where a message of a slot stands, so that it can be edited."""

    chat: ChatId
    message_id: int
    has_media: bool


class Outbox(Protocol):
    """Messages that wait, are under way, or have gone."""

    async def put(self, envelope: Envelope) -> bool:
        """Store a message; False when one with this key is there already."""

    async def drop(self, exam: ExamId, *, kinds: Sequence[str]) -> int:
        """Withdraw an exam's waiting messages of these templates; return how many."""

    async def reached(self, exam: ExamId, template: str) -> dict[PersonId, DeliveryState]:
        """Return how far each person's message of a kind came."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Invite:
    """A one-time invitation; only the hash of its code is kept.

    Attributes:
        used_at: None while it is good.
        until: after this it is not; None for ever.
        rebinds: it takes the person from another account, whose phone is dead or lost.
    """

    hash: str
    person_id: PersonId
    made_at: datetime
    used_at: datetime | None = None
    until: datetime | None = None
    rebinds: bool = False


class Invites(Protocol):
    """One-time invitations, and the count of tries that limits guessing."""

    async def put(self, invite: Invite) -> None:
        """Store an invite; earlier unused ones of the same person are withdrawn."""

    async def use(self, code_hash: str, at: datetime) -> Invite | None:
        """Mark an unused invite as used and return it; None if there is none."""

    async def tries(self, account: ChatId, since: datetime) -> int:
        """Return how often an account failed since then."""

    async def note_try(self, account: ChatId, at: datetime) -> None:
        """Note a failed try."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pending:
    """Something previewed that waits for its confirmation.

    Attributes:
        token: names it in the button.
        kind: "import", "regrade" and the like.
        payload: JSON, by its kind.
    """

    token: str
    person_id: PersonId
    kind: str
    payload: str
    at: datetime


class Pendings(Protocol):
    """Previews that wait for confirmation; a person has one of each kind."""

    async def put(self, pending: Pending) -> None:
        """Store a preview in place of the person's earlier one of this kind."""

    async def take(self, person: PersonId, kind: str, token: str) -> Pending | None:
        """Remove and return a preview; None if it is not there (any more)."""


class Pulse(Protocol):
    """When the bot was last known to be there."""

    async def last(self) -> datetime | None:
        """Return when it was noted last; None if it never was."""

    async def beat(self, at: datetime) -> None:
        """Note that it is there."""


class Unit(Protocol):
    """One transaction; leaving it without commit() undoes everything."""

    @property
    def people(self) -> People:
        """The roster."""

    @property
    def groups(self) -> Groups:
        """Academic groups."""

    @property
    def exams(self) -> Exams:
        """Exams."""

    @property
    def attempts(self) -> Attempts:
        """Attempts."""

    @property
    def decks(self) -> Decks:
        """Closed tickets."""

    @property
    def questions(self) -> Questions:
        """Banks of questions."""

    @property
    def booklets(self) -> Booklets:
        """Booklets of computer tests."""

    @property
    def talk(self) -> Talk:
        """What was said."""

    @property
    def commissions(self) -> Commissions:
        """Commissions of oral exams."""

    @property
    def marking(self) -> Markings:
        """How exams are marked."""

    @property
    def photographs(self) -> PhotographRows:
        """What is known of photographs at checking in."""

    @property
    def comments(self) -> Comments:
        """Comments on pages."""

    @property
    def pages(self) -> Pages:
        """Pages on which tests are sat."""

    @property
    def sheets(self) -> Sheets:
        """Photographed sheets."""

    @property
    def arrivals(self) -> Arrivals:
        """Tables from the university's own system."""

    @property
    def marks(self) -> Marks:
        """Examiners' marks."""

    @property
    def appeals(self) -> Appeals:
        """Appeals against marks."""

    @property
    def gradebook(self) -> Gradebook:
        """Grades on their way."""

    @property
    def events(self) -> Events:
        """The event log."""

    @property
    def outbox(self) -> Outbox:
        """Messages."""

    @property
    def invites(self) -> Invites:
        """Invitations."""

    @property
    def pendings(self) -> Pendings:
        """Previews."""

    @property
    def cases(self) -> Cases:
        """Absence cases."""

    @property
    def orders(self) -> Orders:
        """Orders of the deans."""

    @property
    def plans(self) -> Plans:
        """Plans of additional exams."""

    @property
    def outages(self) -> Outages:
        """Where and when connections broke."""

    @property
    def pulse(self) -> Pulse:
        """Signs of life."""

    async def commit(self) -> None:
        """Make everything durable."""


class Units(Protocol):
    """Opens units of work."""

    def __call__(self) -> AbstractAsyncContextManager[Unit]:
        """Open a unit that may write; writers wait for each other."""

    def reading(self) -> AbstractAsyncContextManager[Unit]:
        """Open a unit that only reads a consistent picture and waits for nobody."""
