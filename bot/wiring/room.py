"""Wires the room of an exam."""

from bot.ports import Ports
from exams.services.page_address import PageAddress
from exams.services.room import (
    RoomUseCases,
    admission,
    board,
    checking_in,
    decisions,
    downtime,
    everybody,
    information,
    invigilation,
    presence,
    reviews,
    suspension,
    trouble,
)


def wire(ports: Ports) -> RoomUseCases:
    """Return the table of `exams.services.room`."""
    units, clock, files = ports.units, ports.clock, ports.files
    offer = PageAddress(ports.check_in_page)
    return RoomUseCases(
        check_in=checking_in.SayHere(units, clock, offer),
        check_in_shown=checking_in.CheckInShown(units),
        read_rules=checking_in.ReadRules(units),
        agree=checking_in.Agree(units, clock, offer),
        retry_id=checking_in.RetryId(units, clock),
        information=information.ShowInformation(units, ports.booklet_rules),
        outage=trouble.Outage(units, clock),
        come_back=trouble.ComeBack(units, clock),
        ask_proctor=trouble.AskProctor(units, clock),
        proctor_exams=board.ListProctorExams(units, clock),
        start_link=board.GiveStartLink(units, clock, ports.conferences),
        board=board.OpenRoom(units, clock),
        board_now=board.LookAtRoom(units, clock),
        begin_exam=admission.BeginExam(units, clock),
        student_card=board.OpenCard(units, clock),
        tick=admission.Tick(units, clock),
        identify=admission.Identify(units, clock),
        fail_id=admission.FailId(units, clock),
        overrule_id=admission.OverruleId(units, clock),
        admit=admission.Admit(units, clock, ports.booklet_rules),
        revert_no_show=admission.RevertNoShow(units, clock),
        warn=invigilation.Warn(units, clock, files),
        message_student=invigilation.MessageStudent(units, clock),
        add_time=invigilation.AddTime(units, clock),
        message_everybody=everybody.MessageEverybody(units, clock),
        add_time_for_everybody=everybody.AddTimeForEverybody(units, clock),
        pause=invigilation.Pause(units, clock),
        unpause=invigilation.Unpause(units, clock),
        bring_back=invigilation.BringBack(units, clock),
        end_attempt=invigilation.EndAttempt(units, clock),
        chief_desk=suspension.OpenDesk(units),
        suspend_exam=suspension.SuspendExam(units, clock),
        resume_exam=suspension.ResumeExam(units, clock),
        credit_downtime=downtime.CreditDowntime(units, clock),
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
        conference_event=presence.NotePresence(units, clock),
    )
