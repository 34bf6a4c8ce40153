"""Which adapter stands behind which port, and the use cases over them; wired once, by hand."""

from dataclasses import dataclass
from datetime import timedelta

from exams.domain.booklet import BookletRules
from exams.domain.verdict import Strictness
from exams.ports.absence_papers import AbsencePapers
from exams.ports.arrivals import ArrivalSource
from exams.ports.banks import QuestionFiles, QuestionPictures
from exams.ports.calendars import Calendars
from exams.ports.chance import Shuffler
from exams.ports.clock import Clock, WorkingDays
from exams.ports.conferences import Conferences
from exams.ports.faces import FaceMatcher
from exams.ports.files import Files
from exams.ports.grade_system import GradeSystem
from exams.ports.invites import InvitePrinter
from exams.ports.item_figures import ItemFigures
from exams.ports.mark_forms import MarkForms
from exams.ports.papers import Papers
from exams.ports.result_pictures import ResultPictures
from exams.ports.sheet_papers import PageTurner, SheetBooks
from exams.ports.sheets import SheetInspector
from exams.ports.tables import ImportFiles
from exams.ports.ticket_papers import TicketPapers
from exams.ports.timelines import Timelines
from exams.ports.uploads import PageReader
from exams.records.unit import Units
from exams.services import UseCases
from exams.services.absence import applying, case_clock, deciding, orders, register
from exams.services.clock import clockwork, deadlines
from exams.services.computer_tests import (
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
from exams.services.grades import (
    appeal_desk,
    appeals,
    checking,
    grading,
    markers,
    overdue,
    pad,
    posting,
    recording,
    results,
    typed,
)
from exams.services.made_files import NoteMade
from exams.services.marking import arranging, books, comments, lost, plans, works
from exams.services.marking import pages as sheet_pages
from exams.services.office import arriving, composing, erasing, exports, imports, reading
from exams.services.office import printing as printing_tickets
from exams.services.oral import clock as oral_clock
from exams.services.oral import commission
from exams.services.oral import desk as oral_desk
from exams.services.oral import marks as oral_marks
from exams.services.page_address import PageAddress
from exams.services.pages import answers, door, look, photographs
from exams.services.pages import files as page_files
from exams.services.pages import presence as page_presence
from exams.services.people import audit, entrance, groups, invites, new_phones
from exams.services.planning import (
    additional,
    additional_approval,
    bars,
    invitations,
    own_exams,
    preparation,
    proving,
    publishing,
)
from exams.services.planning.calendar_entries import CalendarEntry
from exams.services.room import (
    admission,
    decisions,
    downtime,
    everybody,
    invigilation,
    presence,
    reviews,
    suspension,
    trouble,
)
from exams.services.writing import (
    faces,
    leaving,
    picking,
    sheet_desk,
    sheets,
    spoiling,
    ticket_desk,
    tickets,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ports:
    """Everything the use cases need from outside.

    Attributes:
        host: the conference account of exams whose schedule names none; empty without Zoom.
        bot_name: the bot's name without the at sign, for the links of invites.
        evidence_days: how long evidence is kept after its case was closed.
        pictures_days: how long sheets and voice notes are kept after the appeals have ended.
        results_privacy: how results are shown to a group unless the examiner chooses otherwise.
        results_as_picture: groups read their results as a picture.
        draw_page: where anybody can check a draw; empty without a public address.
        test_page: where computer tests are sat as pages; empty without a public https address.
        check_in_page: where students photograph face and document; empty where they do not.
        faces: compares them; None where no photographs are taken.
        booklet_rules: how booklets of computer tests are made.
    """

    units: Units
    clock: Clock
    shuffler: Shuffler
    files: Files
    inspector: SheetInspector
    strictness: Strictness
    page_reader: PageReader
    page_turner: PageTurner
    sheet_books: SheetBooks
    conferences: Conferences
    calendars: Calendars
    mark_forms: MarkForms
    import_files: ImportFiles
    printer: InvitePrinter
    papers: Papers
    days: WorkingDays
    grade_system: GradeSystem | None
    arrival_source: ArrivalSource | None
    absence_papers: AbsencePapers
    ticket_papers: TicketPapers
    tickets_as_pictures: bool
    item_figures: ItemFigures
    question_files: QuestionFiles
    question_pictures: QuestionPictures
    helpdesk: entrance.Helpdesk
    host: str
    bot_name: str
    results_privacy: str
    results_as_picture: bool
    result_pictures: ResultPictures
    timelines: Timelines
    draw_page: str
    test_page: str
    check_in_page: str
    faces: FaceMatcher | None
    evidence_days: int
    pictures_days: int
    booklet_rules: BookletRules


def use_cases(ports: Ports) -> UseCases:
    """Wire every use case."""
    units, clock, files = ports.units, ports.clock, ports.files
    prepare_bank = bank_reading.PrepareBank(files, ports.question_files, ports.question_pictures)
    printing = exports.Printing(files, ports.papers)
    note_made = NoteMade(units)
    ticket_papers = ports.ticket_papers if ports.tickets_as_pictures else None
    face = faces.DrawFace(files, ticket_papers, note_made)
    entry = CalendarEntry(ports.calendars, files)
    call_up = oral_desk.CallUp(units, clock)
    preview_results = results.PreviewResults(
        units,
        files,
        ports.result_pictures,
        posting.Publication(ports.results_privacy, ports.results_as_picture),
    )
    list_marks = grading.ListMarks(units, files, ports.mark_forms)
    preview_import = imports.PreviewImport(
        units,
        clock,
        ports.shuffler,
        files,
        reading.ReadTables(files, ports.import_files, ports.question_pictures),
        ports.host,
    )
    import_at_once = imports.ImportAtOnce(preview_import)
    papers, days = ports.absence_papers, ports.days
    bind = books.BindSheets(ports.sheet_books, note_made)
    turning = arranging.Turning(files, ports.page_turner)
    offer = PageAddress(ports.check_in_page)
    print_order = orders.PrintOrder(units, files, papers)
    return UseCases(
        person_of=entrance.PersonOf(units),
        start=entrance.Start(units, clock),
        bind_contact=entrance.BindContact(units, clock),
        choose_language=entrance.ChooseLocale(units),
        menu=entrance.OpenMenu(units),
        help=entrance.AskHelp(units, ports.helpdesk),
        reachability=entrance.Reachability(units),
        my_exams=own_exams.ListMyExams(units),
        exam_details=own_exams.ShowExam(units),
        calendar=own_exams.GiveCalendar(units, ports.calendars, files),
        equipment=own_exams.AskEquipment(units),
        choose_camera=own_exams.ChooseCamera(units, clock),
        my_link=own_exams.GiveMyLink(units),
        acknowledge_move=publishing.AcknowledgeMove(units, clock),
        check_in=admission.SayHere(units, clock, offer),
        read_rules=admission.ReadRules(units),
        agree=admission.Agree(units, clock, offer),
        retry_id=admission.RetryId(units, clock),
        information=admission.ShowInformation(units, ports.booklet_rules),
        open_board=tickets.OpenBoard(units, clock, face),
        draw_ticket=tickets.DrawTicket(units, clock, face),
        ticket=tickets.ShowTicket(units, clock, face),
        ticket_shown=tickets.TicketArrived(units, clock),
        ask_finish=tickets.AskFinish(units, clock),
        finish_writing=tickets.FinishWritingNow(units, clock),
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
        submit_test=finishing.SubmitTest(units, clock),
        test_page=PageAddress(ports.test_page),
        open_page=door.OpenPage(units, clock, ports.shuffler),
        enter_page=door.EnterPage(units, clock),
        look_at_page=look.LookAtPage(units, clock, ports.booklet_rules),
        page_file=page_files.GivePageFile(units, files),
        watch_pages=look.WatchPages(units),
        photographs=photographs.ShowPhotographs(units, clock, ports.faces),
        consent_to_photographs=photographs.ConsentToPhotographs(units, clock, ports.faces),
        look_at_face=photographs.LookAtFace(units, clock, ports.faces),
        compare_faces=photographs.CompareFaces(units, clock, ports.faces),
        send_answer=answers.SendAnswer(units, clock),
        leave_page=page_presence.LeavePage(units, clock),
        return_to_page=page_presence.ReturnToPage(units, clock),
        sheets_so_far=sheets.ShowSheets(units, clock),
        add_sheet=sheets.AddSheet(units, clock, ports.inspector, files, ports.strictness),
        confirm_sheets=sheets.ConfirmAll(units),
        hand_in=sheets.HandIn(units, clock, bind),
        own_sheet=sheet_pages.LookAtOwnSheet(units),
        outage=trouble.Outage(units, clock),
        come_back=trouble.ComeBack(units, clock),
        ask_proctor=trouble.AskProctor(units, clock),
        proctor_exams=invigilation.ListProctorExams(units, clock),
        start_link=invigilation.GiveStartLink(units, clock, ports.conferences),
        board=invigilation.OpenRoom(units, clock),
        board_now=invigilation.LookAtRoom(units, clock),
        begin_exam=admission.BeginExam(units, clock),
        student_card=invigilation.OpenCard(units, clock),
        tick=admission.Tick(units, clock),
        fail_id=admission.FailId(units, clock),
        overrule_id=admission.OverruleId(units, clock),
        admit=admission.Admit(units, clock, ports.booklet_rules),
        revert_no_show=admission.RevertNoShow(units, clock),
        warn=invigilation.Warn(units, clock, files),
        message_student=invigilation.MessageStudent(units, clock),
        add_time=invigilation.AddTime(units, clock),
        message_everybody=everybody.MessageEverybody(units, clock),
        add_time_for_everybody=everybody.AddTimeForEverybody(units, clock),
        spoil_ticket=spoiling.SpoilTicket(units, clock),
        pause=invigilation.Pause(units, clock),
        unpause=invigilation.Unpause(units, clock),
        bring_back=invigilation.BringBack(units, clock),
        end_attempt=invigilation.EndAttempt(units, clock),
        sheets_pdf=sheet_desk.GiveSheetsPdf(units, bind),
        begin_book=books.BeginBook(units),
        exam_book=books.BindExam(units, ports.sheet_books, note_made),
        open_sheets=sheet_pages.OpenSheets(units, clock),
        look_at_sheet=sheet_pages.LookAtSheet(units, clock),
        turn_sheet=arranging.TurnSheet(units, clock, turning),
        move_sheet=arranging.MoveSheet(units, clock),
        undo_at_desk=arranging.UndoAtDesk(units, clock, turning),
        ask_lost_sheet=lost.AskLostSheet(units, clock),
        comment_page=comments.CommentPage(units, clock),
        place_comment=comments.PlaceComment(units, clock),
        withdraw_comment=comments.WithdrawComment(units, clock),
        ask_again=sheet_desk.AskAgain(units, clock),
        accept_sheets=sheet_desk.AcceptSheets(units, clock),
        accept_shown=sheet_desk.AcceptShown(units, clock),
        reopen_upload=sheet_desk.ReopenUpload(units, clock),
        release=leaving.Release(units, clock),
        release_ready=leaving.ReleaseReady(units, clock),
        chief_desk=suspension.OpenDesk(units),
        suspend_exam=suspension.SuspendExam(units, clock),
        resume_exam=suspension.ResumeExam(units, clock),
        credit_downtime=downtime.CreditDowntime(units, clock),
        assign_ticket=ticket_desk.AssignTicket(units, clock, ports.shuffler, face),
        pick_again=ticket_desk.PickAgain(units, clock),
        open_picking=picking.OpenPicking(units, clock),
        close_picking=picking.ClosePicking(units, clock),
        call_next=oral_desk.CallNext(units, clock, call_up),
        call_up=call_up,
        start_answer=oral_desk.StartAnswer(units, clock),
        end_answer=oral_desk.EndAnswer(units, clock),
        skip=oral_desk.Skip(units, clock),
        give_up=oral_desk.GiveUp(units, clock),
        offer_swap=oral_desk.OfferSwap(units, clock),
        swap=oral_desk.Swap(units, clock),
        offer_preparation=preparation.OfferPreparation(units, files, ports.timelines),
        choose_preparation=preparation.ChoosePreparation(units, clock),
        mark_answer=oral_marks.MarkAnswer(units, clock, ports.days),
        commission=commission.OpenCommission(units),
        name_commission=commission.NameCommission(units, clock),
        answer_to_mark=commission.LookAtAnswer(units),
        give_commission_mark=commission.GiveCommissionMark(units, clock),
        note_absent=commission.NoteAbsent(units, clock),
        confirm_commission_mark=commission.ConfirmCommissionMark(units, clock, ports.days),
        admit_provisionally=decisions.AdmitProvisionally(units, clock),
        prove=decisions.Prove(units, clock),
        reinstate=decisions.Reinstate(units, clock),
        void=decisions.VoidAttempt(units, clock),
        fail_now=decisions.FailNow(units, clock),
        decide_aside=decisions.DecideAside(units, clock),
        ask_end=decisions.AskEnd(units, clock),
        confirm_end=decisions.ConfirmEnd(units, clock),
        open_review=reviews.OpenReview(units, clock),
        review=reviews.LookAtReview(units),
        decide_review=reviews.DecideReview(units, clock),
        mark_list=list_marks,
        enter_marks=typed.EnterMarks(units, clock),
        enter_marks_file=grading.EnterMarksFile(units, clock, ports.mark_forms, list_marks),
        mark_pad=pad.OpenPad(units),
        tap_mark=pad.TapMark(units, clock),
        undo_mark=pad.UndoMark(units, clock),
        check_marks=checking.CheckMarks(units),
        confirm_marks=checking.ConfirmMarks(units, clock, preview_results),
        preview_results=preview_results,
        publish_results=results.PublishResults(units, clock, ports.days, ports.results_as_picture),
        correct_mark=results.CorrectMark(units, clock, ports.days),
        overdue_results=overdue.ListOverdue(units, clock),
        remind_examiners=overdue.RemindExaminers(units, clock),
        preview_regrade=regrading.PreviewRegrade(units, clock, ports.shuffler),
        question_draw=question_draw.ShowDraw(units, ports.booklet_rules),
        preview_draw=question_draw.PreviewDraw(units, clock, ports.shuffler),
        keep_draw=question_draw.ConfirmDraw(units, clock, ports.booklet_rules),
        draw_in_proportion=question_draw.DrawInProportion(units, clock, ports.booklet_rules),
        offer_answers=question_draw.OfferAnswers(units, clock, ports.booklet_rules),
        right_answer=right_answers.ShowRightAnswer(units, clock),
        confirm_regrade=regrading.ConfirmRegrade(units, clock, ports.days),
        send_grades=recording.SendGrades(units, clock, ports.grade_system),
        grade_records=recording.ShowRecords(units),
        send_again=recording.SendAgain(units, clock),
        marking_plan=plans.OpenMarkingPlan(units, ports.shuffler),
        plan_marking=plans.PlanMarking(units, clock, ports.shuffler),
        to_mark=works.ListToMark(units),
        works=works.OpenWorks(units),
        work_page=works.LookAtWork(units, works.Covering(files, ports.page_turner, note_made)),
        bind_works=works.BindWorks(units, ports.sheet_books, note_made),
        mark_work=markers.MarkWork(units, clock),
        mark_works=markers.MarkWorks(units, clock),
        ask_appeal=appeals.AskAppeal(units, clock, ports.days),
        file_appeal=appeals.FileAppeal(units, clock, ports.days),
        appeals=appeal_desk.ListAppeals(units),
        open_appeal=appeal_desk.OpenAppeal(units),
        appeal_sheets=appeal_desk.GiveAppealSheets(units, bind),
        uphold=appeal_desk.Uphold(units, clock),
        change_mark=appeal_desk.ChangeMark(units, clock),
        drafts=publishing.ListDrafts(units),
        planned=publishing.ListPlanned(units),
        exam_checks=publishing.CheckExam(units, clock),
        publish_exam=publishing.PublishExam(units, clock),
        move_exam=publishing.MoveExam(units, clock, ports.conferences, entry),
        barred_list=bars.ListBarred(units),
        lift_bar=bars.LiftBar(units, clock),
        cancel_exam=publishing.CancelExam(units, clock, entry),
        import_help=imports.GiveImportHelp(files, ports.import_files),
        preview_import=preview_import,
        confirm_import=imports.ConfirmImport(import_at_once),
        drop_import=imports.DropImport(units),
        collect_arrivals=arriving.CollectArrivals(
            units, clock, ports.arrival_source, preview_import
        ),
        take_arrival=arriving.TakeArrival(import_at_once),
        drop_arrival=arriving.DropArrival(units, clock),
        import_at_once=import_at_once,
        preview_pool=composing.PreviewPool(
            units, clock, ports.shuffler, files, ports.import_files
        ),
        compose_tickets=composing.ComposeTickets(units, ports.shuffler, files),
        lay_out_composed=composing.LayOutComposed(units, clock, ports.shuffler, files),
        drop_pool=composing.DropPool(units),
        print_tickets=printing_tickets.PrintTickets(units, clock, files, ports.ticket_papers),
        item_statistics=measuring.MeasureItems(units, files, ports.item_figures),
        bank_help=banks.GiveBankHelp(files, ports.question_files),
        preview_bank=banks.PreviewBank(units, clock, ports.shuffler, files, prepare_bank),
        look_into_bank=banks.LookIntoBank(units, files),
        confirm_bank=banks.ConfirmBank(units, clock, files),
        drop_bank=banks.DropBank(units),
        group_list=invites.ListGroups(units),
        make_invites=invites.MakeInvites(
            units, clock, ports.shuffler, files, ports.printer, ports.bot_name
        ),
        new_phone_code=new_phones.GiveNewPhoneCode(units, clock, ports.shuffler, ports.bot_name),
        unbind=invites.Unbind(units, clock),
        group_page=exports.OpenGroup(units),
        statement=exports.ExportStatement(units, printing),
        journal=exports.ExportJournal(units, printing),
        transcript=exports.ExportTranscript(units, printing),
        apply=applying.Apply(units, clock),
        apply_for=applying.ApplyFor(units, clock),
        missed_list=deciding.ListMissed(units),
        fill_in=applying.FillApplication(units, clock),
        add_proof=applying.AddProof(units, clock, ports.page_reader, files, days),
        send_application=applying.SendApplication(units, clock, days),
        reconsider=applying.Reconsider(units, clock, days),
        my_absences=applying.ListMyCases(units),
        my_absence=applying.ShowCase(units, clock),
        print_application=applying.PrintApplication(units, files, papers),
        absence_queue=deciding.OpenQueue(units),
        absence=deciding.OpenCase(units, clock),
        approve_absence=deciding.Approve(units, clock),
        approve_marked=deciding.ApproveMarked(units, clock),
        refuse_absence=deciding.Refuse(units, clock, days),
        ask_proof=deciding.AskProof(units, clock, days),
        issue_order=orders.IssueOrder(units, clock, print_order),
        cancel_order=orders.CancelOrder(units, clock, days, print_order),
        orders=orders.ListOrders(units),
        order=orders.ShowOrder(units),
        propose_additional=additional.ProposeAdditional(units, clock, days, ports.shuffler),
        plans=additional.ListPlans(units),
        plan=additional.ShowPlan(units, clock),
        adjust_plan=additional.AdjustPlan(units, clock),
        approve_plan=additional_approval.ApprovePlan(units, clock, files, papers),
        confirm_plan=additional_approval.ConfirmPlan(units, clock, entry),
        send_back_plan=additional_approval.SendBack(units, clock),
        drop_plan=additional.DropPlan(units, clock),
        find_absences=register.FindCases(units),
        export_absences=register.ExportAbsences(units, files, papers),
        forget_evidence=case_clock.ForgetEvidence(
            units, clock, files, timedelta(days=ports.evidence_days)
        ),
        erase_pictures=erasing.ErasePictures(
            units, clock, files, days, timedelta(days=ports.pictures_days)
        ),
        link_choices=groups.OfferGroups(units),
        link_group=groups.JoinGroup(units, clock),
        chat_lost=groups.ChatLost(units, clock),
        chat_migrated=groups.ChatMigrated(units),
        tick_clock=clockwork.ClockTick(
            units,
            clock,
            reminders=invitations.Reminders(units, clock),
            rooms=invitations.OpenRooms(
                units, clock, ports.conferences, ports.shuffler, ports.draw_page
            ),
            end_rooms=clockwork.EndRooms(units, clock, ports.conferences),
            open_draws=clockwork.OpenDraws(units, clock, ports.draw_page),
            sweep=deadlines.Sweep(units, clock),
            windows=clockwork.Windows(units, clock),
            oral=oral_clock.OralClock(units, clock),
            boards=clockwork.Boards(units, clock),
            alarms=clockwork.Alarms(units, clock),
            appeals=appeals.RemindOfAppeals(units, clock),
            pulse=downtime.Pulse(units, clock),
            cases=case_clock.WatchCases(units, clock, days, print_order),
        ),
        conference_event=presence.NotePresence(units, clock),
        note_refusal=audit.NoteRefusal(units, clock),
        check_draw=proving.CheckDraw(units),
        file=files.get,
    )
