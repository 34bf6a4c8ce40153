"""QTI packages, tables of questions, and files that mean harm."""

import zipfile
from decimal import Decimal
from io import BytesIO

import pytest

from documents import reading
from documents.banks.reading import BankFiles
from documents.imports import TableFiles
from exams.domain.questions import Near, QuestionKind
from exams.domain.refusals.banks import BankBroken, BankEmpty, BankTooLarge, BankUnsafe
from exams.domain.refusals.base import Refusal
from exams.domain.refusals.files import UnknownTable
from tests.documents.bank_files import (
    CHOICE,
    PICTURE,
    asked,
    bank_of,
    choice_item,
    item,
    moodle,
    only,
    package,
    refused,
)
from tests.documents.office_files import xlsx

# -- QTI --------------------------------------------------------------------------


async def test_a_choice_of_a_package_with_its_topic_and_its_picture() -> None:
    body = '<p>Не бейнеленген? <img src="../images/x.png" alt=""/></p>'

    question = await only(
        package(choice_item(body=body), more={"images/x.png": PICTURE}, topic="Тарих")
    )

    assert question.text.text == "Не бейнеленген?\nТаңдаңыз"
    assert question.text.pictures == (PICTURE,)
    assert [option.text for option in question.options] == ["Иә", "Жоқ", "Білмеймін"]
    assert (question.kind, question.key.chosen) == (QuestionKind.SINGLE, (1,))
    assert (question.topic, question.name, question.shuffled) == ("Тарих", "Сұрақ", True)


async def test_several_right_choices_of_a_package() -> None:
    question = await only(package(choice_item("A C", several=True)))

    assert (question.kind, question.key.chosen) == (QuestionKind.MULTIPLE, (0, 2))


DECLARED = (
    '<responseDeclaration identifier="R" cardinality="{cardinality}" baseType="{base}">'
    "<correctResponse>{values}</correctResponse></responseDeclaration>"
)


def typed_item(base: str, value: str, more: str = "") -> str:
    declared = DECLARED.format(cardinality="single", base=base, values=f"<value>{value}</value>")
    body = '<p>g = <textEntryInteraction responseIdentifier="R" expectedLength="5"/> м/с²</p>'
    return item(f"{declared}<itemBody>{body}</itemBody>{more}")


async def test_typed_answers_of_a_package() -> None:
    within = (
        '<responseProcessing><equal toleranceMode="absolute" tolerance="0.05 0.05"/>'
        "</responseProcessing>"
    )
    bank = await bank_of(package(typed_item("string", "ДНҚ"), typed_item("float", "9.8", within)))

    short, numeric = bank.questions
    assert short.key.texts == ("ДНҚ",)
    assert short.text.text == "g = _____ м/с²"
    assert numeric.key.numbers == (Near(value=Decimal("9.8"), within=Decimal("0.05")),)


def match_item(pairs: str) -> str:
    declared = DECLARED.format(
        cardinality="multiple",
        base="directedPair",
        values="".join(f"<value>{pair}</value>" for pair in pairs.split(",")),
    )
    sets = "".join(
        "<simpleMatchSet>"
        + "".join(
            f'<simpleAssociableChoice identifier="{one}" matchMax="1">{one}'
            "</simpleAssociableChoice>"
            for one in names
        )
        + "</simpleMatchSet>"
        for names in ("ab", "XYZ")
    )
    body = f'<matchInteraction responseIdentifier="R" shuffle="false">{sets}</matchInteraction>'
    return item(f"{declared}<itemBody><p>Сәйкестендіріңіз</p>{body}</itemBody>")


async def test_matching_of_a_package() -> None:
    question = await only(package(match_item("b X,a Z")))

    assert (question.lines, question.key.chosen) == (("a", "b"), (2, 0))
    assert not question.shuffled


@pytest.mark.parametrize(
    ("one", "reason", "given"),
    [
        (
            item(
                '<itemBody><p>Эссе</p><extendedTextInteraction responseIdentifier="R"/></itemBody>'
            ),
            "unknown_kind",
            "extendedTextInteraction",
        ),
        (item("<itemBody><p>Мәтін</p></itemBody>"), "unknown_kind", "description"),
        (choice_item("D"), "wrong_key", "D"),
        (choice_item(""), "no_right_answer", ""),
        (match_item("a X"), "wrong_key", ""),
        (match_item("a X,a Y,b Z"), "wrong_key", ""),
        (typed_item("float", "тоғыз"), "unreadable", "тоғыз"),
        (
            choice_item(body='<p><img src="../../../etc/passwd"/></p>'),
            "picture_missing",
            "../../../etc/passwd",
        ),
    ],
)
async def test_an_item_that_cannot_be_taken_is_named(one: str, reason: str, given: str) -> None:
    found = await refused(package(one))

    assert (found.name, found.reason, found.given) == ("Сұрақ", reason, given)


