"""The group chat: linking it to an academic group."""

from dataclasses import dataclass, field
from datetime import datetime

from exams.notices.base import Notice


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkGroup(Notice):
    """Ask in a group chat which academic group it belongs to.

    Attributes:
        groups: id and name of those that have no chat yet.
    """

    template = "link_group"
    groups: tuple[tuple[int, str], ...] = field(default=())


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupLinked(Notice):
    """Confirm in the group chat that results will appear here."""

    template = "group_linked"
    group: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupLost(Notice):
    """Alert: the bot was removed from a group's chat, results cannot be posted there."""

    template = "group_lost"
    group: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultsKeptPrivate(Notice):
    """Tell the dean's office that a group has no chat, so that its results went out in private."""

    template = "results_kept_private"
    subject: str
    group: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawCommitted(Notice):
    """Publish, before anybody draws, the fingerprint of how the tickets lie (B1).

    Attributes:
        language: code of the language of study of those who draw; empty where all draw together.
        fingerprint: SHA-256, 64 hexadecimal digits.
        url: the page on which anybody can check it later; empty where there is none.
    """

    template = "draw_committed"
    subject: str
    language: str = ""
    starts_at: datetime
    tickets: int
    fingerprint: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawOpened(Notice):
    """Open, after the exam, how the tickets lay (B1).

    Attributes:
        language: as in `DrawCommitted`.
        secret: the 32 bytes, 64 hexadecimal digits.
        order: numbers of the tickets, from card 1 on.
        fingerprint: as it was published.
        replaced: position and number of each ticket that was spoiled and replaced by another.
        url: as in `DrawCommitted`.
    """

    template = "draw_opened"
    subject: str
    language: str = ""
    secret: str
    order: tuple[int, ...]
    fingerprint: str
    replaced: tuple[tuple[int, int], ...]
    url: str
