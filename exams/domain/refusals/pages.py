"""The ways in which the page of a computer test says no."""

from exams.domain.refusals.base import Refusal


class LaunchForged(Refusal):
    """What opened the page is not signed for this bot."""

    code = "launch_forged"


class LaunchOld(Refusal):
    """The page was opened too long ago to be let in."""

    code = "launch_old"


class LaunchUsed(Refusal):
    """This opening of the page was let in already; each is good for once."""

    code = "launch_used"


class PageClosed(Refusal):
    """The page's session is over, or the test went on elsewhere."""

    code = "page_closed"


class TooManyActs(Refusal):
    """More than a person can do in so short a time."""

    code = "too_many_acts"
