"""What an import looks up by the name in a cell."""

from dataclasses import dataclass, field
from typing import Generic, TypeVar

from exams.domain.spelling import alike

T = TypeVar("T")


@dataclass(slots=True)
class ByName(Generic[T]):
    """Things by name, each found though its name is typed with signs that look the same."""

    exact: dict[str, T] = field(default_factory=dict)
    alike: dict[str, T] = field(default_factory=dict)

    def put(self, name: str, thing: T) -> None:
        """Keep a thing, in place of the former one of that name."""
        self.exact[name] = self.alike[alike(name)] = thing

    def find(self, name: str) -> T | None:
        """Return the thing of that name, else the one whose name looks the same."""
        return self.exact.get(name) or self.alike.get(alike(name))
