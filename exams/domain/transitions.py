"""The one mechanism behind every state machine: who may do what, in which state."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Generic, TypeVar

from exams.domain.people import Role, require
from exams.domain.refusals.moments import WrongStage

S = TypeVar("S", bound=Enum)
A = TypeVar("A", bound=Enum)


@dataclass(frozen=True, slots=True)
class Rule(Generic[S]):
    """One line of a table: from these states, by these roles, to that state.

    Attributes:
        to: None where the state stays, or where the act itself knows (a return to what was).
    """

    froms: frozenset[S]
    to: S | None
    roles: frozenset[Role]


Table = Mapping[A, tuple[Rule[S], ...]]


def rule(froms: Iterable[S], to: S | None, *roles: Role) -> Rule[S]:
    """Write a line of a table."""
    return Rule(frozenset(froms), to, frozenset(roles))


def may(table: Table[A, S], act: A, stage: S, held: frozenset[Role]) -> bool:
    """Return whether an act can be done in this state by one of the held roles."""
    return any(stage in line.froms and held & line.roles for line in table.get(act, ()))


def step(table: Table[A, S], act: A, stage: S, held: frozenset[Role]) -> S:
    """Return the state that follows.

    Raises:
        NotAllowed: none of the held roles may ever do this.
        WrongStage: not in this state (or not by this role in this state).
    """
    rules = table.get(act, ())
    require(held, (role for line in rules for role in line.roles))
    for line in rules:
        if stage in line.froms and held & line.roles:
            return line.to or stage
    raise WrongStage(act=act.value, stage=stage.value)
