"""A test sat on the page over real HTTP: what it may ask, and what it is given (rules C1)."""

from dataclasses import replace
from datetime import timedelta

from exams.domain.attempt_table import Stage
from exams.domain.questions import QuestionKind
from exams.services.people.entrance import UNIVERSITY
from tests import make
from tests.make import at
from tests.services.day import admitted, later
from tests.services.sitting import (
    answer_all,
    answering,
    booklet_of,
    hand_in_test,
    planned_test,
    question_at,
)
from tests.web.site import PROCTOR, A, B, Site


async def test_a_whole_test_is_sat_on_the_page(site: Site) -> None:
    uni = site.uni
    exam = await planned_test(uni)
    await admitted(uni, exam, A)
    uni.clock.moment = at(0)
    page = await site.opened(exam)
    assert (await page.get("view"))[1]["view"] == "information"
    assert (await page.post("acts", {"act": "begin"}))[0] == 200
    status, view = await page.get("view")
    assert (status, view["view"]) == (200, "questions")
    assert view["deadline"] - view["now"] == 40 * 60 * 1000
    booklet = await booklet_of(uni, exam, A)
    for place in range(1, 7):
        question = await question_at(uni, booklet, place)
        key = question.key
        typed = key.texts[0] if key.texts else str(key.numbers[0].value) if key.numbers else ""
        body = {"key": f"k{place}", "place": place, "chosen": key.chosen, "typed": typed}
        status, told = await page.post("answers", {**body, "given_at": 1_768_449_600_000})
        assert (status, told) == (200, {"late": False, "answered": place})
    assert (await page.post("acts", {"act": "flag", "place": 2, "on": True}))[0] == 200
    view = (await page.get("view"))[1]
    assert view["flagged"] == [2]
    assert view["answers"]["1"]["chosen"] or view["answers"]["1"]["typed"]

    assert (await page.post("acts", {"act": "finish"}))[0] == 200
    status, told = await page.post("acts", {"act": "submit"})
    assert (status, told["code"]) == (409, "not_ticked")
    assert (await page.post("acts", {"act": "tick", "on": True}))[0] == 200
    for _ in range(2):  # a second tap changes nothing
        assert (await page.post("acts", {"act": "submit"}))[0] == 200

    view = (await page.get("view"))[1]
    assert view["view"] == "result"
    assert "100" in view["html"]
    assert (await uni.attempt(A, exam)).stage is Stage.SUBMITTED


async def test_an_answer_before_the_start_late_twice_or_to_what_is_not_asked(site: Site) -> None:
    uni = site.uni
    exam = await answering(uni, A)
    page = await site.opened(exam)
    for place, chosen in ((0, [0]), (7, [0]), (1, [99]), (1, [-5])):
        status, told = await page.answer(place, chosen, key=f"bad{place}{chosen}")
        assert (status, told["code"]) == (409, "unknown")
    for body in ({"key": "x"}, {"key": "", "place": 1}, {"key": "x", "place": 1, "chosen": ["0"]}):
        status, told = await page.post("answers", body)
        assert (status, told["code"]) == (409, "unknown")
    assert (await booklet_of(uni, exam, A)).given == {}
    for _ in range(2):
        assert (await page.answer(1, [0]))[0] == 200
    assert (await booklet_of(uni, exam, A)).given[1].turn == 1
    later(at(40) + timedelta(seconds=4), uni)
    status, told = await page.answer(2, [0], key="late")
    assert (status, told["code"], told["wait"]) == (409, "too_late", False)
    async with uni.units.reading() as unit:
        noted = [event.reason for event in await unit.events.of(UNIVERSITY)]
    assert noted.count("unknown") == 7  # what no page sends by itself is written down


async def test_another_ones_token_answers_in_the_own_test_alone(site: Site) -> None:
    uni = site.uni
    exam = await answering(uni, A, B)
    page = await site.opened(exam, B)
    attempt = (await uni.attempt(A, exam)).id
    body = {"key": "k", "place": 1, "chosen": [0], "attempt": attempt, "exam": 999}
    assert (await page.post("answers", body))[0] == 200

    assert (await booklet_of(uni, exam, A)).given == {}
    assert set((await booklet_of(uni, exam, B)).given) == {1}


async def test_while_paused_an_answer_may_wait_and_the_page_says_so(site: Site) -> None:
    uni = site.uni
    exam = await answering(uni, A)
    page = await site.opened(exam)
    await uni.use.pause(
        uni.actor(PROCTOR), (await uni.attempt(A, exam)).id, "technical", stop_clock=True
    )
    status, told = await page.answer(1, [0])
    assert (status, told["wait"]) == (409, True)
    view = (await page.get("view"))[1]
    assert (view["view"], view["standing"], view["answers"]) == ("paused", True, {})
    assert "техническая причина" in view["html"]


async def test_a_page_that_is_left_says_how_and_comes_back(site: Site) -> None:
    uni = site.uni
    exam = await answering(uni, A)
    page = await site.opened(exam)
    status, told = await page.post("acts", {"act": "left", "how": "by the window"})
    assert (status, told["code"]) == (409, "unknown")

    for act in ({"act": "left", "how": "hidden"}, {"act": "seen", "seconds": 5}):
        assert (await page.post("acts", act))[0] == 200

    card = await uni.use.student_card(uni.actor(PROCTOR), (await uni.attempt(A, exam)).id)
    assert (card.left, card.away_since) == (1, None)


async def test_pictures_are_given_while_the_test_runs_and_to_its_student(site: Site) -> None:
    uni = site.uni
    picture = await uni.files.put(b"\xff\xd8picture")
    bank = [replace(make.question(n, QuestionKind.SINGLE), picture=picture) for n in (1, 2)]
    exam = await answering(uni, A, B, bank=bank)
    page = await site.opened(exam)

    assert await page.get(f"files/{picture}") == (200, b"\xff\xd8picture")
    view = (await page.get("view"))[1]
    assert view["html"].count(f'data-file="{picture}"') == 2
    await answer_all(uni, exam, A)
    await hand_in_test(uni, exam, A)
    status, told = await page.get(f"files/{picture}")
    assert (status, told["code"]) == (409, "unknown")
