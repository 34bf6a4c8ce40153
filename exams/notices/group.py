"""The group chat: linking it to an academic group."""

from dataclasses import dataclass, field

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
