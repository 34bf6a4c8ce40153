"""What proves an absence."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from exams.domain.ids import CaseId, Digest, EvidenceId

MOST_PAGES: Final = 20  # of evidence in one case


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """One page of evidence, decoded and written anew: nothing but a picture.

    Attributes:
        order: the messenger's message and the page in it; a repeated order changes nothing.
        picture: JPEG without metadata.
    """

    id: EvidenceId
    case_id: CaseId
    order: tuple[int, int]
    picture: Digest
    received_at: datetime
