"""The buttons under messages to dean and registrar, in group chats, and at the entrance."""

from typing import Final

from aiogram.types import InlineKeyboardButton, KeyboardButton, ReplyKeyboardMarkup

from exams.domain.exam_table import ExamStage
from exams.domain.ids import ExamId
from exams.domain.papers import What
from exams.domain.people import Locale
from exams.notices.before import Calendar
from exams.notices.entrance import ChooseLanguage, Help, Menu
from exams.notices.gradebook import GradeRecords
from exams.notices.group import DrawCommitted, DrawOpened, LinkGroup
from exams.notices.office import (
    Archive,
    CancelAsked,
    Drafts,
    ExamChecks,
    Exported,
    GroupList,
    GroupPage,
    ImportDone,
    ImportHelp,
    ImportPreview,
    Invites,
    Planned,
)
from exams.notices.taking_back import ImportTakenBack, TakeBackAsked
from exams.notices.trouble import WriteMessage
from handlers.buttons.composing import PrintButton
from handlers.buttons.exam import OfExam
from handlers.buttons.office import (
    GroupButton,
    ImportButton,
    InvitesButton,
    LinkButton,
    PaperButton,
    TakeBackButton,
)
from handlers.buttons.places import Go, LanguageButton, Listing
from handlers.keyboards.bars import to_barred
from handlers.keyboards.commission import naming_of
from handlers.keyboards.keys import Keys, Row, Rows, plain
from handlers.keyboards.question_draw import to_draw

MENUS: Final[tuple[tuple[frozenset[str], tuple[tuple[str, Go], ...]], ...]] = (
    (
        frozenset({"student"}),
        (("my_exams", Go.MY_EXAMS), ("my_absences", Go.MY_ABSENCES)),
    ),
    (
        frozenset({"proctor", "chief", "examiner"}),
        (("my_today", Go.MY_TODAY), ("to_mark", Go.TO_MARK)),
    ),
    (
        frozenset({"dean", "registrar", "admin"}),
        (("drafts", Go.DRAFTS), ("planned", Go.PLANNED)),
    ),
    (frozenset({"dean", "deputy", "registrar", "admin"}), (("absences", Go.ABSENCES),)),
    (frozenset({"proctor", "chief", "examiner", "dean"}), (("appeals", Go.APPEALS),)),
    (frozenset({"dean", "registrar", "admin"}), (("overdue", Go.OVERDUE),)),
    (frozenset({"registrar", "admin"}), (("import_file", Go.IMPORT), ("groups", Go.GROUPS))),
    (frozenset(), (("help", Go.HELP), ("language", Go.LANGUAGE))),
)
"""The menu: whose roles see which entries, label and place; two in a row, the last everybody's."""

LONGEST_FILLED: Final = 1500  # characters of a link that every phone opens; else it is pasted

LANGUAGES: Final = {Locale.KK: "lang_kk", Locale.RU: "lang_ru", Locale.EN: "lang_en"}


def menu(notice: Menu, keys: Keys) -> ReplyKeyboardMarkup:
    """The main entries of the roles held, always there under the typing field."""
    held = set(notice.roles)
    *shown, last = [row for roles, row in MENUS if not roles or roles & held]
    entries = [entry for row in shown for entry in row]
    pairs = [entries[start : start + 2] for start in range(0, len(entries), 2)]
    rows = [[KeyboardButton(text=keys.label(key)) for key, _ in row] for row in (*pairs, last)]
    return ReplyKeyboardMarkup(keyboard=rows, is_persistent=True, resize_keyboard=True)


def share_contact(keys: Keys) -> ReplyKeyboardMarkup:
    """The own contact at one tap, and help."""
    share = KeyboardButton(text=keys.label("share_contact"), request_contact=True)
    rows = [[share], [KeyboardButton(text=keys.label("help"))]]
    return ReplyKeyboardMarkup(keyboard=rows, resize_keyboard=True)


def choose_language(_: ChooseLanguage, keys: Keys) -> Rows:
    """Three languages, each in its own words."""
    return [[keys.key(key, LanguageButton(locale=locale))] for locale, key in LANGUAGES.items()]


