"""Start, invites, contacts, strangers, language, the menu."""

from dataclasses import replace
from typing import Any

import pytest

from exams.domain.people import Locale, Role
from exams.domain.refusals.people import ContactRefused, InviteRefused
from exams.notices.entrance import ChooseLanguage, Help, Stranger
from handlers.forms import Typing
from tests import make
from tests.handlers.chats import GROUP_CHAT, Chats, message, user
from tests.handlers.samples.base import plain


async def test_an_invite_reaches_the_use_case_with_its_code(chats: Chats) -> None:
    chats.actor = None
    chats.use.returns["start"] = ChooseLanguage()

    await chats.write("/start K7QX2M4ABC")

    assert chats.use.calls == [("start", 7, "K7QX2M4ABC")]
    assert chats.telegram.texts == ["choose_language kk"]


async def test_start_without_an_invite_offers_to_share_the_contact(chats: Chats) -> None:
    chats.actor = None
    chats.use.returns["start"] = Stranger()

    await chats.write("/start", from_user=user(language="ru"))

    assert chats.use.calls == [("start", 7, "")]
    assert chats.telegram.texts == ["stranger ru"]
    assert chats.telegram.last("sendMessage").reply_markup.keyboard[0][0].request_contact


async def test_a_wrong_invite_is_refused_in_the_language_of_the_telephone(chats: Chats) -> None:
    chats.actor = None
    chats.use.refuses["start"] = InviteRefused()

    await chats.write("/start WRONG", from_user=user(language="en-GB"))

    assert chats.telegram.texts == ["refusals/invite_refused en"]


@pytest.mark.parametrize("owner", [7, 8, None], ids=["own", "of another", "without account"])
async def test_a_shared_contact_tells_whose_it_is(chats: Chats, owner: int | None) -> None:
    chats.actor = None
    contact = {"phone_number": "+77011234567", "first_name": "А", "user_id": owner}

    await chats.send(contact=contact)

    assert chats.use.calls == [("bind_contact", 7, owner, "+77011234567")]


async def test_a_contact_that_is_refused_is_answered_in_words(chats: Chats) -> None:
    chats.actor = None
    chats.use.refuses["bind_contact"] = ContactRefused()

    await chats.send(contact={"phone_number": "1", "first_name": "А"})

    assert chats.telegram.texts == ["refusals/contact_refused kk"]


@pytest.mark.parametrize("words", ["сәлем", "/menu", "📋 Емтихандарым"])
async def test_a_stranger_is_told_how_to_be_let_in_whatever_is_written(
    chats: Chats, words: str
) -> None:
    chats.actor = None

    await chats.write(words)

    assert chats.use.calls == []
    assert chats.telegram.texts == ["stranger kk"]


async def test_a_strangers_tap_is_refused_with_an_alert(chats: Chats) -> None:
    chats.actor = None

    await chats.tap("e:board:1")

    assert chats.use.calls == []
    assert chats.telegram.alert == "refusals/not_allowed kk"


async def test_a_stranger_in_an_unknown_language_is_answered_in_kazakh(chats: Chats) -> None:
    chats.actor = None

    await chats.write("hej", from_user=user(language="sv"))

    assert chats.telegram.texts == ["stranger kk"]


@pytest.mark.parametrize("asks", ["/help", "💬 Помощь", "a button"])
async def test_who_cannot_come_in_gets_help_at_one_tap(chats: Chats, asks: str) -> None:
    chats.actor = None
    chats.use.refuses["start"] = InviteRefused()
    await chats.write("/start WRONG", from_user=user(language="ru"))
    refused = chats.telegram.last("sendMessage")
    help_ = refused.reply_markup.inline_keyboard[0][0].callback_data

    if asks == "a button":
        await chats.tap(help_)
    else:
        await chats.write(asks, from_user=user(language="ru"))

    assert chats.use.calls[-1] == ("help", None)
    assert chats.telegram.texts[-1].startswith("help ")


async def test_another_language_holds_from_its_first_message_on(chats: Chats) -> None:
    await chats.tap("l:ru")

    assert chats.use.calls == [("choose_language", Locale.RU)]
    assert chats.telegram.texts == ["menu ru"]
    keys = chats.telegram.last("sendMessage").reply_markup
    assert keys.keyboard[-1][0].text == chats.words.label("button.help", Locale.RU)


