"""How Telegram refuses pictures, files and albums, asked by raw HTTP."""

import io
import json
from typing import Any

import aiohttp

from sandbox.telegram import FakeTelegram, Phone
from sandbox.telegram.limits import MEGABYTE
from tests.sandbox.conftest import Call, Painter
from tests.sandbox.refused import refused


async def upload(
    telegram: FakeTelegram, method: str, fields: dict[str, Any], **files: bytes
) -> dict[str, Any]:
    form = aiohttp.FormData({key: str(value) for key, value in fields.items()})
    for name, data in files.items():
        form.add_field(name, io.BytesIO(data), filename=f"{name}.jpg")
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"{telegram.url}/bot{telegram.token}/{method}", data=form) as answer,
    ):
        body: dict[str, Any] = await answer.json()
        return body


async def test_captions_and_pictures(
    telegram: FakeTelegram, aigerim: Phone, picture: Painter
) -> None:
    to = {"chat_id": aigerim.id}
    small = picture(100, 100)

    long = await upload(telegram, "sendPhoto", to | {"caption": "ә" * 1025}, photo=small)
    assert refused(long, 400, "message caption is too long")
    no_picture = await upload(telegram, "sendPhoto", to, photo=b"%PDF-1.7")
    assert refused(no_picture, 400, "IMAGE_PROCESS_FAILED")
    cut_off = await upload(telegram, "sendPhoto", to, photo=picture(900, 900)[:2000])
    assert refused(cut_off, 400, "IMAGE_PROCESS_FAILED")
    thin = await upload(telegram, "sendPhoto", to, photo=picture(2100, 100))
    assert refused(thin, 400, "PHOTO_INVALID_DIMENSIONS")
    heavy = await upload(telegram, "sendPhoto", to, photo=small + bytes(10 * MEGABYTE))
    assert refused(heavy, 400, "too big for a photo")
    nothing = await upload(telegram, "sendDocument", to, document=b"")
    assert refused(nothing, 400, "file must be non-empty")
    missing = await upload(telegram, "sendPhoto", to)
    assert refused(missing, 400, 'parameter "photo" is required')


async def test_files_beyond_what_a_bot_may_send_and_fetch(
    call: Call, telegram: FakeTelegram, aigerim: Phone
) -> None:
    data = bytes(50 * MEGABYTE + 1)
    huge = await upload(telegram, "sendDocument", {"chat_id": aigerim.id}, document=data)
    assert refused(huge, 413, "Request Entity Too Large")

    sent = await aigerim.document(data[: 20 * MEGABYTE + 1], "бет.pdf")
    file_id = sent.content["document"]["file_id"]
    assert refused(await call("getFile", file_id=file_id), 400, "file is too big")
    assert refused(await call("getFile", file_id="nowhere"), 400, "invalid file_id")


async def test_files_named_by_something_else_than_bytes(
    call: Call, telegram: FakeTelegram, aigerim: Phone
) -> None:
    document = (await aigerim.document(b"%PDF", "a.pdf")).content["document"]["file_id"]
    cases = {
        "https://example.kz/a.jpg": "failed to get HTTP URL content",
        "attach://page": 'file "page" is attached nowhere',
        "unknown": "wrong file identifier",
        document: "can't use file of type Document as Photo",
    }
    for photo, words in cases.items():
        assert refused(await call("sendPhoto", chat_id=aigerim.id, photo=photo), 400, words)

    async with aiohttp.ClientSession() as session:
        for path in (f"bot{telegram.token}/photos/none.jpg", "bot1:wrong/documents/file_0.pdf"):
            async with session.get(f"{telegram.url}/file/{path}") as answer:
                assert answer.status in {401, 404}


async def test_albums_of_a_wrong_size_or_mixture(
    call: Call, telegram: FakeTelegram, aigerim: Phone, picture: Painter
) -> None:
    page = {"type": "photo", "media": "attach://page"}
    cases: list[tuple[list[dict[str, Any]], str]] = [
        ([page], "must be of 2 to 10"),
        ([page] * 11, "must be of 2 to 10"),
        ([page, page | {"type": "document"}], "documents can't be mixed"),
        ([page, page | {"type": "audio"}], "does not support"),
        ([page, {"type": "photo"}], 'Can\'t find field "media"'),
        ([page, page | {"caption": "ә" * 1025}], "message caption is too long"),
    ]
    for media, words in cases:
        fields = {"chat_id": aigerim.id, "media": json.dumps(media)}
        answer = await upload(telegram, "sendMediaGroup", fields, page=picture())
        assert refused(answer, 400, words)
    assert refused(await call("sendMediaGroup", chat_id=aigerim.id), 400, "required")
