"""The conference service which the settings name, and the way by which it reports."""

from aiohttp import web

from bot.again import unless_stale
from bot.settings import Settings
from exams.domain.ids import ExamId
from exams.ports.clock import Clock
from exams.ports.conferences import ConferenceEvent, Conferences
from exams.services.room.presence import NotePresence
from web.zoom import add_zoom_webhook
from zoom_integration.client import ZoomClient
from zoom_integration.conferences import ZoomConferences
from zoom_integration.static_links import StaticLinks
from zoom_integration.tokens import Credentials
from zoom_integration.webhook import ZoomWebhook


def conferences_of(settings: Settings, clock: Clock) -> Conferences:
    """Return Zoom if the settings name an account, else the one standing link."""
    if settings.uses_zoom:
        return ZoomConferences(zoom_client(settings, clock))

    async def link_of(_: ExamId) -> str | None:
        return settings.conference_link or None

    return StaticLinks(link_of)


def zoom_client(settings: Settings, clock: Clock) -> ZoomClient:
    """Return a client for the account which the settings name."""
    credentials = Credentials(
        account_id=settings.zoom_account_id.get_secret_value(),
        client_id=settings.zoom_client_id.get_secret_value(),
        client_secret=settings.zoom_client_secret.get_secret_value(),
    )
    return ZoomClient(
        credentials, clock, api_url=settings.zoom_api_url, token_url=settings.zoom_token_url
    )


def add_webhook(
    app: web.Application, settings: Settings, clock: Clock, note: NotePresence
) -> None:
    """Let Zoom tell who joined and left, if it is Zoom that hosts."""
    secret = settings.zoom_webhook_secret.get_secret_value()
    if secret:
        webhook = ZoomWebhook(secret, clock)

        async def on_event(event: ConferenceEvent) -> None:
            await unless_stale(lambda: note(event))

        add_zoom_webhook(app, verify=webhook.verify, read=webhook.read, on_event=on_event)
