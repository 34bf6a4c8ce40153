"""Each notice has its words in three languages, made of its facts and Telegram's tags alone."""

import re
from dataclasses import fields, replace

import pytest
from jinja2 import Environment, meta

from exams.domain.people import Locale
from exams.notices import ALL
from exams.notices.base import Notice
from templates.parts import CAPTION_LIMIT, TEXT_LIMIT, bare, shown_length
from templates.renderer import Renderer
from tests.templates.samples.base import HOME
from tests.templates.samples.every import CAPTIONS, LONGER, ONE_MESSAGE, SAMPLES

WORDS = Renderer()

FOR_BUTTONS = {
    "equipment": {"camera"},
    "cancel_order_asked": {"order"},
    "still_paused": {"attempts"},
    "chief_desk": {"turn"},
    "order_preview": {"seal"},
    "commission_card": {"of_room", "of_plan"},
    "commission_desk": {"link"},
    "answer_to_mark": {"can_mark", "can_confirm", "absentees"},
    "tickets_printed": {"decks"},
    "pool_preview": {"token"},
    "tickets_composed": {"token", "can"},
    "absence_card": {"can"},
    "absence_queue": {"marked", "can_decide"},
    "absence_status": {"additional"},
    "order_shown": {"order", "can_cancel"},
    "plan_card": {"can"},
    "photographs_offered": {"page"},
    "board": {"taken"},  # the cards are buttons
    "bank_preview": {"subjects"},
    "bank_question": {"token"},
    "draw_preview": {"token"},
    "exam_checks": {"can"},
    "exam_details": {"answers"},
    "exported": {"of"},
    "group_page": {"group"},
    "draw_committed": {"url"},
    "draw_opened": {"url"},
    "import_preview": {"token"},
    "mark_pad": {"before", "after", "sheets", "undo", "undo_who", "undo_points", "undo_at"},
    "arrival_shown": {"arrival"},
    "items_shown": {"of_room"},
    "exam_goes_on": {"stage"},
    "marking_card": {"of_room"},
    "menu": {"roles"},
    "own_page": {"sheet"},
    "page_left_out": {"sheet"},
    "proctor_board": {"can"},
    "regrade_preview": {"token"},
    "unposted_preview": {"group"},
    "unposted_results": {"group"},
    "welcome_back": {"stage"},
    "work_list": {"exam"},
    "work_marked": {"following"},
    "work_page": {"sheet", "before", "after"},
    "page_commented": {"sheet", "comment"},
    "sheet_page": {"sheet", "turned", "before", "after", "undo"},
    "student_card": {
        "can",
        "outdated",
        "following",
        "following_name",
    },  # said in an answer to the tap
}
"""Facts that only the keyboard needs, besides the ids."""

TAG = re.compile(r"<(/?)([a-z-]+)((?: [^>]*)?)>")
TAGS = {"b", "i", "u", "s", "code", "pre", "a", "blockquote", "tg-spoiler"}
TIME = re.compile(r"\b\d\d:\d\d\b")


def balanced(text: str) -> bool:
    """Whether only Telegram's tags stand in the text, each closed in its turn."""
    if "<" in TAG.sub("", text) or ">" in TAG.sub("", text):
        return False
    stack: list[str] = []
    for closing, name, rest in TAG.findall(text):
        if name not in TAGS or (rest and name != "a"):
            return False
        if not closing:
            stack.append(name)
        elif not stack or stack.pop() != name:
            return False
    return not stack


def every_sample() -> list[Notice]:
    return [notice for notices in SAMPLES.values() for notice in notices]


def facts_used(environment: Environment, name: str) -> set[str]:
    """Return the facts which a text and its parts need."""
    assert environment.loader is not None
    source, _, _ = environment.loader.get_source(environment, name)
    tree = environment.parse(source)
    parts = [part for part in meta.find_referenced_templates(tree) if part]
    inside = [facts_used(environment, part) for part in parts]
    return meta.find_undeclared_variables(tree).union(*inside)


