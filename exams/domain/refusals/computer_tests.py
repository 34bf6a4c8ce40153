"""The ways in which a computer test says no."""

from exams.domain.refusals.base import Refusal


class AnswerUnreadable(Refusal):
    """The typed answer is empty or longer than answers are."""

    code = "answer_unreadable"

    def __init__(self, *, longest: int) -> None:
        super().__init__(longest=longest)


class NoQuestions(Refusal):
    """The exam's bank has no question; the registrar must import one."""

    code = "no_questions"


class QuestionsOpen(Refusal):
    """A test is finished only when every question has an answer (S17)."""

    code = "questions_open"

    def __init__(self, *, count: int) -> None:
        super().__init__(count=count)


class NotTicked(Refusal):
    """The student has not ticked that the test ends with this (S18)."""

    code = "not_ticked"


class KeyUnreadable(Refusal):
    """No question of the bank has this name, or this is no right answer to it."""

    code = "key_unreadable"

    def __init__(self, *, given: str) -> None:
        super().__init__(given=given)


class NothingAnswered(Refusal):
    """Nobody has finished a test of this exam yet: there is nothing to measure."""

    code = "nothing_answered"