def help_(notice: Help, keys: Keys) -> Rows:
    """What can be done right now, in the exam in which the person sits."""
    exam = notice.exam
    if exam is None:
        return []
    ask = keys.exam("question_to_proctor", OfExam.QUESTION, exam)
    outage = keys.exam("outage", OfExam.OUTAGE, exam)
    back = keys.exam("im_back", OfExam.BACK, exam)
    link = keys.exam("my_link", OfExam.MY_LINK, exam)
    return [[outage, back], [ask], [link, keys.exam("details", OfExam.DETAILS, exam)]]


def calendar(_: Calendar, keys: Keys) -> Rows:
    """Back to the list."""
    return [[keys.go("my_exams", Go.MY_EXAMS)]]


def drafts(notice: Drafts, keys: Keys) -> Rows:
    """The checks of each; where there is none, how to get some."""
    return [
        *keys.paged(keys.exams(notice.exams, OfExam.CHECKS), Listing.DRAFTS),
        _none(notice, keys),
    ]


def planned(notice: Planned, keys: Keys) -> Rows:
    """The page of each exam; where there is none, how to get some."""
    rows = keys.paged(keys.exams(notice.exams, OfExam.CHECKS), Listing.PLANNED)
    return [*rows, _none(notice, keys), [keys.go("archive", Go.ARCHIVE)]]


def _none(notice: Drafts | Planned, keys: Keys) -> Row:
    """The office that sends the schedule need not be told who does."""
    return [keys.go("import_file", Go.IMPORT)] if notice.importer and not notice.exams else []


def archive(notice: Archive, keys: Keys) -> Rows:
    """The page of each exam, and back to the plan."""
    rows = keys.paged(keys.exams(notice.exams, OfExam.CHECKS), Listing.ARCHIVE)
    return [*rows, [keys.go("back", Go.PLANNED)]]


def exam_checks(notice: ExamChecks, keys: Keys) -> Rows:
    """What the reader may do with the exam now."""
    exam = notice.exam
    offers = {
        "publish": keys.exam("publish", OfExam.PUBLISH, exam),
        "plan": keys.exam("open_plan", OfExam.PLAN, exam),
        "check_again": keys.exam("check_again", OfExam.CHECKS, exam),
        "preparation": keys.exam("preparation", OfExam.PREPARATION, exam),
        "commission": keys.key("commission", naming_of(exam)),
        "marking": keys.exam("marking", OfExam.MARKING, exam),
        "question_draw": to_draw(exam, keys),
        "resits": keys.exam("only_resits", OfExam.RESITS, exam),
        "barred": to_barred(exam, keys),
        "print": keys.key("print_tickets", PrintButton(exam=exam)),
        "statement": keys.paper("export_statement", What.STATEMENT, exam),
        "items": keys.exam("item_statistics", OfExam.ITEMS, exam),
        "records": keys.exam("grade_records", OfExam.RECORDS, exam),
        "apply_for": keys.exam("apply_for", OfExam.MISSED, exam),
        "move": keys.exam("move_exam", OfExam.MOVE, exam),
        "cancel": keys.exam("cancel_exam", OfExam.CANCEL, exam),
    }
    listed = {ExamStage.DRAFT.value: Go.DRAFTS, ExamStage.ARCHIVED.value: Go.ARCHIVE}
    back = keys.go("back", listed.get(notice.stage, Go.PLANNED))
    return [*([offers[can]] for can in notice.can), [back]]


def grade_records(notice: GradeRecords, keys: Keys) -> Rows:
    """Look again; send what was rejected, once it is mended."""
    again: Row = []
    if notice.rejected or notice.held_up:
        again = [keys.exam("send_again", OfExam.SEND_AGAIN, notice.exam)]
    refresh = keys.exam("refresh", OfExam.RECORDS, notice.exam)
    return [again, [refresh, keys.exam("back", OfExam.CHECKS, notice.exam)]]


def cancel_asked(notice: CancelAsked, keys: Keys) -> Rows:
    """Really?"""
    yes = keys.exam("yes_cancel_exam", OfExam.YES_CANCEL, notice.exam)
    return [[yes], [keys.exam("back", OfExam.CHECKS, notice.exam)]]


def import_preview(notice: ImportPreview, keys: Keys) -> Rows:
    """Take it in only when every cell is right."""
    if notice.faults or not notice.token:
        return [[keys.go("sample_file", Go.IMPORT)]]
    confirm = keys.key("confirm_import", ImportButton(token=notice.token, keep=True))
    return [[confirm], [keys.key("drop_import", ImportButton(token=notice.token, keep=False))]]


