"""The ways in which a rule says no.

A refusal is not a defect: nothing is broken and nothing was changed. Each one is
turned into words in one place, in the language of the person who asked.
"""

from datetime import datetime
from typing import ClassVar


class Refusal(Exception):
    """A rule said no.

    Each subclass names its text, ``templates/<locale>/refusals/<code>.html.j2``,
    and carries the facts which that text needs as keyword arguments.
    """

    code: ClassVar[str]

    def __init__(self, **facts: object) -> None:
        super().__init__(self.code, facts)
        self.facts = facts


class Stale(Exception):
    """Somebody else saved the same thing first: read it again and look at what they did.

    Never shown to a person as an error; the use case is run again.
    """


# -- who -----------------------------------------------------------------------


class NotAllowed(Refusal):
    """The person does not hold a role that may do this, or not for this exam."""

    code = "not_allowed"


class Unknown(Refusal):
    """What a button or a message names does not exist, or is not this person's."""

    code = "unknown"


class InviteRefused(Refusal):
    """The invite is wrong, used or withdrawn; always the same words: guessing tells nothing."""

    code = "invite_refused"


class TooManyTries(Refusal):
    """More attempts to bind an account than the limit of an hour."""

    code = "too_many_tries"


class ContactRefused(Refusal):
    """The shared contact is somebody else's, or no person on the roster has this number."""

    code = "contact_refused"


class AlreadyBound(Refusal):
    """The person or the account is bound already; only a registrar can unbind."""

    code = "already_bound"


# -- when and in which state ------------------------------------------------------


class WrongStage(Refusal):
    """The exam or the attempt is at another step now."""

    code = "wrong_stage"

    def __init__(self, *, act: str, stage: str) -> None:
        super().__init__(act=act, stage=stage)


class ExamStands(Refusal):
    """The whole exam is suspended, every clock stands; this waits until the chief goes on."""

    code = "exam_stands"

    def __init__(self, *, since: datetime) -> None:
        super().__init__(since=since)


class TooEarly(Refusal):
    """This opens later."""

    code = "too_early"

    def __init__(self, *, opens_at: datetime) -> None:
        super().__init__(opens_at=opens_at)


class TooLate(Refusal):
    """The time for this is over."""

    code = "too_late"

    def __init__(self, *, closed_at: datetime) -> None:
        super().__init__(closed_at=closed_at)


# -- checking in ----------------------------------------------------------------------


class ChecksMissing(Refusal):
    """The proctor has not ticked everything that admission needs."""

    code = "checks_missing"

    def __init__(self, *, missing: tuple[str, ...]) -> None:
        super().__init__(missing=missing)


class RulesNotAgreed(Refusal):
    """The student has not agreed to the rules that hold now."""

    code = "rules_not_agreed"


class RulesUnread(Refusal):
    """The student agrees before the last page of the rules was opened."""

    code = "rules_unread"


class ReasonMissing(Refusal):
    """This act needs a reason in words."""

    code = "reason_missing"


# -- tickets -----------------------------------------------------------------------------


class TicketTaken(Refusal):
    """Somebody turned this card over first."""

    code = "ticket_taken"

    def __init__(self, *, position: int) -> None:
        super().__init__(position=position)


class PickingNotOpen(Refusal):
    """The proctor has not laid out the tickets of an oral exam yet."""

    code = "picking_not_open"


class PickTimeOver(Refusal):
    """The three minutes to choose a ticket are over; the chief proctor decides."""

    code = "pick_time_over"


class QueueNotOpen(Refusal):
    """Somebody is still to draw, so nobody can be called yet."""

    code = "queue_not_open"


class SomebodyAnswers(Refusal):
    """Somebody is called or answers already; one after the other."""

    code = "somebody_answers"


class NotNext(Refusal):
    """Another student's turn comes first."""

    code = "not_next"


class NoTickets(Refusal):
    """The deck has no card left; the chief proctor must act."""

    code = "no_tickets"


class NoDeck(Refusal):
    """No ticket is in the student's language of study.

    `language` is a code of `Locale`, empty where the roster does not say it.
    """

    code = "no_deck"

    def __init__(self, *, language: str) -> None:
        super().__init__(language=language)


# -- sheets and leaving --------------------------------------------------------------------


class NoSheets(Refusal):
    """Nothing acceptable has been sent yet."""

    code = "no_sheets"


