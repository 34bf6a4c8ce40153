"""Every notice goes through JSON and comes back the same: it may wait in the outbox."""

import dataclasses
import importlib
import pkgutil
from datetime import UTC, datetime
from types import NoneType, UnionType
from typing import Any, NewType, Union, get_args, get_origin, get_type_hints

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter

from exams import notices
from exams.notices.base import Notice

PLAIN: dict[Any, st.SearchStrategy[Any]] = {
    str: st.text(max_size=20),
    int: st.integers(min_value=-(2**53), max_value=2**53),
    bool: st.booleans(),
    float: st.floats(allow_nan=False, allow_infinity=False),
    datetime: st.datetimes(timezones=st.just(UTC)),
    NoneType: st.none(),
}


def values_of(kind: Any) -> st.SearchStrategy[Any]:
    """Return values of a type that JSON can carry; any other type is a defect of the notice."""
    if kind in PLAIN:
        return PLAIN[kind]
    if isinstance(kind, NewType):
        return values_of(kind.__supertype__)
    if isinstance(kind, type) and dataclasses.is_dataclass(kind):
        hints = get_type_hints(kind)
        fields = {f.name: values_of(hints[f.name]) for f in dataclasses.fields(kind)}
        return st.builds(kind, **fields)
    if get_origin(kind) in (Union, UnionType):
        return st.one_of(*map(values_of, get_args(kind)))
    if get_origin(kind) is tuple:
        inner = get_args(kind)
        if inner[-1] is Ellipsis:
            return st.lists(values_of(inner[0]), max_size=3).map(tuple)
        return st.tuples(*map(values_of, inner))
    raise TypeError(f"JSON carries no {kind}")


@pytest.mark.parametrize("template", sorted(notices.ALL))
def test_a_notice_comes_back_from_json_as_it_was(template: str) -> None:
    kind = notices.ALL[template]
    adapter: TypeAdapter[Any] = TypeAdapter(kind)

    @settings(max_examples=15, deadline=None)
    @given(values_of(kind))
    def comes_back(notice: Notice) -> None:
        again = adapter.validate_json(adapter.dump_json(notice))
        assert again == notice
        assert type(again) is type(notice)

    comes_back()


def test_the_list_of_notices_is_whole_and_no_text_is_used_twice() -> None:
    defined: list[type[Notice]] = [
        kind
        for found in pkgutil.iter_modules(notices.__path__)
        for kind in vars(importlib.import_module(f"exams.notices.{found.name}")).values()
        if isinstance(kind, type) and issubclass(kind, Notice)
        if kind.__module__.endswith(f".{found.name}")
        and isinstance(vars(kind).get("template"), str)
    ]

    assert sorted(kind.template for kind in defined) == sorted(notices.ALL)
    assert set(defined) == set(notices.ALL.values())
