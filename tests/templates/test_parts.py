"""Long texts cut into messages."""

import re

import pytest

from templates.parts import TEXT_LIMIT, shown_length, split


def test_tags_and_entities_do_not_count() -> None:
    assert shown_length('<b>a&amp;b</b> <a href="x">&#34;</a>') == 5


def test_an_emoji_counts_as_two() -> None:
    assert shown_length("🎫1") == 3


def test_a_short_text_stays_whole() -> None:
    assert split("<b>one</b>\ntwo") == ("<b>one</b>\ntwo",)


def test_a_long_text_is_cut_at_line_ends() -> None:
    lines = [f"{number:04} Серікбаев Нұрлан" for number in range(500)]

    parts = split("\n".join(lines))

    assert all(shown_length(part) <= TEXT_LIMIT for part in parts)
    assert "\n".join(parts).split("\n") == lines


def test_an_open_tag_is_closed_at_the_cut_and_opened_again() -> None:
    parts = split(
        "<b>head</b>\n<blockquote expandable><i>\n" + "line\n" * 30 + "</i></blockquote>", 60
    )

    assert len(parts) > 2
    for part in parts[1:-1]:
        assert part.startswith("<blockquote expandable><i>")
        assert part.endswith("</i></blockquote>")
    assert all(part.count("<i>") == part.count("</i>") for part in parts)


@pytest.mark.parametrize("text", ["х" * 9999, "сөз " * 3000, "&lt;" * 5000, "😀" * 5000])
def test_a_line_that_is_too_long_is_cut_inside(text: str) -> None:
    parts = split(f"<b>{text}</b>")

    assert all(0 < shown_length(part) <= TEXT_LIMIT for part in parts)
    seen = "".join(re.sub(r"</?b>|\s", "", part) for part in parts)
    assert seen == text.replace(" ", "")


def test_no_part_is_empty() -> None:
    parts = split("<i>" + "a\n" * 50 + "</i>" + "\n" * 50, 20)

    assert all(part.strip() and part != "<i></i>" for part in parts)