class PagesDiffer(Refusal):
    """The number of pages said is not the number accepted."""

    code = "pages_differ"

    def __init__(self, *, said: int, accepted: int) -> None:
        super().__init__(said=said, accepted=accepted)


class PagesAwaited(Refusal):
    """The proctor asked for pages again that have not come yet."""

    code = "pages_awaited"

    def __init__(self, *, pages: tuple[int, ...]) -> None:
        super().__init__(pages=pages)


class SheetsNotAccepted(Refusal):
    """Nobody leaves before the proctor has accepted the sheets."""

    code = "sheets_not_accepted"


class WrongFile(Refusal):
    """This kind of message is not an answer sheet: sticker, video, archive."""

    code = "wrong_file"


# -- computer tests -----------------------------------------------------------------------------


class AnswerUnreadable(Refusal):
    """The typed answer is empty or longer than answers are."""

    code = "answer_unreadable"

    def __init__(self, *, longest: int) -> None:
        super().__init__(longest=longest)


class NoQuestions(Refusal):
    """The exam's bank has no question; the registrar must import one."""

    code = "no_questions"


class QuestionsOpen(Refusal):
    """A test is finished only when every question has an answer (S17)."""

    code = "questions_open"

    def __init__(self, *, count: int) -> None:
        super().__init__(count=count)


class NotTicked(Refusal):
    """The student has not ticked that the test ends with this (S18)."""

    code = "not_ticked"


class KeyUnreadable(Refusal):
    """No question of the bank has this name, or this is no right answer to it."""

    code = "key_unreadable"

    def __init__(self, *, given: str) -> None:
        super().__init__(given=given)


class NotANumber(Refusal):
    """A number was asked for, and this is none."""

    code = "not_a_number"

    def __init__(self, *, given: str) -> None:
        super().__init__(given=given)


class BankBroken(Refusal):
    """A file of questions is damaged, or is not what it says it is.

    `file` names the part of a package, `line` is 0 where none can be told.
    """

    code = "bank_broken"

    def __init__(self, *, kind: str, file: str, line: int) -> None:
        super().__init__(kind=kind, file=file, line=line)


class BankUnsafe(Refusal):
    """A file of questions holds what none needs; `what` is entities, path or size."""

    code = "bank_unsafe"

    def __init__(self, *, what: str) -> None:
        super().__init__(what=what)


class BankTooLarge(Refusal):
    """More questions than a bank may have."""

    code = "bank_too_large"

    def __init__(self, *, most: int) -> None:
        super().__init__(most=most)


class BankEmpty(Refusal):
    """There is not one question in the file."""

    code = "bank_empty"

    def __init__(self, *, kind: str) -> None:
        super().__init__(kind=kind)


class NoTestPlanned(Refusal):
    """There is no coming computer test that could take the questions."""

    code = "no_test_planned"


class NothingAnswered(Refusal):
    """Nobody has finished a test of this exam yet: there is nothing to measure."""

    code = "nothing_answered"


class BankInUse(Refusal):
    """The test has begun for somebody, so its questions stay as they are."""

    code = "bank_in_use"


# -- exams -----------------------------------------------------------------------------------


class NotReady(Refusal):
    """Publishing is refused until the failing checks are mended.

    The facts hold the codes of the checks that failed, as `exams.domain.exam.Check` names them.
    """

    code = "not_ready"

    def __init__(self, *, failed: tuple[str, ...]) -> None:
        super().__init__(failed=failed)


class TicketsShown(Refusal):
    """The exam cannot be moved once a ticket or a question was shown."""

    code = "tickets_shown"


# -- absence -----------------------------------------------------------------------------------


class NotMissed(Refusal):
    """The attempt was not missed, so there is nothing to excuse."""

    code = "not_missed"


class AppliedAlready(Refusal):
    """There is an open case about this attempt; it is gone on with, not begun again."""

    code = "applied_already"


class CaseIncomplete(Refusal):
    """An application needs a reason, and "other" needs words."""

    code = "case_incomplete"


class CaseMoved(Refusal):
    """The absence case is at another step now; `stage` as in `CaseStage`."""

    code = "case_moved"

    def __init__(self, *, stage: str) -> None:
        super().__init__(stage=stage)


class AlreadyReconsidered(Refusal):
    """A refused case is reconsidered once."""

    code = "already_reconsidered"