# -- tables -----------------------------------------------------------------------

HEAD = (
    "Сұрақ", "Вариант 1", "Option 2", "3-нұсқа", "Дұрыс жауап", "Тема", "Difficulty", "Түрі",
    "Баллы",
)  # fmt: skip


def row(
    text: str, *options: str, right: str = "", topic: str = "", level: str = "", kind: str = "",
    points: object = None,
) -> tuple[object, ...]:  # fmt: skip
    filled = [*options, *[None] * (3 - len(options))]
    return (text, *filled, right or None, topic or None, level or None, kind or None, points)


async def test_a_table_in_any_of_the_three_languages() -> None:
    rows = [
        row("Астана?", "Алматы", "Астана", right="B", topic="География", level="жеңіл", points=2),
        row("Простые?", "2", "9", "11", right="A, C", level="3"),
        row("Жер дөңгелек", right="дұрыс"),
        row("g?", right="9,8 ± 0,05"),
        row("Молекула?", right="ДНҚ; DNA"),
        row("Сәйкестендіріңіз", "Астана -> KZ", "Ташкент → UZ"),
        row("Тек біреуі?", "a", "b", right="1", kind="бірнеше жауап"),
    ]

    bank = await bank_of(xlsx({"Сұрақтар": [HEAD, *rows]}))

    single, multiple, truth, number, short, matching, told = bank.questions
    assert (single.key.chosen, single.topic) == ((1,), "География")
    assert (single.difficulty, single.points, single.place) == (1, 2, "Сұрақтар A2")
    assert (multiple.kind, multiple.key.chosen) == (QuestionKind.MULTIPLE, (0, 2))
    assert multiple.difficulty == 3
    assert (truth.kind, truth.key.chosen) == (QuestionKind.TRUE_FALSE, (0,))
    assert number.key.numbers == (Near(value=Decimal("9.8"), within=Decimal("0.05")),)
    assert short.key.texts == ("ДНҚ", "DNA")
    assert (matching.lines, matching.key.chosen) == (("Астана", "Ташкент"), (0, 1))
    assert told.kind is QuestionKind.MULTIPLE


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (row("Q", "a", "b"), "no_right_answer"),
        (row("Q", "a", "b", right="D"), "wrong_key"),
        (row("Q", "a", right="A"), "few_options"),
        (row("Q", "a", "", "c", right="A"), "empty_option"),
        (row("Q", "a", "b", right="A", level="мүмкін емес"), "wrong_points"),
        (row("Q", "a", "b", right="A", points="1,5"), "wrong_points"),
        (row("Q", "a", "b", right="A", kind="эссе"), "unknown_kind"),
        (row("Q"), "no_right_answer"),
    ],
)
async def test_a_row_that_cannot_be_taken_is_named_by_its_cell(
    line: tuple[object, ...], reason: str
) -> None:
    found = await refused(xlsx({"S": [HEAD, line]}))

    assert (found.place, found.reason) == ("S A2", reason)


async def test_questions_in_csv() -> None:
    text = "Вопрос;Вариант 1;Вариант 2;Ответ\nСтолица?;Астана;Семей;1\n"

    assert (await only(text.encode("cp1251"))).key.chosen == (0,)


async def test_the_workbook_to_fill_in_is_a_bank_once_it_is_filled() -> None:
    files = BankFiles()
    data = await files.template()
    assert await files.read(data) is None  # its examples are no questions

    (sheet,) = reading.read(data, 100, 100)
    filled = [[cell or None for cell in line] for line in sheet["rows"]]
    filled[1][0] = "Менің сұрағым?"
    bank = await bank_of(xlsx({"S": filled}))

    assert [one.name for one in bank.questions] == ["Менің сұрағым?"]


