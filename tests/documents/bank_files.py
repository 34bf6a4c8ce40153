"""Banks of questions for the tests, in every format."""

import zipfile
from base64 import b64encode
from io import BytesIO
from typing import Final

from PIL import Image

from documents.banks.reading import BankFiles
from exams.domain.drafts import DraftBank, DraftQuestion, NotTaken


def png(width: int = 40, height: int = 30, colour: str = "red") -> bytes:
    """Return a picture."""
    out = BytesIO()
    Image.new("RGB", (width, height), colour).save(out, "PNG")
    return out.getvalue()


PICTURE: Final = png()


async def bank_of(data: bytes | str) -> DraftBank:
    """Read a file that is a bank."""
    found = await BankFiles().read(data.encode() if isinstance(data, str) else data)
    assert found is not None
    return found


async def only(data: bytes | str) -> DraftQuestion:
    """Read a bank whose one question can be taken."""
    bank = await bank_of(data)
    assert bank.not_taken == ()
    (question,) = bank.questions
    return question


async def refused(data: bytes | str) -> NotTaken:
    """Read a bank whose one question cannot be taken."""
    bank = await bank_of(data)
    assert bank.questions == ()
    (one,) = bank.not_taken
    return one


# -- Moodle ----------------------------------------------------------------------


def moodle(*questions: str) -> str:
    """Return a quiz as Moodle exports it."""
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<quiz>\n{"".join(questions)}</quiz>'


def held(picture: bytes = PICTURE, name: str = "a b.png") -> str:
    """Return a file as it stands in a question."""
    return f'<file name="{name}" path="/" encoding="base64">{b64encode(picture).decode()}</file>'


def asked(
    inside: str = "",
    *,
    kind: str = "multichoice",
    text: str = "<p>Астана қай жылы астана болды?</p>",
    name: str = "Q1",
    files: str = "",
) -> str:
    """Return a question of a quiz, with what real exports put around it."""
    return f"""
      <question type="{kind}">
        <name><text>{name}</text></name>
        <questiontext format="html"><text><![CDATA[{text}]]></text>{files}</questiontext>
        <generalfeedback format="html"><text><![CDATA[<p>Түсіндірме</p>]]></text></generalfeedback>
        <defaultgrade>1.0000000</defaultgrade>
        <penalty>0.3333333</penalty>
        <hidden>0</hidden>
        <idnumber></idnumber>
        {inside}
      </question>"""


def answer(text: str, fraction: float = 0, more: str = "") -> str:
    """Return an answer, with feedback that is nobody's business here."""
    return f"""
        <answer fraction="{fraction}" format="html"><text><![CDATA[{text}]]></text>{more}
          <feedback format="html"><text>Дұрыс емес</text></feedback></answer>"""


CHOICE: Final = (
    "<single>true</single><shuffleanswers>true</shuffleanswers>"
    "<answernumbering>abc</answernumbering>"
    + answer("<p>1991</p>")
    + answer("<p><b>1997</b></p>", 100)
    + answer("2019")
)

# -- QTI -------------------------------------------------------------------------

ITEM: Final = (
    '<assessmentItem xmlns="http://www.imsglobal.org/xsd/imsqti_v2p1" identifier="{id}" '
    'title="{title}" adaptive="false" timeDependent="false">{inside}</assessmentItem>'
)


def item(inside: str, id_: str = "i1", title: str = "Сұрақ") -> str:
    """Return an item of a package."""
    return ITEM.format(id=id_, title=title, inside=inside)


def choice_item(right: str = "B", body: str = "<p>Астана?</p>", *, several: bool = False) -> str:
    """Return an item to choose in."""
    values = "".join(f"<value>{one}</value>" for one in right.split())
    cardinality = "multiple" if several else "single"
    return item(
        f'<responseDeclaration identifier="R" cardinality="{cardinality}" baseType="identifier">'
        f"<correctResponse>{values}</correctResponse></responseDeclaration>"
        f'<itemBody>{body}<choiceInteraction responseIdentifier="R" shuffle="true" '
        f'maxChoices="{0 if several else 1}"><prompt>Таңдаңыз</prompt>'
        '<simpleChoice identifier="A">Иә</simpleChoice>'
        '<simpleChoice identifier="B">Жоқ</simpleChoice>'
        '<simpleChoice identifier="C">Білмеймін</simpleChoice>'
        "</choiceInteraction></itemBody>"
    )


def package(
    *items: str, more: dict[str, bytes] | None = None, topic: str = "", manifest: str = ""
) -> bytes:
    """Return a package of items."""
    keywords = f"<keyword><string>{topic}</string></keyword>" if topic else ""
    resources = "".join(
        f'<resource identifier="r{n}" type="imsqti_item_xmlv2p1" href="items/{n}.xml">'
        f"<metadata>{keywords}</metadata></resource>"
        for n in range(len(items))
    )
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        whole = manifest or (
            '<manifest xmlns="http://www.imsglobal.org/xsd/imscp_v1p1">'
            f"<resources>{resources}</resources></manifest>"
        )
        archive.writestr("imsmanifest.xml", whole)
        for number, one in enumerate(items):
            archive.writestr(f"items/{number}.xml", one)
        for name, data in (more or {}).items():
            archive.writestr(name, data)
    return out.getvalue()
