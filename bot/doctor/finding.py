"""What the doctor found."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that was looked at.

    Attributes:
        name: what.
        fine: whether it is as it should be.
        detail: what was found; never a secret.
        fix: what to do about it, empty if nothing.
    """

    name: str
    fine: bool
    detail: str
    fix: str = ""
