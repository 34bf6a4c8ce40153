"""Appeals: the time for them, and who decides what."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from exams.domain.appeal import (
    LONGEST_TEXT,
    Appeal,
    AppealStage,
    appeal,
    appeal_until,
    end_of_next_working_day,
    givers_of,
)
from exams.domain.exam import ASTANA
from exams.domain.grades import Mark, MarkStatus
from exams.domain.ids import AttemptId, PersonId
from exams.domain.people import Role
from exams.domain.refusals.appeals import NothingToAppeal, SameMark
from exams.domain.refusals.base import Refusal
from exams.domain.refusals.moments import TooLate, WrongStage
from exams.domain.refusals.people import NotAllowed
from exams.domain.refusals.words import ReasonMissing, TextTooLong
from tests.make import CHIEF, CLOCK, DEAN, EXAM, NURLAN, PROCTOR, SERIK, STUDENT, ZHANIYA, held

FRIDAY = datetime(2026, 1, 16, 18, 30, tzinfo=UTC)  # half past eleven at night in Astana


def works(day: date) -> bool:
    """Monday to Friday."""
    return day.weekday() < 5


def mark(**changes: object) -> Mark:
    plain = Mark(
        attempt_id=AttemptId(7),
        points=61,
        status=MarkStatus.PUBLISHED,
        by=NURLAN,
        at=FRIDAY - timedelta(hours=5),
        published_at=FRIDAY,
    )
    return replace(plain, **changes)  # type: ignore[arg-type]


def made() -> Appeal:
    return appeal(mark(), EXAM, " Екінші сұрақ толық ", works, at=FRIDAY)


def midnight(year: int, month: int, day: int) -> datetime:
    return datetime(year, month, day, tzinfo=ASTANA)


@pytest.mark.parametrize(
    ("moment", "end"),
    [
        (FRIDAY, midnight(2026, 1, 20)),  # over the weekend to the end of Monday
        (FRIDAY + timedelta(minutes=30), midnight(2026, 1, 20)),  # already Saturday in Astana
        (FRIDAY - timedelta(days=1), midnight(2026, 1, 17)),
        (FRIDAY + timedelta(days=2, minutes=29, seconds=59), midnight(2026, 1, 20)),
        (FRIDAY + timedelta(days=2, minutes=30), midnight(2026, 1, 21)),  # Monday in Astana
    ],
)
def test_the_time_ends_with_the_next_working_day_in_astana(
    moment: datetime, end: datetime
) -> None:
    assert end_of_next_working_day(moment, works) == end


def test_an_appeal_is_made_until_the_last_moment_and_not_after() -> None:
    until = midnight(2026, 1, 20)
    assert appeal_until(mark(), works) == until
    one = appeal(mark(), EXAM, "сөз", works, at=until - timedelta(microseconds=1))
    assert (one.against, one.marked_by, one.open) == (61, NURLAN, True)
    with pytest.raises(TooLate) as late:
        appeal(mark(), EXAM, "сөз", works, at=until)
    assert late.value.facts == {"closed_at": until}


@pytest.mark.parametrize(
    ("against", "text", "kind"),
    [
        (None, "сөз", NothingToAppeal),
        (mark(status=MarkStatus.DRAFT, published_at=None), "сөз", NothingToAppeal),
        (mark(status=MarkStatus.DRAFT), "сөз", NothingToAppeal),
        (mark(), "  \n", ReasonMissing),
        (mark(), "х" * (LONGEST_TEXT + 1), TextTooLong),
    ],
    ids=["none", "draft", "hidden", "silent", "long"],
)
def test_there_is_no_appeal_without_a_published_mark_and_words(
    against: Mark | None, text: str, kind: type[Refusal]
) -> None:
    with pytest.raises(kind):
        appeal(against, EXAM, text, works, at=FRIDAY)


def test_an_appeal_is_to_be_decided_by_the_end_of_the_next_working_day() -> None:
    one = made()
    assert one.text == "Екінші сұрақ толық"
    assert one.decide_by == midnight(2026, 1, 20)
    assert not one.overdue(one.decide_by - timedelta(seconds=1))
    assert one.overdue(one.decide_by)


def test_reminders_come_on_the_last_morning_then_at_its_end_then_daily() -> None:
    one, came = made(), []
    for _ in range(4):
        came.append(one.remind_at.astimezone(ASTANA))
        one = one.reminded(at=one.remind_at)
    monday = datetime(2026, 1, 19, 9, tzinfo=ASTANA)
    assert came == [monday, midnight(2026, 1, 20), midnight(2026, 1, 21), midnight(2026, 1, 22)]


def test_a_clock_that_slept_reminds_once() -> None:
    one = made()
    woke = one.decide_by + timedelta(days=2, hours=3)
    assert one.reminded(at=woke).remind_at == one.decide_by + timedelta(days=3)


def uphold(one: Appeal, who: frozenset[Role], by: PersonId) -> Appeal:
    return one.uphold(who, by=by, at=FRIDAY, reason="әділ")


def change(one: Appeal, who: frozenset[Role], by: PersonId) -> Appeal:
    return one.change(who, 66, by=by, at=FRIDAY, reason="қате")


Decide = Callable[[Appeal, frozenset[Role], PersonId], Appeal]


@pytest.mark.parametrize("decide", [uphold, change])
@pytest.mark.parametrize(
    "who",
    [STUDENT, PROCTOR, CLOCK, held(Role.REGISTRAR), held(Role.ADMIN), held()],
    ids=["student", "proctor", "clock", "registrar", "admin", "nobody"],
)
def test_only_chief_and_dean_decide(decide: Decide, who: frozenset[Role]) -> None:
    with pytest.raises(NotAllowed):
        decide(made(), who, ZHANIYA)


def test_a_mark_was_given_by_all_of_a_commission_who_heard_the_answer() -> None:
    assert givers_of(made(), {}) == {NURLAN}
    assert givers_of(made(), {ZHANIYA: 80, SERIK: None}) == {NURLAN, ZHANIYA}


@pytest.mark.parametrize(("who", "by"), [(CHIEF, ZHANIYA), (DEAN, SERIK)], ids=["chief", "dean"])
def test_a_decision_is_made_once_with_points_reason_and_name(
    who: frozenset[Role], by: PersonId
) -> None:
    upheld, changed = uphold(made(), who, by), change(made(), who, by)
    assert (upheld.stage, upheld.points, upheld.reason) == (AppealStage.UPHELD, 61, "әділ")
    assert (changed.stage, changed.points, changed.reason) == (AppealStage.CHANGED, 66, "қате")
    assert (changed.decided_by, changed.decided_at) == (by, FRIDAY)
    for decided in (upheld, changed):
        assert not decided.overdue(FRIDAY + timedelta(days=99))
        for again in (uphold, change):
            with pytest.raises(WrongStage):
                again(decided, who, by)


def test_a_decision_needs_a_reason_and_a_change_another_mark() -> None:
    with pytest.raises(ReasonMissing):
        made().uphold(DEAN, by=SERIK, at=FRIDAY, reason=" ")
    with pytest.raises(ReasonMissing):
        made().change(DEAN, 66, by=SERIK, at=FRIDAY, reason="")
    with pytest.raises(SameMark):
        made().change(DEAN, 61, by=SERIK, at=FRIDAY, reason="қате")
