"""Results that a group's chat does not have are offered when it is linked again (S27, B11)."""

from dataclasses import replace
from datetime import timedelta

import pytest

from exams.domain.exam import ARCHIVED_AFTER, Exam
from exams.domain.ids import ChatId, ExamId, GroupId
from exams.domain.refusals.people import ChatMissing, NotAllowed, Unknown
from exams.notices.results import GroupResults, UnpostedResults, YourGrade
from exams.services.grades.reposting import AskOfPosts
from storage.unit import SqlUnits
from tests.services.conftest import University
from tests.services.day import acts, events, of_kind, places, refused, told
from tests.services.marked import CHAT, marked

NEW = ChatId(-2)


async def lost_and_published(uni: University, privacy: str = "names") -> tuple[Exam, GroupId]:
    """Publish results of a group whose chat was lost before."""
    exam = await marked(uni)
    await uni.use.chat_lost(CHAT)
    await uni.use.publish_results(uni.actor("Nurlan"), exam.id, privacy)
    await uni.outbox()
    assert uni.group is not None
    return exam, uni.group.id


async def link(uni: University, group: GroupId, by: str = "Nurlan", chat: ChatId = NEW) -> None:
    await uni.use.link_group(uni.actor(by), chat, group)


async def test_who_links_a_chat_again_is_offered_what_it_does_not_have(uni: University) -> None:
    exam, group = await lost_and_published(uni)

    for _ in range(2):
        await link(uni, group)

    ((who, offer),) = of_kind(await uni.outbox(), UnpostedResults)
    assert who == "Nurlan"
    assert [(one.exam, one.subject) for one in offer.exams] == [(exam.id, exam.subject)]


async def test_the_preview_shows_what_is_posted_and_posts_nothing(uni: University) -> None:
    exam, group = await lost_and_published(uni, "digits")
    await link(uni, group)
    await uni.outbox()

    preview = await uni.use.preview_unposted(uni.actor("Nurlan"), exam.id, group)
    assert not of_kind(await uni.outbox(), GroupResults)
    await uni.use.post_unposted(uni.actor("Nurlan"), exam.id, group)

    messages = await uni.outbox()
    ((_, post),) = of_kind(messages, GroupResults)
    assert (post.lines, post.privacy, post.corrected_at) == (preview.lines, "digits", None)
    assert not of_kind(messages, YourGrade)  # nobody is told in private again
    assert await uni.queue.slot_message(f"results:{exam.id}", NEW) is not None


async def test_whoever_taps_and_however_often_it_is_posted_once(uni: University) -> None:
    exam, group = await lost_and_published(uni)
    await link(uni, group)
    await uni.outbox()

    for name in ("Nurlan", "Nurlan", "Madina"):  # before it has gone out
        left = await uni.use.post_unposted(uni.actor(name), exam.id, group)
        assert (left.posted, left.exams) == (exam.subject, ())
    assert len(of_kind(await uni.outbox(), GroupResults)) == 1
    uni.clock.pass_(timedelta(minutes=5))
    await uni.use.post_unposted(uni.actor("Nurlan"), exam.id, group)  # and after

    assert not of_kind(await uni.outbox(), GroupResults)
    assert (await acts(uni, exam)).count("post_results") == 1
    assert (await events(uni, exam))[-1].facts == {"group": int(group), "chat": NEW}


async def test_a_later_correction_is_edited_into_the_post(uni: University) -> None:
    exam, group = await lost_and_published(uni)
    await link(uni, group)
    await uni.use.post_unposted(uni.actor("Nurlan"), exam.id, group)
    await uni.outbox()
    first = await uni.queue.slot_message(f"results:{exam.id}", NEW)
    uni.clock.pass_(timedelta(hours=1))

    place = (await places(uni, exam))["Bolat"]
    await uni.use.correct_mark(uni.actor("Nurlan"), exam.id, f"{place} 60", "қате")

    ((_, post),) = of_kind(await uni.outbox(), GroupResults)
    assert post.corrected_at == uni.clock.now()
    last = next(one for one in uni.sent[::-1] if isinstance(one.envelope.notice, GroupResults))
    assert (last.envelope.slot, last.envelope.fresh) == (f"results:{exam.id}", False)
    assert first is not None  # the deliverer edits this message: it stands in the slot


