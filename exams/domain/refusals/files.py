"""The ways in which a file of the office is refused."""

from exams.domain.refusals.base import Refusal


class FileUnreadable(Refusal):
    """The file is no table we can read: wrong type, damaged, encrypted or empty."""

    code = "file_unreadable"


class UnknownTable(Refusal):
    """The columns match none of the tables we know, or some of a table are missing.

    The facts name the columns that are there, and of a table that is known the missing ones.
    """

    code = "unknown_table"

    def __init__(self, *, columns: tuple[str, ...], missing: tuple[str, ...] = ()) -> None:
        super().__init__(columns=columns, missing=missing)


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


class ImportStands(Refusal):
    """An import is not taken back: it was already, a newer one came, or its time is over."""

    code = "import_stands"


class NothingToConfirm(Refusal):
    """What was to be confirmed has been confirmed, replaced or has grown old."""

    code = "nothing_to_confirm"
