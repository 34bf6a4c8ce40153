"""Derive the sandbox's compact table of Bot API methods from a machine-readable description.

Run: ``python -m sandbox.derive_methods DESCRIPTION.json > sandbox/telegram/methods.json``

Only facts are taken: names, types, what is required, and limits. Each field is one short
text, ``TYPE[!] [LOW-HIGH [bytes|parsed]] [=WORD|WORD]``: ``!`` marks a required field; the range
counts characters of a text ("parsed": once its entities are parsed), items of a list or the
value of a number; the words are the only values allowed. ``[X]`` is a list of X, ``X|Y``
either of the two.
"""

import json
import re
import sys
from pathlib import Path
from typing import Any

METHODS = (
    "answerCallbackQuery",
    "answerWebAppQuery",
    "copyMessage",
    "createChatInviteLink",
    "deleteMessage",
    "deleteMessages",
    "deleteMyCommands",
    "deleteWebhook",
    "editMessageCaption",
    "editMessageMedia",
    "editMessageReplyMarkup",
    "editMessageText",
    "forwardMessage",
    "getChat",
    "getChatAdministrators",
    "getChatMember",
    "getFile",
    "getMe",
    "getMyCommands",
    "getUpdates",
    "getWebhookInfo",
    "leaveChat",
    "pinChatMessage",
    "sendChatAction",
    "sendDocument",
    "sendMediaGroup",
    "sendMessage",
    "sendPhoto",
    "sendVoice",
    "setChatMenuButton",
    "setMessageReaction",
    "setMyCommands",
    "setMyDescription",
    "setMyShortDescription",
    "setWebhook",
    "unpinChatMessage",
)
"""What the sandbox answers; every other method is unknown to it."""

OPAQUE = re.compile(
    r"InlineQueryResult|InputRich|KeyboardButtonRe|KeyboardButtonPoll|SuggestedPost|Ephemeral"
    r"|CallbackGame|DisabledButton|LoginUrl|SwitchInline|BotCommandScope"
)
"""Objects whose insides the product never fills: they are taken as they come."""

PLAIN = {"Integer", "String", "Boolean", "Float", "InputFile", "Object"}


def compact_type(words: str) -> str:
    """Shorten "Array of Array of X" to "[[X]]" and "X or Y" or "X, Y and Z" to "X|Y|Z"."""
    if words.startswith("Array of "):
        return f"[{compact_type(words.removeprefix('Array of '))}]"
    names = re.split(r", | and | or ", words)
    plain = ["Boolean" if name == "True" else name for name in names]
    return "|".join(dict.fromkeys("Object" if OPAQUE.match(name) else name for name in plain))


def limit_of(prose: str) -> str:
    """Return the range that the prose names, in the table's writing, or nothing."""
    found = re.search(r"(?<![\w+-])(\d+)-(\d+)\b(?!-)( bytes)?", prose)
    parsed = " parsed" if re.search(r"after entit\w+ parsing", prose) else ""
    if found and int(found[1]) < int(found[2]):
        return f" {found[1]}-{found[2]}{found[3] or parsed}"
    most = re.search(r"[Aa]t most (\d+) (?!MB|kB|significant)", prose)
    return f" 0-{most[1]}" if most else ""


def words_of(name: str, prose: str) -> str:
    """Return the fixed values that the prose names, in the table's writing, or nothing."""
    single = re.search(r"(?:must be|always) '?(\w+)'?$", prose)
    if name == "type" and single:
        return f" ={single[1]}"
    several = re.search(r"(?:Must be one of|Currently, can be) (.*)", prose)
    if several:
        return " =" + "|".join(re.findall(r"'(\w+)'", several[1]))
    if name == "action":
        return " =" + "|".join(re.findall(r"(\w+_\w+|typing)\b(?= (?:or|for) )", prose))
    return ""


def compact_field(field: dict[str, Any]) -> str:
    """Write one parameter or field in the table's manner."""
    prose = field["description"]
    kind = compact_type(field["type"])
    required = "!" if field["required"] else ""
    return f"{kind}{required}{limit_of(prose)}{words_of(field['name'], prose)}"


def derive(description: dict[str, Any]) -> dict[str, Any]:
    """Make the table: `methods` and `types` with their fields, `unions` with their members."""
    known = {child["name"]: child for item in description["items"] for child in item["children"]}
    methods: dict[str, dict[str, str]] = {}
    types: dict[str, dict[str, str]] = {}
    unions: dict[str, list[str]] = {}
    waiting = list(METHODS)
    while waiting:
        name = waiting.pop()
        if name in PLAIN or name in methods or name in types or name in unions:
            continue
        entry = known[name]
        members = re.findall(r"^ - (\w+)$", entry["description"], re.MULTILINE)
        if members and not entry["annotations"]:
            unions[name] = [member for member in members if not OPAQUE.match(member)]
            waiting += unions[name]
            continue
        fields = {field["name"]: compact_field(field) for field in entry["annotations"]}
        (methods if name in METHODS else types)[name] = fields
        for field in fields.values():
            waiting += re.findall(r"[A-Z]\w+", field.split("=")[0])
    return {
        "api": description["api"]["version"],
        "methods": dict(sorted(methods.items())),
        "types": dict(sorted(types.items())),
        "unions": dict(sorted(unions.items())),
    }


def main() -> None:
    """Print the table derived from the file named on the command line."""
    description = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    json.dump(derive(description), sys.stdout, indent=1)
    sys.stdout.write("\n")


if __name__ == "__main__":
    main()