async def test_what_was_corrected_while_there_was_no_chat_says_so(uni: University) -> None:
    exam, group = await lost_and_published(uni)
    uni.clock.pass_(timedelta(hours=1))
    corrected = uni.clock.now()
    place = (await places(uni, exam))["Bolat"]
    await uni.use.correct_mark(uni.actor("Nurlan"), exam.id, f"{place} 60", "қате")
    uni.clock.pass_(timedelta(hours=1))
    await link(uni, group)

    preview = await uni.use.preview_unposted(uni.actor("Nurlan"), exam.id, group)

    assert preview.corrected_at == corrected
    assert {line.points for line in preview.lines if line.place == place} == {60}


async def test_the_same_chat_linked_again_has_its_results(uni: University) -> None:
    exam = await marked(uni)
    await uni.use.publish_results(uni.actor("Nurlan"), exam.id, "names")
    await uni.outbox()
    await uni.use.chat_lost(CHAT)
    assert uni.group is not None

    await link(uni, uni.group.id, chat=CHAT)

    assert not of_kind(await uni.outbox(), UnpostedResults)
    assert (await uni.use.unposted_results(uni.actor("Nurlan"), uni.group.id)).exams == ()


async def test_results_told_in_private_only_stay_private(uni: University) -> None:
    exam, group = await lost_and_published(uni, "private")
    await link(uni, group)

    assert not of_kind(await uni.outbox(), UnpostedResults)
    for act in (uni.use.preview_unposted, uni.use.post_unposted):
        async with refused(uni, exam, Unknown):
            await act(uni.actor("Nurlan"), exam.id, group)


async def test_what_the_linker_may_not_read_is_offered_to_the_registrar(uni: University) -> None:
    exam, group = await lost_and_published(uni)

    await link(uni, group, by="Stranger")

    messages = await uni.outbox()
    assert told(messages, UnpostedResults) == ["Madina"]
    assert (await uni.use.unposted_results(uni.actor("Stranger"), group)).exams == ()
    for act in (uni.use.preview_unposted, uni.use.post_unposted):
        async with refused(uni, exam, NotAllowed):
            await act(uni.actor("Stranger"), exam.id, group)
    left = await uni.use.post_unposted(uni.actor("Madina"), exam.id, group)
    assert left.exams == ()


async def test_old_results_are_no_news(uni: University) -> None:
    _, group = await lost_and_published(uni)
    uni.clock.pass_(timedelta(days=31))

    await link(uni, group)

    assert not of_kind(await uni.outbox(), UnpostedResults)


async def test_a_chat_that_is_lost_once_more_gets_nothing(uni: University) -> None:
    exam, group = await lost_and_published(uni)
    await link(uni, group)
    await uni.use.chat_lost(NEW)
    for act in (uni.use.preview_unposted, uni.use.post_unposted):
        async with refused(uni, exam, ChatMissing) as facts:
            await act(uni.actor("Nurlan"), exam.id, group)
        assert uni.group is not None
        assert facts["group"] == uni.group.name
    with pytest.raises(ChatMissing):
        await uni.use.unposted_results(uni.actor("Nurlan"), group)


@pytest.mark.parametrize(("exam", "group"), [(999, 1), (1, 999)])
async def test_what_is_not_there_is_unknown(uni: University, exam: int, group: int) -> None:
    await lost_and_published(uni)
    for act in (uni.use.preview_unposted, uni.use.post_unposted):
        with pytest.raises(Unknown):
            await act(uni.actor("Nurlan"), ExamId(exam), GroupId(group))


async def in_doubt(uni: University, *, refused_by_messenger: bool = False) -> tuple[Exam, GroupId]:
    """Publish results, and die while the group's post is sent; or let it be refused."""
    exam = await marked(uni)
    await uni.use.publish_results(uni.actor("Nurlan"), exam.id, "names")
    now = uni.clock.now()
    for delivery in await uni.queue.claim("died", now, limit=100, lease=timedelta(minutes=1)):
        await uni.queue.sending(delivery, now)
        if delivery.envelope.chat is None:
            await uni.queue.sent(delivery, now, None)
        elif refused_by_messenger:
            await uni.queue.failed(delivery, "refused")
    uni.clock.moment += timedelta(minutes=2)
    await uni.queue.recover(uni.clock.now())
    assert uni.group is not None
    return exam, uni.group.id


