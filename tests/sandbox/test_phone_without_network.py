"""A phone without a network: nothing reaches the bot until it is found again."""

import asyncio

from aiogram import Bot

from sandbox.telegram import Phone


async def test_what_is_written_and_tapped_without_a_network_comes_later_and_in_order(
    bot: Bot, aigerim: Phone
) -> None:
    window = aigerim.world.add_message(aigerim.chat, None, {"text": "1/12"})
    aigerim.lose_network()
    await aigerim.text("бір")
    tap = asyncio.ensure_future(aigerim.press_data(window, "a:1"))  # noqa: TID251
    await aigerim.text("екі")
    while aigerim.unsent < 3:  # noqa: ASYNC110 - a finger, not an event
        await asyncio.sleep(0)
    assert await bot.get_updates(timeout=0) == []
    assert not tap.done()

    assert aigerim.find_network() == 3

    updates = await bot.get_updates(timeout=0)
    texts = [(one.message.text or "") if one.message else "tap" for one in updates]
    assert sorted(texts) == ["tap", "бір", "екі"]
    assert texts.index("бір") < texts.index("екі")
    (query,) = [one.callback_query for one in updates if one.callback_query]
    await bot.answer_callback_query(query.id, text="Сақталды")
    answer = await tap
    assert answer is not None
    assert answer.text == "Сақталды"
    assert aigerim.unsent == 0
    await aigerim.text("үш")
    assert len(await bot.get_updates(offset=updates[-1].update_id + 1, timeout=0)) == 1
