"""Telegram's HTML becomes text and entities, and safe HTML again."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.telegram.entities import detect, parse_html, to_html, trim, units


@pytest.mark.parametrize(
    ("source", "text", "entities"),
    [
        ("<b>а</b>", "а", [{"type": "bold", "offset": 0, "length": 1}]),
        ("😀<i>x</i>", "😀x", [{"type": "italic", "offset": 2, "length": 1}]),
        ("  <u> x </u>  ", "x", [{"type": "underline", "offset": 0, "length": 1}]),
        ("<b></b>x", "x", []),
        ("a &lt;&gt;&amp;&quot; &nbsp; &#1171;&#x4d9;", 'a <>&" &nbsp; ғә', []),
        ("R&D", "R&D", []),
        ("&#0;&#xd800;", "&#0;&#xd800;", []),
        (
            '<a href="https://e.kz/?a=1&amp;b=2">x</a>',
            "x",
            [{"type": "text_link", "offset": 0, "length": 1, "url": "https://e.kz/?a=1&b=2"}],
        ),
        ('<a href="javascript:alert(1)">x</a>', "x", []),
        (
            '<a href="e.kz">x</a>',
            "x",
            [{"type": "text_link", "offset": 0, "length": 1, "url": "http://e.kz"}],
        ),
        (
            '<pre><code class="language-python">x</code></pre>',
            "x",
            [{"type": "pre", "offset": 0, "length": 1, "language": "python"}],
        ),
        (
            "<blockquote expandable>x</blockquote>",
            "x",
            [{"type": "expandable_blockquote", "offset": 0, "length": 1}],
        ),
        (
            '<tg-time unix="1779249600" format="HH:mm">x</tg-time>',
            "x",
            [
                {
                    "type": "date_time",
                    "offset": 0,
                    "length": 1,
                    "unix_time": 1779249600,
                    "date_time_format": "HH:mm",
                }
            ],
        ),
        (
            '<tg-emoji emoji-id="5">x</tg-emoji>',
            "x",
            [{"type": "custom_emoji", "offset": 0, "length": 1, "custom_emoji_id": "5"}],
        ),
        ("a\r\n<b>b</b>", "a\nb", [{"type": "bold", "offset": 2, "length": 1}]),
    ],
)
def test_what_telegram_takes(source: str, text: str, entities: list[dict[str, Any]]) -> None:
    assert parse_html(source) == (text, entities)


def test_links_addresses_and_commands_are_found_unless_they_are_marked_already() -> None:
    text = "/start https://e.kz/a ab@e.kz"

    kinds = [(one["type"], one["offset"]) for one in detect(text, [])]
    assert kinds == [("bot_command", 0), ("url", 7), ("email", 22)]

    code = [{"type": "code", "offset": 0, "length": units(text)}]
    assert detect(text, code) == code


WORDS = st.text(alphabet="aә<&\"'>😀 \n/", max_size=8)
TREES = st.recursive(
    WORDS.map(lambda text: text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")),
    lambda inner: st.tuples(st.sampled_from("bius"), st.lists(inner, max_size=3)).map(
        lambda made: f"<{made[0]}>{''.join(made[1])}</{made[0]}>"
    ),
    max_leaves=12,
)


@given(TREES)
def test_what_was_parsed_is_written_back_with_the_same_meaning(source: str) -> None:
    text, entities = parse_html(source)

    assert parse_html(to_html(text, entities)) == (text, entities)


@given(st.text())
def test_any_text_without_entities_is_shown_as_it_is(text: str) -> None:
    plain, _ = trim(text, [])
    shown, entities = parse_html(to_html(plain, []))

    assert (shown, entities) == (plain, [])
