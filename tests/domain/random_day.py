"""What may happen on a random day of an exam, and how its events are kept.

Three students, a proctor, a chief, the offices and the clock do sensible and foolish things at
random moments. Each change is kept with its event, as the use cases keep it.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Final

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from exams.domain import beforehand, handing_in, writing
from exams.domain.attempt import ALL_SEEN, Attempt, Seen
from exams.domain.attempt_table import Stage
from exams.domain.deck import Deck
from exams.domain.exam import Exam
from exams.domain.exam_table import ExamAct, ExamStage
from exams.domain.ids import PersonId
from exams.domain.log import Event, Fact
from exams.domain.refusals.base import Refusal
from tests import make
from tests.domain.doings import DOINGS, USUAL, Doing, Held
from tests.domain.rules_matrix import ATTEMPT_MATRIX

SITTING: Final = make.STUDENTS[:3]
PEOPLE: Final[Mapping[str, Held]] = {
    "student": make.STUDENT,
    "proctor": make.PROCTOR,
    "chief": make.CHIEF,
    "dean": make.DEAN,
    "registrar": make.REGISTRAR,
    "clock": make.CLOCK,
    "nobody": frozenset(),
}
SPANS: Final = [timedelta(seconds=s) for s in (1, 59, 180, 300, 301, 900, 1800, 4000)]


class RandomDay(RuleBasedStateMachine):
    """One day of one exam."""

    exam: Exam
    deck: Deck
    now: datetime
    attempts: dict[PersonId, Attempt]
    sheets: dict[PersonId, int]
    seen: Seen
    coin: bool

    def __init__(self) -> None:
        super().__init__()
        self.now = make.at(-20)
        self.events: list[Event] = []
        self.holders: list[Held] = []
        self.attempts = {student: make.attempt(student=student) for student in SITTING}
        self.sheets = dict.fromkeys(SITTING, 0)
        self.seen = Seen.FACE
        self.coin = False

    @initialize(
        cards=st.integers(min_value=2, max_value=4),
        here=st.tuples(*[st.integers(min_value=0, max_value=7)] * len(SITTING)),
        later=st.tuples(*[st.integers(min_value=0, max_value=11)] * len(SITTING)),
    )
    def begin(self, cards: int, here: tuple[int, ...], later: tuple[int, ...]) -> None:
        """Lay out the cards; each student has come some way before the day turns random."""
        self.exam = make.exam(ExamStage.PUBLISHED)
        self.deck = make.deck(cards)
        for steps in (here, later):
            if any(steps):
                self.the_exam_takes_its_usual_course()
            for student, count in zip(SITTING, steps, strict=True):
                self.a_student_goes_on_as_usual(student, count)

    # -- keeping, as the use cases do ----------------------------------------------

    def note(self, act: str, held: Held, before: str, after: str, **facts: Any) -> None:
        last = self.events[-1] if self.events else None
        facts = {"reason": act, "facts": {"coin": self.coin}, "attempt_id": None} | facts
        self.events.append(
            make.event(last, at=self.now, act=act, before=before, after=after, **facts)
        )
        self.holders.append(held)

    def does(self, student: PersonId, act: str, held: Held, doing: Doing | None = None) -> bool:
        before = self.attempts[student]
        try:
            after = (doing or DOINGS[act])(self, before, held)
        except Refusal:
            return False
        if after == before:
            return False
        if act == "close_upload" and after.stage is Stage.SHEETS_MISSING:
            act = "miss_sheets"
        self.attempts[student] = replace(after, version=before.version + 1)
        facts: dict[str, Fact] = {"coin": self.coin, "sheets": self.sheets[student]}
        self.note(
            act,
            held,
            before.stage.value,
            after.stage.value,
            facts=facts,
            attempt_id=before.id,
        )
        if act == "ask_again":
            self.sheets[student] -= 1
        if act == "reschedule":
            self.sheets[student] = 0
        return True

    # -- what may happen ---------------------------------------------------------------

    @rule(span=st.sampled_from(SPANS))
    def time_passes(self, span: timedelta) -> None:
        self.now += span

    @rule(act=st.sampled_from(ExamAct), who=st.sampled_from(sorted(PEOPLE)))
    def somebody_acts_on_the_exam(self, act: ExamAct, who: str) -> None:
        before, held = self.exam, PEOPLE[who]
        if act is ExamAct.OPEN_CHECKIN and self.now < before.checkin_opens_at:
            return
        if act is ExamAct.CLOSE and not all(a.over for a in self.attempts.values()):
            return
        try:
            if act is ExamAct.MOVE:
                shown = any(a.ticket for a in self.attempts.values())
                self.exam = before.move(
                    self.now + timedelta(hours=1), held, at=self.now, tickets_shown=shown
                )
            else:
                self.exam = before.take(act, held, at=self.now)
        except Refusal:
            return
        self.note(act.value, held, before.stage.value, self.exam.stage.value)
        if act is ExamAct.MOVE:
            for student in SITTING:
                self.does(
                    student, "reschedule", held, lambda _, a, by: beforehand.reschedule(a, by)
                )

    @rule()
    def the_exam_takes_its_usual_course(self) -> None:
        if self.exam.stage is ExamStage.PUBLISHED:
            self.now = max(self.now, self.exam.checkin_opens_at)
            self.somebody_acts_on_the_exam(ExamAct.OPEN_CHECKIN, "clock")
        elif self.exam.stage is ExamStage.CHECKIN_OPEN:
            self.now = max(self.now, self.exam.starts_at)
            self.somebody_acts_on_the_exam(ExamAct.BEGIN, "proctor")
        elif self.exam.stage is ExamStage.SUSPENDED:
            self.somebody_acts_on_the_exam(ExamAct.GO_ON, "chief")

    @rule(
        student=st.sampled_from(SITTING),
        act=st.sampled_from(sorted(DOINGS)),
        who=st.sampled_from(sorted(PEOPLE)),
        seen=st.sampled_from(Seen),
        coin=st.booleans(),
    )
    def anybody_tries_anything(
        self, *, student: PersonId, act: str, who: str, seen: Seen, coin: bool
    ) -> None:
        self.seen, self.coin = seen, coin
        self.does(student, act, PEOPLE[who])

    @rule(
        student=st.sampled_from(SITTING),
        choice=st.integers(min_value=0, max_value=99),
        seen=st.sampled_from(Seen),
        coin=st.booleans(),
    )
    def somebody_does_what_fits_the_moment(
        self, student: PersonId, choice: int, seen: Seen, *, coin: bool
    ) -> None:
        self.seen, self.coin = seen, coin
        stage = self.attempts[student].stage.value
        fitting = [
            (act, held)
            for act in sorted(DOINGS.keys() & ATTEMPT_MATRIX.acts.keys())
            for held in PEOPLE.values()
            if ATTEMPT_MATRIX.expected(act, stage, held) not in {"NotAllowed", "WrongStage"}
        ]
        if fitting:
            act, held = fitting[choice % len(fitting)]
            self.does(student, act, held)

    @rule(student=st.sampled_from(SITTING), steps=st.integers(min_value=1, max_value=8))
    def a_student_goes_on_as_usual(self, student: PersonId, steps: int) -> None:
        self.coin = False
        for _ in range(steps):
            self._go_on(student)

    def _go_on(self, student: PersonId) -> None:
        attempt = self.attempts[student]
        if attempt.stage is Stage.SCHEDULED and self.exam.stage is ExamStage.CHECKIN_OPEN:
            self.does(
                student,
                "invite",
                make.CLOCK,
                lambda _, a, __: beforehand.invite(a, "https://z", "r"),
            )
        elif attempt.stage is Stage.PICKING:
            for position in range(1, 6):
                self.a_student_turns_a_card(student, position, "student")
        elif attempt.stage in {Stage.UPLOADING, Stage.RESHOOT}:
            if not self.does(student, "hand_in", make.STUDENT):
                self.a_student_sends_a_sheet(student)
        else:
            self.seen = next((s for s in Seen if s not in attempt.seen), Seen.FACE)
            for held, act in USUAL.get(attempt.stage, ()):
                wanted = act != "tick" or attempt.seen < ALL_SEEN
                if wanted and self.does(student, act, held):
                    break

    @rule(
        student=st.sampled_from(SITTING),
        position=st.integers(min_value=0, max_value=5),
        who=st.sampled_from(["student", "student", "chief", "proctor"]),
    )
    def a_student_turns_a_card(self, student: PersonId, position: int, who: str) -> None:
        try:
            deck, card = self.deck.turn_over(position, by=student)
        except Refusal:
            return
        if self.does(
            student,
            "draw",
            PEOPLE[who],
            lambda day, a, by: writing.draw(a, card.number, by, at=day.now),
        ):
            self.deck = deck

    @rule(student=st.sampled_from(SITTING))
    def a_student_sends_a_sheet(self, student: PersonId) -> None:
        if self.attempts[student].stage is Stage.PENS_DOWN:
            self.does(student, "start_upload", make.STUDENT)
        if self.attempts[student].stage in {Stage.UPLOADING, Stage.RESHOOT}:
            self.sheets[student] += 1

    @rule(
        student=st.sampled_from(SITTING),
        trouble=st.sampled_from(["interrupt", "pause"]),
        spans=st.tuples(st.sampled_from(SPANS), st.sampled_from(SPANS)),
        removed=st.booleans(),
        coin=st.booleans(),
    )
    def a_student_is_in_trouble_for_a_while(
        self,
        *,
        student: PersonId,
        trouble: str,
        spans: tuple[timedelta, timedelta],
        removed: bool,
        coin: bool,
    ) -> None:
        """The ticket may arrive meanwhile; the chief may remove the student and think again."""
        self.coin = coin
        self.does(student, trouble, make.PROCTOR)
        self.now += spans[0]
        self.does(student, "show_ticket", make.STUDENT)
        if removed:
            self.does(student, "terminate", make.CHIEF)
            self.does(student, "reinstate", make.CHIEF)
        self.now += spans[1]
        self.does(student, "return" if trouble == "interrupt" else "unpause", make.CHIEF)

    @rule(student=st.sampled_from(SITTING), times=st.integers(min_value=1, max_value=4))
    def the_proctor_does_not_know_the_student(self, student: PersonId, times: int) -> None:
        for _ in range(times):
            self.does(student, "fail_id", make.PROCTOR)
            self.does(student, "retry_id", make.STUDENT)

    @rule()
    def the_clock_does_its_round(self) -> None:
        for student in SITTING:
            self.does(
                student,
                "miss",
                make.CLOCK,
                lambda day, a, _: beforehand.miss(a, day.exam, at=day.now),
            )
            self.does(student, "fail_technically", make.CLOCK)
            self.does(student, "pens_down", make.CLOCK)
            self.does(
                student,
                "close_upload",
                make.CLOCK,
                lambda day, a, _: handing_in.close_upload(
                    a, accepted=day.sheets[a.student_id], at=day.now
                ),
            )

    @rule()
    def the_chief_stops_everybody(self) -> None:
        self.coin = True
        for student in SITTING:
            self.does(student, "pause", make.CHIEF)