def import_done(notice: ImportDone, keys: Keys) -> Rows:
    """What comes next: check the exams, make invites; or it was the wrong file."""
    rows: Rows = [[keys.go("drafts", Go.DRAFTS), keys.go("invites", Go.GROUPS)]]
    if notice.token:
        wrong = TakeBackButton(token=notice.token, sure=False)
        rows.append([keys.key("take_back", wrong)])
    return rows


def take_back_asked(notice: TakeBackAsked, keys: Keys) -> Rows:
    """Really?"""
    yes: Row = []
    if notice.token:
        yes = [keys.key("yes_take_back", TakeBackButton(token=notice.token, sure=True))]
    return [yes, [keys.go("drafts", Go.DRAFTS)]]


def import_taken_back(_: ImportTakenBack, keys: Keys) -> Rows:
    """Send the right file; see what is left."""
    return [[keys.go("import_file", Go.IMPORT), keys.go("drafts", Go.DRAFTS)]]


def import_help(_: ImportHelp, keys: Keys) -> Rows:
    """Questions of a test have a workbook of their own; see what there is."""
    return [[keys.go("bank_help", Go.QUESTIONS)], [keys.go("planned", Go.PLANNED)]]


def group_list(notice: GroupList, keys: Keys) -> Rows:
    """The page of each group; the staff has none, it can only be invited."""
    rows: Rows = [
        [plain(name, GroupButton(group=group)) if name else _invite_staff(group, keys)]
        for group, name, *_ in notice.groups
    ]
    return keys.paged(rows, Listing.GROUP_LIST)


def _invite_staff(group: int, keys: Keys) -> InlineKeyboardButton:
    return keys.key("staff", InvitesButton(group=group))


def group_page(notice: GroupPage, keys: Keys) -> Rows:
    """Journal and invites of the group, then each student's transcript."""
    students = [
        [plain(f"🎓 {name}", PaperButton(what=What.TRANSCRIPT, of=of, language=keys.locale))]
        for of, name in notice.students
    ]
    return [
        [keys.paper("export_journal", What.JOURNAL, notice.group)],
        [keys.key("invites", InvitesButton(group=notice.group))],
        *keys.paged(students, Listing.GROUP_PAGE, ExamId(notice.group)),
        [keys.go("back", Go.GROUPS)],
    ]


def exported(notice: Exported, keys: Keys) -> Rows:
    """The same paper in the other languages."""
    what, of = What(notice.what), notice.of
    others = [locale for locale in Locale if locale.value != notice.language]
    languages = [keys.paper(LANGUAGES[locale], what, of, locale) for locale in others]
    if what is What.STATEMENT:
        back = keys.exam("back", OfExam.CHECKS, ExamId(of))
    elif what is What.JOURNAL:
        back = keys.key("back", GroupButton(group=of))
    else:
        back = keys.go("back", Go.GROUPS if of else Go.MY_EXAMS)
    return [languages, [back]]


def invites(_: Invites, keys: Keys) -> Rows:
    """Other groups."""
    return [[keys.go("groups", Go.GROUPS)]]


def link_group(notice: LinkGroup, keys: Keys) -> Rows:
    """Which group sits in this chat."""
    rows = [[plain(name, LinkButton(group=group))] for group, name in notice.groups]
    return keys.paged(rows, Listing.LINK_GROUP)


def write_message(_: WriteMessage, keys: Keys) -> Rows:
    """A form can always be left."""
    leave: Row = [keys.go("cancel", Go.CANCEL)]
    return [leave]


def check_draw(notice: DrawCommitted | DrawOpened, keys: Keys) -> Rows:
    """Open the page on which anybody checks the draw in the own browser (B1)."""
    if not notice.url:
        return []
    language = f"lang={keys.locale.value}"
    if isinstance(notice, DrawCommitted):
        return [[keys.url("check_draw", f"{notice.url}?{language}#sha256={notice.fingerprint}")]]
    order = ",".join(str(number) for number in notice.order)
    filled = f"#secret={notice.secret}&order={order}&sha256={notice.fingerprint}"
    if len(filled) > LONGEST_FILLED:
        filled = ""
    return [[keys.url("check_draw", f"{notice.url}?{language}{filled}")]]
