"""What a participant and a host see when they open their links: plain pages, drawn by us."""

from collections.abc import Mapping
from html import escape
from typing import Final, Literal
from urllib.parse import urlencode

Language = Literal["kk", "ru", "en"]

WORDS: Final[Mapping[Language, Mapping[str, str]]] = {
    "kk": {
        "title": "Конференция",
        "you": "Сіздің атыңыз: {name}",
        "inside": "Сіз бөлмедесіз: {name}",
        "waiting": "{name}, күте тұрыңыз: проктор сізді кіргізеді",
        "join": "Қосылу",
        "leave": "Шығу",
        "camera_on": "Камераны қосу",
        "camera_off": "Камераны өшіру",
        "camera_is_on": "Камера қосулы",
        "camera_is_off": "Камера өшірулі",
        "host": "Конференция жүргізушісі",
        "running": "Конференция жүріп жатыр. Бөлмедегілер: {count}",
        "stopped": "Конференция басталған жоқ. Күтушілер: {count}",
        "start": "Конференцияны бастау",
        "finish": "Барлығы үшін аяқтау",
        "refused": "Бұл сілтеме ашылмайды. Ботты ашып, жаңа сілтемені алыңыз.",
    },
    "ru": {
        "title": "Конференция",
        "you": "Ваше имя: {name}",
        "inside": "Вы в комнате: {name}",
        "waiting": "{name}, подождите: проктор вас впустит",
        "join": "Войти",
        "leave": "Выйти",
        "camera_on": "Включить камеру",
        "camera_off": "Выключить камеру",
        "camera_is_on": "Камера включена",
        "camera_is_off": "Камера выключена",
        "host": "Ведущий конференции",
        "running": "Конференция идёт. В комнате: {count}",
        "stopped": "Конференция не начата. Ждут: {count}",
        "start": "Начать конференцию",
        "finish": "Завершить для всех",
        "refused": "Эта ссылка не открывается. Откройте бота и возьмите новую ссылку.",
    },
    "en": {
        "title": "Conference",
        "you": "Your name: {name}",
        "inside": "You are in the room as {name}",
        "waiting": "{name}, please wait: the proctor will let you in",
        "join": "Join",
        "leave": "Leave",
        "camera_on": "Turn the camera on",
        "camera_off": "Turn the camera off",
        "camera_is_on": "The camera is on",
        "camera_is_off": "The camera is off",
        "host": "Host of the conference",
        "running": "The conference is on. In the room: {count}",
        "stopped": "The conference has not begun. Waiting: {count}",
        "start": "Begin the conference",
        "finish": "End for all",
        "refused": "This link does not open. Open the bot and take a fresh link.",
    },
}

STYLE: Final = """
:root { color-scheme: light dark; --paper: #f4f6f8; --card: #ffffff; --ink: #1c2430;
  --soft: #66707e; --act: #1f6fd1; --stop: #c2342b; }
@media (prefers-color-scheme: dark) { :root { --paper: #12161c; --card: #1d232c;
  --ink: #edf1f5; --soft: #9aa5b3; --act: #2f7fe0; --stop: #d2483f; } }
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; background: var(--paper);
  color: var(--ink); font: 17px/1.45 system-ui, sans-serif; padding: 16px; }
main { width: 100%; max-width: 380px; background: var(--card); border-radius: 18px;
  padding: 20px; box-shadow: 0 2px 14px rgb(0 0 0 / 12%); }
h1 { font-size: 1.05rem; margin: 0 0 14px; color: var(--soft); font-weight: 600;
  overflow-wrap: anywhere; }
p { margin: 12px 0; overflow-wrap: anywhere; }
.picture span { font-size: 0.9rem; }
.picture { aspect-ratio: 4 / 3; border-radius: 12px; background: #27313d; display: grid;
  place-items: center; color: #dfe6ee; }
.picture.off { background: #0d1014; color: #aab4c0; }
button { width: 100%; min-height: 48px; margin-top: 10px; border: 0; border-radius: 12px;
  font: inherit; font-weight: 600; color: #fff; background: var(--act); cursor: pointer; }
button.stop { background: var(--stop); }
button.quiet { background: transparent; color: var(--act); border: 2px solid var(--act); }
button:focus-visible { outline: 3px solid var(--ink); outline-offset: 2px; }
"""

FACE: Final = (
    '<svg viewBox="0 0 80 80" width="96" height="96" fill="currentColor" aria-hidden="true">'
    '<circle cx="40" cy="28" r="15"/><path d="M12 72c0-17 12-26 28-26s28 9 28 26z"/></svg>'
)


def language(wanted: str | None) -> Language:
    """Return the wanted language if there is one, else Kazakh."""
    match wanted:
        case "ru" | "en":
            return wanted
        case _:
            return "kk"


def guest_page(
    lang: Language, *, topic: str, name: str, state: str, camera: bool, token: str, number: int
) -> str:
    """Draw a participant's page; `state` is outside, waiting or inside."""
    words = WORDS[lang]
    here = {"outside": "you", "waiting": "waiting", "inside": "inside"}[state]
    parts = [f"<h1>{escape(topic)}</h1>"]
    if state == "inside":
        seen = "camera_is_on" if camera else "camera_is_off"
        look = "picture" if camera else "picture off"
        parts.append(
            f'<div class="{look}">{FACE if camera else ""}<span>{words[seen]}</span></div>'
        )
    parts.append(f'<p role="status"><b>{escape(words[here].format(name=name))}</b></p>')
    address = f"/w/{number}/{{}}?{urlencode({'tk': token, 'lang': lang})}"
    if state == "outside":
        parts.append(_button(address.format("join"), words["join"]))
    if state == "inside":
        turn = "camera_off" if camera else "camera_on"
        parts.append(_button(address.format(turn), words[turn], "quiet"))
    if state != "outside":
        parts.append(_button(address.format("leave"), words["leave"], "stop"))
    return _page(lang, words["title"], parts, again=state == "waiting")


def host_page(
    lang: Language, *, topic: str, running: bool, count: int, token: str, number: int
) -> str:
    """Draw the host's page."""
    words = WORDS[lang]
    state = words["running" if running else "stopped"].format(count=count)
    act, look = ("finish", "stop") if running else ("start", "")
    address = f"/s/{number}/{act}?{urlencode({'zak': token, 'lang': lang})}"
    parts = [
        f"<h1>{words['host']}: {escape(topic)}</h1>",
        f'<p role="status"><b>{state}</b></p>',
        _button(address, words[act], look),
    ]
    return _page(lang, words["title"], parts, again=True)


def refused_page(lang: Language) -> str:
    """Draw what a link shows that does not open."""
    words = WORDS[lang]
    return _page(lang, words["title"], [f'<p role="alert">{words["refused"]}</p>'], again=False)


def _button(address: str, label: str, look: str = "") -> str:
    return (
        f'<form method="post" action="{escape(address)}">'
        f'<button class="{look}">{escape(label)}</button></form>'
    )


def _page(lang: Language, title: str, parts: list[str], *, again: bool) -> str:
    refresh = '<meta http-equiv="refresh" content="3">' if again else ""
    return (
        f'<!doctype html><html lang="{lang}"><head><meta charset="utf-8">{refresh}'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{title}</title><style>{STYLE}</style></head>"
        f"<body><main>{''.join(parts)}</main></body></html>"
    )
