"""What somebody previewed waits for the confirmation, is taken once, or is forgotten."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from exams.domain.people import Actor, Role
from exams.domain.refusals.files import NothingToConfirm
from exams.records.entrance import Pending
from exams.records.unit import Unit, Units

IMPORTERS: Final = (Role.REGISTRAR, Role.ADMIN)
TOKEN_LENGTH: Final = 10


async def put_aside(
    unit: Unit, actor: Actor, kind: str, payload: str, *, token: str, at: datetime
) -> None:
    """Let a preview wait; it takes the place of the actor's earlier one of its kind."""
    await unit.pendings.put(
        Pending(token=token, person_id=actor.id, kind=kind, payload=payload, at=at)
    )


async def awaited(unit: Unit, actor: Actor, kind: str, token: str) -> str:
    """Return what waits; it is gone with the commit of the unit, and stays without.

    Raises:
        NothingToConfirm: confirmed already, dropped, or replaced by a newer one.
    """
    pending = await unit.pendings.take(actor.id, kind, token)
    if pending is None:
        raise NothingToConfirm
    return pending.payload


@dataclass(frozen=True, slots=True)
class DropPreview:
    """A registrar does not want what was previewed after all.

    Attributes:
        kind: of the preview.
    """

    units: Units
    kind: str

    async def __call__(self, actor: Actor, token: str) -> None:
        """Forget it.

        Raises:
            NothingToConfirm: confirmed already, dropped, or replaced by a newer one.
        """
        actor.require(*IMPORTERS)
        async with self.units() as unit:
            await awaited(unit, actor, self.kind, token)
            await unit.commit()