@pytest.mark.parametrize("locale", Locale, ids=lambda locale: locale.value)
@pytest.mark.parametrize("template", ALL)
def test_a_text_uses_the_facts_of_its_notice_and_no_others(template: str, locale: Locale) -> None:
    facts = {field.name for field in fields(ALL[template])}

    used = facts_used(WORDS.environments[locale], f"{template}.html.j2")

    unsaid = {"media", "exam", "attempt", "case"} | FOR_BUTTONS.get(template, set())
    assert used - {"exam"} == facts - unsaid
    assert used <= facts


def test_english_numbers_things_with_no_and_not_with_the_sign_of_the_others() -> None:
    assert not [one for one in every_sample() if "№" in WORDS.notice(one, Locale.EN)]


def test_there_is_a_sample_of_every_notice() -> None:
    assert set(SAMPLES) == set(ALL)


@pytest.mark.parametrize("locale", Locale, ids=lambda locale: locale.value)
def test_no_text_is_left_over(locale: Locale) -> None:
    folder = HOME / locale.value
    assert {file.name.removesuffix(".html.j2") for file in folder.glob("*.j2")} == set(ALL)


@pytest.mark.parametrize("locale", Locale, ids=lambda locale: locale.value)
@pytest.mark.parametrize("template", ALL)
def test_a_text_begins_with_what_happened_and_holds_only_telegrams_tags(
    template: str, locale: Locale
) -> None:
    for notice in SAMPLES[template]:
        text = WORDS.notice(notice, locale)

        assert text.startswith("<b>"), text
        assert balanced(text), text
        assert "\n\n\n" not in text
        assert not re.search(r"[ \t]\n|None|Undefined|\{|\}", text.replace(":\n", "\n")), text


@pytest.mark.parametrize("locale", Locale, ids=lambda locale: locale.value)
@pytest.mark.parametrize("template", ALL)
def test_a_text_that_tells_a_time_says_whose_time_it_is(template: str, locale: Locale) -> None:
    city = "Astana" if locale is Locale.EN else "Астана"
    for notice in SAMPLES[template]:
        text = bare(WORDS.notice(notice, locale))
        if TIME.search(text):
            assert f"({city})" in text, text


@pytest.mark.parametrize("locale", Locale, ids=lambda locale: locale.value)
@pytest.mark.parametrize("template", ALL)
def test_the_facts_appear(template: str, locale: Locale) -> None:
    spoken = {"url", "text", "note", "subject", "ticket", "email", "phone", "whatsapp", "digests"}
    spoken |= {"questions", "number", "points", "letter", "group", "count", "hours"}
    for notice in SAMPLES[template]:
        text = WORDS.notice(notice, locale).replace("&amp;", "&").replace("&lt;", "<")
        text = text.replace("&gt;", ">")
        said = {field.name for field in fields(notice)} - FOR_BUTTONS.get(template, set())
        for name in spoken & said:
            fact = getattr(notice, name)
            if fact is None or isinstance(fact, bool):
                continue
            for part in fact if isinstance(fact, tuple) else (fact,):
                assert str(part) in text, (name, text)


@pytest.mark.parametrize("locale", Locale, ids=lambda locale: locale.value)
@pytest.mark.parametrize("notice", ONE_MESSAGE, ids=lambda notice: notice.template)
def test_long_lists_stay_in_one_message(notice: Notice, locale: Locale) -> None:
    assert WORDS.notice_parts(notice, locale) == (WORDS.notice(notice, locale),)


@pytest.mark.parametrize("locale", Locale, ids=lambda locale: locale.value)
@pytest.mark.parametrize("notice", LONGER, ids=lambda notice: notice.template)
def test_what_is_longer_is_split_and_nothing_is_lost(notice: Notice, locale: Locale) -> None:
    parts = WORDS.notice_parts(notice, locale)

    assert len(parts) > 1
    assert all(balanced(part) and 0 < shown_length(part) <= TEXT_LIMIT for part in parts)
    seen = re.sub(r"\s", "", bare("".join(parts)))
    assert seen == re.sub(r"\s", "", bare(WORDS.notice(notice, locale)))


