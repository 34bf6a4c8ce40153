"""Coming in, help, group chats: what differs where the buttons do."""

from exams.notices.entrance import Help, Menu
from exams.notices.group import DrawCommitted, DrawOpened, LinkGroup
from tests.handlers.samples.base import MANY_GROUPS, Variants

ROLES = ("student", "proctor", "chief", "examiner", "dean", "registrar", "admin")

VARIANTS: Variants = {
    Menu: [{"roles": (role,)} for role in ROLES],
    Help: [{}, {"exam": None}],
    LinkGroup: [{"groups": MANY_GROUPS}],
    DrawCommitted: [{"url": "https://exam.example/draw", "fingerprint": "5b" * 32}, {"url": ""}],
    DrawOpened: [
        {"url": "https://exam.example/draw", "order": tuple(range(1, 31)), "secret": "a7" * 32},
        {"url": ""},
    ],
}