async def test_other_tables_are_no_bank_and_a_bank_is_no_other_table() -> None:
    tickets = xlsx({"S": [("Пән", "Билет", "1-сұрақ"), ("Тарих", 1, "Абай")]})
    questions = xlsx({"S": [HEAD, row("Q", "a", "b", right="A")]})

    assert await BankFiles().read(tickets) is None
    with pytest.raises(UnknownTable):
        await TableFiles().read(questions, "q.xlsx")


# -- what means harm, or is broken ------------------------------------------------

BOMB = """<?xml version="1.0"?><!DOCTYPE quiz [<!ENTITY a "aaaaaaaaaa">
<!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>
<quiz><question type="essay"><name><text>&c;</text></name></question></quiz>"""
OUTSIDE = """<?xml version="1.0"?><!DOCTYPE quiz [<!ENTITY a SYSTEM "file:///etc/passwd">]>
<quiz><question type="essay"><name><text>&a;</text></name></question></quiz>"""


def stored(name: str, *, link: bool = False) -> bytes:
    """Return a package with a file of a name, which may be a symbolic link."""
    out = BytesIO(package(choice_item()))
    with zipfile.ZipFile(out, "a") as archive:
        entry = zipfile.ZipInfo(name)
        if link:
            entry.external_attr = 0o120777 << 16
        archive.writestr(entry, "x")
    return out.getvalue()


def bloated() -> bytes:
    """Return a small package that unpacks to 240 megabytes."""
    return package(choice_item(), more={f"{n}.png": bytes(40_000_000) for n in range(6)})


@pytest.mark.parametrize(
    ("data", "kind", "facts"),
    [
        (BOMB, BankUnsafe, {"what": "entities"}),
        (OUTSIDE, BankUnsafe, {"what": "entities"}),
        (package(BOMB), BankUnsafe, {"what": "entities"}),
        (stored("../../etc/cron.d/x"), BankUnsafe, {"what": "path"}),
        (stored("/etc/passwd"), BankUnsafe, {"what": "path"}),
        (stored("a/..\\..\\x"), BankUnsafe, {"what": "path"}),
        (stored("C:\\x.xml"), BankUnsafe, {"what": "path"}),
        (stored("link.xml", link=True), BankUnsafe, {"what": "path"}),
        (bloated(), BankUnsafe, {"what": "size"}),
        (
            moodle(asked(CHOICE)).replace("</quiz>", ""),
            BankBroken,
            {"kind": "moodle", "file": "", "line": 19},
        ),
        ('<?xml version="1.0"?><quiz></quiz>', BankEmpty, {"kind": "moodle"}),
        (package(), BankEmpty, {"kind": "qti"}),
        (package("<item"), BankBroken, {"kind": "qti", "file": "items/0.xml", "line": 1}),
        (
            package(manifest='<manifest><resources><resource type="imsqti_item_xmlv2p1" '
                    'href="gone.xml"/></resources></manifest>'),
            BankBroken,
            {"kind": "qti", "file": "gone.xml", "line": 0},
        ),
        (package(choice_item())[:-40], BankBroken, {"kind": "qti", "file": "", "line": 0}),
        (
            moodle(asked(CHOICE)).encode("cp1251", "replace"),
            BankBroken,
            {"kind": "moodle", "file": "", "line": 6},
        ),
        (
            moodle(asked(CHOICE)).replace("UTF-8", "UTF-7000"),
            BankBroken,
            {"kind": "moodle", "file": "", "line": 1},
        ),
    ],
)  # fmt: skip
async def test_a_file_that_is_broken_or_means_harm_is_refused(
    data: bytes | str, kind: type[Refusal], facts: dict[str, object]
) -> None:
    with pytest.raises(kind) as refusal:
        await bank_of(data)

    assert refusal.value.facts == facts


async def test_more_questions_than_a_bank_holds_are_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("documents.banks.reading.MOST_QUESTIONS", 2)

    with pytest.raises(BankTooLarge):
        await bank_of("a {T}\n\nb {T}\n\nc {T}\n")


@pytest.mark.parametrize("data", [b"", b"\x00\x01\x02", b"%PDF-1.4", b"\xff\xd8\xff", PICTURE])
async def test_what_is_no_bank_is_left_to_others(data: bytes) -> None:
    assert await BankFiles().read(data) is None


async def test_progress_is_told_and_ends_at_the_whole() -> None:
    seen: list[float] = []

    await BankFiles().read("\n\n".join(f"q{n} {{T}}" for n in range(250)).encode(), seen.append)

    assert seen == [0.4, 0.8]