@pytest.mark.parametrize("locale", Locale, ids=lambda locale: locale.value)
@pytest.mark.parametrize("notice", CAPTIONS, ids=lambda notice: notice.template)
def test_words_under_a_picture_stay_within_the_limit_of_a_caption(
    notice: Notice, locale: Locale
) -> None:
    assert shown_length(WORDS.notice(notice, locale)) <= CAPTION_LIMIT


@pytest.mark.parametrize("locale", Locale, ids=lambda locale: locale.value)
def test_a_reminder_asks_for_paper_where_something_is_written_on_it(locale: Locale) -> None:
    written, _, test = SAMPLES["reminder"]

    assert "A4" in WORDS.notice(written, locale)
    assert "A4" not in WORDS.notice(test, locale)


@pytest.mark.parametrize("locale", Locale, ids=lambda locale: locale.value)
def test_each_language_is_written_in_its_own_letters(locale: Locale) -> None:
    """Kazakh has letters Russian lacks; English has none of either, names and facts aside."""
    own = {
        Locale.KK: r"[әғқңөұүһі]",
        Locale.RU: r"[а-яё]",
        Locale.EN: r"[a-z]",
    }[locale]
    foreign = {
        Locale.KK: r"[ыъ]ва|\bи\b|ться\b",
        Locale.RU: r"[әғқңөұүһі]",
        Locale.EN: r"[а-яёәғқңөұүһі]",
    }[locale]
    for file in (HOME / locale.value).rglob("*.j2"):
        if file.name == "choose_language.html.j2":
            continue
        words = re.sub(r"{[{%].*?[%}]}|<[^>]*>", "", file.read_text(encoding="utf-8")).lower()
        if words.strip(" \n✅:🪪📤"):
            assert re.search(own, words) or len(words.split()) < 3, file
        assert not re.search(foreign, words), file


LATIN = {
    "hello", "start", "whatsapp", "qr", "heic", "pdf", "xlsx", "csv", "flash", "zoom", "gpa",
    "secret", "order", "sha2",
    "chat", "amp", "log",
    "fx", "f", "i",
    "unbind",
    "moodle", "xml", "gift", "aiken", "qti", "zip", "jpeg", "png", "webp",
}  # fmt: skip
"""Latin words that Kazakh and Russian texts may use; marks, and single letters as in A4.

Chat&log is what the university's instruction itself calls that window.
"""


@pytest.mark.parametrize("locale", [Locale.KK, Locale.RU], ids=["kk", "ru"])
def test_no_latin_letter_has_slipped_in(locale: Locale) -> None:
    texts = [
        re.sub(r"{[{%].*?[%}]}|<[^>]*>", "", file.read_text(encoding="utf-8"))
        for file in (HOME / locale.value).rglob("*.j2")
        if file.name != "choose_language.html.j2"
    ]
    texts += [WORDS.label(name, locale) for name in WORDS.labels if name != "button.lang_en"]
    for text in texts:
        for word in re.findall(r"[A-Za-z]+[0-9]?", text):
            assert word.lower() in LATIN | {"a4"}, (word, text)
        assert not re.search(r"[A-Za-z][а-яёәғқңөұүһі]|[а-яёәғқңөұүһі][A-Za-z]", text), text


def test_what_a_person_writes_can_do_no_harm() -> None:
    said = "<b>x</b> & \u202eevil\x00 \u2066{{ 7 * 7 }} <script>"
    (sample,) = SAMPLES["question"]

    text = WORDS.notice(replace(sample, text=said), Locale.EN)  # type: ignore[call-arg]

    assert "&lt;b&gt;x&lt;/b&gt; &amp; evil {{ 7 * 7 }} &lt;script&gt;" in text
    assert balanced(text)


def test_every_page_of_the_rules_exists_in_every_language() -> None:
    pages = {
        locale: sorted(file.name for file in (HOME / locale.value / "rules").iterdir())
        for locale in Locale
    }
    assert pages[Locale.KK] == pages[Locale.RU] == pages[Locale.EN]
    assert pages[Locale.KK] == ["1.html.j2", "2.html.j2"]
