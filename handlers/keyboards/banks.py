"""The buttons under a previewed bank of questions."""

from exams.notices.banks import BankDone, BankHelp, BankPreview, BankQuestion, ItemsShown
from handlers.buttons.banks import BankButton, OfBank
from handlers.buttons.exam import OfExam
from handlers.buttons.places import Go
from handlers.keyboards.keys import Keys, Row, Rows, plain


def bank_preview(notice: BankPreview, keys: Keys) -> Rows:
    """Look into it; take it in for one of the coming tests; or not."""
    token = notice.token
    if not token:
        return [[keys.go("sample_file", Go.QUESTIONS)]]
    subjects: Rows = [
        [
            plain(
                f"{keys.label('confirm_import')}: {subject}",
                BankButton(do=OfBank.TAKE, token=token, of=exam),
            )
        ]
        for exam, subject in notice.subjects
    ]
    look = keys.key("look_into_bank", BankButton(do=OfBank.OPEN, token=token, of=1))
    drop = keys.key("drop_import", BankButton(do=OfBank.DROP, token=token, of=0))
    return [[look], *subjects, [drop]]


def bank_question(notice: BankQuestion, keys: Keys) -> Rows:
    """The questions before and after it."""
    turn: Row = []
    for key, place in (("previous_page", notice.place - 1), ("next_page", notice.place + 1)):
        if 1 <= place <= notice.count:
            turn.append(keys.key(key, BankButton(do=OfBank.LOOK, token=notice.token, of=place)))
    return [turn]


def bank_done(_: BankDone, keys: Keys) -> Rows:
    """What comes next: check and publish the test."""
    return [[keys.go("drafts", Go.DRAFTS), keys.go("planned", Go.PLANNED)]]


def items_shown(notice: ItemsShown, keys: Keys) -> Rows:
    """Back to the room, or to the page of the exam."""
    if notice.of_room:
        return [[keys.exam("board", OfExam.BOARD, notice.exam)]]
    return [[keys.exam("back", OfExam.CHECKS, notice.exam)]]


def bank_help(_: BankHelp, keys: Keys) -> Rows:
    """The other tables."""
    return [[keys.go("import_help", Go.IMPORT)]]
