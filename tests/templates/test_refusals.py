"""Each refusal has its words in three languages, with its facts in them."""

import importlib
import inspect
import pkgutil
import re
from datetime import datetime, timedelta

import pytest
from jinja2 import meta

import exams
from exams.domain.exam_table import ExamStage
from exams.domain.people import Locale
from exams.domain.refusals.base import Refusal
from exams.domain.refusals.moments import WrongStage
from exams.domain.refusals.planning import NotReady
from templates.parts import bare
from templates.renderer import ALERT_LIMIT, Renderer
from tests.templates.samples.base import HOME, TEN
from tests.templates.samples.refusals import REFUSALS as FACTS
from tests.templates.test_notices import balanced

WORDS = Renderer()


def every_refusal() -> dict[str, type[Refusal]]:
    """Return the refusals of the whole package, by code."""
    for module in pkgutil.walk_packages(exams.__path__, "exams."):
        importlib.import_module(module.name)
    found: dict[str, type[Refusal]] = {}
    waiting = [Refusal]
    while waiting:
        waiting += (below := waiting.pop().__subclasses__())
        found |= {kind.code: kind for kind in below if kind.__module__.startswith("exams.")}
    return found


REFUSALS = every_refusal()
IN_WORDS = {
    "wrong_stage", "case_moved", "plan_moved", "bank_broken", "bank_unsafe", "bank_empty",
    "tickets_unreadable", "no_deck",
}  # fmt: skip
"""Refusals whose fact is a code that the text puts into words."""


def refusal(code: str) -> Refusal:
    return REFUSALS[code](**FACTS.get(code, {}))


@pytest.mark.parametrize("locale", Locale, ids=lambda locale: locale.value)
@pytest.mark.parametrize("code", REFUSALS)
def test_a_refusal_uses_its_own_facts_only(code: str, locale: Locale) -> None:
    environment = WORDS.environments[locale]
    assert environment.loader is not None
    source, _, _ = environment.loader.get_source(environment, f"refusals/{code}.html.j2")
    parameters = inspect.signature(REFUSALS[code].__init__).parameters
    facts = {name for name in parameters if name not in {"self", "facts"}}

    used = meta.find_undeclared_variables(environment.parse(source))

    assert used == facts - {"act"}


@pytest.mark.parametrize("locale", Locale, ids=lambda locale: locale.value)
def test_no_words_are_left_over(locale: Locale) -> None:
    folder = HOME / locale.value / "refusals"
    assert {file.name.removesuffix(".html.j2") for file in folder.iterdir()} == set(REFUSALS)


@pytest.mark.parametrize("locale", Locale, ids=lambda locale: locale.value)
@pytest.mark.parametrize("code", REFUSALS)
def test_a_refusal_says_what_is_wrong_and_then_what_to_do(code: str, locale: Locale) -> None:
    text = WORDS.refusal(refusal(code), locale)

    first, *rest = text.splitlines()
    assert first.startswith("<b>")
    assert first.endswith("</b>")
    assert rest[-1].strip()
    assert balanced(text)
    for fact in FACTS.get(code, {}).values():
        if isinstance(fact, int) or (isinstance(fact, str) and code not in IN_WORDS):
            assert str(fact) in bare(text)
        if isinstance(fact, datetime):
            assert re.search(r"10:00 \((Астана|Astana)\)", text)


@pytest.mark.parametrize("locale", Locale, ids=lambda locale: locale.value)
@pytest.mark.parametrize("code", REFUSALS)
def test_an_alert_is_plain_short_and_whole(code: str, locale: Locale) -> None:
    text = WORDS.plain_refusal(refusal(code), locale)

    assert len(text) <= ALERT_LIMIT
    assert not text.endswith("…")
    assert not re.search(r"<|>|&[a-z#]", text)


def test_an_alert_with_very_long_facts_is_cut_at_a_word() -> None:
    unknown = REFUSALS["unknown_table"](columns=("сабақтың_атауы",) * 40)

    text = WORDS.plain_refusal(unknown, Locale.KK)

    assert len(text) <= ALERT_LIMIT
    assert text.endswith("сабақтың_атауы,…")


@pytest.mark.parametrize("locale", Locale)
def test_a_running_exam_is_no_test_that_somebody_sits(locale: Locale) -> None:
    """The exam and the attempt at a computer test have a stage of the same name."""
    said = WORDS.refusal(WrongStage(act="move", stage=ExamStage.RUNNING.value), locale)

    assert WORDS.label("exam_stage.running", locale) in said


@pytest.mark.parametrize("locale", Locale, ids=lambda locale: locale.value)
@pytest.mark.parametrize("code", ["launch_forged", "launch_old", "launch_used", "page_closed"])
def test_a_page_that_is_refused_speaks_of_a_page_and_not_of_a_test(
    code: str, locale: Locale
) -> None:
    assert not re.search(r"\b(тест|test)", WORDS.refusal(refusal(code), locale), re.IGNORECASE)


@pytest.mark.parametrize(
    ("code", "count", "words"),
    [
        ("marks_missing", 1, "у 1 студента"),
        ("marks_missing", 3, "у 3 студентов"),
        ("pool_too_small", 21, "На 21 билет "),
        ("pool_too_small", 33, "На 33 билета "),
        ("pool_too_small", 30, "На 30 билетов "),
    ],
)
def test_what_a_russian_refusal_counts_agrees_with_the_number(
    code: str, count: int, words: str
) -> None:
    facts = FACTS[code] | {"count": count}
    assert words in WORDS.refusal(REFUSALS[code](**facts), Locale.RU)


@pytest.mark.parametrize("locale", Locale, ids=lambda locale: locale.value)
def test_an_exam_that_is_moved_onto_others_reads_which_and_until_when(locale: Locale) -> None:
    over = TEN + timedelta(minutes=150)
    clashing = NotReady(failed=("clash",), clashes=(("Физика", TEN, over),))

    (line,) = (line for line in WORDS.refusal(clashing, locale).split("\n") if "Физика" in line)

    assert line.endswith("10:00–12:30")
