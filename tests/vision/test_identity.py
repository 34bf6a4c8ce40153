"""Documents of nobody, drawn and photographed by code, found and read."""

import io
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image
from typer.testing import CliRunner

from bot.cli import app
from tests.vision.drawn_faces import drawn_face, photographed
from vision.decode import decode, jpeg
from vision.identity import accuracy, training
from vision.identity.command import read_documents
from vision.identity.document import Document, read_document
from vision.identity.drawn import Drawn, draw_document, print_document
from vision.identity.glyphs import CHARACTERS
from vision.identity.letters import NOTHING, chances
from vision.identity.photographed import SHOTS, Shot, photograph
from vision.identity.spelling import spell
from vision.identity.training import learn, sample

TODAY = date(2026, 1, 1)
FRAME = (1280, 960)


@pytest.fixture(autouse=True)
def threads() -> Iterator[None]:
    before = cv2.getNumThreads()
    yield
    cv2.setNumThreads(before)


def drawn(kind: str, seed: int = 3) -> Drawn:
    return draw_document(kind, np.random.default_rng(seed))


def read(document: Drawn, shot: Shot) -> Document:
    upload = photograph(document, shot, np.random.default_rng(3))
    found = read_document(decode(upload)[0].pixels, today=TODAY)
    assert found is not None
    return found


@pytest.mark.parametrize(("kind", "turn"), [("card", 180), ("card", 37), ("passport", 270)])
def test_the_lines_are_read_whichever_way_the_document_lies(kind: str, turn: int) -> None:
    document = drawn(kind)

    found = read(document, Shot(turn=turn, frame=FRAME))

    assert found.text == document.lines
    # What lies turned clockwise comes upright anticlockwise.
    assert found.turned == round(-turn / 90) * 90 % 360


@pytest.mark.parametrize("name", ["perspective", "shaken", "dim webcam"])
def test_numbers_are_read_from_poor_photographs(name: str) -> None:
    draws = np.random.default_rng(8)
    document = draw_document("card", draws)
    shot = replace(SHOTS[name](draws), frame=FRAME)

    found = accuracy.measure(document, photograph(document, shot, draws))

    assert found.right


def test_a_substitute_for_the_prescribed_typeface_is_read_too() -> None:
    document = draw_document("passport", np.random.default_rng(5), typeface=1)

    assert read(document, Shot(frame=FRAME)).text == document.lines


@pytest.mark.parametrize("seed", range(2))
def test_what_cannot_be_read_is_never_called_checked(seed: int) -> None:
    document = drawn("card")
    shot = Shot(frame=(640, 480), blur=0.3, noise=12, light=0.3, quality=20)

    found = accuracy.measure(document, photograph(document, shot, np.random.default_rng(seed)))

    assert found.right or not found.checked


def test_one_character_changed_on_the_document_is_told(tmp_path: Path) -> None:
    """A digit that contradicts its check digit, as on a clumsy forgery."""
    whole = drawn("card")
    first = whole.lines[0]
    other = str((int(first[5]) + 1) % 10)
    draws = np.random.default_rng(1)
    forged = print_document("card", (first[:5] + other + first[6:], *whole.lines[1:]), draws)
    (tmp_path / "card.jpg").write_bytes(photograph(forged, Shot(frame=FRAME), draws))
    out = io.StringIO()

    assert read_documents([tmp_path / "card.jpg"], out, today=TODAY) == 1

    line = json.loads(out.getvalue())
    assert line["checked"] is False
    assert "number" in line["faults"]
    assert line["number"] == forged.number != whole.number


