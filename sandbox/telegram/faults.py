"""Faults of Telegram and of the network, switched on and off while everything runs."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import Enum

from sandbox.telegram.refused import Refusal


class FaultKind(Enum):
    """What can go wrong."""

    TOO_MANY_REQUESTS = "too_many_requests"
    SERVER_ERROR = "server_error"
    TIME_OUT = "time_out"
    ANSWER_LOST = "answer_lost"
    DUPLICATED_UPDATES = "duplicated_updates"


@dataclass(slots=True, kw_only=True)
class Fault:
    """A fault that is switched on.

    Attributes:
        kind: what goes wrong.
        every: strikes one matching request in so many; 1 is each.
        times: how often it still strikes; None is for ever.
        methods: strikes these methods only; empty is all but getUpdates.
        retry_after: seconds that a 429 names.
        seconds: how long a time-out holds the connection before it is cut.
    """

    kind: FaultKind
    every: int = 1
    times: int | None = None
    methods: frozenset[str] = frozenset()
    retry_after: int = 1
    seconds: float = 5.0
    _met: int = 0

    def strikes(self, method: str) -> bool:
        """Say whether this request is hit, and count it."""
        matches = method in self.methods if self.methods else method != "getUpdates"
        if not matches or self.times == 0:
            return False
        self._met += 1
        if self._met % self.every:
            return False
        if self.times is not None:
            self.times -= 1
        return True


class Faults:
    """The switchboard.

    Attributes:
        refusals: what was refused because of a fault, kept apart from the bot's own mistakes.
    """

    def __init__(self) -> None:
        self._on: dict[FaultKind, Fault] = {}
        self.refusals: list[Refusal] = []

    def switch_on(
        self,
        kind: FaultKind,
        *,
        every: int = 1,
        times: int | None = None,
        methods: Collection[str] = (),
        retry_after: int = 1,
        seconds: float = 5.0,
    ) -> None:
        """Switch a fault on, in place of an earlier one of its kind (see `Fault`)."""
        self._on[kind] = Fault(
            kind=kind,
            every=every,
            times=times,
            methods=frozenset(methods),
            retry_after=retry_after,
            seconds=seconds,
        )

    def switch_off(self, kind: FaultKind | None = None) -> None:
        """Switch one fault off, or all."""
        if kind is None:
            self._on.clear()
        else:
            self._on.pop(kind, None)

    @property
    def on(self) -> frozenset[FaultKind]:
        """What is switched on, and will strike again."""
        return frozenset(kind for kind, fault in self._on.items() if fault.times != 0)

    def striking(self, kind: FaultKind, method: str) -> Fault | None:
        """Return the fault of this kind if it hits this request."""
        fault = self._on.get(kind)
        return fault if fault is not None and fault.strikes(method) else None
