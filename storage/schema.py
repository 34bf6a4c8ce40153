"""Every table there is, whichever file describes it: what a database is compared with."""

from typing import Final

from sqlalchemy import MetaData

from storage.tables import (
    absence,
    arrivals,
    base,
    commission,
    computer_tests,
    draw,
    entrance,
    event_log,
    grades,
    messages,
    paper,
    pulse,
    roster,
    sitting,
    web_pages,
)

PARTS: Final = (
    absence,
    arrivals,
    commission,
    computer_tests,
    draw,
    entrance,
    event_log,
    grades,
    messages,
    paper,
    pulse,
    roster,
    sitting,
    web_pages,
)
metadata: Final[MetaData] = base.metadata
