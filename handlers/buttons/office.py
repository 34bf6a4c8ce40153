"""What a button carries for the dean's and the registrar's offices."""

from aiogram.filters.callback_data import CallbackData

from exams.domain.papers import What
from exams.domain.people import Locale


class ImportButton(CallbackData, prefix="i"):
    """Take in what was previewed, or drop it."""

    token: str
    keep: bool


class TakeBackButton(CallbackData, prefix="tb"):
    """Take the exams of an import back: look what follows, or do it."""

    token: str
    sure: bool


class InvitesButton(CallbackData, prefix="n"):
    """Make invites for a group."""

    group: int


class GroupButton(CallbackData, prefix="gr"):
    """Open a group."""

    group: int


class PaperButton(CallbackData, prefix="pa"):
    """Take a paper away: of an exam, a group or a student; 0 is the own transcript."""

    what: What
    of: int
    language: Locale


class LinkButton(CallbackData, prefix="j"):
    """Link this chat to a group."""

    group: int
