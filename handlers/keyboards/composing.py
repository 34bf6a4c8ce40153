"""The buttons under a pool of questions and the tickets composed of it."""

from typing import Final

from exams.domain.people import Locale
from exams.notices.composing import PoolPreview, TicketsComposed
from exams.notices.deck import TicketsPrinted
from handlers.buttons.composing import OfPool, PoolButton, PrintButton
from handlers.buttons.exam import OfExam
from handlers.buttons.places import Go
from handlers.keyboards.keys import Keys, Row, Rows, plain

DECK: Final = "🎫"
LANGUAGE: Final = "🌐"
CHANGES: Final = {"fewer": (-1, 0), "more": (1, 0), "shorter": (0, -1), "longer": (0, 1)}
"""How each offer changes the questions of a ticket, and the number of tickets."""


def pool_preview(notice: PoolPreview, keys: Keys) -> Rows:
    """Compose tickets for one of the coming exams; or not."""
    if not notice.subjects:
        return [[keys.go("planned", Go.PLANNED)]]
    drop = PoolButton(do=OfPool.DROP, token=notice.token)
    return [
        *(
            [
                plain(
                    f"{keys.label('compose_tickets')}: {subject}",
                    PoolButton(do=OfPool.SHOW, token=notice.token, exam=exam),
                )
            ]
            for exam, subject in notice.subjects
        ),
        [keys.key("drop_import", drop)],
    ]


def tickets_composed(notice: TicketsComposed, keys: Keys) -> Rows:
    """Look at each ticket, shuffle anew, other numbers; lay them out or not."""
    shown = PoolButton(
        do=OfPool.SHOW,
        token=notice.token,
        exam=notice.exam,
        size=notice.size,
        count=notice.count,
        seed=notice.seed,
        place=notice.place,
    )
    turn: Row = [
        keys.key(key, shown.model_copy(update={"place": place}))
        for key, place in (("previous_page", notice.place - 1), ("next_page", notice.place + 1))
        if 1 <= place <= notice.count
    ]
    numbers: Row = [
        keys.key(
            f"compose_{name}",
            shown.model_copy(
                update={"size": notice.size + size, "count": notice.count + count, "place": 1}
            ),
        )
        for name, (size, count) in CHANGES.items()
        if name in notice.can
    ]
    anew = shown.model_copy(update={"seed": "", "place": 1})
    lay_out = shown.model_copy(update={"do": OfPool.LAY_OUT, "place": 1})
    drop = PoolButton(do=OfPool.DROP, token=notice.token)
    return [
        turn,
        *(numbers[start : start + 2] for start in range(0, len(numbers), 2)),
        [keys.key("compose_anew", anew)],
        [keys.key("lay_out_composed", lay_out)],
        [keys.key("drop_import", drop)],
    ]


def name_of(deck: str) -> str:
    """Return under which name a deck has its words; one without a language is everybody's."""
    return f"deck.{deck or 'all'}"


def tickets_printed(notice: TicketsPrinted, keys: Keys) -> Rows:
    """Another layout, another deck, the paper in another language."""
    shown = PrintButton(
        exam=notice.exam, deck=notice.deck, language=notice.language, two=notice.two
    )
    layout = keys.key(
        "print_one" if notice.two else "print_two",
        shown.model_copy(update={"two": not notice.two}),
    )
    decks: Row = [
        plain(
            f"{DECK} {keys.words.label(name_of(deck), keys.locale)}",
            shown.model_copy(update={"deck": deck, "language": ""}),
        )
        for deck in notice.decks
        if deck != notice.deck
    ]
    languages: Row = [
        keys.key(
            f"lang_{locale.value}",
            shown.model_copy(update={"language": locale.value}),
            before=f"{LANGUAGE} ",
        )
        for locale in Locale
        if locale.value != notice.language
    ]
    back = keys.exam("back", OfExam.CHECKS, notice.exam)
    return [[layout], languages, *([one] for one in decks), [back]]
