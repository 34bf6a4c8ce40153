"""What the texts do with values: times, dates, plurals, codes, names."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Final
from zoneinfo import ZoneInfo

from babel.dates import format_date

from exams.domain.attempt_table import ACTIVE
from exams.domain.people import Locale
from exams.notices.lines import LogLine, MarkLine, StudentLine, TopicLine
from templates.labels import Labels

ASTANA: Final = ZoneInfo("Asia/Almaty")  # one time for the whole country, UTC+5

WITHOUT_LEAVE: Final = frozenset(stage.value for stage in ACTIVE)
"""Stages in which somebody who is not in the conference should be there."""

_CITY: Final = {Locale.KK: "Астана", Locale.RU: "Астана", Locale.EN: "Astana"}
_DAY: Final = {Locale.KK: "d MMMM, EEEE", Locale.RU: "d MMMM, EEEE", Locale.EN: "EEEE d MMMM"}


def long_day(moment: datetime, *, locale: Locale) -> str:
    """Return the day with its year: 2027 ж. 21 мамыр."""
    return format_date(moment.astimezone(ASTANA), "long", locale=locale.value)


def build(locale: Locale, labels: Labels) -> Mapping[str, Callable[..., Any]]:
    """Return the filters of one language."""

    def day(moment: datetime) -> str:
        """21 мамыр, сәрсенбі."""
        return format_date(moment.astimezone(ASTANA), _DAY[locale], locale=locale.value)

    def last_day(midnight: datetime) -> str:
        """Return the day that ends at a midnight."""
        return day(midnight - timedelta(seconds=1))

    def clock_time(moment: datetime) -> str:
        return f"{bare_time(moment)} ({_CITY[locale]})"

    def day_time(moment: datetime) -> str:
        return f"{day(moment)}, {clock_time(moment)}"

    def bare_day_time(moment: datetime) -> str:
        return f"{day(moment)}, {bare_time(moment)}"

    def word(code: str, *kinds: str, default: str = "") -> str:
        """Turn a code into words; the first of the kinds that knows it wins.

        Raises:
            KeyError: none does, and there is no default among the codes of the first.
        """
        names = [f"{kind}.{code}" for kind in kinds]
        known = next((name for name in names if name in labels), f"{kinds[0]}.{default}")
        return labels.get(known, locale)

    def word_or_own(text: str, kind: str) -> str:
        """Turn a code into words, and leave what a person has written as it is."""
        return word(text, kind) if f"{kind}.{text}" in labels else text

    return {
        "day": day,
        "long_day": partial(long_day, locale=locale),
        "last_day": last_day,
        "last_moment": partial(last_moment, locale=locale),
        "last_day_within": partial(last_day_within, locale=locale),
        "clock_time": clock_time,
        "bare_time": bare_time,
        "day_time": day_time,
        "bare_day_time": bare_day_time,
        "decimal": partial(decimal, locale=locale),
        "word": word,
        "word_or_own": word_or_own,
        "first_up": first_up,
        "plural_ru": plural_ru,
        "plural_en": plural_en,
        "short_name": short_name,
        "given_name": given_name,
        "tick": tick,
        "mark_table": partial(mark_table, words=word),
        "board_line": partial(board_line, words=word),
        "log_line": partial(log_line, words=word, own=word_or_own),
        "log_said": partial(log_said, words=word, own=word_or_own),
        "topic_line": topic_line,
        "letter_bars": letter_bars,
        "short_names": short_names,
    }


def mark_table(lines: Iterable[MarkLine], *, words: Callable[..., str]) -> str:
    """Lay marks out in columns of 28 characters at most, which a phone shows unbroken."""
    lines = tuple(lines)
    names = [short_name(line.who, 18) for line in lines]
    wide = max(map(len, names), default=0)
    absent = words("absent", "mark")
    rows = (
        f"{figures(line.place, 2)} {column(name, wide)} "
        + (absent if line.absent else f"{figures(line.points, 3)} {line.letter}")
        for line, name in zip(lines, names, strict=True)
    )
    return "\n".join(row.rstrip() for row in rows)


def board_line(line: StudentLine, *, words: Callable[..., str]) -> str:
    """One student on the proctor's board: sign of the stage, place, name, what there is."""
    away = not line.present and line.stage in WITHOUT_LEAVE
    done = None if line.answered is None else f"{line.answered}/{line.questions}"
    facts = (
        ("❓", line.asks or None),
        ("🎫", line.ticket),
        ("✏️", done),
        ("⏳", line.minutes_left),
        ("🕐", line.turn),
        ("🎓", line.points),
        ("⚠️", line.warnings or None),
        ("👁", line.left or None),
        ("📄", line.sheets or None),
        ("📎", line.late_sheets or None),
    )
    told = [f"{sign}{count}" for sign, count in facts if count is not None]
    marks = ["🔕"] * (not line.reached) + ["⚪️"] * away + ["🚪"] * line.left_early
    name = f"{line.place}. {short_name(line.name, 14)}"
    return " ".join([words(line.stage, "sign"), name, *marks, *told])