class NotYourTurn(Refusal):
    """The dean still has time; then the deputy may act."""

    code = "not_your_turn"

    def __init__(self, *, opens_at: datetime) -> None:
        super().__init__(opens_at=opens_at)


class WrongEvidence(Refusal):
    """Evidence is a photograph, a picture or a PDF: no video, sticker, voice or archive."""

    code = "wrong_evidence"


class EvidenceFull(Refusal):
    """A case takes so many pages of evidence and no more."""

    code = "evidence_full"

    def __init__(self, *, limit: int) -> None:
        super().__init__(limit=limit)


class NothingApproved(Refusal):
    """No approved case waits for an order."""

    code = "nothing_approved"


class NoFreeTime(Refusal):
    """In the days looked at there is no time without a clash for an additional exam."""

    code = "no_free_time"

    def __init__(self, *, days: int) -> None:
        super().__init__(days=days)


class PlanMoved(Refusal):
    """The plan of an additional exam is at another step now; `stage` as in `PlanStage`."""

    code = "plan_moved"

    def __init__(self, *, stage: str) -> None:
        super().__init__(stage=stage)


class NotConfirmed(Refusal):
    """An additional exam is published when the registrar confirms what the dean approved."""

    code = "not_confirmed"


# -- grades -----------------------------------------------------------------------------------


class MarkOutOfRange(Refusal):
    """A mark is a whole number from 0 to 100."""

    code = "mark_out_of_range"

    def __init__(self, *, given: str) -> None:
        super().__init__(given=given)


class NoMarkFor(Refusal):
    """This student cannot have a mark: absent, not finished, or not on the list."""

    code = "no_mark_for"

    def __init__(self, *, who: str) -> None:
        super().__init__(who=who)


class MarksMissing(Refusal):
    """Results are published only when every student who sat has a mark."""

    code = "marks_missing"

    def __init__(self, *, count: int) -> None:
        super().__init__(count=count)


class AlreadyPublished(Refusal):
    """Published results change only through a correction with a reason."""

    code = "already_published"


class MarksUnreadable(Refusal):
    """The message or file with marks was not understood."""

    code = "marks_unreadable"

    def __init__(self, *, line: str) -> None:
        super().__init__(line=line)


# -- appeals -----------------------------------------------------------------------------------


class NothingToAppeal(Refusal):
    """The student has no published mark in this exam."""

    code = "nothing_to_appeal"


class OwnMark(Refusal):
    """Whoever gave a mark does not decide about an appeal against it."""

    code = "own_mark"


class SameMark(Refusal):
    """A changed mark would be the one that stands."""

    code = "same_mark"

    def __init__(self, *, points: int) -> None:
        super().__init__(points=points)


class UnderAppeal(Refusal):
    """A mark under appeal, or decided on appeal, is not corrected by its examiner."""

    code = "under_appeal"


class TextTooLong(Refusal):
    """More words than are taken."""

    code = "text_too_long"

    def __init__(self, *, most: int) -> None:
        super().__init__(most=most)


# -- imports and groups --------------------------------------------------------------------------


class FileUnreadable(Refusal):
    """The file is no table we can read: wrong type, damaged, encrypted or empty."""

    code = "file_unreadable"


class UnknownTable(Refusal):
    """The columns match none of the tables we know."""

    code = "unknown_table"

    def __init__(self, *, columns: tuple[str, ...]) -> None:
        super().__init__(columns=columns)


class TicketsUnreadable(Refusal):
    """A Word or Markdown file with tickets breaks its form.

    The facts name the code of what is wrong (macros, too_long, picture, formula, no_tickets,
    no_subject, no_questions, many_questions, duplicate, gap) and the ticket, if it is one's.
    """

    code = "tickets_unreadable"

    def __init__(self, *, reason: str, ticket: str) -> None:
        super().__init__(reason=reason, ticket=ticket)


class FileTooLarge(Refusal):
    """A file has more bytes than are taken; the messenger gives a bot 20 MB at most."""

    code = "file_too_large"

    def __init__(self, *, megabytes: int) -> None:
        super().__init__(megabytes=megabytes)


class NothingToConfirm(Refusal):
    """What was to be confirmed has been confirmed, replaced or has grown old."""

    code = "nothing_to_confirm"


class ChatTaken(Refusal):
    """This chat already belongs to another group."""

    code = "chat_taken"

    def __init__(self, *, group: str) -> None:
        super().__init__(group=group)
