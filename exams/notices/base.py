"""What every message is made of."""

from dataclasses import dataclass
from typing import ClassVar

from exams.domain.ids import Digest


@dataclass(frozen=True, slots=True, kw_only=True)
class Media:
    """A picture or file that goes with a message.

    Attributes:
        kind: "photo", "document" or "voice".
        digest: where it is stored.
        name: the file's name as the reader sees it.
    """

    kind: str
    digest: Digest
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """Something to say to somebody.

    Attributes:
        template: name of the text, the same in the three languages.
        figure: name of a drawn picture in templates/figures that goes with it, if any.
        protect: the message cannot be forwarded or saved (tickets, personal links).
    """

    template: ClassVar[str]
    figure: ClassVar[str | None] = None
    protect: ClassVar[bool] = False


@dataclass(frozen=True, slots=True, kw_only=True)
class WithMedia(Notice):
    """A notice that carries pictures or files."""

    media: tuple[Media, ...] = ()
