"""Coming in: language, stranger, menu, help."""

from dataclasses import dataclass
from datetime import datetime

from exams.domain.ids import AttemptId, ExamId
from exams.notices.base import Notice


@dataclass(frozen=True, slots=True, kw_only=True)
class ChooseLanguage(Notice):
    """Ask, in three languages at once, which one to speak."""

    template = "choose_language"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stranger(Notice):
    """Tell somebody unknown how to be let in: by an invite or by sharing the own contact."""

    template = "stranger"


@dataclass(frozen=True, slots=True, kw_only=True)
class Menu(Notice):
    """Greet a known person with what they can do; the keyboard depends on `roles`."""

    template = "menu"
    name: str
    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Help(Notice):
    """Show whom to ask (S32) and what can be done right now.

    Attributes:
        exam: the exam in which the person sits now, None outside one.
    """

    template = "help"
    email: str
    phone: str
    whatsapp: str
    exam: ExamId | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPhoneCode(Notice):
    """A code by which a student goes on with another phone, for the proctor to give.

    Attributes:
        url: opens the bot with the code.
        until: when the code is dead.
    """

    template = "new_phone_code"
    attempt: AttemptId
    name: str
    code: str
    url: str
    until: datetime
