"""`emtihan compare-faces`, as it is called."""

import io
import json
from collections.abc import Iterator
from pathlib import Path

import cv2
import pytest
from typer.testing import CliRunner

from bot.cli import app
from tests.vision.drawn_faces import AIGERIM, BOLAT, drawn_face, photographed
from vision.faces.command import compare_pair, compare_pairs


@pytest.fixture(autouse=True)
def threads() -> Iterator[None]:
    before = cv2.getNumThreads()
    yield
    cv2.setNumThreads(before)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "aigerim.jpg").write_bytes(photographed(drawn_face(AIGERIM)))
    (tmp_path / "again.jpg").write_bytes(photographed(drawn_face(AIGERIM, width=320)))
    (tmp_path / "both.jpg").write_bytes(photographed(drawn_face(AIGERIM), drawn_face(BOLAT)))
    (tmp_path / "cut.jpg").write_bytes(photographed(drawn_face(AIGERIM))[:2000])
    (tmp_path / "note.txt").write_text("no picture")
    return tmp_path


def lines(out: io.StringIO) -> list[dict[str, object]]:
    return [json.loads(line) for line in out.getvalue().splitlines()]


def test_two_pictures_of_one_person_are_the_same(folder: Path) -> None:
    out = io.StringIO()

    code = compare_pair(folder / "aigerim.jpg", folder / "again.jpg", "auto", out)

    (line,) = lines(out)
    assert code == 0
    assert (line["faces_a"], line["faces_b"], line["same"]) == (1, 1, True)
    assert isinstance(line["score"], float)
    assert 0.5 < line["score"] <= 1
    assert isinstance(line["milliseconds"], int)


def test_the_first_picture_is_the_document_and_told_to_be_small_sooner(folder: Path) -> None:
    (folder / "far.jpg").write_bytes(photographed(drawn_face(AIGERIM, width=120)))
    out = io.StringIO()

    compare_pair(folder / "far.jpg", folder / "aigerim.jpg", "auto", out)
    compare_pair(folder / "aigerim.jpg", folder / "far.jpg", "auto", out)

    document, person = lines(out)
    assert "small" in str(document["faults_a"])
    assert "small" not in str(person["faults_b"])


def test_a_list_of_pairs_is_compared_line_by_line(folder: Path) -> None:
    table = folder / "pairs.csv"
    table.write_text(
        "path_a,path_b,same\n"
        "aigerim.jpg,again.jpg,1\n"
        "aigerim.jpg,both.jpg,1\n"
        "note.txt,aigerim.jpg,0\n"
        "aigerim.jpg,cut.jpg,0\n"
        "nowhere.jpg,\n"
    )
    out = io.StringIO()

    code = compare_pairs(table, "auto", out)

    found = lines(out)
    assert code == 1
    assert [line.get("error") for line in found] == [
        None,
        None,
        "not_a_picture",
        "picture_broken",
        "no_such_file",
    ]
    assert found[1]["faces_b"] == 2
    assert found[2]["faces_b"] == 1
    assert (found[2]["same"], found[2]["score"]) == (False, 0.0)
    assert (found[0]["path_a"], found[0]["path_b"]) == ("aigerim.jpg", "again.jpg")


@pytest.mark.parametrize("content", [b"a,b\n1,2\n", b"\xff\xfe\x00", b""])
def test_a_list_that_is_none_is_said_in_json(folder: Path, content: bytes) -> None:
    table = folder / "pairs.csv"
    table.write_bytes(content)
    out = io.StringIO()

    assert compare_pairs(table, "auto", out) == 1
    assert lines(out) == [{"error": "unreadable"}]


def test_without_comparison_each_pair_says_so(folder: Path) -> None:
    out = io.StringIO()

    assert compare_pair(folder / "aigerim.jpg", folder / "again.jpg", "none", out) == 1

    (line,) = lines(out)
    assert line["error"] == "no_engine"
    assert line["same"] is False


def test_the_command_line_compares(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)  # away from any .env
    runner = CliRunner()

    compared = runner.invoke(app, ["compare-faces", "aigerim.jpg", "again.jpg"])
    missing = runner.invoke(app, ["compare-faces", "--pairs", "nowhere.csv"])
    one_only = runner.invoke(app, ["compare-faces", "aigerim.jpg"])

    assert compared.exit_code == 0
    assert json.loads(compared.stdout)["same"] is True
    assert missing.exit_code == 1
    assert json.loads(missing.stdout) == {"error": "no_such_file"}
    assert "nowhere.csv: there is no such file" in missing.stderr
    assert one_only.exit_code == 2


def test_a_setting_turns_comparison_off(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    monkeypatch.setenv("EMTIHAN_FACE_ENGINE", "none")

    found = CliRunner().invoke(app, ["compare-faces", "aigerim.jpg", "again.jpg"])

    assert json.loads(found.stdout)["error"] == "no_engine"
