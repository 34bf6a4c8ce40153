"""What may be imported by whom, as far as the layer contracts do not say it."""

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]

LOOK = """
import json, pkgutil, sys
before = set(sys.modules)
import exams
for found in pkgutil.walk_packages(exams.__path__, "exams."):
    __import__(found.name)
print(json.dumps(sorted(set(sys.modules) - before)))
"""


def looked() -> list[str]:
    shown = subprocess.run(  # noqa: S603 - our own words to our own interpreter
        [sys.executable, "-c", LOOK], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return list(json.loads(shown.stdout))


def test_the_rules_need_nothing_but_the_standard_library() -> None:
    found = looked()
    foreign = {name.partition(".")[0] for name in found}
    foreign -= sys.stdlib_module_names | {"exams"}

    assert "exams.services" in found
    assert foreign == set()


def test_the_folders_of_the_product_are_there() -> None:
    folders = (
        "bot",
        "handlers",
        "zoom_integration",
        "vision",
        "storage",
        "templates",
        "alembic",
        "tests",
    )

    assert [name for name in folders if not (ROOT / name).is_dir()] == []


def test_the_folder_of_migrations_does_not_hide_the_library() -> None:
    where = subprocess.run(
        [sys.executable, "-c", "import alembic; print(alembic.__file__)"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )

    assert "site-packages" in where.stdout
