"""Moodle XML as real quizzes export it."""

from base64 import b64encode
from decimal import Decimal

import pytest

from exams.domain.questions import Near, QuestionKind
from exams.domain.refusals.banks import BankBroken
from tests.documents.bank_files import (
    CHOICE,
    PICTURE,
    answer,
    asked,
    bank_of,
    held,
    moodle,
    only,
    refused,
)

CATEGORY = (
    '<question type="category"><category><text>$course$/top/Тарих/Тәуелсіздік</text></category>'
    "</question>"
)


async def test_a_single_choice_with_formatting_feedback_and_a_penalty() -> None:
    question = await only(moodle(CATEGORY, asked(CHOICE)))

    assert question.kind is QuestionKind.SINGLE
    assert question.text.text == "Астана қай жылы астана болды?"
    assert [option.text for option in question.options] == ["1991", "1997", "2019"]
    assert question.key.chosen == (1,)
    assert (question.topic, question.name, question.place) == ("Тәуелсіздік", "Q1", "1")
    assert (question.points, question.difficulty, question.shuffled) == (1, 2, True)


async def test_several_right_answers_each_worth_a_part() -> None:
    inside = "<single>false</single>" + answer("2", 50) + answer("3", 50) + answer("4", -100)

    question = await only(moodle(asked(inside)))

    assert (question.kind, question.key.chosen) == (QuestionKind.MULTIPLE, (0, 1))


async def test_true_or_false_keeps_its_order() -> None:
    inside = answer("true", 0) + answer("false", 100)

    question = await only(moodle(asked(inside, kind="truefalse")))

    assert (question.kind, question.key.chosen) == (QuestionKind.TRUE_FALSE, (1,))
    assert [option.text for option in question.options] == ["true", "false"]
    assert not question.shuffled


async def test_matching_with_a_partner_that_belongs_to_none() -> None:
    inside = "".join(
        f"<subquestion format='html'><text><![CDATA[<p>{line}</p>]]></text>"
        f"<answer><text>{partner}</text></answer></subquestion>"
        for line, partner in (("Астана", "KZ"), ("Ташкент", "UZ"), ("Ақтау", "KZ"), ("", "RU"))
    ).replace("<p></p>", "")

    question = await only(moodle(asked(inside, kind="matching")))

    assert question.lines == ("Астана", "Ташкент", "Ақтау")
    assert [option.text for option in question.options] == ["KZ", "UZ", "RU"]
    assert question.key.chosen == (0, 1, 0)


async def test_short_and_numeric_answers() -> None:
    short = asked(answer("ДНҚ", 100) + answer("DNA", 100) + answer("РНҚ", 50), kind="shortanswer")
    inside = answer("9.8", 100, "<tolerance>0.05</tolerance>") + answer("*", 0)
    bank = await bank_of(moodle(short, asked(inside, kind="numerical", name="Q2")))

    first, second = bank.questions
    assert (first.kind, first.key.texts) == (QuestionKind.SHORT, ("ДНҚ", "DNA"))
    assert second.key.numbers == (Near(value=Decimal("9.8"), within=Decimal("0.05")),)


async def test_pictures_of_text_and_answers_are_found_by_their_names() -> None:
    text = '<p>Не бейнеленген? <img src="@@PLUGINFILE@@/a%20b.png" alt="x" width="10"></p>'
    inside = answer('<img src="@@PLUGINFILE@@/c.png">', 100, held(name="c.png")) + answer("Жоқ")

    question = await only(moodle(asked(inside, text=text, files=held())))

    assert question.text.text == "Не бейнеленген?"
    assert question.text.pictures == (PICTURE,)
    assert [option.pictures for option in question.options] == [(PICTURE,), ()]


async def test_a_picture_may_stand_in_the_address_itself() -> None:
    text = f'<img src="data:image/png;base64,{b64encode(PICTURE).decode()}">'

    assert (await only(moodle(asked(CHOICE, text=text)))).text.pictures == (PICTURE,)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("x<sup>2</sup> + H<sub>2</sub>O", "x² + H₂O"),
        ("a<sup>жоғары</sup>", "a^(жоғары)"),
        ("<ul><li>бір</li><li>екі</li></ul>", "– бір\n– екі"),
        ("<script>alert(1)</script><style>p{}</style>Сұрақ", "Сұрақ"),
        ("бір<br>екі<br/>үш", "бір\nекі\nүш"),
        ("A &amp; B &lt;C&gt; &nbsp; ә", "A & B <C> ә"),
        (r"Есепте: \(\alpha^2 \le 5\)", "Есепте: α² ≤ 5"),
        ("Бағасы $5 бен $10", "Бағасы $5 бен $10"),
    ],
)
async def test_what_a_reader_sees_of_html(text: str, shown: str) -> None:
    assert (await only(moodle(asked(CHOICE, text=text)))).text.text == shown


