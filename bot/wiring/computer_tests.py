"""Wires the computer test, its banks and its keys."""

from bot.ports import Ports
from exams.services.computer_tests import (
    ComputerTestUseCases,
    answering,
    bank_reading,
    banks,
    booklets,
    finishing,
    measuring,
    question_draw,
    regrading,
    right_answers,
)
from exams.services.previews import DropPreview


def wire(ports: Ports) -> ComputerTestUseCases:
    """Return the table of `exams.services.computer_tests`."""
    units, clock, files = ports.units, ports.clock, ports.files
    prepare_bank = bank_reading.PrepareBank(files, ports.question_files, ports.question_pictures)
    return ComputerTestUseCases(
        open_test=booklets.OpenTest(units, clock, ports.shuffler, ports.booklet_rules),
        pick_answer=answering.PickAnswer(units, clock),
        type_answer=answering.TypeAnswer(units, clock),
        turn_to=answering.TurnTo(units, clock),
        flag_question=answering.FlagQuestion(units, clock),
        scale=answering.ShowScale(units, clock),
        chat_log=answering.ShowLog(units),
        finish_test=finishing.FinishTest(units, clock),
        tick_finish=finishing.TickFinish(units, clock),
        go_back=finishing.GoBack(units, clock),
        submit_test=finishing.SubmitTest(units, clock, ports.days),
        preview_regrade=regrading.PreviewRegrade(units, clock, ports.shuffler),
        confirm_regrade=regrading.ConfirmRegrade(units, clock, ports.days),
        question_draw=question_draw.ShowDraw(units, ports.booklet_rules),
        preview_draw=question_draw.PreviewDraw(units, clock, ports.shuffler),
        keep_draw=question_draw.ConfirmDraw(units, clock, ports.booklet_rules),
        draw_in_proportion=question_draw.DrawInProportion(units, clock, ports.booklet_rules),
        offer_answers=question_draw.OfferAnswers(units, clock, ports.booklet_rules),
        right_answer=right_answers.ShowRightAnswer(units, clock),
        item_statistics=measuring.MeasureItems(units, files, ports.item_figures),
        bank_help=banks.GiveBankHelp(files, ports.question_files),
        preview_bank=banks.PreviewBank(units, clock, ports.shuffler, files, prepare_bank),
        look_into_bank=banks.LookIntoBank(units, files),
        confirm_bank=banks.ConfirmBank(units, clock, files),
        drop_bank=DropPreview(units, banks.BANK),
    )
