"""The exam itself: who is who in it, publishing, moving, and its moments."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from exams.domain.deck import Served
from exams.domain.exam import (
    NO_SHOWS,
    RESERVE_CALLED,
    UNANNOUNCED,
    Check,
    Exam,
    Kind,
    tickets_needed,
)
from exams.domain.exam_table import ExamAct, ExamStage
from exams.domain.people import SYSTEM, Role
from exams.domain.question_draw import Part
from exams.domain.refusals.moments import TooEarly, WrongStage
from exams.domain.refusals.people import NotAllowed
from exams.domain.refusals.planning import NotReady, TicketsShown
from tests import make

LONG_BEFORE = make.at(-600)
NEXT_DAY = make.at(24 * 60)


def test_a_proctor_of_another_exam_is_a_stranger_here() -> None:
    other = make.actor(make.SERIK, Role.PROCTOR, Role.CHIEF, Role.EXAMINER)

    assert make.exam().roles_of(other) == frozenset()


def test_proctor_and_chief_hold_their_roles_by_the_exam() -> None:
    exam = make.exam()

    assert exam.roles_of(make.actor(make.NURLAN, Role.PROCTOR)) == make.PROCTOR
    assert exam.roles_of(make.actor(make.ZHANIYA, Role.PROCTOR)) == make.CHIEF
    assert exam.roles_of(make.actor(make.SERIK, Role.DEAN)) == make.DEAN
    assert exam.roles_of(make.actor()) == make.STUDENT
    assert exam.roles_of(SYSTEM) == make.CLOCK


def test_an_exam_without_a_chief_has_none() -> None:
    assert make.exam(chief=None).roles_of(make.actor(make.NURLAN)) == (
        make.PROCTOR | {Role.STUDENT}
    )


def test_beginning_and_closing_are_stamped_and_results_are_due_a_day_later() -> None:
    waiting = make.exam(ExamStage.CHECKIN_OPEN)

    begun = waiting.take(ExamAct.BEGIN, make.PROCTOR, at=make.at(1))
    closed = begun.take(ExamAct.CLOSE, make.CLOCK, at=make.at(150))

    assert (waiting.began_at, begun.began_at, begun.results_due_at) == (None, make.at(1), None)
    assert (closed.began_at, closed.closed_at) == (make.at(1), make.at(150))
    assert closed.results_due_at == make.at(150 + 24 * 60)


def test_suspending_and_going_on_keep_the_moments() -> None:
    running = make.exam()

    again = running.take(ExamAct.SUSPEND, make.CHIEF, at=make.at(20)).take(
        ExamAct.GO_ON, make.CHIEF, at=make.at(40)
    )

    assert again == running


def test_checking_in_opens_15_minutes_before_and_closes_15_after_the_start() -> None:
    assert make.exam().checkin_opens_at == make.at(-15)
    assert make.exam().checkin_closes_at == make.at(15)


# -- moving ------------------------------------------------------------------------


@pytest.mark.parametrize("stage", [ExamStage.PUBLISHED, ExamStage.CHECKIN_OPEN])
@pytest.mark.parametrize("by", [make.REGISTRAR, make.DEAN], ids=["registrar", "dean"])
def test_moving_kills_link_and_reminders(stage: ExamStage, by: frozenset[Role]) -> None:
    told = make.exam(stage, done=frozenset({"reminded_24h", "linked"}))

    moved = told.move(NEXT_DAY, by, at=make.at(-10), tickets_shown=False)

    assert moved == make.exam(
        ExamStage.PUBLISHED, starts_at=NEXT_DAY, room=None, done=frozenset(), schedule_version=2
    )


def test_an_exam_is_not_moved_once_a_ticket_was_shown() -> None:
    with pytest.raises(TicketsShown):
        make.exam(ExamStage.CHECKIN_OPEN).move(
            NEXT_DAY, make.REGISTRAR, at=make.at(), tickets_shown=True
        )


@pytest.mark.parametrize(("ms", "allowed"), [(-1, False), (0, False), (1, True)])
def test_an_exam_is_moved_into_the_future_only(ms: int, *, allowed: bool) -> None:
    def move() -> Exam:
        return make.exam(ExamStage.PUBLISHED).move(
            make.at(-60, ms=ms), make.REGISTRAR, at=make.at(-60), tickets_shown=False
        )

    if allowed:
        assert move().starts_at == make.at(-60, ms=ms)
    else:
        with pytest.raises(NotReady) as refused:
            move()
        assert refused.value.facts["failed"] == ("past",)


def test_a_running_exam_is_not_moved_and_a_proctor_moves_none() -> None:
    with pytest.raises(WrongStage):
        make.exam().move(NEXT_DAY, make.REGISTRAR, at=make.at(), tickets_shown=False)
    with pytest.raises(NotAllowed):
        make.exam(ExamStage.PUBLISHED).move(
            NEXT_DAY, make.CHIEF, at=make.at(-60), tickets_shown=False
        )


# -- publishing ----------------------------------------------------------------------


def checked(
    exam: Exam | None = None,
    *,
    now: datetime = LONG_BEFORE,
    students: int = 10,
    tickets: int = 11,
    without_deck: int = 0,
    questions: int = 12,
    clashes: int = 0,
    groups_linked: bool = True,
    host_free: bool = True,
) -> tuple[Check, ...]:
    return (exam or make.exam(ExamStage.DRAFT)).checks(
        now=now,
        students=students,
        decks=(Served(language=None, tickets=tickets, students=students - without_deck),),
        questions={("Кестелер", 2): questions},
        clashes=clashes,
        groups_linked=groups_linked,
        host_free=host_free,
    )


def test_nothing_stands_in_the_way_of_an_exam_that_is_ready() -> None:
    assert checked() == ()


def test_each_check_finds_its_own_fault() -> None:
    assert checked(tickets=10) == (Check.TICKETS,)
    assert checked(without_deck=1) == (Check.LANGUAGE,)
    assert checked(clashes=1) == (Check.CLASH,)
    assert checked(make.exam(ExamStage.DRAFT, proctors=())) == (Check.PROCTOR,)
    assert checked(groups_linked=False) == (Check.GROUP_CHAT,)
    assert checked(host_free=False) == (Check.HOST,)
    assert checked(students=0) == (Check.STUDENTS,)


def test_all_faults_are_named_at_once() -> None:
    bare = make.exam(ExamStage.DRAFT, proctors=())
    test = replace(bare, kind=Kind.TEST)
    faults = {
        kind: checked(
            exam,
            now=make.at(1),
            students=0,
            tickets=-2,
            without_deck=1,
            questions=0,
            clashes=2,
            groups_linked=False,
            host_free=False,
        )
        for kind, exam in (("written", bare), ("test", test))
    }

    assert set(faults["written"]) == set(Check) - {Check.QUESTIONS}
    assert set(faults["test"]) == set(Check) - {Check.TICKETS, Check.LANGUAGE, Check.GROUP_CHAT}
    assert set(faults["written"]) == set(bare.checked)
    assert set(faults["test"]) == set(test.checked)


@pytest.mark.parametrize(("ms", "past"), [(-1, False), (0, True), (1, True)])
def test_an_exam_whose_start_has_come_is_not_published(ms: int, *, past: bool) -> None:
    assert (Check.PAST in checked(now=make.at(ms=ms))) is past


def test_a_computer_test_needs_no_tickets_and_only_a_written_exam_a_group_chat() -> None:
    test = make.exam(ExamStage.DRAFT, kind=Kind.TEST)
    oral = make.exam(ExamStage.DRAFT, kind=Kind.ORAL)

    assert checked(test, tickets=0, without_deck=10, groups_linked=False) == ()
    assert checked(test, questions=0) == (Check.QUESTIONS,)
    assert checked(oral, questions=0) == ()
    assert checked(oral, groups_linked=False) == ()
    assert checked(oral, tickets=10) == (Check.TICKETS,)


@pytest.mark.parametrize(("there", "failed"), [(5, ()), (4, (Check.QUESTIONS,))])
def test_a_test_needs_as_many_questions_as_its_draw_asks_for(
    there: int, failed: tuple[Check, ...]
) -> None:
    parts = (Part(topic="Кестелер", count=5),)

    assert checked(make.exam(ExamStage.DRAFT, kind=Kind.TEST, parts=parts), questions=there) == (
        failed
    )


@pytest.mark.parametrize(
    ("students", "tickets"),
    [
        (0, 0),
        (1, 2),
        (9, 10),
        (10, 11),
        (11, 13),
        (20, 22),
        (21, 24),
        (25, 28),
        (30, 33),
        (101, 112),
    ],
)
def test_a_deck_has_a_card_for_each_student_and_a_tenth_more(students: int, tickets: int) -> None:
    assert tickets_needed(students) == tickets


def test_the_numbers_of_the_instruction_are_what_they_are() -> None:
    assert make.exam().allowed == timedelta(hours=2)


# -- who comes late, who decides ------------------------------------------


def test_the_reserve_decides_like_the_chief_from_the_call_on_and_only_then() -> None:
    waiting = make.exam(reserve=make.SERIK)
    called = replace(waiting, done=frozenset({RESERVE_CALLED}))
    reserve = make.actor(make.SERIK, Role.PROCTOR)

    assert (waiting.reserve_called, waiting.roles_of(reserve)) == (False, frozenset())
    assert (called.reserve_called, called.roles_of(reserve)) == (True, make.CHIEF)
    assert called.roles_of(make.actor(make.MADINA, Role.PROCTOR)) == frozenset()
    assert not make.exam(done=frozenset({RESERVE_CALLED})).reserve_called  # there is none


@pytest.mark.parametrize("stage", ExamStage)
def test_newcomers_are_taken_before_the_door_closes_and_in_no_exam_that_is_over(
    stage: ExamStage,
) -> None:
    exam = make.exam(stage)
    planned = stage in {ExamStage.DRAFT, ExamStage.PUBLISHED}
    held = stage in {ExamStage.CHECKIN_OPEN, ExamStage.RUNNING, ExamStage.SUSPENDED}

    assert exam.takes_newcomers(make.at(15, ms=-1)) is (planned or held)
    assert exam.takes_newcomers(make.at(15)) is planned
    assert replace(exam, done=frozenset({NO_SHOWS})).takes_newcomers(make.at(14)) is planned


def test_a_cancelled_exam_is_planned_until_its_day_is_over_if_anybody_was_told() -> None:
    told = make.exam(ExamStage.PUBLISHED).take(ExamAct.CANCEL, make.DEAN, at=make.at(-60))
    untold = make.exam(ExamStage.DRAFT, done=frozenset({"equipment"})).take(
        ExamAct.CANCEL, make.DEAN, at=make.at(-60)
    )

    assert (told.announced, untold.announced) == (True, False)
    assert untold.done == {"equipment", UNANNOUNCED}
    assert told.planned(make.at(24 * 60, ms=-1))
    assert not told.planned(make.at(24 * 60))
    assert not untold.planned(make.at(-30))
    assert not make.exam(ExamStage.DRAFT).announced


def test_a_draft_that_is_published_is_no_exam_of_which_nobody_was_told() -> None:
    published = make.exam(ExamStage.DRAFT).take(ExamAct.PUBLISH, make.DEAN, at=LONG_BEFORE)

    assert (published.announced, published.done) == (True, frozenset())


def test_all_but_the_archive_is_planned() -> None:
    for stage in set(ExamStage) - {ExamStage.CANCELLED}:
        assert make.exam(stage).planned(NEXT_DAY) is (stage is not ExamStage.ARCHIVED)


@pytest.mark.parametrize(("ms", "archived"), [(-1, False), (0, True)])
def test_an_exam_is_archived_a_term_after_it_was_closed(ms: int, *, archived: bool) -> None:
    over = make.exam(ExamStage.RESULTS_PUBLISHED, closed_at=make.at(180))
    term_later = make.at(180 + 180 * 24 * 60, ms=ms)

    if archived:
        assert over.archive(make.CLOCK, at=term_later).stage is ExamStage.ARCHIVED
    else:
        with pytest.raises(TooEarly) as refused:
            over.archive(make.CLOCK, at=term_later)
        assert refused.value.facts == {"opens_at": make.at(180 + 180 * 24 * 60)}


def test_a_term_of_an_exam_that_was_never_closed_counts_from_its_start() -> None:
    assert make.exam().archivable_at == make.at(180 * 24 * 60)


@pytest.mark.parametrize(
    ("opens", "moved_to"), [(25, 45), (20, 20), (19, 19)], ids=["to come", "just then", "begun"]
)
def test_answers_that_had_not_begun_begin_later_by_what_the_exam_stood_still(
    opens: int, moved_to: int
) -> None:
    oral = make.exam(kind=Kind.ORAL, oral_opens_at=make.at(opens))

    stands = oral.take(ExamAct.SUSPEND, make.CHIEF, at=make.at(20))
    again = stands.take(ExamAct.GO_ON, make.CHIEF, at=make.at(40))

    assert (stands.suspended_at, stands.oral_opens_at) == (make.at(20), make.at(opens))
    assert (again.suspended_at, again.oral_opens_at) == (None, make.at(moved_to))


def test_an_exam_without_any_deck_lacks_tickets_and_one_without_students_does_not() -> None:
    def faults(students: int) -> tuple[Check, ...]:
        return make.exam(ExamStage.DRAFT).checks(
            now=LONG_BEFORE,
            students=students,
            decks=(),
            questions={},
            clashes=0,
            groups_linked=True,
            host_free=True,
        )

    assert faults(1) == (Check.TICKETS,)
    assert faults(0) == (Check.STUDENTS,)
