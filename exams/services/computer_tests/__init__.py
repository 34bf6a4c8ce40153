"""The computer test: banks, the window, answers, the end, the keys."""

from dataclasses import dataclass

from exams.services.computer_tests.answering import (
    FlagQuestion,
    PickAnswer,
    ShowLog,
    ShowScale,
    TurnTo,
    TypeAnswer,
)
from exams.services.computer_tests.banks import (
    ConfirmBank,
    GiveBankHelp,
    LookIntoBank,
    PreviewBank,
)
from exams.services.computer_tests.booklets import OpenTest
from exams.services.computer_tests.finishing import FinishTest, GoBack, SubmitTest, TickFinish
from exams.services.computer_tests.measuring import MeasureItems
from exams.services.computer_tests.question_draw import (
    ConfirmDraw,
    DrawInProportion,
    OfferAnswers,
    PreviewDraw,
    ShowDraw,
)
from exams.services.computer_tests.regrading import ConfirmRegrade, PreviewRegrade
from exams.services.computer_tests.right_answers import ShowRightAnswer
from exams.services.previews import DropPreview


@dataclass(frozen=True, kw_only=True)
class ComputerTestUseCases:
    """What is done with a computer test before, during and after it."""

    # the student
    open_test: OpenTest
    pick_answer: PickAnswer
    type_answer: TypeAnswer
    turn_to: TurnTo
    flag_question: FlagQuestion
    scale: ShowScale
    chat_log: ShowLog
    finish_test: FinishTest
    tick_finish: TickFinish
    go_back: GoBack
    submit_test: SubmitTest
    # keys mended, questions drawn
    preview_regrade: PreviewRegrade
    confirm_regrade: ConfirmRegrade
    question_draw: ShowDraw
    preview_draw: PreviewDraw
    keep_draw: ConfirmDraw
    draw_in_proportion: DrawInProportion
    offer_answers: OfferAnswers
    right_answer: ShowRightAnswer
    # dean and registrar
    item_statistics: MeasureItems
    bank_help: GiveBankHelp
    preview_bank: PreviewBank
    look_into_bank: LookIntoBank
    confirm_bank: ConfirmBank
    drop_bank: DropPreview
