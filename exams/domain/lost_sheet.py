"""A sheet that was forgotten: sent after all, by the chief's permission, into its own place."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from exams.domain.attempt_table import Stage
from exams.domain.ids import AttemptId, PersonId

LOST_TIME: Final = timedelta(hours=1)  # the student may have left the table by then

AFTER_HAND_IN: Final = frozenset(
    {Stage.SHEETS_CHECKING, Stage.SHEETS_OK, Stage.ACCEPTED, Stage.RELEASED, Stage.UNDER_REVIEW}
)
"""The sheets are with the staff: they may be turned, put in order, and a lost one be asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LostSheet:
    """A permission to send a lost sheet.

    Attributes:
        page: which page it becomes, from 1.
        until: aware UTC; what comes later is a late sheet like any other.
        by: the chief proctor who allowed it.
    """

    attempt_id: AttemptId
    page: int
    until: datetime
    by: PersonId