@pytest.mark.parametrize("refused_by_messenger", [False, True])
async def test_a_post_that_may_not_have_arrived_is_asked_about_once_and_posted_by_a_tap(
    uni: University, *, refused_by_messenger: bool
) -> None:
    exam, group = await in_doubt(uni, refused_by_messenger=refused_by_messenger)

    await uni.tick(uni.clock.now() + timedelta(seconds=10))
    messages = await uni.outbox()
    assert not of_kind(messages, GroupResults), "it may stand there already"
    asked = of_kind(messages, UnpostedResults)
    assert [one.exams[0].exam for _, one in asked] == [exam.id] * len(asked)
    assert "Nurlan" in told(messages, UnpostedResults)
    assert all(one.unsure for _, one in asked)

    await uni.tick(uni.clock.now() + timedelta(seconds=10))
    assert not of_kind(await uni.outbox(), UnpostedResults), "asked once"
    await uni.use.post_unposted(uni.actor("Nurlan"), exam.id, group)
    assert len(of_kind(await uni.outbox(), GroupResults)) == 1


async def cut_off(uni: University) -> None:
    """Die while everything that waits is sent."""
    now = uni.clock.now()
    for delivery in await uni.queue.claim("died", now, limit=100, lease=timedelta(minutes=1)):
        await uni.queue.sending(delivery, now)
    uni.clock.moment += timedelta(minutes=2)
    await uni.queue.recover(uni.clock.now())


async def test_a_correction_whose_sending_was_cut_off_goes_again(uni: University) -> None:
    exam = await marked(uni)
    await uni.use.publish_results(uni.actor("Nurlan"), exam.id, "names")
    await uni.outbox()
    await uni.use.correct_mark(uni.actor("Nurlan"), exam.id, "1 60", "қате")
    now = uni.clock.now()
    await cut_off(uni)

    ((_, post),) = of_kind(await uni.outbox(), GroupResults)
    assert post.corrected_at == now


async def test_a_first_post_that_was_corrected_before_it_went_out_is_asked_about_when_cut_off(
    uni: University,
) -> None:
    exam = await marked(uni)
    await uni.use.publish_results(uni.actor("Nurlan"), exam.id, "names")
    await uni.use.correct_mark(uni.actor("Nurlan"), exam.id, "1 60", "қате")
    await cut_off(uni)

    await uni.tick(uni.clock.now() + timedelta(seconds=10))

    messages = await uni.outbox()
    assert not of_kind(messages, GroupResults), "it may stand there already"
    assert "Nurlan" in told(messages, UnpostedResults)


@pytest.mark.parametrize("asked_before", [False, True])
async def test_a_correction_of_a_first_post_that_may_not_have_arrived_is_posted_unasked(
    uni: University, *, asked_before: bool
) -> None:
    exam = await marked(uni)
    await uni.use.publish_results(uni.actor("Nurlan"), exam.id, "names")
    now = uni.clock.now()
    for delivery in await uni.queue.claim("died", now, limit=100, lease=timedelta(minutes=1)):
        await uni.queue.sending(delivery, now)
    if not asked_before:
        await uni.use.correct_mark(uni.actor("Nurlan"), exam.id, "1 60", "қате")
    uni.clock.moment += timedelta(minutes=2)
    await uni.queue.recover(uni.clock.now())
    await uni.tick(uni.clock.now() + timedelta(seconds=10))
    if asked_before:
        assert told(await uni.outbox(), UnpostedResults)
        await uni.use.correct_mark(uni.actor("Nurlan"), exam.id, "1 60", "қате")

    messages = await uni.outbox()
    ((_, post),) = of_kind(messages, GroupResults)
    assert post.corrected_at is not None, "whoever reads two posts sees which one counts"
    assert not told(messages, UnpostedResults)
    assert uni.group is not None
    assert (await uni.use.unposted_results(uni.actor("Nurlan"), uni.group.id)).exams == ()


async def test_a_fresh_post_of_corrected_results_that_was_cut_off_is_asked_about(
    uni: University,
) -> None:
    exam, group = await lost_and_published(uni)
    place = (await places(uni, exam))["Bolat"]
    await uni.use.correct_mark(uni.actor("Nurlan"), exam.id, f"{place} 60", "қате")
    await link(uni, group)
    await uni.outbox()
    await uni.use.post_unposted(uni.actor("Nurlan"), exam.id, group)
    await cut_off(uni)

    await uni.tick(uni.clock.now() + timedelta(seconds=10))

    messages = await uni.outbox()
    assert not of_kind(messages, GroupResults), "it may stand there already"
    asked = of_kind(messages, UnpostedResults)
    assert {(one.unsure, one.exams[0].exam) for _, one in asked} == {(True, exam.id)}


