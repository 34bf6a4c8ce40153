"""Names for the numbers and strings that identify things, so that mypy tells them apart."""

from typing import NewType

PersonId = NewType("PersonId", int)
GroupId = NewType("GroupId", int)
ExamId = NewType("ExamId", int)
AttemptId = NewType("AttemptId", int)
SheetId = NewType("SheetId", int)
QuestionId = NewType("QuestionId", int)
CaseId = NewType("CaseId", int)
EvidenceId = NewType("EvidenceId", int)
OrderId = NewType("OrderId", int)

TicketNumber = NewType("TicketNumber", int)
"""The number printed on a ticket, from 1."""

CommentId = NewType("CommentId", int)
"""An examiner's comment on a page."""

ChatId = NewType("ChatId", int)
"""A messenger chat: positive for a person, negative for a group."""

Digest = NewType("Digest", str)
"""SHA-256 of a stored file, 64 lower-case hexadecimal digits."""
