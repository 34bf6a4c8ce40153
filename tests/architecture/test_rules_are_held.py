"""docs/rules.md names a test for every clause, and every test it names is there."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
RULES = (ROOT / "docs" / "rules.md").read_text(encoding="utf-8")
CLAUSES = [
    f"{kind}{n}" for kind, last in (("S", 32), ("D", 10), ("B", 15)) for n in range(1, last + 1)
]
NAMED = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")
ROWS = {
    cells[0]: cells[1:]
    for line in RULES.splitlines()
    if re.match(r"\| [SDB]\d+ \|", line)
    for cells in [[cell.strip() for cell in line.strip("|").split("|")]]
}


@cache
def functions_of(file: str) -> frozenset[str]:
    path = ROOT / file
    if not path.is_file():
        return frozenset()
    tree = ast.parse(path.read_text(encoding="utf-8"))
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    return frozenset(node.name for node in ast.walk(tree) if isinstance(node, kinds))


def test_every_clause_stands_once_and_in_order() -> None:
    assert re.findall(r"^\| ([SDB]\d+) \|", RULES, flags=re.MULTILINE) == CLAUSES


@pytest.mark.parametrize("clause", CLAUSES)
def test_a_clause_is_held_by_tests(clause: str) -> None:
    *_, tests = ROWS[clause]

    assert NAMED.search(tests)
    assert NAMED.sub("", tests).strip(" ,") == ""


def test_every_test_named_is_there() -> None:
    named = set(NAMED.findall(RULES))

    assert named
    assert {(file, name) for file, name in named if name not in functions_of(file)} == set()


def test_every_file_named_is_there() -> None:
    named = set(re.findall(r"`([\w./-]+\.(?:py|md|toml))`", RULES))

    assert named
    assert {file for file in named if not (ROOT / file).is_file()} == set()
