"""The buttons of marking: a pad of tens and ones, the list to confirm, the results."""

from exams.domain.grades import HIGHEST
from exams.domain.ids import ExamId
from exams.notices.marks import MarkPad, MarkReview, MarksTaken, OverdueResults
from exams.notices.results import (
    MarkCorrected,
    MarkList,
    ResultsDue,
    ResultsPosted,
    ResultsPreview,
)
from handlers.buttons.attempt import OfAttempt
from handlers.buttons.exam import OfExam
from handlers.buttons.marks import (
    TENS,
    MarksButton,
    OfMarks,
    PadButton,
    TapMarkButton,
    UndoMarkButton,
)
from handlers.buttons.places import Go, Listing
from handlers.buttons.results import Privacy, PrivacyButton
from handlers.keyboards.commission import desk_of
from handlers.keyboards.keys import CHOSEN, Keys, Row, Rows, in_rows, plain
from templates.filters import short_name


def _of(key: str, do: OfMarks, exam: ExamId, keys: Keys) -> Row:
    return [keys.key(key, MarksButton(do=do, exam=exam))]


def mark_list(notice: MarkList, keys: Keys) -> Rows:
    """Tap the marks, look the list through, or leave the form."""
    exam = notice.exam
    return [
        _of("mark_pad", OfMarks.PAD, exam, keys),
        _of("check_marks", OfMarks.CHECK, exam, keys),
        [keys.exam("board", OfExam.BOARD, exam), keys.go("cancel", Go.CANCEL)],
    ]


def marks_taken(notice: MarksTaken, keys: Keys) -> Rows:
    """Go on by tapping, or look the list through."""
    return [
        _of("check_marks", OfMarks.CHECK, notice.exam, keys),
        _of("mark_pad", OfMarks.PAD, notice.exam, keys),
        [keys.go("cancel", Go.CANCEL)],
    ]


def mark_pad(notice: MarkPad, keys: Keys) -> Rows:
    """The tens; then a step back, the neighbours, the work itself."""
    exam, attempt = notice.exam, notice.attempt
    tens = [plain(str(HIGHEST), TapMarkButton(attempt=attempt, points=HIGHEST))]
    for first in range(HIGHEST - TENS, -1, -TENS):
        button = PadButton(exam=exam, attempt=attempt, tens=first // TENS)
        tens.append(plain(f"{first}–{first + TENS - 1}", button))
    return [*in_rows(tens, 3), *_below(notice, keys)]


def mark_ones(notice: MarkPad, tens: int, keys: Keys) -> Rows:
    """The ones, once the tens are chosen."""
    attempt = notice.attempt
    ones = [
        plain(str(points), TapMarkButton(attempt=attempt, points=points))
        for points in range(tens * TENS, tens * TENS + TENS)
    ]
    back = PadButton(exam=notice.exam, attempt=attempt, tens=-1)
    return [*in_rows(ones, 5), [keys.key("back", back)]]


def _below(notice: MarkPad, keys: Keys) -> Rows:
    neighbours = [
        plain(sign, PadButton(exam=notice.exam, attempt=beside, tens=-1))
        for sign, beside in (("◀️", notice.before), ("▶️", notice.after))
        if beside is not None
    ]
    undo: Row = []
    if notice.undo is not None:
        label = f"{keys.label('undo_mark')} {short_name(notice.undo_who, 18)} {notice.undo_points}"
        undo = [plain(label, UndoMarkButton(attempt=notice.undo, given=notice.undo_at))]
    work = [keys.attempt("pdf", OfAttempt.PDF, notice.attempt)] if notice.sheets else []
    return [
        undo,
        neighbours,
        work,
        _of("check_marks", OfMarks.CHECK, notice.exam, keys),
        [keys.exam("marks", OfExam.MARKS, notice.exam)],
    ]


def mark_review(notice: MarkReview, keys: Keys) -> Rows:
    """Confirm what is whole; else mark those who are missing."""
    exam = notice.exam
    whole = not notice.missing and not notice.writing
    pad = _of("mark_pad", OfMarks.PAD, exam, keys)
    marks = [keys.exam("marks", OfExam.MARKS, exam)]
    if not whole:
        return [pad, marks]
    if notice.confirmed:
        return [[keys.exam("preview_results", OfExam.PREVIEW, exam)], marks]
    return [_of("confirm_marks", OfMarks.CONFIRM, exam, keys), pad, marks]


def results_preview(notice: ResultsPreview, keys: Keys) -> Rows:
    """How much the group may see; then publish exactly this."""
    exam = notice.exam
    modes = [
        [
            keys.key(
                f"privacy_{mode.value}",
                PrivacyButton(exam=exam, privacy=mode, publish=False),
                before=CHOSEN if mode.value == notice.privacy else "",
            )
        ]
        for mode in Privacy
    ]
    now = PrivacyButton(exam=exam, privacy=Privacy(notice.privacy), publish=True)
    marks = keys.exam("marks", OfExam.MARKS, exam)
    return [*modes, [keys.key("publish_results", now)], [marks]]


def results_posted(notice: ResultsPosted | MarkCorrected, keys: Keys) -> Rows:
    """A mark may turn out wrong."""
    correct = keys.exam("correct_mark", OfExam.CORRECT, notice.exam)
    return [[correct], [keys.exam("board", OfExam.BOARD, notice.exam)]]


def results_due(notice: ResultsDue, keys: Keys) -> Rows:
    """Enter the marks; the office reminds those who do."""
    if notice.office:
        return [[keys.go("overdue", Go.OVERDUE)]]
    exam = notice.exam
    ways = {
        "works": keys.exam("works", OfExam.WORKS, exam),
        "answers": keys.key("commission_desk", desk_of(exam)),
        "markers": keys.exam("marking", OfExam.MARKING, exam),
        "commission": keys.exam("board", OfExam.BOARD, exam),
    }
    return [[ways.get(notice.waits) or keys.exam("marks", OfExam.MARKS, exam)]]


def overdue_results(notice: OverdueResults, keys: Keys) -> Rows:
    """Remind the examiners of each exam."""
    rows = [
        [
            plain(
                f"{keys.label('remind_examiners')} {place}. {line.subject}",
                MarksButton(do=OfMarks.REMIND, exam=line.exam),
            )
        ]
        for place, line in enumerate(notice.exams, start=1)
    ]
    return keys.paged(rows, Listing.OVERDUE)
