"""An exam: one subject, one kind, its groups and one time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, timezone
from enum import Enum
from typing import Final

from exams.domain.attempt import UPLOAD_TIME
from exams.domain.deck import Served
from exams.domain.exam_table import EXAM_TABLE, ExamAct, ExamStage
from exams.domain.ids import ExamId, GroupId, PersonId
from exams.domain.people import Actor, Role
from exams.domain.question_draw import Part, Shelves, short_of
from exams.domain.refusals.moments import TooEarly
from exams.domain.refusals.planning import NotReady, TicketsShown
from exams.domain.transitions import step

ASTANA: Final = timezone(timedelta(hours=5), "Астана")  # times are shown and imported in it
ROOM_LEAD: Final = timedelta(minutes=30)  # the conference opens; proctors and commission come
ROOM_MINUTES: Final = ROOM_LEAD // timedelta(minutes=1)
LINK_LEAD: Final = timedelta(minutes=15)  # S11: the link, and check-in, 15 minutes before
LATE_ARRIVAL: Final = timedelta(minutes=15)  # rules B: checking in ends 15 minutes after the start
WRITING_TIME: Final = timedelta(hours=2)  # S24: two hours from the moment the ticket is shown
ANSWER_TIME: Final = timedelta(minutes=10)  # an oral answer, for the plan and the first forecast
ARCHIVED_AFTER: Final = timedelta(days=180)  # a term; the plan shows what is of this one
CANCELLED_SHOWN: Final = timedelta(days=1)  # after the start that was planned
RESULTS_DUE: Final = timedelta(days=1)  # S27: results within one day
SPARE_TICKETS: Final = 10  # percent; rules A: tickets for every student and ten percent more
REMINDERS: Final = (timedelta(hours=24), timedelta(hours=1))
RESERVE_CALLED: Final = "reserve_called"
"""Noted on an exam once the reserve proctor was called in place of those who had not come."""
CHIEF_CALLED: Final = "chief_called"
"""Noted on an exam once the chief proctor was."""
NO_SHOWS: Final = "no_shows"
"""Noted on an exam once those who had not come were told that they missed it."""
ROOM_LOST: Final = "room_lost"
"""Noted on an exam once its room was deleted at the service, and its links with it."""
EQUIPMENT: Final = "equipment"
"""Noted on an exam once its students were asked what will be on camera."""
UNANNOUNCED: Final = "unannounced"
"""Noted on an exam that was cancelled as a draft."""
EQUIPMENT_LEAD: Final = timedelta(hours=24)  # S1: a day before


class Kind(Enum):
    """How an exam is sat."""

    WRITTEN = "written"
    ORAL = "oral"
    TEST = "test"


OVERRUN: Final[Mapping[Kind, timedelta]] = {
    Kind.WRITTEN: LATE_ARRIVAL + UPLOAD_TIME,
    Kind.ORAL: LATE_ARRIVAL + UPLOAD_TIME,
    Kind.TEST: LATE_ARRIVAL,
}
"""How long after its planned time an exam of a kind may last for somebody."""


class Check(Enum):
    """What must hold before an exam is published; each failing one is shown with its fix."""

    TICKETS = "tickets"
    LANGUAGE = "language"
    QUESTIONS = "questions"
    CLASH = "clash"
    PROCTOR = "proctor"
    GROUP_CHAT = "group_chat"
    HOST = "host"
    STUDENTS = "students"
    PAST = "past"


UNASKED: Final[Mapping[Kind, frozenset[Check]]] = {
    Kind.WRITTEN: frozenset({Check.QUESTIONS}),
    Kind.ORAL: frozenset({Check.QUESTIONS, Check.GROUP_CHAT}),
    Kind.TEST: frozenset({Check.TICKETS, Check.LANGUAGE, Check.GROUP_CHAT}),
}
"""What is not looked at before an exam of a kind is published."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """The conference in which an exam is held, as the conference service knows it."""

    id: str
    host: str
    join_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Exam:
    """One subject, one kind, its groups and one time; every change returns a new value.

    Attributes:
        starts_at: aware UTC.
        allowed: how long a student may write.
        proctors: who invigilates and examines; the first named leads.
        chief: decides what a proctor alone may not.
        reserve: takes part only when called, and then decides like the chief.
        host: the conference account that hosts, empty where a link is typed by hand.
        room: the conference, None until it is opened.
        schedule_version: grows when the exam is moved, so that old links and reminders die.
        began_at: when the exam began to run.
        suspended_at: since when every clock of the exam stands, while it does.
        closed_at: when the last attempt ended; results are due a day later.
        door_until: until when a student may come, where the bot was away while one could.
        equal_preparation: an oral exam in which everybody prepares equally long.
        answer_time: how long an oral answer is planned to take.
        parts: how many questions of which topic each student of a test gets; empty where every
            topic gives its share of as many as the settings say.
        shows_answers: students of a test may see what was right, once it is over for everybody.
        picking_opened_at: when the tickets of an oral exam were laid out.
        oral_opens_at: when the questioning begins; None while it cannot be known.
        done: what the clock has done for this exam, so that it does nothing twice.
        version: grows by one with each saved change; guards against lost updates.
    """

    id: ExamId
    subject: str
    kind: Kind
    starts_at: datetime
    groups: tuple[GroupId, ...]
    proctors: tuple[PersonId, ...]
    chief: PersonId | None
    reserve: PersonId | None = None
    faculty: str = ""
    host: str = ""
    allowed: timedelta = WRITING_TIME
    stage: ExamStage = ExamStage.DRAFT
    room: Room | None = None
    schedule_version: int = 1
    began_at: datetime | None = None
    suspended_at: datetime | None = None
    closed_at: datetime | None = None
    door_until: datetime | None = None
    equal_preparation: bool = False
    answer_time: timedelta = ANSWER_TIME
    parts: tuple[Part, ...] = ()
    shows_answers: bool = False
    picking_opened_at: datetime | None = None
    oral_opens_at: datetime | None = None
    done: frozenset[str] = frozenset()
    version: int = 0

    def roles_of(self, actor: Actor) -> frozenset[Role]:
        """Return the roles which somebody holds for this exam.

        A proctor of another exam is a stranger here.
        """
        roles = set(actor.roles) - {Role.PROCTOR, Role.CHIEF, Role.EXAMINER}
        if actor.id in self.proctors:
            roles |= {Role.PROCTOR, Role.EXAMINER}
        if self.led_by(actor.id):
            roles |= {Role.PROCTOR, Role.CHIEF, Role.EXAMINER}
        return frozenset(roles)

    def led_by(self, person: PersonId) -> bool:
        """Return whether somebody decides as chief proctor: the reserve does, too, once called."""
        return person == self.chief or (person == self.reserve and self.reserve_called)

    @property
    def reserve_called(self) -> bool:
        """Return whether the reserve proctor was called."""
        return self.reserve is not None and RESERVE_CALLED in self.done

    @property
    def room_opens_at(self) -> datetime:
        """Return when the conference opens, and whoever leads or hears the exam gets a link."""
        return self.starts_at - ROOM_LEAD

    @property
    def checkin_opens_at(self) -> datetime:
        """Return when links are out and checking in begins."""
        return self.starts_at - LINK_LEAD

    @property
    def checkin_closes_at(self) -> datetime:
        """Return until when a student may still come."""
        return self.door_until or self.starts_at + LATE_ARRIVAL

    @property
    def begins_until(self) -> datetime:
        """Return when whoever came last would have ended, so that nobody begins any more."""
        return self.checkin_closes_at + self.allowed

    def unattended(self, since: datetime, until: datetime) -> "Exam":
        """Keep the door open for as long as it was while the bot was away.

        What was left of its time then is left from `until` on.
        """
        left = self.checkin_closes_at - max(since, self.checkin_opens_at)
        return self if left <= timedelta() else replace(self, door_until=until + left)

    def takes_newcomers(self, now: datetime) -> bool:
        """Return whether somebody who gets a place now can still come in time."""
        if self.stage in {ExamStage.DRAFT, ExamStage.PUBLISHED}:
            return True
        opened = {ExamStage.CHECKIN_OPEN, ExamStage.RUNNING, ExamStage.SUSPENDED}
        waits = now < self.checkin_closes_at and NO_SHOWS not in self.done
        return self.stage in opened and waits

    @property
    def announced(self) -> bool:
        """Return whether its students were ever told of it."""
        return self.stage is not ExamStage.DRAFT and UNANNOUNCED not in self.done

    def planned(self, now: datetime) -> bool:
        """Return whether the plan shows the exam: a cancelled one until its day is over.

        One that was cancelled before anybody was told of it is shown nowhere.
        """
        if self.stage is ExamStage.CANCELLED:
            return self.announced and now < self.starts_at + CANCELLED_SHOWN
        return self.stage is not ExamStage.ARCHIVED

    @property
    def archivable_at(self) -> datetime:
        """Return when the exam is no longer of this term."""
        return (self.closed_at or self.starts_at) + ARCHIVED_AFTER

    @property
    def results_due_at(self) -> datetime | None:
        """Return by when results must be published; None while the exam runs."""
        return self.closed_at + RESULTS_DUE if self.closed_at else None

    def take(self, act: ExamAct, held: frozenset[Role], *, at: datetime) -> "Exam":
        """Do an act of the table, with the moments it sets.

        Raises:
            NotAllowed: none of the held roles may do this.
            WrongStage: not now.
        """
        stage = step(EXAM_TABLE, act, self.stage, held)
        began_at = at if act is ExamAct.BEGIN else self.began_at
        closed_at = at if act is ExamAct.CLOSE else self.closed_at
        untold = stage is ExamStage.CANCELLED and not self.announced
        answers = self.oral_opens_at
        stood_since = self.suspended_at if act is ExamAct.GO_ON else None
        if answers is not None and stood_since is not None and answers > stood_since:
            answers += at - stood_since  # nobody prepares less because the exam stood still
        return replace(
            self,
            stage=stage,
            began_at=began_at,
            suspended_at=at if act is ExamAct.SUSPEND else None,
            closed_at=closed_at,
            oral_opens_at=answers,
            done=self.done | {UNANNOUNCED} if untold else self.done,
        )

    def archive(self, held: frozenset[Role], *, at: datetime) -> "Exam":
        """Take the exam out of the plan, once nothing about it is open and a term is over.

        Raises:
            TooEarly: it is still of this term.
            NotAllowed, WrongStage: its results are not out, or somebody else asks for it.
        """
        archived = self.take(ExamAct.ARCHIVE, held, at=at)
        if at < self.archivable_at:
            raise TooEarly(opens_at=self.archivable_at)
        return archived

    def move(
        self, to: datetime, held: frozenset[Role], *, at: datetime, tickets_shown: bool
    ) -> "Exam":
        """Plan the exam for another time; the old link and reminders are dead.

        Raises:
            TicketsShown: somebody has seen a ticket or a question.
            NotReady: the new time is past.
            NotAllowed: neither registrar nor dean.
            WrongStage: the exam runs or is over.
        """
        moved = self.take(ExamAct.MOVE, held, at=at)
        if tickets_shown:
            raise TicketsShown
        if to <= at:
            raise NotReady(failed=(Check.PAST.value,))
        return replace(
            moved,
            starts_at=to,
            door_until=None,
            room=None,
            done=frozenset(),
            schedule_version=self.schedule_version + 1,
        )

    def lose_room(self, dead: frozenset[str]) -> "Exam":
        """Be without a room until there is another one: the old one went, and its links with it.

        Args:
            dead: notes of what was done with those links, and is done anew with the next ones.
        """
        anew = {lost(one) for one in dead & self.done}
        return replace(self, room=None, done=self.done - dead | anew | {ROOM_LOST})

    def links_wanted(self, now: datetime) -> bool:
        """Return whether links are given: while one may come, and to all if their room went."""
        return now < self.checkin_closes_at or ROOM_LOST in self.done

    @property
    def checked(self) -> tuple[Check, ...]:
        """What can stand in the way of publishing an exam of its kind."""
        return tuple(check for check in Check if check not in UNASKED[self.kind])

    def checks(
        self,
        *,
        now: datetime,
        students: int,
        decks: Sequence[Served],
        questions: Shelves[int],
        clashes: int,
        groups_linked: bool,
        host_free: bool,
    ) -> tuple[Check, ...]:
        """Return what stands in the way of publishing, nothing if all is well.

        Args:
            now: aware UTC.
            students: how many are on the list.
            decks: of the exam, each with who draws from it; whoever has none is in none.
            questions: how many the bank has, by topic and difficulty.
            clashes: students who sit another exam at an overlapping time.
            groups_linked: every group has its chat, where results are to be posted.
            host_free: the conference host has no other exam at the time.
        """
        few = not sum(questions.values()) or bool(short_of(self.parts, questions))
        short = any(deck.tickets < tickets_needed(deck.students) for deck in decks)
        with_deck = sum(deck.students for deck in decks)
        failed = {
            Check.PAST: self.starts_at <= now,
            Check.STUDENTS: students == 0,
            Check.TICKETS: short or (students > 0 and not decks),
            Check.LANGUAGE: bool(decks) and with_deck < students,
            Check.QUESTIONS: few,
            Check.CLASH: clashes > 0,
            Check.PROCTOR: not self.proctors,
            Check.GROUP_CHAT: not groups_linked,
            Check.HOST: not host_free,
        }
        return tuple(check for check, bad in failed.items() if bad and check in self.checked)


def tickets_needed(students: int) -> int:
    """Return how many cards a deck needs: one each and a tenth more, rounded up."""
    return students + -(-students * SPARE_TICKETS // 100)


def lost(note: str) -> str:
    """Return what is noted on an exam of what was done with links that are dead now."""
    return f"lost:{note}"