def first_up(words: str) -> str:
    """Begin words with a capital letter, as at the beginning of a line: Жазбаша."""
    return words[:1].upper() + words[1:]


def decimal(number: str, *, locale: Locale) -> str:
    """Return a number as its readers write it: 3,67 in Kazakh and Russian, 3.67 in English."""
    return number if locale is Locale.EN else number.replace(".", ",")


def last_moment(midnight: datetime, *, locale: Locale) -> str:
    """Return the midnight that ends a day, by that day: 21 мамыр, сәрсенбі, 24:00 (Астана)."""
    moment = (midnight - timedelta(seconds=1)).astimezone(ASTANA)
    day = format_date(moment, _DAY[locale], locale=locale.value)
    return f"{day}, 24:00 ({_CITY[locale]})"


def last_day_within(midnight: datetime, *, locale: Locale) -> str:
    """Return the day that ends at a midnight, for the middle of a sentence: 21 мая (среда)."""
    moment = (midnight - timedelta(seconds=1)).astimezone(ASTANA)
    return format_date(moment, "d MMMM (EEEE)", locale=locale.value)


def log_line(line: LogLine, *, words: Callable[..., str], own: Callable[..., str]) -> str:
    """One line of Chat&log: when, by what sign, what."""
    voice = " 🎙" if line.voice else ""
    said = log_said(line.kind, line.text, words=words, own=own)
    return f"{bare_time(line.at)} {words(line.kind, 'log_sign')}{voice} {said}"


def log_said(kind: str, text: str, *, words: Callable[..., str], own: Callable[..., str]) -> str:
    """What a line of Chat&log says: a code in words, a person's words as they are."""
    if kind == "extra_time":
        return f"+{text} {words('minutes', 'log')}"
    if kind == "left_page":
        return f"{words(kind, 'log')}: {text} {words('seconds', 'log')}"
    return own(own(text, "warning"), "reason") if text else words(kind, "log")


def topic_line(topic: TopicLine) -> str:
    """What was earned in a topic, as a bar of ten and in percent."""
    full = (topic.percent + 5) // 10
    name = f" {topic.topic}" if topic.topic else ""
    return f"{'▰' * full}{'▱' * (10 - full)} {topic.percent} %{name}"


def letter_bars(letters: Sequence[tuple[str, int]]) -> str:
    """How often each letter was given, as bars of ten at most."""
    most = max(count for _, count in letters)
    return "\n".join(
        f"{letter.ljust(2)} {'▰' * -(-count * 10 // most)} {count}" for letter, count in letters
    )


def short_names(names: Iterable[str]) -> str:
    """Several people in a line."""
    return ", ".join(map(short_name, names))


def bare_time(moment: datetime) -> str:
    """Return the time of day in Astana, for a text that names the city elsewhere."""
    return f"{moment.astimezone(ASTANA):%H:%M}"


def plural_ru(count: int, one: str, few: str, many: str) -> str:
    """Return the form of a Russian noun after a number: 1 минута, 2 минуты, 5 минут."""
    tens, units = abs(count) % 100, abs(count) % 10
    if units == 1 and tens != 11:  # noqa: PLR2004 - одиннадцать
        return one
    if units in (2, 3, 4) and tens not in (12, 13, 14):
        return few
    return many


def plural_en(count: int, one: str, many: str) -> str:
    """Return the form of an English noun after a number."""
    return one if abs(count) == 1 else many


def short_name(name: str, longest: int = 20) -> str:
    """Shorten "Surname Given Patronymic" until it fits: with the given name, else its initial.

    Args:
        name: the surname first.
        longest: characters that fit.
    """
    surname, *given = name.split() or [""]
    tries = [f"{surname} {given[0]}", f"{surname} {given[0][0]}."] if given else [surname]
    for shorter in tries:
        if len(shorter) <= longest:
            return shorter
    return f"{surname[: longest - 1]}…" if len(surname) > longest else surname


def given_name(name: str) -> str:
    """Return the name without the surname, which stands first."""
    return name.partition(" ")[2].strip() or name


def tick(holds: bool) -> str:  # noqa: FBT001 - a filter
    """Return the sign for done or not yet."""
    return "✅" if holds else "▫️"


def column(text: str, width: int) -> str:
    """Fill up or cut a cell of a monospace table, aligned to the left."""
    return text.ljust(width) if len(text) <= width else f"{text[: width - 1]}…"


def figures(value: int | None, width: int) -> str:
    """Align a number, or a dash for none, to the right of a monospace cell."""
    return ("–" if value is None else str(value)).rjust(width)
