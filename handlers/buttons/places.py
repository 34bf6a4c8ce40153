"""What a button carries that leads somewhere: a place, a language, a page of a list."""

from enum import StrEnum

from aiogram.filters.callback_data import CallbackData

from exams.domain.people import Locale


class Go(StrEnum):
    """Places that need no id."""

    HELP = "help"
    LANGUAGE = "language"
    CANCEL = "cancel"
    MY_EXAMS = "my_exams"
    CALENDAR = "calendar"
    MY_TODAY = "my_today"
    TO_MARK = "to_mark"
    DRAFTS = "drafts"
    PLANNED = "planned"
    ARCHIVE = "archive"
    IMPORT = "import"
    MY_ABSENCES = "my_absences"
    ABSENCES = "absences"
    ORDERS = "orders"
    PLANS = "plans"
    ISSUE_ORDER = "issue_order"
    PROPOSE = "propose"
    FIND_ABSENCES = "find_absences"
    EXPORT_ABSENCES = "export_abs"
    QUESTIONS = "questions"
    GROUPS = "groups"
    APPEALS = "appeals"
    OVERDUE = "overdue"


class Listing(StrEnum):
    """Lists that may be longer than a screen; the names are those of the texts."""

    MY_EXAMS = "my_exams"
    PROCTOR_EXAMS = "proctor_exams"
    DRAFTS = "drafts"
    PLANNED = "planned"
    ARCHIVE = "archive"
    GROUP_LIST = "group_list"
    MY_ABSENCES = "my_absences"
    ORDER_LIST = "order_list"
    PLAN_LIST = "plan_list"
    LINK_GROUP = "link_group"
    GROUP_PAGE = "group_page"
    APPEALS = "appeals"
    OVERDUE = "overdue_results"
    BOARD = "proctor_board"
    WORK_LIST = "work_list"
    COMMISSION_DESK = "commission_desk"


class GoButton(CallbackData, prefix="g"):
    """Go somewhere."""

    to: Go


class LanguageButton(CallbackData, prefix="l"):
    """Choose a language."""

    locale: Locale


class PageButton(CallbackData, prefix="p"):
    """Turn the page of a list; `exam` is the board's exam, or the group whose page it is."""

    listing: Listing
    page: int
    exam: int
