"""The room of an exam: check-in, admission, invigilation, trouble, decisions of the chief."""

from dataclasses import dataclass

from exams.services.room.admission import (
    Admit,
    BeginExam,
    FailId,
    Identify,
    OverruleId,
    RevertNoShow,
    Tick,
)
from exams.services.room.board import (
    GiveStartLink,
    ListProctorExams,
    LookAtRoom,
    OpenCard,
    OpenRoom,
)
from exams.services.room.checking_in import Agree, CheckInShown, ReadRules, RetryId, SayHere
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
from exams.services.room.information import ShowInformation
from exams.services.room.invigilation import (
    AddTime,
    BringBack,
    EndAttempt,
    MessageStudent,
    Pause,
    Unpause,
    Warn,
)
from exams.services.room.presence import NotePresence
from exams.services.room.reviews import DecideReview, LookAtReview, OpenReview
from exams.services.room.suspension import OpenDesk, ResumeExam, SuspendExam
from exams.services.room.trouble import AskProctor, ComeBack, Outage


@dataclass(frozen=True, kw_only=True)
class RoomUseCases:
    """What happens in the room of an exam, from the door to its last case."""

    # checking in
    check_in: SayHere
    check_in_shown: CheckInShown
    read_rules: ReadRules
    agree: Agree
    retry_id: RetryId
    information: ShowInformation
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
    identify: Identify
    fail_id: FailId
    overrule_id: OverruleId
    admit: Admit
    revert_no_show: RevertNoShow
    warn: Warn
    message_student: MessageStudent
    add_time: AddTime
    message_everybody: MessageEverybody
    add_time_for_everybody: AddTimeForEverybody
    pause: Pause
    unpause: Unpause
    bring_back: BringBack
    end_attempt: EndAttempt
    # the chief proctor, for everybody at once
    chief_desk: OpenDesk
    suspend_exam: SuspendExam
    resume_exam: ResumeExam
    credit_downtime: CreditDowntime
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
    # the conference service
    conference_event: NotePresence
