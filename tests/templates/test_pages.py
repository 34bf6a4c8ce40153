"""Every view of the page has its words in three languages, and nothing people write is markup."""

import re
import tomllib
from dataclasses import replace
from datetime import timedelta
from html import unescape
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

import templates
from exams.domain.ids import AttemptId, Digest, ExamId
from exams.domain.likeness import PortraitFault
from exams.domain.people import Locale
from exams.domain.questions import QuestionKind
from exams.domain.talk import Remark, RemarkKind
from exams.notices.base import Media
from exams.notices.booklet import (
    BookletGraded,
    BookletInformation,
    BookletPage,
    BookletVoid,
    FinishBooklet,
)
from exams.notices.entrance import Help
from exams.notices.lines import OptionLine, PartnerLine, TopicLine
from exams.notices.trouble import AttemptEnded, OutageNoted, Paused
from exams.services.pages.look import PageNow, View
from templates.pages import Pages
from templates.renderer import Renderer
from tests.make import START
from tests.templates.samples.computer_tests import SCALE

HOME = Path(templates.__file__).parent / "web"
PAGES = Pages(Renderer())
E, A = ExamId(1), AttemptId(2)
HELP = Help(email="help@example.org", phone="", whatsapp="+7 701", exam=E)
EVIL = "</textarea><script>alert(1)</script>"
PICTURE = Digest("ab" * 32)


def question(place: int, kind: QuestionKind) -> BookletPage:
    typed = kind in {QuestionKind.SHORT, QuestionKind.NUMERIC}
    return BookletPage(
        exam=E, place=place, questions=6, kind=kind.value, text=f"{EVIL} {place}",
        options=() if typed else (
            OptionLine(index=1, letter="A", text="true", chosen=True),
            OptionLine(index=0, letter="B", text="false", chosen=False),
        ),
        lines=(PartnerLine(text="бір", letter="A"), PartnerLine(text="екі", letter="")),
        line=0, typed="3,5" if typed else "", answered=1, flagged=place == 1,
        minutes_left=30, deadline=START,
        media=(
            Media(kind="photo", digest=PICTURE, name=f"{place}.jpg"),
            Media(kind="photo", digest=PICTURE, name="B.jpg"),
        ),
    )  # fmt: skip


LOG = tuple(
    Remark(
        attempt_id=A, at=START, kind=kind, text="5" if "time" in kind.value else EVIL,
        voice=PICTURE if kind is RemarkKind.WARNING else None,
    )
    for kind in RemarkKind
)  # fmt: skip
FACTS: dict[View, Any] = {
    View.WAITING: [None],
    View.INFORMATION: [
        BookletInformation(
            exam=E, subject="Тарих", name="Айгерім", rating=rating, minutes=40, questions=25,
            void=bool(rating), starts_at=START,
        )
        for rating in (None, 80)
    ],
    View.QUESTIONS: [None],
    View.FINISH: [
        FinishBooklet(
            exam=E, questions=25, flagged=flagged, ticked=bool(flagged), minutes_left=3,
            deadline=START,
        )
        for flagged in (0, 2)
    ],
    View.PAUSED: [
        Paused(exam=E, reason=reason, clock_stopped=bool(reason)) for reason in ("", "technical")
    ],
    View.SUSPENDED: [None],
    View.INTERRUPTED: [
        OutageNoted(exam=E, at=START, until=until, minutes=None if until else 0)
        for until in (START, None)
    ],
    View.RESULT: [
        BookletGraded(
            exam=E, subject="Тарих", points=87, letter="B+", gpa="3.33", rating=rating,
            final=final, final_letter="B" if final else "", expired=not rating,
            answers=bool(rating), appeal_until=START if rating else None,
            topics=(TopicLine(topic="", percent=70), TopicLine(topic=EVIL, percent=100)),
        )
        for rating, final in ((None, None), (80, 83))
    ],
    View.VOID: [BookletVoid(exam=E, subject="Тарих", answered=3, questions=25)],
    View.ENDED: [AttemptEnded(exam=E, subject="Тарих", stage="terminated", reason="")],
}  # fmt: skip
RUNNING = {View.QUESTIONS, View.FINISH, View.PAUSED, View.SUSPENDED, View.INTERRUPTED}


def every(view: View) -> list[PageNow]:
    kinds = enumerate(QuestionKind, start=1) if view is View.QUESTIONS else ()
    plain = PageNow(
        view=view,
        exam=E,
        attempt=A,
        subject=f"Тарих {EVIL}",
        now=START,
        questions=tuple(question(place, kind) for place, kind in kinds),
        answered=(1, 2),
        deadline=START + timedelta(minutes=40) if view in RUNNING else None,
    )
    return [
        replace(plain, facts=facts, log=log, standing=bool(log))
        for facts in FACTS[view]
        for log in ((), LOG)
    ]


