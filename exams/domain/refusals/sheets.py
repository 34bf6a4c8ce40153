"""The ways in which handing in sheets says no."""

from datetime import datetime

from exams.domain.refusals.base import Refusal


class NoSheets(Refusal):
    """Nothing acceptable has been sent yet."""

    code = "no_sheets"


class NothingSent(Refusal):
    """Staff looks for sheets where there are none."""

    code = "nothing_sent"


class SheetsNotNow(Refusal):
    """A student sends a picture, and no exam is where sheets are sent."""

    code = "sheets_not_now"


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


class PagesUnknown(Refusal):
    """The proctor named no page, or one that is not there; `count` are."""

    code = "pages_unknown"

    def __init__(self, *, count: int) -> None:
        super().__init__(count=count)


class SheetsNotAccepted(Refusal):
    """Nobody leaves before the proctor has accepted the sheets."""

    code = "sheets_not_accepted"


class WrongFile(Refusal):
    """This kind of message is not an answer sheet: sticker, video, archive."""

    code = "wrong_file"


class SheetsErased(Refusal):
    """The pictures were kept as long as they had to be."""

    code = "sheets_erased"

    def __init__(self, *, at: datetime) -> None:
        super().__init__(at=at)
