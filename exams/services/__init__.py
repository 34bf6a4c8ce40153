"""The use cases: what people, and the clock, can make the product do."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from exams.domain.ids import Digest
from exams.services.absence.applying import (
    AddProof,
    Apply,
    ApplyFor,
    FillApplication,
    ListMyCases,
    PrintApplication,
    Reconsider,
    SendApplication,
    ShowCase,
)
from exams.services.absence.case_clock import ForgetEvidence
from exams.services.absence.deciding import (
    Approve,
    ApproveMarked,
    AskProof,
    ListMissed,
    OpenCase,
    OpenQueue,
    Refuse,
)
from exams.services.absence.orders import CancelOrder, IssueOrder, ListOrders, ShowOrder
from exams.services.absence.register import ExportAbsences, FindCases
from exams.services.clock.clockwork import ClockTick
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
from exams.services.grades.appeal_desk import (
    ChangeMark,
    GiveAppealSheets,
    ListAppeals,
    OpenAppeal,
    Uphold,
)
from exams.services.grades.appeals import AskAppeal, FileAppeal
from exams.services.grades.checking import CheckMarks, ConfirmMarks
from exams.services.grades.grading import EnterMarksFile, ListMarks
from exams.services.grades.markers import MarkWork, MarkWorks
from exams.services.grades.overdue import ListOverdue, RemindExaminers
from exams.services.grades.pad import OpenPad, TapMark, UndoMark
from exams.services.grades.recording import SendAgain, SendGrades, ShowRecords
from exams.services.grades.results import CorrectMark, PreviewResults, PublishResults
from exams.services.grades.typed import EnterMarks
from exams.services.marking.arranging import MoveSheet, TurnSheet, UndoAtDesk
from exams.services.marking.books import BeginBook, BindExam
from exams.services.marking.comments import CommentPage, PlaceComment, WithdrawComment
from exams.services.marking.lost import AskLostSheet
from exams.services.marking.pages import LookAtOwnSheet, LookAtSheet, OpenSheets
from exams.services.marking.plans import OpenMarkingPlan, PlanMarking
from exams.services.marking.works import BindWorks, ListToMark, LookAtWork, OpenWorks
from exams.services.office.arriving import CollectArrivals, DropArrival, TakeArrival
from exams.services.office.composing import (
    ComposeTickets,
    LayOutComposed,
    PreviewPool,
)
from exams.services.office.erasing import ErasePictures
from exams.services.office.exports import (
    ExportJournal,
    ExportStatement,
    ExportTranscript,
    OpenGroup,
)
from exams.services.office.imports import (
    ConfirmImport,
    GiveImportHelp,
    ImportAtOnce,
    PreviewImport,
)
from exams.services.office.printing import PrintTickets
from exams.services.oral.commission import (
    ConfirmCommissionMark,
    GiveCommissionMark,
    LookAtAnswer,
    NameCommission,
    NoteAbsent,
    OpenCommission,
)
from exams.services.oral.desk import (
    CallNext,
    CallUp,
    EndAnswer,
    GiveUp,
    OfferSwap,
    Skip,
    StartAnswer,
    Swap,
)
from exams.services.oral.marks import MarkAnswer
from exams.services.page_address import PageAddress
from exams.services.pages.answers import SendAnswer
from exams.services.pages.door import EnterPage, OpenPage
from exams.services.pages.files import GivePageFile
from exams.services.pages.look import LookAtPage, WatchPages
from exams.services.pages.photographs import (
    CompareFaces,
    ConsentToPhotographs,
    LookAtFace,
    ShowPhotographs,
)
from exams.services.pages.presence import LeavePage, ReturnToPage
from exams.services.people.audit import NoteRefusal
from exams.services.people.entrance import (
    AskHelp,
    BindContact,
    ChooseLocale,
    OpenMenu,
    PersonOf,
    Reachability,
    Start,
)
from exams.services.people.groups import ChatLost, ChatMigrated, JoinGroup, OfferGroups
from exams.services.people.invites import ListGroups, MakeInvites, Unbind
from exams.services.people.new_phones import GiveNewPhoneCode
from exams.services.planning.additional import (
    AdjustPlan,
    DropPlan,
    ListPlans,
    ProposeAdditional,
    ShowPlan,
)
from exams.services.planning.additional_approval import ApprovePlan, ConfirmPlan, SendBack
from exams.services.planning.bars import LiftBar, ListBarred
from exams.services.planning.own_exams import (
    AskEquipment,
    ChooseCamera,
    GiveCalendar,
    GiveMyLink,
    ListMyExams,
    ShowExam,
)
from exams.services.planning.preparation import ChoosePreparation, OfferPreparation
from exams.services.planning.proving import CheckDraw
from exams.services.planning.publishing import (
    AcknowledgeMove,
    CancelExam,
    CheckExam,
    ListDrafts,
    ListPlanned,
    MoveExam,
    PublishExam,
)
from exams.services.previews import DropPreview
from exams.services.room.admission import (
    Admit,
    Agree,
    BeginExam,
    FailId,
    OverruleId,
    ReadRules,
    RetryId,
    RevertNoShow,
    SayHere,
    ShowInformation,
    Tick,
)
from exams.services.room.decisions import (
    AdmitProvisionally,
    AskEnd,
    ConfirmEnd,
    DecideAside,
    FailNow,
    Prove,
    Reinstate,
    VoidAttempt,
)
from exams.services.room.downtime import CreditDowntime
from exams.services.room.everybody import AddTimeForEverybody, MessageEverybody
from exams.services.room.invigilation import (
    AddTime,
    BringBack,
    EndAttempt,
    GiveStartLink,
    ListProctorExams,
    LookAtRoom,
    MessageStudent,
    OpenCard,
    OpenRoom,
    Pause,
    Unpause,
    Warn,
)
from exams.services.room.presence import NotePresence
from exams.services.room.reviews import DecideReview, LookAtReview, OpenReview
from exams.services.room.suspension import OpenDesk, ResumeExam, SuspendExam
from exams.services.room.trouble import AskProctor, ComeBack, Outage
from exams.services.writing.leaving import Release, ReleaseReady
from exams.services.writing.picking import ClosePicking, OpenPicking
from exams.services.writing.sheet_desk import (
    AcceptSheets,
    AcceptShown,
    AskAgain,
    GiveSheetsPdf,
    ReopenUpload,
)
from exams.services.writing.sheets import AddSheet, ConfirmAll, HandIn, ShowSheets
from exams.services.writing.spoiling import SpoilTicket
from exams.services.writing.ticket_desk import AssignTicket, PickAgain
from exams.services.writing.tickets import (
    AskFinish,
    DrawTicket,
    FinishWritingNow,
    OpenBoard,
    ShowTicket,
    TicketArrived,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class UseCases:
    """The table of contents of the product; each field is called with the actor first."""

    # coming in
    person_of: PersonOf
    start: Start
    bind_contact: BindContact
    choose_language: ChooseLocale
    menu: OpenMenu
    help: AskHelp
    reachability: Reachability
    # the student before the exam
    my_exams: ListMyExams
    exam_details: ShowExam
    calendar: GiveCalendar
    equipment: AskEquipment
    choose_camera: ChooseCamera
    my_link: GiveMyLink
    acknowledge_move: AcknowledgeMove
    # checking in
    check_in: SayHere
    read_rules: ReadRules
    agree: Agree
    retry_id: RetryId
    information: ShowInformation
    # ticket and writing
    open_board: OpenBoard
    draw_ticket: DrawTicket
    ticket: ShowTicket
    ticket_shown: TicketArrived
    ask_finish: AskFinish
    finish_writing: FinishWritingNow
    # the computer test
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
    # the computer test as a page
    test_page: PageAddress
    open_page: OpenPage
    enter_page: EnterPage
    look_at_page: LookAtPage
    page_file: GivePageFile
    watch_pages: WatchPages
    photographs: ShowPhotographs
    consent_to_photographs: ConsentToPhotographs
    look_at_face: LookAtFace
    compare_faces: CompareFaces
    send_answer: SendAnswer
    leave_page: LeavePage
    return_to_page: ReturnToPage
    # sheets
    sheets_so_far: ShowSheets
    add_sheet: AddSheet
    confirm_sheets: ConfirmAll
    hand_in: HandIn
    own_sheet: LookAtOwnSheet
    # trouble
    outage: Outage
    come_back: ComeBack
    ask_proctor: AskProctor
    # the proctor
    proctor_exams: ListProctorExams
    start_link: GiveStartLink
    board: OpenRoom
    board_now: LookAtRoom
    begin_exam: BeginExam
    student_card: OpenCard
    tick: Tick
    fail_id: FailId
    overrule_id: OverruleId
    admit: Admit
    revert_no_show: RevertNoShow
    warn: Warn
    message_student: MessageStudent
    add_time: AddTime
    message_everybody: MessageEverybody
    add_time_for_everybody: AddTimeForEverybody
    spoil_ticket: SpoilTicket
    pause: Pause
    unpause: Unpause
    bring_back: BringBack
    end_attempt: EndAttempt
    sheets_pdf: GiveSheetsPdf
    begin_book: BeginBook
    exam_book: BindExam
    open_sheets: OpenSheets
    look_at_sheet: LookAtSheet
    turn_sheet: TurnSheet
    move_sheet: MoveSheet
    undo_at_desk: UndoAtDesk
    ask_lost_sheet: AskLostSheet
    comment_page: CommentPage
    place_comment: PlaceComment
    withdraw_comment: WithdrawComment
    ask_again: AskAgain
    accept_sheets: AcceptSheets
    accept_shown: AcceptShown
    reopen_upload: ReopenUpload
    release: Release
    release_ready: ReleaseReady
    # the chief proctor, for everybody at once
    chief_desk: OpenDesk
    suspend_exam: SuspendExam
    resume_exam: ResumeExam
    credit_downtime: CreditDowntime
    assign_ticket: AssignTicket
    pick_again: PickAgain
    # the proctor of an oral exam
    open_picking: OpenPicking
    close_picking: ClosePicking
    call_next: CallNext
    call_up: CallUp
    start_answer: StartAnswer
    end_answer: EndAnswer
    skip: Skip
    give_up: GiveUp
    offer_swap: OfferSwap
    swap: Swap
    mark_answer: MarkAnswer
    commission: OpenCommission
    name_commission: NameCommission
    answer_to_mark: LookAtAnswer
    give_commission_mark: GiveCommissionMark
    note_absent: NoteAbsent
    confirm_commission_mark: ConfirmCommissionMark
    # the chief proctor about one student, and the dean
    admit_provisionally: AdmitProvisionally
    prove: Prove
    reinstate: Reinstate
    void: VoidAttempt
    fail_now: FailNow
    decide_aside: DecideAside
    ask_end: AskEnd
    confirm_end: ConfirmEnd
    open_review: OpenReview
    review: LookAtReview
    decide_review: DecideReview
    offer_preparation: OfferPreparation
    choose_preparation: ChoosePreparation
    # marks and results
    mark_list: ListMarks
    enter_marks: EnterMarks
    enter_marks_file: EnterMarksFile
    mark_pad: OpenPad
    tap_mark: TapMark
    undo_mark: UndoMark
    check_marks: CheckMarks
    confirm_marks: ConfirmMarks
    preview_results: PreviewResults
    publish_results: PublishResults
    correct_mark: CorrectMark
    overdue_results: ListOverdue
    remind_examiners: RemindExaminers
    preview_regrade: PreviewRegrade
    confirm_regrade: ConfirmRegrade
    marking_plan: OpenMarkingPlan
    plan_marking: PlanMarking
    to_mark: ListToMark
    works: OpenWorks
    work_page: LookAtWork
    bind_works: BindWorks
    mark_work: MarkWork
    mark_works: MarkWorks
    question_draw: ShowDraw
    preview_draw: PreviewDraw
    keep_draw: ConfirmDraw
    draw_in_proportion: DrawInProportion
    offer_answers: OfferAnswers
    right_answer: ShowRightAnswer
    # appeals
    ask_appeal: AskAppeal
    file_appeal: FileAppeal
    appeals: ListAppeals
    open_appeal: OpenAppeal
    appeal_sheets: GiveAppealSheets
    uphold: Uphold
    change_mark: ChangeMark
    # the university's own system
    send_grades: SendGrades
    grade_records: ShowRecords
    send_again: SendAgain
    # dean and registrar
    drafts: ListDrafts
    planned: ListPlanned
    exam_checks: CheckExam
    publish_exam: PublishExam
    move_exam: MoveExam
    cancel_exam: CancelExam
    barred_list: ListBarred
    lift_bar: LiftBar
    import_help: GiveImportHelp
    preview_import: PreviewImport
    confirm_import: ConfirmImport
    drop_import: DropPreview
    collect_arrivals: CollectArrivals
    take_arrival: TakeArrival
    drop_arrival: DropArrival
    import_at_once: ImportAtOnce
    preview_pool: PreviewPool
    compose_tickets: ComposeTickets
    lay_out_composed: LayOutComposed
    drop_pool: DropPreview
    print_tickets: PrintTickets
    item_statistics: MeasureItems
    bank_help: GiveBankHelp
    preview_bank: PreviewBank
    look_into_bank: LookIntoBank
    confirm_bank: ConfirmBank
    drop_bank: DropPreview
    group_list: ListGroups
    make_invites: MakeInvites
    unbind: Unbind
    new_phone_code: GiveNewPhoneCode
    group_page: OpenGroup
    statement: ExportStatement
    journal: ExportJournal
    transcript: ExportTranscript
    # absence: the applicant
    apply: Apply
    apply_for: ApplyFor
    missed_list: ListMissed
    fill_in: FillApplication
    add_proof: AddProof
    send_application: SendApplication
    reconsider: Reconsider
    my_absences: ListMyCases
    my_absence: ShowCase
    print_application: PrintApplication
    # absence: the dean's office and the registrar
    absence_queue: OpenQueue
    absence: OpenCase
    approve_absence: Approve
    approve_marked: ApproveMarked
    refuse_absence: Refuse
    ask_proof: AskProof
    issue_order: IssueOrder
    cancel_order: CancelOrder
    orders: ListOrders
    order: ShowOrder
    propose_additional: ProposeAdditional
    plans: ListPlans
    plan: ShowPlan
    adjust_plan: AdjustPlan
    approve_plan: ApprovePlan
    confirm_plan: ConfirmPlan
    send_back_plan: SendBack
    drop_plan: DropPlan
    find_absences: FindCases
    export_absences: ExportAbsences
    forget_evidence: ForgetEvidence
    erase_pictures: ErasePictures
    # group chats
    link_choices: OfferGroups
    link_group: JoinGroup
    chat_lost: ChatLost
    chat_migrated: ChatMigrated
    # the clock and the conference service
    tick_clock: ClockTick
    conference_event: NotePresence
    note_refusal: NoteRefusal
    # whoever has the database
    check_draw: CheckDraw
    # the files that notices name
    file: Callable[[Digest], Awaitable[bytes]]