@pytest.mark.parametrize("locale", Locale, ids=lambda locale: locale.value)
@pytest.mark.parametrize("view", View, ids=lambda view: view.value)
def test_every_view_has_its_words_and_takes_no_markup_from_people(
    view: View, locale: Locale
) -> None:
    for page in every(view):
        html = PAGES.html(view.value, locale, page=page, help=HELP)

        assert "<script" not in html
        assert f'data-view="{view.value}"' in html
        assert not re.search(r"None|Undefined|\bon\w+=|style=", html), html
        assert html.count("<section") == html.count("</section>")
        assert HELP.email in html


@pytest.mark.parametrize(
    ("standing", "told"), [("", set()), ("resit", {"resit"}), ("registrar", {"no_resit"})]
)
@pytest.mark.parametrize("view", [View.RESULT, View.VOID], ids=lambda view: view.value)
@pytest.mark.parametrize("locale", Locale, ids=lambda locale: locale.value)
def test_whoever_has_failed_reads_what_follows(
    locale: Locale, view: View, standing: str, told: set[str]
) -> None:
    page = every(view)[0]
    assert isinstance(page.facts, BookletGraded | BookletVoid)
    facts = replace(page.facts, standing=standing, resits_left=1)
    shown = unescape(PAGES.html(view.value, locale, page=replace(page, facts=facts), help=HELP))

    words = {name: PAGES.say(locale, f"view.{name}") for name in ("resit", "no_resit")}
    assert {name for name, said in words.items() if said in shown} == told


@pytest.mark.parametrize(
    ("later", "told"), [(-1, "appeal_until"), (0, "appeal_over"), (90, "appeal_over")]
)
@pytest.mark.parametrize("locale", Locale, ids=lambda locale: locale.value)
def test_the_result_asks_for_an_appeal_only_while_one_is_taken(
    locale: Locale, later: int, told: str
) -> None:
    page = every(View.RESULT)[-1]
    assert isinstance(page.facts, BookletGraded)
    assert page.facts.appeal_until == START
    page = replace(page, now=START + timedelta(minutes=later))

    shown = unescape(PAGES.html("result", locale, page=page, help=HELP))

    words = {
        name: PAGES.say(locale, f"view.{name}").partition("{at}")[0]
        for name in ("appeal_until", "appeal_over")
    }
    assert [name for name, said in words.items() if said in shown] == [told]


@pytest.mark.parametrize("locale", Locale, ids=lambda locale: locale.value)
def test_an_ended_test_tells_what_can_be_done_about_it(locale: Locale) -> None:
    (page, _) = every(View.ENDED)
    told = {}
    for stage in ("terminated", "under_review", "annulled", "excused"):
        facts = replace(page.facts, stage=stage)  # type: ignore[type-var]
        shown = unescape(PAGES.html("ended", locale, page=replace(page, facts=facts), help=HELP))
        words = ("disagree", "under_review", "annulled")
        told[stage] = [one for one in words if PAGES.say(locale, f"view.{one}") in shown]

    assert told == {
        "terminated": ["disagree"],
        "under_review": ["under_review"],
        "annulled": ["annulled"],
        "excused": [],
    }


@pytest.mark.parametrize("locale", Locale, ids=lambda locale: locale.value)
@pytest.mark.parametrize("view", [View.WAITING, View.RESULT, View.VOID, View.ENDED])
def test_where_the_chat_goes_on_a_button_leads_there(view: View, locale: Locale) -> None:
    shown = PAGES.html(view.value, locale, page=every(view)[0], help=HELP)
    assert shown.count("data-leave") == 1


@pytest.mark.parametrize("locale", Locale, ids=lambda locale: locale.value)
def test_whoever_is_told_to_go_back_to_the_chat_has_a_button_for_it(locale: Locale) -> None:
    shown = PAGES.html(
        "check_in", locale, now=SimpleNamespace(open=False, agreed=False, subject=""), help=HELP
    )
    steps = re.findall(
        r'<section class="card[^>]*data-step="(\w+)">(.*?)</section>', shown, re.DOTALL
    )
    assert {step for step, inside in steps if 'data-act="close"' in inside} == {
        "closed",
        "declined",
        "done",
    }


