"""The buttons under results that a group's chat does not have."""

from exams.notices.results import UnpostedPreview, UnpostedResults
from handlers.buttons.results import OfUnposted, UnpostedButton
from handlers.keyboards.keys import Keys, Rows, dated, plain


def unposted_results(notice: UnpostedResults, _: Keys) -> Rows:
    """See what would be posted, exam by exam."""
    return [
        [
            plain(
                dated(one.starts_at, one.subject),
                UnpostedButton(do=OfUnposted.LOOK, group=notice.group, exam=one.exam),
            )
        ]
        for one in notice.exams
    ]


def unposted_preview(notice: UnpostedPreview, keys: Keys) -> Rows:
    """Post exactly this, or go back to the others."""
    post = UnpostedButton(do=OfUnposted.POST, group=notice.group, exam=notice.exam)
    back = UnpostedButton(do=OfUnposted.LIST, group=notice.group, exam=0)
    return [[keys.key("publish_results", post)], [keys.key("back", back)]]
