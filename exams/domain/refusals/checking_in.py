"""The ways in which checking in says no."""

from exams.domain.refusals.base import Refusal


class ChecksMissing(Refusal):
    """The proctor has not ticked everything that admission needs."""

    code = "checks_missing"

    def __init__(self, *, missing: tuple[str, ...]) -> None:
        super().__init__(missing=missing)


class RulesNotAgreed(Refusal):
    """The student has not agreed to the rules that hold now."""

    code = "rules_not_agreed"


class RulesUnread(Refusal):
    """The student agrees before the last page of the rules was opened."""

    code = "rules_unread"
