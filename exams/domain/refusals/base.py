"""What a refusal is, and what being too slow is."""

from typing import ClassVar


class Refusal(Exception):
    """A rule said no.

    Each subclass names its text, ``templates/<locale>/refusals/<code>.html.j2``,
    and carries the facts which that text needs as keyword arguments.
    """

    code: ClassVar[str]

    def __init__(self, **facts: object) -> None:
        super().__init__(self.code, facts)
        self.facts = facts


class Stale(Exception):
    """Somebody else saved the same thing first: read it again and look at what they did.

    Never shown to a person as an error; the use case is run again.
    """
