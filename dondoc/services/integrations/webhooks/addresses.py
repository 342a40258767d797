"""Where events are sent: addresses that the secretariat or an administrator adds and stops."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from sqlalchemy import func, select
from sqlmodel import Session, col

from dondoc.channels.errors import ChannelError
from dondoc.channels.private import refuse_private_host
from dondoc.errors import BadInput, Refused
from dondoc.services.grounds.office import hold_office
from dondoc.services.history.events import append
from dondoc.services.organisation.viewer import Viewer
from dondoc.store.secret_tokens import SECOND_PRESS
from models.event import Event, EventKind
from models.person import Person
from models.rules.roles import Mandate, Role
from models.rules.texts import bare
from models.webhook import CallState, Webhook, WebhookCall

MAX_WEBHOOKS = 20
MAX_URL_LENGTH, MAX_NAME_LENGTH = 2000, 100
MAX_LOGGED = 50


@dataclass(frozen=True)
class WebhookShown:
    """A webhook as its page shows it; `secret` is never among it."""

    webhook_id: int
    name: str
    url: str
    made_at: datetime
    made_by: str
    disabled_at: datetime | None
    disabled_reason: str
    waiting: int


@dataclass(frozen=True)
class CallRow:
    """A line of the log."""

    call_id: int
    event_id: int
    webhook: str
    kind: EventKind
    state: CallState
    attempts: int
    answer: str
    ended_at: datetime | None
    retry_after: datetime | None


@dataclass(frozen=True)
class WebhookChange:
    """`viewer` changes where events are sent. `private`: the office's own network is allowed.

    `now`: in the programme's time, for history; `wall`: in real time.
    """

    session: Session
    viewer: Viewer
    now: datetime
    wall: datetime
    private: bool = False

    def __post_init__(self) -> None:
        """Raises Refused for whoever is neither the secretariat nor an administrator."""
        if not self.viewer.has(Mandate.SECRETARIAT, Mandate.ADMINISTRATOR):
            roles = frozenset({Role.SECRETARIAT, Role.ADMINISTRATOR})
            raise Refused("settings.error.not_your_role", roles=roles)

    def note(self, what: str, name: str) -> None:
        """Appends to history."""
        row = {
            "kind": EventKind.SETTINGS_CHANGED,
            "actor_id": self.viewer.person_id,
            "data": {"what": what, "name": name},
        }
        append(self.session, self.now, [row])


def add(change: WebhookChange, name: str, url: str) -> tuple[int, str]:
    """Adds an address for what happens from now on; gives its key and its secret, shown once.

    Raises BadInput for an address that cannot be used, or where there are too many.
    """
    name, url = bare(name)[:MAX_NAME_LENGTH], url.strip()
    check_url(url, private=change.private)
    hold_office(change.session)
    if (before := _just_added(change, name, url)) is not None:
        return before.key, before.secret
    active = select(func.count(col(Webhook.id))).where(col(Webhook.disabled_at).is_(None))
    if (change.session.scalar(active) or 0) >= MAX_WEBHOOKS:
        raise BadInput("webhooks.error.many", most=MAX_WEBHOOKS)
    secret = secrets.token_urlsafe(32)
    made = Webhook(
        person_id=change.viewer.person_id,
        name=name,
        url=url,
        secret=secret,
        after_event_id=newest(change.session),
        made_at=change.wall,
    )
    change.session.add(made)
    change.session.flush()
    change.note("webhook_added", name)
    return made.key, secret


def _just_added(change: WebhookChange, name: str, url: str) -> Webhook | None:
    """The one that the same press made: its secret is shown once more, it is not added twice."""
    query = select(Webhook).where(
        col(Webhook.person_id) == change.viewer.person_id,
        col(Webhook.name) == name,
        col(Webhook.disabled_at).is_(None),
        col(Webhook.made_at) > change.wall - SECOND_PRESS,
    )
    found = change.session.scalars(query.order_by(col(Webhook.id).desc()))
    return next((row for row in found if row.url == url), None)  # it is sealed


def check_url(url: str, *, private: bool) -> None:
    """Raises BadInput for what is no https address, or one of the office's own network.

    `private`: such a one is allowed, and http with it.
    """
    if len(url) > MAX_URL_LENGTH or any(not "!" <= letter <= "~" for letter in url):
        raise BadInput("webhooks.error.url")
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        raise BadInput("webhooks.error.url") from None
    if parts.scheme != "https" and not (private and parts.scheme == "http"):
        raise BadInput("webhooks.error.scheme")
    if not host or parts.username is not None or parts.fragment:
        raise BadInput("webhooks.error.url")
    if not private:
        try:
            refuse_private_host(host, parts.scheme)
        except ChannelError:
            raise BadInput("webhooks.error.private") from None


def stop(change: WebhookChange, webhook_id: int) -> bool:
    """Stops sending there; False where there is no such address."""
    webhook = change.session.get(Webhook, webhook_id)
    if webhook is None:
        return False
    if webhook.disabled_at is None:
        webhook.disabled_at, webhook.disabled_reason = change.wall, "webhooks.reason.by_hand"
        change.note("webhook_stopped", webhook.name)
    return True


def start(change: WebhookChange, webhook_id: int) -> bool:
    """Sends there again what happens from now on; whoever starts it answers for it."""
    webhook = change.session.get(Webhook, webhook_id)
    if webhook is None:
        return False
    if webhook.disabled_at is not None:
        webhook.disabled_at, webhook.disabled_reason = None, ""
        webhook.person_id = change.viewer.person_id
        webhook.after_event_id = newest(change.session)
        change.note("webhook_started", webhook.name)
    return True


def newest(session: Session) -> int:
    """The number of the newest event."""
    return session.scalar(select(func.max(col(Event.id)))) or 0


def find(change: WebhookChange, webhook_id: int) -> Webhook | None:
    """An address with its secret, to send a test there."""
    return change.session.get(Webhook, webhook_id)


def places(change: WebhookChange) -> list[WebhookShown]:
    """All addresses, the newest first."""
    waiting = (
        select(col(WebhookCall.webhook_id), func.count().label("size"))
        .where(col(WebhookCall.state) == CallState.QUEUED)
        .group_by(col(WebhookCall.webhook_id))
        .subquery()
    )
    query = (
        select(Webhook, col(Person.full_name), func.coalesce(waiting.c.size, 0))
        .join(Person, col(Person.id) == col(Webhook.person_id))
        .outerjoin(waiting, waiting.c.webhook_id == col(Webhook.id))
        .order_by(col(Webhook.id).desc())
    )
    return [
        WebhookShown(
            row.key, row.name, row.url, row.made_at, by, row.disabled_at, row.disabled_reason, size
        )
        for row, by, size in change.session.execute(query)
    ]


def log(change: WebhookChange) -> list[CallRow]:
    """The newest calls."""
    query = (
        select(WebhookCall, col(Webhook.name), col(Event.kind))
        .join(Webhook, col(Webhook.id) == col(WebhookCall.webhook_id))
        .join(Event, col(Event.id) == col(WebhookCall.event_id))
        .order_by(col(WebhookCall.id).desc())
        .limit(MAX_LOGGED)
    )
    return [
        CallRow(
            row.key, row.event_id, name, kind, row.state, row.attempts, row.answer,
            row.ended_at, row.retry_after,
        )
        for row, name, kind in change.session.execute(query)
    ]  # fmt: skip
