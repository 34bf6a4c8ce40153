"""The use cases: what people, and the clock, can make the product do.

Each capability is a package; its front is the table of what it offers. `UseCases` is all of them.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from exams.domain.ids import Digest
from exams.services.absence import AbsenceUseCases
from exams.services.clock import ClockUseCases
from exams.services.computer_tests import ComputerTestUseCases
from exams.services.grades import GradeUseCases
from exams.services.marking import MarkingUseCases
from exams.services.office import OfficeUseCases
from exams.services.oral import OralUseCases
from exams.services.pages import PageUseCases
from exams.services.people import PeopleUseCases
from exams.services.planning import PlanningUseCases
from exams.services.room import RoomUseCases
from exams.services.writing import WritingUseCases


@dataclass(frozen=True, kw_only=True)
class UseCases(
    PeopleUseCases,
    PlanningUseCases,
    RoomUseCases,
    WritingUseCases,
    OralUseCases,
    ComputerTestUseCases,
    PageUseCases,
    MarkingUseCases,
    GradeUseCases,
    AbsenceUseCases,
    OfficeUseCases,
    ClockUseCases,
):
    """The table of contents of the product; each field is called with the actor first."""

    file: Callable[[Digest], Awaitable[bytes]]
    """Returns a file that a notice names."""
