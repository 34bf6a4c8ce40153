"""How buttons are made: labelled, with what they carry, in rows and pages."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup, WebAppInfo

from exams.domain.ids import AttemptId, ExamId
from exams.domain.papers import What
from exams.domain.people import Locale
from exams.notices.lines import ExamLine
from handlers.buttons.attempt import AttemptButton, OfAttempt
from handlers.buttons.exam import ExamButton, OfExam
from handlers.buttons.office import PaperButton
from handlers.buttons.places import Go, GoButton, Listing, PageButton
from templates.filters import ASTANA
from templates.renderer import Renderer

Row = list[InlineKeyboardButton]
Rows = list[Row]

PAGE = 24  # lines of a list on one page: more do not fit a phone, and Telegram takes 100 buttons
CHOSEN, TICKED, UNTICKED = "● ", "☑ ", "☐ "  # one of several; any of several, or none
LABEL = 38  # characters of a name that a phone shows whole


def no_page(_: ExamId) -> str:
    """Stand where tests are sat in the chat alone."""
    return ""


@dataclass(frozen=True, slots=True)
class Keys:
    """Makes buttons in one language.

    Attributes:
        page: which page of a long list is wanted, from 0.
        test_page: tells where a test is sat as a web page; empty where it is not.
    """

    words: Renderer
    locale: Locale
    page: int = 0
    test_page: Callable[[ExamId], str] = no_page

    def label(self, key: str) -> str:
        """Return the words on a button."""
        return self.words.label(f"button.{key}", self.locale)

    def key(self, key: str, data: CallbackData, *, before: str = "") -> InlineKeyboardButton:
        """Make a button with a label, `before` standing before it."""
        return plain(f"{before}{self.label(key)}", data)

    def go(self, key: str, to: Go) -> InlineKeyboardButton:
        """Make a button that goes somewhere."""
        return self.key(key, GoButton(to=to))

    def exam(self, key: str, do: OfExam, exam: ExamId) -> InlineKeyboardButton:
        """Make a button about an exam."""
        return self.key(key, ExamButton(do=do, exam=exam))

    def attempt(self, key: str, do: OfAttempt, attempt: AttemptId) -> InlineKeyboardButton:
        """Make a button about an attempt."""
        return self.key(key, AttemptButton(do=do, attempt=attempt))

    def paper(
        self, key: str, what: What, of: int, language: Locale | None = None
    ) -> InlineKeyboardButton:
        """Make a button that gives a paper, in the reader's language unless in another."""
        return self.key(key, PaperButton(what=what, of=of, language=language or self.locale))

    def url(self, key: str, url: str) -> InlineKeyboardButton:
        """Make a button that opens a page."""
        return InlineKeyboardButton(text=self.label(key), url=url)

    def app(self, key: str, exam: ExamId) -> Row:
        """Return the button that opens a test as a page, none where there are no pages."""
        url = self.test_page(exam)
        return [self.web_app(key, url)] if url else []

    def web_app(self, key: str, url: str) -> InlineKeyboardButton:
        """Make a button that opens a page of ours inside Telegram."""
        return InlineKeyboardButton(text=self.label(key), web_app=WebAppInfo(url=url))

    def tail(self, exam: ExamId) -> Row:
        """Return help and outage, which a student has under every message of an exam (S32, B6)."""
        return [self.exam("outage", OfExam.OUTAGE, exam), self.go("help", Go.HELP)]

    def paged(self, rows: Rows, listing: Listing, exam: ExamId | None = None) -> Rows:
        """Return the rows of the wanted page, with buttons to the pages beside it."""
        last = _last_page(len(rows))
        here = min(max(self.page, 0), last)
        turn: Row = []
        for key, page in (("previous_page", here - 1), ("next_page", here + 1)):
            if 0 <= page <= last:
                turn.append(self.key(key, PageButton(listing=listing, page=page, exam=exam or 0)))
        shown = rows[on_page(len(rows), here)]
        return [*shown, turn] if turn else shown

    def exams(self, lines: Sequence[ExamLine], do: OfExam) -> Rows:
        """Return a button for each exam of a list."""
        return [
            [plain(dated(line.starts_at, line.subject), ExamButton(do=do, exam=line.exam))]
            for line in lines
        ]


def _last_page(count: int) -> int:
    return max(0, (count - 1) // PAGE)


def on_page(count: int, page: int) -> slice:
    """Return which of so many lines stand on a page, from 0; beyond the last one, the last."""
    here = min(max(page, 0), _last_page(count))
    return slice(here * PAGE, (here + 1) * PAGE)


def dated(starts_at: datetime, subject: str) -> str:
    """Return an exam as a button names it: when, and in what."""
    return f"{starts_at.astimezone(ASTANA):%d.%m %H:%M} {subject}"


def plain(text: str, data: CallbackData) -> InlineKeyboardButton:
    """Make a button with a text of its own: a name, a number."""
    shown = text if len(text) <= LABEL else f"{text[: LABEL - 1]}…"
    return InlineKeyboardButton(text=shown or "…", callback_data=data.pack())


def markup(rows: Rows) -> InlineKeyboardMarkup | None:
    """Return the keyboard, None if there is no button."""
    kept = [row for row in rows if row]
    return InlineKeyboardMarkup(inline_keyboard=kept) if kept else None


def in_rows(buttons: Sequence[InlineKeyboardButton], width: int) -> Rows:
    """Lay buttons in rows of a width."""
    return [list(buttons[start : start + width]) for start in range(0, len(buttons), width)]
