"""Every message the system can say, as frozen dataclasses; the fields are the facts.

The words stand in ``templates/<locale>/<template>.html.j2``, where each field but `media` is a
variable of the same name; buttons under a message are chosen by `handlers.keyboards` from the
notice's type. A field's type is one that JSON can carry, so that a notice can wait in the outbox.
"""

from exams.notices import (
    absence,
    additional,
    appeals,
    arrival,
    banks,
    bars,
    before,
    booklet,
    checking_in,
    chief,
    commission,
    composing,
    deck,
    entrance,
    erasure,
    gradebook,
    group,
    marking,
    marks,
    office,
    oral,
    orders,
    proctor,
    question_draw,
    regrading,
    results,
    right_answers,
    sheet_desk,
    sheets,
    taking_back,
    trouble,
    writing,
)
from exams.notices.base import Notice

ALL: dict[str, type[Notice]] = {
    kind.template: kind
    for module in (
        appeals,
        arrival,
        absence,
        additional,
        banks,
        bars,
        before,
        checking_in,
        chief,
        commission,
        composing,
        deck,
        entrance,
        erasure,
        gradebook,
        group,
        marking,
        marks,
        office,
        booklet,
        oral,
        orders,
        proctor,
        question_draw,
        regrading,
        results,
        right_answers,
        sheet_desk,
        sheets,
        taking_back,
        trouble,
        writing,
    )
    for kind in vars(module).values()
    if isinstance(kind, type) and issubclass(kind, Notice) and hasattr(kind, "template")
}
"""Each notice by the name of its text."""