@pytest.mark.parametrize(
    ("command", "called"),
    [("/menu", "menu"), ("/help", "help"), ("/exams", "my_exams"), ("/help@emtihan_bot", "help")],
)
async def test_commands_work_beside_the_menu(chats: Chats, command: str, called: str) -> None:
    await chats.write(command)

    assert chats.use.names == [called]


@pytest.mark.parametrize("locale", Locale)
async def test_words_nobody_asked_for_are_answered_with_the_menu(
    chats: Chats, locale: Locale
) -> None:
    chats.speaks(chats.actor and chats.actor.id, locale=locale)
    chats.use.returns["help"] = replace(plain(Help), exam=None)

    await chats.write("не істеймін?")

    assert chats.use.names == ["type_answer", "help", "menu"]
    assert chats.telegram.texts == [f"menu {locale.value}"]


@pytest.mark.parametrize("words", ["не істеймін?", "/foo"])
async def test_who_writes_instead_of_tapping_in_an_exam_is_told_whom_to_ask(
    chats: Chats, words: str
) -> None:
    await chats.write(words)

    assert chats.use.names[-1] == "help"
    assert chats.telegram.texts == ["help kk"]


@pytest.mark.parametrize(
    "sent",
    [{"text": "/start"}, {"contact": {"phone_number": "1", "first_name": "А", "user_id": 7}}],
    ids=["start", "contact"],
)
async def test_coming_in_again_leaves_a_form(chats: Chats, sent: dict[str, Any]) -> None:
    await chats.open(Typing.question, exam=5)

    await chats.send(**sent)

    assert await chats.state() is None


PICTURE = {"file_id": "l", "file_unique_id": "l", "width": 960, "height": 1280}


@pytest.mark.parametrize(
    "what",
    [{"text": "жаңасы"}, {"photo": [PICTURE]}, {"photo": [PICTURE], "caption": "жаңасы"}],
    ids=["words", "another picture", "words of a picture"],
)
async def test_a_message_changed_later_is_not_read_and_says_so(
    chats: Chats, what: dict[str, Any]
) -> None:
    changed = message(**{"text": None} | what, edit_date=1_800_000_000)

    await chats.feed(edited_message=changed.model_dump())

    assert chats.use.calls == []
    assert chats.telegram.texts == ["refusals/edit_unread kk"]


async def test_a_shared_place_that_moves_on_is_not_answered(chats: Chats) -> None:
    moved = message(text=None, location={"latitude": 50.4, "longitude": 80.2, "live_period": 900})

    await chats.feed(edited_message=moved.model_dump())

    assert (chats.use.calls, chats.telegram.texts) == ([], [])


async def test_in_a_group_people_may_change_what_they_wrote(chats: Chats) -> None:
    group = {"id": GROUP_CHAT, "type": "supergroup"}

    await chats.feed(edited_message=message(chat=group, text="жаңасы").model_dump())

    assert chats.telegram.texts == []


@pytest.mark.parametrize(
    ("role", "called"),
    [
        (Role.STUDENT, "my_exams"),
        (Role.PROCTOR, "proctor_exams"),
        (Role.DEAN, "planned"),
        (Role.REGISTRAR, "planned"),
        (Role.ADMIN, "planned"),
        (Role.CHIEF, "proctor_exams"),
        (Role.DEPUTY, "absence_queue"),
    ],
)
async def test_everybody_has_exams(chats: Chats, role: Role, called: str) -> None:
    chats.speaks(make.SERIK, role)

    await chats.write("/exams")

    assert chats.use.names == [called]


async def test_an_examiner_has_those_of_a_commission_and_the_works(chats: Chats) -> None:
    chats.speaks(make.SERIK, Role.EXAMINER)

    await chats.write("/exams")

    assert chats.use.names == ["proctor_exams", "to_mark"]


async def test_who_holds_several_roles_has_the_exams_of_each(chats: Chats) -> None:
    chats.speaks(make.SERIK, Role.STUDENT, Role.PROCTOR, Role.DEAN)

    await chats.write("/exams")

    assert chats.use.names == ["my_exams", "proctor_exams", "planned"]
    assert chats.telegram.texts == ["my_exams kk", "proctor_exams kk", "planned kk"]
