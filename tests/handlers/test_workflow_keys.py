"""Handlers get three things of ours by name, and nothing else."""

from inspect import signature

from handlers import routes

OURS = {"use", "words", "actor"}
AIOGRAM = {"bot", "state", "callback_data", "command"}


def test_no_handler_or_filter_asks_for_more_than_three_keys_of_ours() -> None:
    seen = 0
    for router in routes.build().chain_tail:
        for observer in router.observers.values():
            for handler in observer.handlers:
                asked = list(signature(handler.callback).parameters)[1:]
                assert set(asked) <= OURS | AIOGRAM, handler.callback
                for rule in handler.filters or ():
                    wants = list(signature(rule.callback).parameters)[1:]
                    assert set(wants) <= OURS | AIOGRAM | {"kwargs", "raw_state"}, rule.callback
                seen += 1
    assert seen > 60
