"""GIFT and Aiken, which people type."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from documents.banks.aiken import read_aiken
from documents.banks.found import Found
from documents.banks.gift import read_gift
from exams.domain.drafts import NotTaken
from exams.domain.questions import Near, QuestionKind
from tests.documents.bank_files import bank_of, only, refused


async def test_gift_with_a_title_comments_a_category_and_feedback() -> None:
    question = await only(
        """// бұл түсініктеме
$CATEGORY: $course$/top/Әдебиет

::Абай::«Қара сөздерді» кім жазды? {
    =Абай#дұрыс
    ~Шоқан#қате, ойланыңыз
    ~Ыбырай
####Жалпы түсініктеме
}
"""
    )

    assert (question.name, question.topic, question.place) == ("Абай", "Әдебиет", "4")
    assert question.text.text == "«Қара сөздерді» кім жазды?"
    assert [option.text for option in question.options] == ["Абай", "Шоқан", "Ыбырай"]
    assert question.key.chosen == (0,)


@pytest.mark.parametrize(
    ("text", "kind", "chosen"),
    [
        ("Q {=a ~b ~c}", QuestionKind.SINGLE, (0,)),
        ("Q {~a =b}", QuestionKind.SINGLE, (1,)),
        ("Q {~%50%a ~%50%b ~%-100%c}", QuestionKind.MULTIPLE, (0, 1)),
        ("Q {~%100%a ~b}", QuestionKind.SINGLE, (0,)),
        ("Q {T}", QuestionKind.TRUE_FALSE, (0,)),
        ("Q {FALSE#feedback}", QuestionKind.TRUE_FALSE, (1,)),
        ("Q {=a -> 1 =b -> 2 =c -> 1}", QuestionKind.MATCHING, (0, 1, 0)),
    ],
)
async def test_what_is_chosen_in_gift(
    text: str, kind: QuestionKind, chosen: tuple[int, ...]
) -> None:
    question = await only(text)

    assert (question.kind, question.key.chosen) == (kind, chosen)


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("g? {#9.8:0.05}", [("9.8", "0.05")]),
        ("g? {#9.8}", [("9.8", "0")]),
        ("g? {#1..5}", [("3", "2")]),
        ("g? {#=9.8:0.1#жақсы =10:0.5 ~%50%8}", [("9.8", "0.1"), ("10", "0.5")]),
        ("g? {#-2,5}", [("-2.5", "0")]),
    ],
)
async def test_numbers_in_gift(text: str, numbers: list[tuple[str, str]]) -> None:
    question = await only(text)

    assert question.kind is QuestionKind.NUMERIC
    assert question.key.numbers == tuple(
        Near(value=Decimal(value), within=Decimal(within)) for value, within in numbers
    )


async def test_short_answers_in_gift() -> None:
    assert (await only("Молекула? {=ДНҚ =%100%DNA =%50%РНҚ}")).key.texts == ("ДНҚ", "DNA")


async def test_a_gap_in_a_gift_sentence() -> None:
    assert (await only("Абай {=1845 ~1855} жылы туған.")).text.text == "Абай _____ жылы туған."


async def test_signs_that_are_meant_in_gift() -> None:
    question = await only(r"Жиын \{1\; 2\} \~ \#1 \= ? {=\=5 ~\~3\: \#}")

    assert question.text.text == r"Жиын {1\; 2} ~ #1 = ?"
    assert [option.text for option in question.options] == ["=5", "~3: #"]


async def test_gift_in_html_and_with_formulas() -> None:
    question = await only(r"[html]<p>x<sup>2</sup>, \\(\\sqrt \{a+b\}\\)</p> {=<b>a</b> ~b}")

    assert question.text.text == "x², √(a+b)"
    assert question.text.drawing is not None
    assert question.options[0].text == "a"


@pytest.mark.parametrize(
    ("text", "reason", "given"),
    [
        ("Эссе {}", "unknown_kind", "essay"),
        ("Q {=a ~b", "unreadable", ""),
        ("Q {=a ~b} {=c ~d}", "unreadable", ""),
        ("Q {~a ~b}", "no_right_answer", ""),
        ("Q {=Аст*}", "wildcard", "Аст*"),
        ("Q {#тоғыз}", "unreadable", "тоғыз"),
        ("Q {#5..1}", "unreadable", "5..1"),
        ("{=a ~b}", "no_text", ""),
        ("Q {=a -> 1}", "few_options", ""),
    ],
)
async def test_a_gift_question_that_cannot_be_taken_is_named(
    text: str, reason: str, given: str
) -> None:
    bank = await bank_of(f"{text}\n\nOK {{=a ~b}}\n")

    one = bank.not_taken[0]
    assert (one.place, one.reason) == ("1", reason)
    if given:
        assert one.given == given


async def test_text_without_questions_between_gift_is_told() -> None:
    bank = await bank_of("Нұсқау: мұқият оқыңыз.\n\nQ {=a ~b}")

    assert [(one.reason, one.given) for one in bank.not_taken] == [("unknown_kind", "description")]
    assert len(bank.questions) == 1


# -- Aiken -----------------------------------------------------------------------

AIKEN = """Қазақстанның астанасы?
A. Алматы
B) Астана
C. Семей
ANSWER: B

Какие числа простые?
Выберите все.
A) 2
B) 9
C) 11,
продолжение
ОТВЕТ: A, C
"""


async def test_aiken_with_one_and_with_several_right_answers() -> None:
    first, second = (await bank_of(AIKEN)).questions

    assert (first.kind, first.key.chosen) == (QuestionKind.SINGLE, (1,))
    assert [option.text for option in first.options] == ["Алматы", "Астана", "Семей"]
    assert (second.kind, second.key.chosen) == (QuestionKind.MULTIPLE, (0, 2))
    assert second.text.text == "Какие числа простые?\nВыберите все."
    assert second.options[2].text == "11, продолжение"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1251"])
async def test_typed_files_in_every_encoding(encoding: str) -> None:
    text = AIKEN.replace("Қазақстанның", "Казахстан").replace("\n", "\r\n")
    if encoding == "cp1251":
        text = text.replace("Қ", "К")

    assert len((await bank_of(text.encode(encoding))).questions) == 2


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Q\nA. a\nB. b\nANSWER: D", "wrong_key"),
        ("Q\nA. a\nB. b\nANSWER:", "no_right_answer"),
        ("Q\nA. a\nA. b\nANSWER: A", "unreadable"),
        ("Q\nA. a\nANSWER: A", "few_options"),
    ],
)
async def test_an_aiken_question_that_cannot_be_taken_is_named(text: str, reason: str) -> None:
    assert (await refused(text)).reason == reason


async def test_an_aiken_question_without_its_last_line_is_named() -> None:
    bank = await bank_of(f"{AIKEN}\nҚалған сұрақ\nA. a\nB. b\n")

    assert [(one.name, one.reason) for one in bank.not_taken] == [
        ("Қалған сұрақ", "no_right_answer")
    ]


# -- anything at all ---------------------------------------------------------------

TYPED = st.text(alphabet="abә 1:{}=~#%>-\\\n/$[]A.ANSWER", max_size=200)


@settings(max_examples=150, deadline=None)
@given(TYPED)
def test_whatever_is_typed_is_read_or_named(text: str) -> None:
    for reader in (read_gift, read_aiken):
        for one in reader(text):
            assert isinstance(one, Found | NotTaken)
