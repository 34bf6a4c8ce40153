"""In a unit of work nothing slow is waited for: others wait for its connection meanwhile.

Nor is another unit: where all who hold a connection wait for a second one, all wait for ever.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
OPENING = ("units", "reading", "writing")
"""How the things are called that open a transaction."""

HELD_UP = """
async def inside(self):
    async with self.units.reading() as unit:
        digest = (await unit.pages.get(1)).digest
        return await self.files.get(digest)

async def another(self, unit):
    async with self.units.reading() as second:
        return await second.pages.get(1)

async def below(unit, files):
    return await files.get((await unit.pages.get(1)).digest)
"""
SHORT = """
async def inside(self):
    async with self.units() as unit:
        book = Book(unit)
        return [await book.page(place) for place in await places(unit)]

async def outside(self):
    return await self.files.get(1)
"""


def waits(source: str) -> list[int]:
    """Return the lines where something is awaited in a unit that is not the unit's own work."""
    return [
        line
        for node in ast.walk(ast.parse(source))
        for unit, body in _transactions(node)
        for line in _foreign(unit, body)
    ]


def _transactions(node: ast.AST) -> Iterator[tuple[str, list[ast.stmt]]]:
    """Find what runs in a transaction, and how the transaction is called there."""
    if isinstance(node, ast.AsyncFunctionDef):
        if "unit" in {one.arg for one in (*node.args.args, *node.args.kwonlyargs)}:
            yield "unit", node.body
    elif isinstance(node, ast.AsyncWith):
        for item in node.items:
            if _opens(item) and isinstance(item.optional_vars, ast.Name):
                yield item.optional_vars.id, node.body


def _opens(item: ast.withitem) -> bool:
    call = item.context_expr
    return isinstance(call, ast.Call) and ast.unparse(call.func).endswith(OPENING)


def _foreign(unit: str, body: list[ast.stmt]) -> Iterator[int]:
    known = {unit}
    inside = [node for statement in body for node in ast.walk(statement)]
    for node in inside:
        if isinstance(node, ast.Assign) and _carries(node.value, known):
            known |= {one.id for one in node.targets if isinstance(one, ast.Name)}
    for node in inside:
        if isinstance(node, ast.Await) and isinstance(node.value, ast.Call):
            arguments = [*node.value.args, *(one.value for one in node.value.keywords)]
            given = {one.id for one in arguments if isinstance(one, ast.Name)}
            if not (given | _names(node.value.func)) & known:
                yield node.lineno
        if isinstance(node, ast.AsyncWith) and any(map(_opens, node.items)):
            yield node.lineno


def _carries(value: ast.expr, known: set[str]) -> bool:
    """Say whether a value is made of a unit, rather than read from it."""
    read = any(isinstance(one, ast.Await) for one in ast.walk(value))
    return not read and bool(_names(value) & known)


def _names(within: ast.AST) -> set[str]:
    return {one.id for one in ast.walk(within) if isinstance(one, ast.Name)}


@pytest.mark.parametrize("package", ["exams", "handlers", "web", "bot", "zoom_integration"])
def test_a_unit_waits_for_nothing_but_the_database(package: str) -> None:
    held_up = [
        f"{file.relative_to(ROOT)}:{line}"
        for file in (ROOT / package).rglob("*.py")
        for line in waits(file.read_text(encoding="utf-8"))
    ]
    assert held_up == []


def test_what_is_foreign_to_a_unit_is_found_and_nothing_else() -> None:
    assert sorted(waits(HELD_UP)) == [5, 8, 9, 12]
    assert waits(SHORT) == []
