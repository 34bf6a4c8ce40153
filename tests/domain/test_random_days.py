"""Random days of an exam, played over the pure rules: whatever is tried, the promises hold.

What the log tells is enough to work out every deadline, and nothing happened that the rules do
not know.
"""

from datetime import datetime, timedelta
from typing import Final

from hypothesis import settings
from hypothesis.stateful import invariant

from exams.domain.attempt import ALL_SEEN, IDENTITY, RULES_VERSION
from exams.domain.attempt_table import Stage
from exams.domain.checking_in import ID_TRIES
from exams.domain.exam import WRITING_TIME
from exams.domain.ids import PersonId
from exams.domain.interruptions import STANDS_STILL
from exams.domain.log import Event, verify
from exams.domain.people import Role
from tests.domain.random_day import RandomDay
from tests.domain.rules_matrix import ATTEMPT_MATRIX, EXAM_MATRIX

BESIDE_THE_TABLE: Final = {"show_ticket", "add_time", "agree", "tick", "look_around", "prove"}
ASIDE: Final = {"interrupted", "paused", "terminated"}
STANDING_STILL: Final = {stage.value for stage in STANDS_STILL}


def what_the_log_says(events: list[Event], now: datetime) -> datetime | None:
    """Work out a student's deadline from the events alone."""
    started: datetime | None = None
    added = timedelta()
    standing: datetime | None = None
    cut = now
    for event in events:
        match event.act:
            case "show_ticket":
                started = event.at
                standing = event.at if event.before == "paused" else None
            case "add_time":
                added += timedelta(minutes=5)
            case "pause" if started and (event.facts["coin"] or event.before in STANDING_STILL):
                standing = event.at
            case "unpause" if standing:
                added += event.at - standing
                standing = None
            case "interrupt":
                cut = event.at
            case "return" if event.facts["coin"] and started:
                added += event.at - max(cut, started)
            case _:
                pass
    if started is None:
        return None
    return started + WRITING_TIME + added + (now - standing if standing else timedelta())


class Day(RandomDay):
    """One day of one exam, and what always holds on it."""

    def events_of(self, student: PersonId) -> list[Event]:
        return [e for e in self.events if e.attempt_id == self.attempts[student].id]

    @invariant()
    def one_ticket_one_student(self) -> None:
        drawn = {s: a.ticket for s, a in self.attempts.items() if a.ticket is not None}
        assert len(set(drawn.values())) == len(drawn)
        assert {c.taken_by: c.number for c in self.deck.cards if c.taken_by} == drawn

    @invariant()
    def no_deadline_moves_without_an_event(self) -> None:
        for student, attempt in self.attempts.items():
            told = what_the_log_says(self.events_of(student), self.now)
            assert attempt.clock.deadline(self.now) == told

    @invariant()
    def every_change_is_an_event_and_a_version(self) -> None:
        for student, attempt in self.attempts.items():
            events = self.events_of(student)
            assert attempt.version == len(events)
            assert attempt.stage.value == (events[-1].after if events else "scheduled")

    @invariant()
    def nobody_is_past_admission_without_checks_and_rules(self) -> None:
        for student, attempt in self.attempts.items():
            acts = [event.act for event in self.events_of(student)]
            if attempt.ticket is not None or attempt.stage in {Stage.ADMITTED, Stage.PICKING}:
                assert "admit" in acts
                assert attempt.seen == ALL_SEEN
                assert attempt.rules_version == RULES_VERSION
            if attempt.stage is Stage.IDENTIFIED:
                assert attempt.seen >= IDENTITY

    @invariant()
    def nobody_releases_without_accepted_sheets(self) -> None:
        """Only the clock does, whom nobody has let go for three hours."""
        people = [
            (event.attempt_id, event.at)
            for event, held in zip(self.events, self.holders, strict=True)
            if event.act == "release" and Role.SYSTEM not in held
        ]
        for student, attempt in self.attempts.items():
            events = self.events_of(student)
            accepted = [e for e in events if e.act in {"accept_sheets", "accept_shown"}]
            assert all(e.facts["sheets"] for e in accepted if e.act == "accept_sheets")
            released = [moment for one, moment in people if one == attempt.id]
            assert not released or (accepted and accepted[0].at <= released[0])

    @invariant()
    def what_is_counted_is_counted(self) -> None:
        for student, attempt in self.attempts.items():
            acts = [event.act for event in self.events_of(student)]
            assert attempt.warnings == acts.count("warn")
            again = acts[::-1].index("reschedule") if "reschedule" in acts else len(acts)
            since_move = acts[len(acts) - again :]
            assert attempt.id_tries == since_move.count("fail_id")
            assert since_move.count("retry_id") < ID_TRIES

    @invariant()
    def only_a_clock_that_waits_for_the_student_stands(self) -> None:
        ended_in_a_pause = {Stage.TERMINATED, Stage.EXCUSED, Stage.TECHNICAL_FAIL}
        for attempt in self.attempts.values():
            if attempt.clock.stopped_at is not None:
                assert attempt.stage in {Stage.PAUSED, *ended_in_a_pause}

    def teardown(self) -> None:
        """Read the log from its first line to its last."""
        self.every_step_was_the_rules()
        head = (self.events[-1].sequence, self.events[-1].hash) if self.events else None
        assert verify(self.events, head=head) is None
        for gone in range(len(self.events)):
            link = verify(self.events[:gone] + self.events[gone + 1 :], head=head)
            assert link is not None
            assert link.sequence == gone + 1

    def every_step_was_the_rules(self) -> None:
        origin: dict[int, str] = {}
        removed: dict[int, str] = {}
        for event, held in zip(self.events, self.holders, strict=True):
            if event.attempt_id is None:
                assert EXAM_MATRIX.expected(event.act, event.before, held) == event.after
                continue
            if event.act in BESIDE_THE_TABLE:
                ticked = {"checking_in", "identified"} if event.act == "tick" else {event.before}
                assert event.after in ticked | {event.before}
                continue
            if event.after in ASIDE and event.before not in ASIDE:
                origin[event.attempt_id] = event.before
            if event.act == "terminate":
                removed[event.attempt_id] = event.before
            wanted = ATTEMPT_MATRIX.expected(event.act, event.before, held)
            if event.act == "hand_in":
                wanted = "sheets_ok"
            elif wanted == "=":
                wanted = event.before
            elif event.act == "reinstate" and event.after == removed[event.attempt_id]:
                wanted = removed[event.attempt_id]
            elif wanted == "?":
                wanted = origin[event.attempt_id]
            assert (event.act, event.before, event.after) == (event.act, event.before, wanted)


TestRandomDays = Day.TestCase
TestRandomDays.settings = settings(max_examples=200, stateful_step_count=40, deadline=None)


def test_a_usual_day_brings_every_student_to_you_may_leave() -> None:
    day = Day()
    day.begin(4, (8, 8, 8), (12, 12, 12))

    assert {a.stage for a in day.attempts.values()} == {Stage.RELEASED}
    day.teardown()
