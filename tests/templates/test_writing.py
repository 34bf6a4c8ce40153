"""How well the notices are written: capitals, and numbers that agree with their words."""

import re
from dataclasses import asdict, replace

import pytest

from exams.domain.people import Locale
from exams.notices import ALL
from templates.parts import bare
from templates.renderer import Renderer
from tests.templates.samples.base import HOME
from tests.templates.samples.every import SAMPLES

WORDS = Renderer()

ADDRESSED = {
    Locale.KK: re.compile(r"\bсіз(ді|ге|дің|ден|бен|дер)?\b"),
    Locale.RU: re.compile(r"\b(вы|вас|вам|вами|ваш(а|е|и|у|ей|его|ему|их|им|ими|ем)?)\b"),
}
SAYS_I = {
    Locale.KK: re.compile(
        r"\b(Мен|[Мм]аған|[Мм]ені(ң)?)\b|\w+([йе]м[ыі]н|(?<!Құр)амын|[бмп][ае]д[ыі]м)\b"
    ),
    Locale.RU: re.compile(r"\b([Яя]|[Мм]не|[Мм]еня|[Мм]ой|[Мм]оя|[Мм]оё|[Мм]ои)\b"),
    Locale.EN: re.compile(r"\b(I|[Mm]e|[Mm]y)\b"),
}
READERS_WORDS = re.compile(r"«[^»]*»|“[^”]*”|<i>.*?</i>")
"""Buttons, and what is signed by ticking it."""


@pytest.mark.parametrize("locale", SAYS_I, ids=lambda locale: locale.value)
def test_the_bot_says_we(locale: Locale) -> None:
    found = {
        str(file.relative_to(HOME)): match[0]
        for file in (HOME / locale.value).rglob("*.j2")
        for match in SAYS_I[locale].finditer(READERS_WORDS.sub("", file.read_text("utf-8")))
    }
    assert found == {}


@pytest.mark.parametrize("locale", Locale, ids=lambda locale: locale.value)
@pytest.mark.parametrize("template", ALL)
def test_a_line_begins_with_a_capital_letter_unless_it_is_somebodys_own(
    template: str, locale: Locale
) -> None:
    for notice in SAMPLES[template]:
        own = str(asdict(notice))
        text = bare(re.sub(r"<pre>.*?</pre>", "", WORDS.notice(notice, locale), flags=re.DOTALL))

        lines = [line for line in text.splitlines() if line[:1].islower()]
        assert [line for line in lines if line not in own] == []


@pytest.mark.parametrize("locale", ADDRESSED, ids=lambda locale: locale.value)
def test_the_reader_is_addressed_with_a_capital_letter(locale: Locale) -> None:
    texts = [file.read_text(encoding="utf-8") for file in (HOME / locale.value).rglob("*.j2")]
    texts += [WORDS.label(name, locale) for name in WORDS.labels]
    assert [found[0] for text in texts for found in ADDRESSED[locale].finditer(text)] == []


@pytest.mark.parametrize("locale", Locale, ids=lambda locale: locale.value)
def test_a_name_that_is_cut_short_ends_no_sentence(locale: Locale) -> None:
    texts = [WORDS.notice(notice, locale) for sample in SAMPLES.values() for notice in sample]
    assert any("…" in text for text in texts)
    assert [text for text in texts if "…." in text] == []


@pytest.mark.parametrize(
    ("template", "fact", "one", "several"),
    [
        ("receipt", "count", "сдан 1 лист", "сдано 2 листа"),
        ("marking_open", "works", "Вас ждёт 1 работа", "Вас ждут 2 работы"),
        ("work_marked", "waiting", "Вас ждёт ещё 1 работа", "Вас ждут ещё 2 работы"),
    ],
)
def test_a_russian_verb_agrees_with_the_number_it_stands_beside(
    template: str, fact: str, one: str, several: str
) -> None:
    sample = next(notice for notice in SAMPLES[template] if getattr(notice, fact))
    for number, words in ((1, one), (2, several)):
        notice = replace(sample, **{fact: number})
        assert words in WORDS.notice(notice, Locale.RU)


@pytest.mark.parametrize(
    ("locale", "words"),
    [(Locale.KK, "әзірге жоқ"), (Locale.RU, "пока нет"), (Locale.EN, "none yet")],
)
@pytest.mark.parametrize("template", ["absence_form", "absence_status"])
def test_nothing_is_counted_as_none_and_not_as_0_pages(
    template: str, locale: Locale, words: str
) -> None:
    without = replace(SAMPLES[template][0], pages=0)  # type: ignore[call-arg]
    assert words in WORDS.notice(without, locale)
    assert words not in WORDS.notice(replace(without, pages=2), locale)  # type: ignore[call-arg]
