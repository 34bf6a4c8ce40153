"""What can be done to an attempt on a random day, and what usually comes next."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Final, Protocol

from exams.domain import beforehand, checking_in, handing_in, interruptions, rulings, writing
from exams.domain.attempt import Attempt, Seen
from exams.domain.attempt_table import Act, Stage
from exams.domain.exam import Exam
from exams.domain.ids import PersonId
from exams.domain.people import Role
from tests import make

Held = frozenset[Role]


class Moment(Protocol):
    """What a doing takes from the day."""

    exam: Exam
    now: datetime
    seen: Seen
    coin: bool
    sheets: dict[PersonId, int]


Doing = Callable[[Moment, Attempt, Held], Attempt]
Step = tuple[Held, str]

DOINGS: Final[Mapping[str, Doing]] = {
    "bar": lambda _, a, by: beforehand.bar(a, by, reason="қарыз"),
    "clear_bar": lambda _, a, by: beforehand.clear_bar(a, by, reason="төленді"),
    "check_in": lambda day, a, by: checking_in.check_in(a, day.exam, by, at=day.now),
    "revert_no_show": lambda day, a, by: rulings.revert_no_show(a, day.exam, by),
    "agree": lambda day, a, _: checking_in.agree(a, at=day.now),
    "tick": lambda day, a, by: checking_in.tick(a, day.seen, by),
    "identify": lambda _, a, by: checking_in.identify(a, by),
    "look_around": lambda _, a, by: checking_in.look_around(a, by),
    "fail_id": lambda _, a, by: checking_in.fail_id(a, by, reason="бет көрінбейді"),
    "retry_id": lambda _, a, by: checking_in.retry_id(a, by),
    "overrule_id": lambda _, a, by: checking_in.overrule_id(a, by),
    "admit": lambda day, a, by: checking_in.admit(a, day.exam, by, at=day.now),
    "admit_provisionally": lambda day, a, by: checking_in.admit_provisionally(a, by, at=day.now),
    "prove": lambda _, a, by: checking_in.prove(a, by),
    "open_board": lambda day, a, by: writing.open_board(a, day.exam, by, at=day.now),
    "show_ticket": lambda day, a, _: writing.show_ticket(a, at=day.now),
    "add_time": lambda _, a, by: writing.add_time(a, timedelta(minutes=5), by, reason="дыбыс"),
    "interrupt": lambda day, a, by: interruptions.interrupt(a, by, at=day.now),
    "return": lambda day, a, by: interruptions.come_back(a, by, at=day.now, counted=day.coin),
    "fail_technically": lambda day, a, by: interruptions.fail_technically(a, by, at=day.now),
    "pause": lambda day, a, by: interruptions.pause(
        a, by, at=day.now, reason="камера", stop_clock=day.coin
    ),
    "unpause": lambda day, a, by: interruptions.unpause(a, by, at=day.now),
    "warn": lambda _, a, by: rulings.warn(a, by),
    "terminate": lambda _, a, by: rulings.terminate(a, by, reason="шпаргалка"),
    "reinstate": lambda day, a, by: rulings.reinstate(a, day.exam, by),
    "pens_down": lambda day, a, by: writing.put_pens_down(a, by, at=day.now),
    "start_upload": lambda day, a, by: handing_in.start_upload(a, by, at=day.now),
    "hand_in": lambda day, a, by: handing_in.hand_in(
        a, said=day.sheets[a.student_id] + day.coin, accepted=day.sheets[a.student_id], held=by
    ),
    "ask_again": lambda day, a, by: handing_in.ask_again(a, (1,), by, at=day.now),
    "accept_sheets": lambda _, a, by: handing_in.accept_sheets(a, by),
    "reopen_upload": lambda day, a, by: handing_in.reopen_upload(a, by, at=day.now),
    "accept_shown": lambda _, a, by: handing_in.accept_shown(a, by, reason="көрсетті"),
    "void": lambda _, a, by: handing_in.void(a, by, reason="парақ жоқ"),
    "release": lambda day, a, by: handing_in.release(a, by, at=day.now),
    "open_review": lambda _, a, by: rulings.end(a, Act.OPEN_REVIEW, by, reason="күмән"),
    "clear": lambda _, a, by: rulings.end(a, Act.CLEAR, by, reason="негізсіз"),
    "annul": lambda _, a, by: rulings.end(a, Act.ANNUL, by, reason="өкім"),
    "excuse": lambda _, a, by: rulings.end(a, Act.EXCUSE, by, reason="өкім"),
}

USUAL: Final[Mapping[Stage, tuple[Step, ...]]] = {
    Stage.INVITED: ((make.STUDENT, "check_in"),),
    Stage.NO_SHOW: ((make.CHIEF, "revert_no_show"),),
    Stage.CHECKING_IN: ((make.PROCTOR, "tick"),),
    Stage.ID_FAILED: ((make.STUDENT, "retry_id"), (make.CHIEF, "overrule_id")),
    Stage.IDENTIFIED: (
        (make.CHIEF, "admit"),
        (make.PROCTOR, "tick"),
        (make.STUDENT, "agree"),
    ),
    Stage.ADMITTED: ((make.STUDENT, "open_board"),),
    Stage.WRITING: ((make.STUDENT, "show_ticket"), (make.STUDENT, "pens_down")),
    Stage.PENS_DOWN: ((make.STUDENT, "start_upload"),),
    Stage.SHEETS_CHECKING: ((make.PROCTOR, "accept_sheets"),),
    Stage.SHEETS_OK: ((make.PROCTOR, "accept_sheets"),),
    Stage.SHEETS_MISSING: ((make.CHIEF, "reopen_upload"),),
    Stage.ACCEPTED: ((make.PROCTOR, "release"),),
    Stage.INTERRUPTED: ((make.CHIEF, "return"),),
    Stage.PAUSED: ((make.CHIEF, "unpause"),),
    Stage.TERMINATED: ((make.CHIEF, "reinstate"),),
}
"""What usually comes next, the impatient way: what is too early is tried first."""
