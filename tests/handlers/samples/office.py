"""Tables, pools and papers: what differs where the buttons do."""

from exams.notices.arrival import ArrivalShown
from exams.notices.composing import PoolPreview, TicketsComposed
from exams.notices.deck import TicketsPrinted
from exams.notices.office import Exported, GroupList, GroupPage, ImportDone, ImportPreview
from exams.notices.taking_back import TakeBackAsked
from tests.handlers.samples.base import CASE, EXAM, MANY_GROUPS, Variants

VARIANTS: Variants = {
    ArrivalShown: [
        {"state": state, "arrival": CASE} for state in ("waiting", "taken", "refused", "dropped")
    ],
    ImportPreview: [{"token": "T" * 32}, {"token": ""}],
    ImportDone: [{"token": "T" * 10}, {"token": ""}],
    TakeBackAsked: [{"token": "T" * 10}, {"token": ""}],
    GroupList: [{"groups": ((0, "", 4, 4), *((n, name, 25, 20) for n, name in MANY_GROUPS))}],
    GroupPage: [{"students": MANY_GROUPS}],
    Exported: [
        {"what": what, "language": language, "of": of}
        for what in ("statement", "journal", "transcript")
        for language in ("kk", "ru", "en")
        for of in (0, EXAM)
    ],
    TicketsPrinted: [
        {"decks": ("", "kk", "ru", "en"), "deck": "kk", "language": "kk", "two": two}
        for two in (True, False)
    ],
    PoolPreview: [{"token": "A" * 10, "subjects": ((EXAM, "Деректер қоры"),)}],
    TicketsComposed: [
        {
            "token": "A" * 10,
            "seed": "B" * 8,
            "count": 200,
            "size": 4,
            "place": 100,
            "can": ("more", "fewer", "longer", "shorter"),
        }
    ],
}
