"""Grades on their way into the university's own system."""

from aiogram import F, Router

from handlers.buttons.exam import ExamButton, OfExam
from handlers.one_tap import its_exam, one_tap


def build() -> Router:
    """Make a fresh router."""
    router = Router(name=__name__)
    tap = router.callback_query.register
    tap(
        one_tap(lambda use: use.grade_records, its_exam), ExamButton.filter(F.do == OfExam.RECORDS)
    )
    tap(
        one_tap(lambda use: use.send_again, its_exam), ExamButton.filter(F.do == OfExam.SEND_AGAIN)
    )
    return router
