"""The chain of events: whatever is changed afterwards, the first bad link is named."""

from dataclasses import fields, replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exams.domain.ids import AttemptId, ExamId, PersonId
from exams.domain.log import BrokenLink, Event, digest_of, verify
from tests import make

CHAINS = st.lists(st.text(max_size=5), min_size=2, max_size=12).map(make.chain)


def head_of(events: tuple[Event, ...]) -> tuple[int, str]:
    return events[-1].sequence, events[-1].hash


def broken(sequence: int, fault: str) -> BrokenLink:
    return BrokenLink(exam_id=make.EXAM, sequence=sequence, fault=fault)


@given(CHAINS)
def test_an_untouched_chain_holds(events: tuple[Event, ...]) -> None:
    assert verify(events) is None
    assert verify(events, head=head_of(events)) is None


def test_a_chain_that_has_not_begun_holds() -> None:
    assert verify(()) is None


EDITS: dict[str, Any] = {
    "exam_id": ExamId(99),
    "at": make.START + timedelta(days=9),
    "sent_at": make.START,
    "actor": PersonId(999),
    "role": "dean",
    "act": "release",
    "attempt_id": AttemptId(999),
    "before": "writing",
    "after": "released",
    "reason": "a reason nobody gave",
    "facts": {"seconds": 600},
    "previous": "f" * 64,
    "hash": "f" * 64,
}


def test_every_field_of_an_event_has_an_edit_below() -> None:
    assert {field.name for field in fields(Event)} == set(EDITS) | {"sequence"}


@pytest.mark.parametrize("field", EDITS)
@given(st.data())
def test_an_edited_event_is_the_first_bad_link(field: str, data: st.DataObject) -> None:
    events = list(data.draw(CHAINS))
    place = data.draw(st.integers(min_value=0, max_value=len(events) - 1))
    events[place] = replace(events[place], **{field: EDITS[field]})

    link = verify(events)

    assert link is not None
    assert (link.sequence, link.fault) == (place + 1, "edited")


@given(st.data())
def test_an_edit_whose_own_hash_was_made_anew_breaks_the_next_link(data: st.DataObject) -> None:
    events = list(data.draw(CHAINS))
    place = data.draw(st.integers(min_value=0, max_value=len(events) - 2))
    forged = replace(events[place], reason="a reason nobody gave")
    events[place] = replace(forged, hash=digest_of(forged))

    assert verify(events) == broken(place + 2, "edited")


@given(st.data())
def test_a_chain_made_anew_from_some_event_on_is_found_by_the_head(data: st.DataObject) -> None:
    events = data.draw(CHAINS)
    place = data.draw(st.integers(min_value=0, max_value=len(events) - 1))
    anew = list(events[:place])
    for old in events[place:]:
        anew.append(make.event(anew[-1] if anew else None, at=old.at, reason="rewritten"))

    assert verify(anew) is None
    assert verify(anew, head=head_of(events)) == broken(len(events), "edited")


@given(st.data())
def test_a_deleted_event_is_missing(data: st.DataObject) -> None:
    events = data.draw(CHAINS)
    place = data.draw(st.integers(min_value=0, max_value=len(events) - 2))

    assert verify(events[:place] + events[place + 1 :]) == broken(place + 1, "missing")


@given(st.data())
def test_two_events_that_changed_places_are_reordered(data: st.DataObject) -> None:
    events = list(data.draw(CHAINS))
    last = len(events) - 1
    first = data.draw(st.integers(min_value=0, max_value=last - 1))
    second = data.draw(st.integers(min_value=first + 1, max_value=last))
    events[first], events[second] = events[second], events[first]

    assert verify(events) == broken(first + 1, "reordered")


@given(st.data())
def test_an_event_stored_twice_is_reordered(data: st.DataObject) -> None:
    events = data.draw(CHAINS)
    place = data.draw(st.integers(min_value=0, max_value=len(events) - 1))

    doubled = (*events[: place + 1], *events[place:])

    assert verify(doubled) == broken(place + 2, "reordered")


@given(st.data())
def test_an_end_that_was_cut_off_is_found_by_the_head(data: st.DataObject) -> None:
    events = data.draw(CHAINS)
    kept = data.draw(st.integers(min_value=1, max_value=len(events) - 1))

    assert verify(events[:kept]) is None
    assert verify(events[:kept], head=head_of(events)) == broken(kept + 1, "cut_off")


def test_a_chain_that_was_wiped_out_is_found_by_the_head() -> None:
    link = verify((), head=head_of(make.chain(["a", "b"])))

    assert link is not None
    assert (link.sequence, link.fault) == (1, "cut_off")


@given(CHAINS)
def test_an_older_note_of_the_head_still_holds_when_the_chain_has_grown(
    events: tuple[Event, ...],
) -> None:
    assert verify(events, head=head_of(events[:1])) is None


@given(st.data())
def test_whatever_is_shuffled_or_dropped_is_noticed(data: st.DataObject) -> None:
    events = data.draw(CHAINS)
    places = st.integers(min_value=0, max_value=len(events) - 1)
    order = data.draw(st.lists(places, max_size=len(events) + 2))
    tampered = tuple(events[place] for place in order)

    link = verify(tampered, head=head_of(events))

    assert (link is None) == (tampered == events)
    if link is not None:  # everything before the link named is untouched
        assert tampered[: link.sequence - 1] == events[: link.sequence - 1]
        assert tampered[: link.sequence] != events[: link.sequence]
