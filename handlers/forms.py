"""What somebody is asked to type, step by step; everything else is told by buttons alone.

What is kept with a form is only whom it is about. Any tap on a button or an entry of the menu
leaves the form, so that words never go to somebody else than the writer thinks.
"""

import re
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any, Final

from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import TelegramObject

from exams.domain.ids import AttemptId, CaseId, ExamId

_MINUTES: Final = re.compile(r"\s*(\d{1,3})\b[\s,;:.-]*(.*)", re.DOTALL)
_MARK: Final = re.compile(r"\s*(.+?)[\s:–-]+(\d{1,3})\b[\s,;:.-]*(.*)", re.DOTALL)
_PAGES: Final = re.compile(r"\s*((?:\d{1,3}\b[\s,;.]*)+)(.*)", re.DOTALL)


class Typing(StatesGroup):
    """What is being typed."""

    question = State()  # a student to the proctor
    message = State()  # a proctor to a student
    warning = State()  # or recorded
    id_failed = State()
    extra_time = State()
    ask_again = State()
    end = State()
    spoil = State()
    swap = State()
    points = State()
    ask_end = State()  # a proctor of the chief
    void = State()
    review = State()
    annul = State()
    marks = State()
    markers = State()
    commission = State()
    commission_points = State()
    works = State()
    work_points = State()
    comment = State()  # on a page
    correction = State()
    new_time = State()
    absence = State()  # words and pictures of an application
    absence_when = State()
    absence_proof = State()  # pictures alone
    absence_refuse = State()
    absence_ask_proof = State()
    reconsider = State()
    adjust_plan = State()
    send_back_plan = State()
    find_absences = State()
    export_absences = State()
    mend_key = State()
    question_draw = State()
    lift_bar = State()  # why a barred student may sit
    message_all = State()
    time_all = State()
    appeal = State()
    uphold = State()
    change_mark = State()


async def about_exam(state: FSMContext, form: State, exam: int) -> None:
    """Open a form about an exam."""
    await state.set_state(form)
    await state.set_data({"exam": exam})


async def about_attempt(state: FSMContext, form: State, attempt: int) -> None:
    """Open a form about a student's attempt."""
    await state.set_state(form)
    await state.set_data({"attempt": attempt})


async def about_case(state: FSMContext, form: State, case: int) -> None:
    """Open a form about an absence case."""
    await state.set_state(form)
    await state.set_data({"case": case})


async def case_of(state: FSMContext) -> CaseId:
    """Return which absence case the open form is about."""
    return CaseId(int((await state.get_data())["case"]))


async def exam_of(state: FSMContext) -> ExamId:
    """Return which exam the open form is about."""
    return ExamId(int((await state.get_data())["exam"]))


async def attempt_of(state: FSMContext) -> AttemptId:
    """Return which attempt the open form is about."""
    return AttemptId(int((await state.get_data())["attempt"]))


async def about_swap(state: FSMContext, attempt: int, other: int) -> None:
    """Open the form for the reason why two students exchange their turns."""
    await state.set_state(Typing.swap)
    await state.set_data({"attempt": attempt, "other": other})


async def other_of(state: FSMContext) -> AttemptId:
    """Return with whom the turn is exchanged."""
    return AttemptId(int((await state.get_data())["other"]))


async def leave_forms(
    handler: Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]],
    event: TelegramObject,
    data: dict[str, Any],
) -> Any:
    """Close whatever form is open, then do what was tapped; a middleware."""
    if data["raw_state"] is not None:  # mostly none is, and aiogram has looked already
        await data["state"].clear()
    return await handler(event, data)


# -- what was typed ---------------------------------------------------------------


def minutes_and_reason(text: str) -> tuple[int, str] | None:
    """Read "20 lost connection"; None if it does not begin with a number of minutes."""
    found = _MINUTES.fullmatch(text)
    return (int(found[1]), found[2].strip()) if found and int(found[1]) else None


def moment(text: str) -> datetime | None:
    """Read "12.12.2026 10:00", Astana time; None if it is no such moment."""
    try:
        typed = datetime.strptime(" ".join([*text.split(), "+0500"]), "%d.%m.%Y %H:%M %z")
    except ValueError:
        return None
    return typed.astimezone(UTC)


def mark_and_reason(text: str) -> tuple[str, str]:
    """Read "12 85 added up wrongly" as "12 85" and the reason; empty where there is none."""
    found = _MARK.fullmatch(text)
    return (f"{found[1]} {found[2]}", found[3].strip()) if found else (text, "")


def points_and_reason(text: str) -> tuple[str, str]:
    """Read "78 the second answer is complete" as the points, as they stand, and the reason."""
    points, reason = [*text.split(maxsplit=1), "", ""][:2]
    return points.strip(",;:.-–"), reason.strip()


def pages_and_note(text: str) -> tuple[tuple[int, ...], str]:
    """Read "1 3 edge missing" as pages and a note; no pages if it begins with none."""
    found = _PAGES.fullmatch(text)
    if not found:
        return (), text.strip()
    numbers = {int(number) for number in re.findall(r"\d+", found[1])}
    return tuple(sorted(numbers)), found[2].strip()