def test_the_command_prints_a_line_for_each_file_and_keeps_going(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = drawn("card", 4)
    (tmp_path / "card.jpg").write_bytes(
        photograph(document, Shot(frame=FRAME), np.random.default_rng(1))
    )
    (tmp_path / "face.jpg").write_bytes(photographed(drawn_face()))
    (tmp_path / "note.txt").write_text("no picture")
    monkeypatch.chdir(tmp_path)

    names = ["card.jpg", "face.jpg", "note.txt", "nowhere.jpg"]
    found = CliRunner().invoke(app, ["read-document", *names])

    lines = [json.loads(line) for line in found.stdout.splitlines()]
    assert found.exit_code == 1
    assert [line["path"] for line in lines] == names
    assert [line["checked"] for line in lines] == [True, False, False, False]
    errors = [line.get("error") for line in lines[1:]]
    assert errors == ["no_lines", "not_a_picture", "no_such_file"]
    assert "nowhere.jpg: there is no such file" in found.stderr
    assert (lines[0]["kind"], lines[0]["number"], lines[0]["iin"]) == (
        "card",
        document.number,
        document.iin,
    )
    assert sorted(file.name for file in tmp_path.iterdir()) == ["card.jpg", "face.jpg", "note.txt"]


def test_each_document_of_a_pdf_is_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kinds = ("card", "passport")
    shots = [
        photograph(drawn(kind), Shot(frame=FRAME), np.random.default_rng(1)) for kind in kinds
    ]
    wall = jpeg(np.full((600, 800, 3), 180, np.uint8), 92)
    first, *others = (Image.open(io.BytesIO(page)) for page in (shots[0], wall, shots[1]))
    first.save(tmp_path / "both.pdf", save_all=True, append_images=others)
    (tmp_path / "wall.jpg").write_bytes(wall)
    out = io.StringIO()

    assert read_documents([tmp_path / "both.pdf"], out, today=TODAY) == 0
    assert read_documents([tmp_path / "wall.jpg"], out, today=TODAY) == 1

    lines = [json.loads(line) for line in out.getvalue().splitlines()]
    assert [(one.get("page"), one.get("kind"), one["checked"]) for one in lines] == [
        (1, "card", True),
        (3, "passport", True),
        (None, None, False),
    ]
    assert "wall.jpg: no lines were read" in capsys.readouterr().err


def test_digits_are_read_where_only_digits_can_stand() -> None:
    first, second, third = drawn("card").lines
    found = [certain(line) for line in (first, second, third)]
    found[0][5] = np.log(likelihood({"O": 0.6, "0": 0.4}))

    spelling = spell(found)

    assert spelling.lines[0][5] == "0"
    assert spelling.sure < 0.7


def certain(line: str) -> np.ndarray:
    return np.array([np.log(likelihood({one: 1.0})) for one in line], np.float32)


def likelihood(odds: dict[str, float]) -> np.ndarray:
    return np.array([odds.get(one, 0) + 1e-6 for one in CHARACTERS])


def test_the_network_learns_from_what_is_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(training, "_ROUNDS", 4)
    draws = np.random.default_rng(1)
    parts = [sample(draws) for _ in range(25)]
    windows = np.concatenate([one for one, _ in parts])
    labels = np.concatenate([one for _, one in parts])
    said = io.StringIO()

    learn(windows, labels, draws, said)

    shares = [float(line.split()[2].rstrip("%")) for line in said.getvalue().splitlines()]
    assert shares[-1] > 2 * shares[0]


def test_the_weights_read_what_they_have_not_seen() -> None:
    draws = np.random.default_rng(99)
    parts = [sample(draws) for _ in range(25)]
    windows = np.concatenate([one for one, _ in parts])
    labels = np.concatenate([one for _, one in parts])

    found = chances(windows).argmax(axis=1)

    assert found.max() <= NOTHING
    assert (found == labels).mean() > 0.9


def test_the_table_is_measured() -> None:
    document = drawn("passport")
    blank = photographed(drawn_face())

    assert not accuracy.measure(document, blank).right
    assert "| all | 1 | 100.0% | 100.0% |" in accuracy._row(
        "all", [accuracy.Result(right=True, whole=True, checked=False, milliseconds=1)]
    )
