"""Files in, files out: the command line's verdicts, the PDF of an answer, the accuracy table."""

import csv
import json
import re
from io import StringIO
from pathlib import Path

import pytest

from exams.domain.verdict import Fault
from sandbox.drawn_sheets import draw_sheet
from vision import accuracy
from vision.command import inspect_files
from vision.named_files import why_unread


def test_every_file_gets_a_line_and_none_stops_the_others(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    good, dark, text = tmp_path / "good.jpg", tmp_path / "dark.jpg", tmp_path / "note.jpg"
    good.write_bytes(draw_sheet(1))
    dark.write_bytes(draw_sheet(1, fault=Fault.DARK))
    text.write_bytes(b"no picture")
    out = StringIO()

    code = inspect_files([good, dark, text, tmp_path / "absent.jpg", tmp_path], out)

    lines = [json.loads(line) for line in out.getvalue().splitlines()]
    assert [line["path"] for line in lines][:2] == [str(good), str(dark)]
    assert [line["accepted"] for line in lines] == [True, False, False, False, False]
    assert [line["reasons"] for line in lines] == [
        [],
        ["dark"],
        ["not_a_picture"],
        ["no_such_file"],
        ["is_a_folder"],
    ]
    assert all(isinstance(line["milliseconds"], int) for line in lines)
    assert code == 1
    absent, folder = capsys.readouterr().err.splitlines()
    assert absent == f"{tmp_path}/absent.jpg: there is no such file: look at its name and folder"
    assert folder == f"{tmp_path}: this is a folder: name the files in it"


@pytest.mark.parametrize(
    ("error", "word"),
    [
        (FileNotFoundError(), "no_such_file"),
        (NotADirectoryError(), "no_such_file"),
        (PermissionError(), "no_permission"),
        (IsADirectoryError(), "is_a_folder"),
        (OSError(5, "Input/output error"), "unreadable"),
    ],
)
def test_why_a_file_was_not_read_is_one_word_and_a_sentence_that_helps(
    error: OSError, word: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert why_unread(Path("sheet.jpg"), error) == word
    assert re.fullmatch(r"sheet\.jpg: .+: .+\n", capsys.readouterr().err)


def test_files_that_can_all_be_read_end_well(tmp_path: Path) -> None:
    blurred = tmp_path / "blurred.jpg"
    blurred.write_bytes(draw_sheet(2, fault=Fault.BLUR))
    out = StringIO()

    assert inspect_files([blurred], out) == 0
    assert json.loads(out.getvalue())["reasons"] == ["blur"]


def test_the_accuracy_command_says_that_the_folder_is_missing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert accuracy.main([str(tmp_path)]) == 1
    assert "nothing was measured" in capsys.readouterr().out


def test_the_accuracy_rates_count_what_they_say(tmp_path: Path) -> None:
    labels = [
        ("a_good.jpg", "accept", "", draw_sheet(1)),
        ("a_dark.jpg", "reject", "dark", draw_sheet(1, fault=Fault.DARK)),
        ("b_good.jpg", "reject", "blur", draw_sheet(2)),
    ]
    with (tmp_path / "labels.csv").open("w", encoding="utf-8", newline="") as file:
        lines = csv.writer(file)
        lines.writerow(["path", "kind", "expected", "reasons", "source_repo", "license"])
        for name, expected, reason, picture in labels:
            (tmp_path / name).write_bytes(picture)
            lines.writerow([name, "sheet_full", expected, reason, "ours", ""])

    judged = [accuracy.judge_row(row) for row in accuracy.read_labels(tmp_path)]

    assert accuracy.accuracy(judged) == [True, True, False]
    assert accuracy.bad_accepted(judged) == [False, True]
    assert accuracy.good_refused(judged) == [False]
    assert accuracy.right_reason(judged) == [True]
    low, high = accuracy.interval(judged, accuracy.accuracy)
    assert low <= 2 / 3 <= high


def test_the_accuracy_tables_give_counts_and_no_rate_of_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "bad.jpg").write_bytes(draw_sheet(1, fault=Fault.DARK))
    (tmp_path / "labels.csv").write_text(
        "path,kind,expected,reasons,source_repo,license\nbad.jpg,sheet_full,reject,dark,ours,\n",
        encoding="utf-8",
    )

    assert accuracy.main([str(tmp_path)]) == 0

    shown = capsys.readouterr().out
    assert re.search(r"bad accepted\W+0\.0%, 0 of 1\W", shown)
    assert re.search(r"good refused\W+–", shown)
    assert "nan" not in shown
    assert "corners: known of no picture" in shown
    assert "the same sheet twice: labelled of no picture" in shown
