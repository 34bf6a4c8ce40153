"""Button texts and words for codes, complete in three languages."""

import re
import tomllib
from datetime import timedelta
from enum import Enum

import pytest

from exams.domain.absence.case import Reason
from exams.domain.absence.table import CaseStage, PlanStage
from exams.domain.attempt import Camera, Seen
from exams.domain.attempt_table import Stage
from exams.domain.exam import Check, Kind
from exams.domain.exam_table import ExamStage
from exams.domain.interruptions import SELF_RETURN, TECHNICAL_FAIL_AFTER
from exams.domain.item_statistics import Doubt
from exams.domain.oral import PICK_WINDOW
from exams.domain.people import Locale, Role
from exams.domain.questions import QuestionFault, QuestionKind
from exams.domain.verdict import Fault
from templates.renderer import Renderer
from tests.templates.samples.base import HOME

WORDS = Renderer()

CODES: dict[str, type[Enum]] = {
    "stage": Stage,
    "sign": Stage,
    "exam_stage": ExamStage,
    "kind": Kind,
    "fault": Fault,
    "check": Check,
    "check_fix": Check,
    "role": Role,
    "camera": Camera,
    "seen": Seen,
    "question_kind": QuestionKind,
    "doubt": Doubt,
    "not_taken": QuestionFault,
    "case_stage": CaseStage,
    "plan_stage": PlanStage,
    "absence_reason": Reason,
}


@pytest.mark.parametrize("kind", CODES)
def test_every_code_of_the_domain_has_its_word(kind: str) -> None:
    for code in CODES[kind]:
        for locale in Locale:
            assert WORDS.label(f"{kind}.{code.value}", locale).strip()


def test_every_label_has_three_languages_or_is_the_same_in_all() -> None:
    tables = tomllib.loads((HOME / "labels.toml").read_text(encoding="utf-8"))
    for kind, entries in tables.items():
        for code, words in entries.items():
            if not isinstance(words, str):
                assert set(words) == {locale.value for locale in Locale}, f"{kind}.{code}"


def test_buttons_are_short() -> None:
    for name in WORDS.labels:
        if name.startswith("button."):
            for locale in Locale:
                assert len(WORDS.label(name, locale)) <= 26, (name, locale)


def test_a_label_takes_facts() -> None:
    assert WORDS.label("button.help", Locale.KK, unused=1) == "💬 Көмек"


def test_an_unknown_label_is_a_defect() -> None:
    with pytest.raises(KeyError):
        WORDS.label("button.nonsense", Locale.KK)


def test_buttons_named_in_a_text_exist_under_that_name() -> None:
    """A text that says «press X» must name a button as it is labelled."""
    for locale in Locale:
        labels = {
            re.sub(r"^[^\w]+|[^\w)]+$", "", WORDS.label(name, locale))
            for name in WORDS.labels
            if name.startswith("button.")
        }
        texts = [file.read_text(encoding="utf-8") for file in (HOME / locale.value).rglob("*.j2")]
        texts += [WORDS.label(name, locale) for name in WORDS.labels]
        for text in texts:
            for named in re.findall("[«“]([^»”{]+)[»”]", text):  # in braces stand a person's words
                assert named in labels | {"файл", "Проктор", "-"}, (named, text)


@pytest.mark.parametrize("locale", list(Locale), ids=lambda locale: locale.value)
@pytest.mark.parametrize(
    ("name", "rule"),
    [
        ("alert.pick_late", PICK_WINDOW),
        ("alert.technical_fail", TECHNICAL_FAIL_AFTER),
        ("alert_next.outage", SELF_RETURN),
        ("alert_next.outage_suspended", SELF_RETURN),
        ("reason.outage", TECHNICAL_FAIL_AFTER),
    ],
)
def test_minutes_that_words_name_are_those_of_the_rules(
    name: str, rule: timedelta, locale: Locale
) -> None:
    named = re.findall(r"\d+", WORDS.label(name, locale))
    assert named == [str(rule // timedelta(minutes=1))]