@pytest.mark.parametrize("locale", Locale, ids=lambda locale: locale.value)
def test_every_kind_of_question_is_answered_with_real_controls(locale: Locale) -> None:
    (page, _) = every(View.QUESTIONS)
    html = PAGES.html("questions", locale, page=page, help=HELP)

    parts = re.findall(r'<section class="question".*?</section>', html, flags=re.DOTALL)
    found = {str(re.search(r'data-kind="(\w+)"', part)[1]): part for part in parts}  # type: ignore[index]

    assert set(found) == {kind.value for kind in QuestionKind}
    for kind in ("single", "true_false"):
        assert found[kind].count('type="radio"') == 2
        assert found[kind].count(" checked") == 1
    assert found["multiple"].count('type="checkbox"') == 2
    assert found["matching"].count("<select") == 2
    assert found["matching"].count(" selected") == 1
    assert 'inputmode="decimal"' in found["numeric"]
    for part in parts:
        assert part.count("<legend") == 1
        assert f'data-file="{PICTURE}"' in part
        assert "&lt;script&gt;" in part


def test_the_words_are_there_in_three_languages_and_each_is_used() -> None:
    words = tomllib.loads((HOME / "words.toml").read_text(encoding="utf-8"))
    templates_text = "".join(file.read_text(encoding="utf-8") for file in HOME.glob("*.j2"))
    for kind, entries in words.items():
        for code, said in entries.items():
            if not isinstance(said, str):
                assert set(said) == {locale.value for locale in Locale}, f"{kind}.{code}"
            indirect = kind in {"saving", "how", "face_advice", "document_advice"}
            assert indirect or f'"{kind}.{code}"' in templates_text, f"{kind}.{code}"
    assert set(words["how"]) == {kind.value for kind in QuestionKind}
    for advice in ("face_advice", "document_advice"):
        assert set(words[advice]) == {fault.value for fault in PortraitFault}
    for code in words["saving"]:
        assert f'"{code}"' in templates_text


@pytest.mark.parametrize("locale", Locale, ids=lambda locale: locale.value)
def test_what_shows_all_questions_has_one_name_on_the_page_and_in_the_chat(locale: Locale) -> None:
    words = Renderer()
    name = PAGES.say(locale, "page.scale")
    assert words.label("button.scale", locale) == f"🧭 {name}"
    assert name.casefold() in PAGES.say(locale, "page.scale_title").casefold()
    assert name.casefold() in words.notice(SCALE, locale).partition(" · ")[0].casefold()


@pytest.mark.parametrize("locale", [Locale.KK, Locale.RU], ids=["kk", "ru"])
def test_no_latin_letter_has_slipped_into_the_words(locale: Locale) -> None:
    for name in PAGES.words:
        text = re.sub(r"\{\w+\}", "", PAGES.words.get(name, locale))
        assert set(re.findall(r"[A-Za-z]+", text)) <= {"Chat", "log", "Telegram", "ZOOM"}, name


@pytest.mark.parametrize(
    ("written", "dialled"),
    [
        ("+7 (7222) 36-03-63 (ішкі 118)", "+77222360363"),
        ("каб. 12, 8 747 115 67 37", "+77471156737"),
        ("7222 36 03 63", "+77222360363"),
        ("+7 700 000 00 00, +7 700 000 00 01", "+77000000000"),
        ("+998 71 203 04 05", "+998712030405"),
        ("https://wa.me/77000000000", "+77000000000"),
    ],
)
def test_the_office_is_called_and_written_to_by_one_tap(written: str, dialled: str) -> None:
    office = Help(email="or@example.org", phone=written, whatsapp=written, exam=None)
    said = PAGES.html("help", Locale.KK, help=office)
    assert 'href="mailto:or@example.org"' in said
    assert f'href="tel:{dialled}"' in said
    assert f'href="https://wa.me/{dialled[1:]}"' in said


@pytest.mark.parametrize("written", ["1414", "36-03-63"])
def test_a_number_that_only_its_city_knows_is_dialled_as_it_is_written(written: str) -> None:
    office = Help(email="", phone=written, whatsapp=written, exam=None)
    said = PAGES.html("help", Locale.KK, help=office)
    assert f'href="tel:{written.replace("-", "")}"' in said
    assert "wa.me" not in said
    assert said.count(written) == 2 + ("-" not in written)


def test_what_is_no_number_and_no_address_is_told_without_a_link() -> None:
    chat = "https://chat.whatsapp.com/AB12cd"
    office = Help(email="https://example.org/ask", phone="Teams", whatsapp=chat, exam=None)
    said = PAGES.html("help", Locale.KK, help=office)
    assert "<a " not in said
    assert all(one in said for one in (office.email, office.phone, office.whatsapp))