async def test_a_mark_whose_sending_was_cut_off_goes_again(uni: University) -> None:
    exam = await marked(uni)
    await uni.use.publish_results(uni.actor("Nurlan"), exam.id, "names")
    await cut_off(uni)

    assert of_kind(await uni.outbox(), YourGrade)


async def not_taken(uni: University) -> None:
    """Let Telegram refuse every message to a group that waits, and take all others."""
    now = uni.clock.now()
    for delivery in await uni.queue.claim("refused", now, limit=100, lease=timedelta(minutes=1)):
        await uni.queue.sending(delivery, now)
        if delivery.envelope.chat is not None:
            await uni.queue.failed(delivery, "refused")
        else:
            await uni.queue.sent(delivery, now, None)


async def test_a_correction_that_was_refused_is_asked_about_once_and_posted_anew_by_a_tap(
    uni: University,
) -> None:
    exam = await marked(uni)
    await uni.use.publish_results(uni.actor("Nurlan"), exam.id, "names")
    await uni.outbox()
    await uni.use.correct_mark(uni.actor("Nurlan"), exam.id, "1 60", "қате")
    await not_taken(uni)

    asked = []
    for _ in range(2):
        await uni.tick(uni.clock.now() + timedelta(seconds=10))
        asked += of_kind(await uni.outbox(), UnpostedResults)

    assert sorted(name for name, _ in asked) == ["Nurlan", "Zhaniya"]
    assert {(one.unsure, one.exams[0].exam) for _, one in asked} == {(True, exam.id)}
    assert uni.group is not None
    await uni.use.post_unposted(uni.actor("Nurlan"), exam.id, uni.group.id)
    ((_, post),) = of_kind(await uni.outbox(), GroupResults)
    assert post.corrected_at is not None
    assert uni.sent[-1].envelope.fresh, "an edit was refused"
    assert (await uni.use.unposted_results(uni.actor("Nurlan"), uni.group.id)).exams == ()


@pytest.mark.parametrize("archived", [False, True])
async def test_a_refused_correction_of_an_old_exam_is_asked_about_and_posted_anew(
    uni: University, *, archived: bool
) -> None:
    exam = await marked(uni)
    await uni.use.publish_results(uni.actor("Nurlan"), exam.id, "names")
    await uni.outbox()
    uni.clock.pass_(ARCHIVED_AFTER + timedelta(days=1) if archived else timedelta(days=31))
    await uni.use.erase_pictures()
    assert await uni.use.archive_exams() == int(archived)
    await uni.use.correct_mark(uni.actor("Nurlan"), exam.id, "1 60", "қате")
    await not_taken(uni)

    await uni.tick(uni.clock.now() + timedelta(seconds=10))

    asked = of_kind(await uni.outbox(), UnpostedResults)
    assert {(one.unsure, one.exams[0].exam) for _, one in asked} == {(True, exam.id)}
    assert uni.group is not None
    await uni.use.preview_unposted(uni.actor("Nurlan"), exam.id, uni.group.id)
    await uni.use.post_unposted(uni.actor("Nurlan"), exam.id, uni.group.id)
    assert len(of_kind(await uni.outbox(), GroupResults)) == 1


@pytest.mark.parametrize("gone", ["no account", "blocked", "named no more"])
async def test_where_no_examiner_can_be_written_to_the_registrar_is_asked(
    uni: University, gone: str
) -> None:
    exam, group = await in_doubt(uni)
    async with uni.units() as unit:
        for name in ("Nurlan", "Zhaniya"):
            person = uni.people[name]
            lost = {"no account": replace(person, account=None)}
            lost["blocked"] = replace(person, reachable=False)
            await unit.people.save(lost.get(gone, person))
        if gone == "named no more":
            stored = await unit.exams.get(exam.id)
            assert stored is not None
            await unit.exams.save(replace(stored, proctors=(), chief=None))
        await unit.commit()

    await uni.tick(uni.clock.now() + timedelta(seconds=10))

    assert "Madina" in told(await uni.outbox(), UnpostedResults)
    assert (await uni.use.post_unposted(uni.actor("Madina"), exam.id, group)).exams == ()


async def test_nothing_is_written_where_nobody_is_to_be_asked(uni: University) -> None:
    class OnlyRead:
        """Units of which none may write."""

        reading = uni.units.reading

        def __call__(self) -> SqlUnits:
            raise AssertionError

    await AskOfPosts(OnlyRead(), uni.clock)()  # type: ignore[arg-type]
