"""How a use case reaches what is kept: one unit of work, one transaction."""

from contextlib import AbstractAsyncContextManager
from typing import Protocol

from exams.records.absence_cases import Cases
from exams.records.absence_orders import Orders
from exams.records.additional_plans import Plans
from exams.records.appeals import Appeals
from exams.records.arrivals import Arrivals
from exams.records.attempts import Attempts
from exams.records.booklets import Booklets
from exams.records.came import Came
from exams.records.comments import Comments
from exams.records.commissions import Commissions
from exams.records.decks import Decks
from exams.records.entrance import Invites, Pendings
from exams.records.events import Events
from exams.records.exams import Exams
from exams.records.gradebook import Gradebook
from exams.records.marking import Markings
from exams.records.marks import Marks
from exams.records.outages import Outages
from exams.records.outbox import Outbox
from exams.records.pages import Pages
from exams.records.people import Groups, People
from exams.records.personal_files import PersonalFiles
from exams.records.photographs import PhotographRows
from exams.records.pulse import Pulse
from exams.records.questions import Questions
from exams.records.sheets import Sheets
from exams.records.talk import Talk


class Unit(Protocol):
    """One transaction; leaving it without commit() undoes everything."""

    @property
    def people(self) -> People:
        """The roster."""

    @property
    def groups(self) -> Groups:
        """Academic groups."""

    @property
    def exams(self) -> Exams:
        """Exams."""

    @property
    def attempts(self) -> Attempts:
        """Attempts."""

    @property
    def decks(self) -> Decks:
        """Closed tickets."""

    @property
    def questions(self) -> Questions:
        """Banks of questions."""

    @property
    def booklets(self) -> Booklets:
        """Booklets of computer tests."""

    @property
    def talk(self) -> Talk:
        """What was said."""

    @property
    def commissions(self) -> Commissions:
        """Commissions of oral exams."""

    @property
    def marking(self) -> Markings:
        """How exams are marked."""

    @property
    def photographs(self) -> PhotographRows:
        """What is known of photographs at checking in."""

    @property
    def personal_files(self) -> PersonalFiles:
        """Files that show people."""

    @property
    def comments(self) -> Comments:
        """Comments on pages."""

    @property
    def pages(self) -> Pages:
        """Pages on which tests are sat."""

    @property
    def sheets(self) -> Sheets:
        """Photographed sheets."""

    @property
    def arrivals(self) -> Arrivals:
        """Tables from the university's own system."""

    @property
    def marks(self) -> Marks:
        """Examiners' marks."""

    @property
    def appeals(self) -> Appeals:
        """Appeals against marks."""

    @property
    def gradebook(self) -> Gradebook:
        """Grades on their way."""

    @property
    def events(self) -> Events:
        """The event log."""

    @property
    def outbox(self) -> Outbox:
        """Messages."""

    @property
    def invites(self) -> Invites:
        """Invitations."""

    @property
    def pendings(self) -> Pendings:
        """Previews."""

    @property
    def cases(self) -> Cases:
        """Absence cases."""

    @property
    def orders(self) -> Orders:
        """Orders of the deans."""

    @property
    def plans(self) -> Plans:
        """Plans of additional exams."""

    @property
    def outages(self) -> Outages:
        """Where and when connections broke."""

    @property
    def pulse(self) -> Pulse:
        """Signs of life."""

    @property
    def came(self) -> Came:
        """What has come and waits for its turn."""

    async def commit(self, *, aside: bool = False, answered: bool = False) -> None:
        """Make everything durable.

        Args:
            aside: it is not yet what somebody asked for, only made on the way to it.
            answered: whoever asked hears everything through the outbox, so that nothing is left
                to be done or said for them, should the process die right afterwards.
        """


class Units(Protocol):
    """Opens units of work."""

    def __call__(self) -> AbstractAsyncContextManager[Unit]:
        """Open a unit that may write; writers wait for each other."""

    def reading(self) -> AbstractAsyncContextManager[Unit]:
        """Open a unit that only reads a consistent picture and waits for nobody."""