async def test_a_formula_that_signs_do_not_say_is_drawn_with_its_text() -> None:
    text = r"<p>Есепте: \(\frac{a+b}{\sqrt{c+1}}\)</p>"

    question = await only(moodle(asked(CHOICE, text=text)))

    assert question.text.text == "Есепте: (a+b)/(√(c+1))"
    assert question.text.drawing is not None
    assert question.text.drawing.startswith(b"\x89PNG")


async def test_a_formula_that_is_not_known_stays_as_it_was_typed_and_is_counted() -> None:
    bank = await bank_of(moodle(asked(CHOICE, text=r"\(\unknown{x}\)")))

    assert bank.plain_formulas == 1
    assert bank.questions[0].text.text == r"\unknown{x}"
    assert bank.questions[0].text.drawing is None


async def test_difficulty_is_a_tag_and_points_are_the_grade() -> None:
    tagged = asked(
        CHOICE + "<tags><tag><text>тарих</text></tag><tag><text>Қиын</text></tag></tags>"
    )

    question = await only(moodle(tagged.replace("1.0000000", "3.0000000")))

    assert (question.difficulty, question.points) == (3, 3)


async def test_questions_of_one_name_are_told_apart() -> None:
    bank = await bank_of(moodle(*[asked(CHOICE, name="Сұрақ")] * 3))

    assert [one.name for one in bank.questions] == ["Сұрақ", "Сұрақ (2)", "Сұрақ (3)"]


@pytest.mark.parametrize(
    ("question", "reason", "given"),
    [
        (asked(kind="essay"), "unknown_kind", "essay"),
        (asked(kind="ddwtos"), "unknown_kind", "ddwtos"),
        (asked("<single>true</single>" + answer("1") + answer("2")), "no_right_answer", ""),
        (asked(answer("1", 100)), "few_options", ""),
        (asked(answer("", 100) + answer("2")), "empty_option", ""),
        (asked(CHOICE, text="  "), "no_text", ""),
        (asked(CHOICE, text="ұ" * 2001), "too_long", ""),
        (asked(CHOICE).replace("1.0000000", "0.5"), "wrong_points", "0.5"),
        (asked(CHOICE).replace("1.0000000", "бір"), "unreadable", "бір"),
        (asked(answer("Аст*", 100), kind="shortanswer"), "wildcard", "Аст*"),
        (asked(answer("тоғыз", 100), kind="numerical"), "unreadable", "тоғыз"),
        (asked(answer("true") + answer("false"), kind="truefalse"), "no_right_answer", ""),
        (
            asked(CHOICE, text='<img src="@@PLUGINFILE@@/gone.png">'),
            "picture_missing",
            "@@PLUGINFILE@@/gone.png",
        ),
        (
            asked(CHOICE, text='<img src="http://x.example/a.png">'),
            "picture_missing",
            "http://x.example/a.png",
        ),
    ],
)
async def test_a_question_that_cannot_be_taken_is_named_with_the_reason(
    question: str, reason: str, given: str
) -> None:
    one = await refused(moodle(question))

    assert (one.place, one.name, one.reason, one.given) == ("1", "Q1", reason, given)


async def test_a_picture_of_five_megabytes_is_named_and_the_others_are_taken() -> None:
    large = asked(
        CHOICE,
        text='<img src="@@PLUGINFILE@@/a b.png">',
        files=held(b"\x89PNG" + bytes(5_000_000)),
        name="large",
    )

    bank = await bank_of(moodle(large, asked(CHOICE)))

    assert [one.name for one in bank.questions] == ["Q1"]
    assert [(one.name, one.reason) for one in bank.not_taken] == [("large", "picture_large")]


async def test_xml_of_another_kind_is_no_quiz() -> None:
    with pytest.raises(BankBroken):
        await bank_of('<?xml version="1.0"?><html/>')
