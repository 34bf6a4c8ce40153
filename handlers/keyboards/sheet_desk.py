"""The buttons under a page of an answer."""

from typing import Final

from aiogram.types import InlineKeyboardButton

from exams.domain.ids import SheetId
from exams.domain.page_comment import Spot
from exams.notices.sheet_desk import (
    ExamBook,
    LostSheetAsked,
    LostSheetIn,
    OwnPage,
    PageCommented,
    PageLeftOut,
    SheetPage,
)
from exams.notices.sheets import Released
from handlers.buttons.attempt import AttemptButton, OfAttempt
from handlers.buttons.exam import OfExam
from handlers.buttons.places import Go
from handlers.buttons.sheets import (
    OfOwnPage,
    OfSheet,
    OwnPageButton,
    PutRightButton,
    SheetButton,
    SpotButton,
    WithdrawButton,
)
from handlers.keyboards.keys import CHOSEN, Keys, Row, Rows, in_rows, plain

QUARTERS = 4
FORWARD, BACK = "▶️", "◀️"
ARROWS: Final = dict(zip(Spot, ("↖️", "⬆️", "↗️", "⬅️", "⏺", "➡️", "↙️", "⬇️", "↘️"), strict=True))


def sheet_page(notice: SheetPage, keys: Keys) -> Rows:
    """Leaf, look at the photograph, turn, move, take back; then on to the student."""
    sheet = notice.sheet
    leaf: Row = [
        plain(sign, SheetButton(do=OfSheet.LOOK, sheet=beside))
        for sign, beside in ((BACK, notice.before), (FORWARD, notice.after))
        if beside is not None
    ]
    look: Row = []
    if "original" in notice.can:
        other = (
            ("straightened", OfSheet.LOOK) if notice.original else ("original", OfSheet.ORIGINAL)
        )
        look = [_key(keys, *other, sheet)]
    return [
        [*leaf, *_turns(notice, keys)],
        look,
        _moves(notice, keys),
        [_key(keys, "undo_sheets", OfSheet.UNDO, sheet, notice.undo)] if notice.undo else [],
        [_key(keys, "comment", OfSheet.COMMENT, sheet)] if "comment" in notice.can else [],
        [_key(keys, "ask_lost", OfSheet.LOST, sheet)] if "ask_lost" in notice.can else [],
        [
            keys.attempt("pdf", OfAttempt.PDF, notice.attempt),
            keys.key("to_student", AttemptButton(do=OfAttempt.OPEN, attempt=notice.attempt)),
        ],
    ]


def _turns(notice: SheetPage, keys: Keys) -> Row:
    if "turn" not in notice.can:
        return []
    ways = (("turn_left", notice.turned - 1), ("turn_right", notice.turned + 1))
    return [_key(keys, key, OfSheet.TURN, notice.sheet, to % QUARTERS) for key, to in ways]


def _moves(notice: SheetPage, keys: Keys) -> Row:
    if "move" not in notice.can:
        return []
    ways = (
        ("move_earlier", notice.before, notice.page - 1),
        ("move_later", notice.after, notice.page + 1),
    )
    return [
        _key(keys, key, OfSheet.MOVE, notice.sheet, to)
        for key, beside, to in ways
        if beside is not None
    ]


def _key(keys: Keys, label: str, do: OfSheet, sheet: SheetId, to: int = 0) -> InlineKeyboardButton:
    return keys.key(label, SheetButton(do=do, sheet=sheet, to=to))


def page_commented(notice: PageCommented, keys: Keys) -> Rows:
    """Where on the page, if that is to be said; or take it back."""
    if notice.withdrawn:
        return []
    spots = [
        plain(
            f"{CHOSEN if spot.value == notice.spot else ''}{ARROWS[spot]}",
            SpotButton(comment=notice.comment, spot=spot),
        )
        for spot in Spot
    ]
    back = keys.key("withdraw_comment", WithdrawButton(comment=notice.comment))
    return [*in_rows(spots, 3), [back]]


def own_page(notice: OwnPage, keys: Keys) -> Rows:
    """Leaf through the own answer."""
    ways = ((BACK, notice.page - 1), (FORWARD, notice.page + 1))
    leaf: Row = [
        plain(sign, OwnPageButton(exam=notice.exam, page=page))
        for sign, page in ways
        if 1 <= page <= notice.pages
    ]
    if not notice.put_right:
        return [leaf, [keys.go("help", Go.HELP)]]
    sheet = notice.sheet
    moves: Row = [
        keys.key(label, PutRightButton(do=OfOwnPage.MOVE, sheet=sheet, to=page))
        for label, page in (("move_earlier", notice.page - 1), ("move_later", notice.page + 1))
        if 1 <= page <= notice.pages
    ]
    out = keys.key("leave_out_page", PutRightButton(do=OfOwnPage.LEAVE_OUT, sheet=sheet))
    sent = keys.exam("all_sent", OfExam.ALL_SENT, notice.exam)
    return [leaf, moves, [out], [sent], keys.tail(notice.exam)]


def page_left_out(notice: PageLeftOut, keys: Keys) -> Rows:
    """Take it back, look at the others, or go on."""
    back = keys.key("put_back_page", PutRightButton(do=OfOwnPage.PUT_BACK, sheet=notice.sheet))
    if not notice.accepted:
        return [[back], keys.tail(notice.exam)]
    see = keys.exam("own_sheets", OfExam.OWN_SHEETS, notice.exam)
    sent = keys.exam("all_sent", OfExam.ALL_SENT, notice.exam)
    return [[back], [see], [sent], keys.tail(notice.exam)]


def lost_sheet(notice: LostSheetAsked | LostSheetIn, keys: Keys) -> Rows:
    """Help stands by; what came can be looked at."""
    see = [keys.exam("own_sheets", OfExam.OWN_SHEETS, notice.exam)]
    return [see if isinstance(notice, LostSheetIn) else [], [keys.go("help", Go.HELP)]]


def exam_book(notice: ExamBook, keys: Keys) -> Rows:
    """On to the marks."""
    return [[keys.exam("marks", OfExam.MARKS, notice.exam)]]


def released(notice: Released, keys: Keys) -> Rows:
    """The own sheets stay to be looked at."""
    see = [keys.exam("own_sheets", OfExam.OWN_SHEETS, notice.exam)] if notice.sheets else []
    return [see, [keys.go("help", Go.HELP)]]
