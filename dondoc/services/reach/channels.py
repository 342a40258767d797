"""The office's channels: what an administrator sets up, tries and switches off.

A channel's URL holds passwords and tokens: it is sealed at rest and only ever shown masked.
"""

import re
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Engine, select
from sqlmodel import Session, col

from dondoc.channels.zalo_url import renewed_url
from dondoc.errors import BadInput, Refused
from dondoc.services.organisation.changes import SettingsChange
from dondoc.services.organisation.on_duty import people_on_duty, reachable
from dondoc.services.reach.channel_urls import check_url, mask_template, scheme_of
from dondoc.services.reach.reachability import MAIL
from dondoc.store.database import writing
from dondoc.workplace import Workplace
from models.installation import ChannelSetup
from models.person import Contact, Person
from models.rules.roles import Mandate

_NAME = re.compile(r"[a-z][a-z0-9-]{0,39}")
_BOUNDS = {"per_minute": (0, 100_000), "parallel": (1, 50), "fallback_after": (1, 50)}


@dataclass(frozen=True)
class ChannelSettings:
    """What is to be set; None leaves a thing as it is. `per_minute` 0: no limit."""

    url: str | None = None
    per_minute: int | None = None
    parallel: int | None = None
    fallback_after: int | None = None
    private_allowed: bool | None = None
    enabled: bool | None = None

    def __repr__(self) -> str:
        return "Wanted()"  # the URL is a secret


@dataclass(frozen=True)
class SetupShown:
    """A channel as it may be shown. `url`: masked, '' for the mail server of the settings."""

    name: str
    url: str
    per_minute: int | None
    parallel: int
    fallback_after: int
    private_allowed: bool
    disabled: bool
    people: int


def setups(session: Session) -> tuple[SetupShown, ...]:
    """Every channel, mail first, with how many people have an address on it."""
    rows = {setup.name: setup for setup in session.scalars(select(ChannelSetup))}
    rows.setdefault(MAIL, ChannelSetup(name=MAIL))
    query = select(col(Contact.channel), col(Contact.person_id)).where(
        col(Contact.confirmed_at).is_not(None), col(Contact.disabled_at).is_(None)
    )
    counts: dict[str, int] = {}
    for channel, _ in session.execute(query.distinct()):
        counts[channel] = counts.get(channel, 0) + 1
    in_order = sorted(rows.values(), key=lambda row: (row.name != MAIL, row.name))
    return tuple(_shown(setup, counts.get(setup.name, 0)) for setup in in_order)


def find(session: Session, name: str) -> ChannelSetup:
    """The channel of a name; mail is always there, set up or not.

    Raises BadInput for one that does not exist.
    """
    folded_name = name.strip().casefold()
    setup = session.get(ChannelSetup, folded_name)
    if setup is None and folded_name != MAIL:
        known = sorted({MAIL, *session.scalars(select(col(ChannelSetup.name)))})
        raise BadInput("settings.error.no_channel", found=name, known=", ".join(known))
    return setup or ChannelSetup(name=MAIL)


def find_open(session: Session, name: str) -> ChannelSetup:
    """A channel that is in use: raises Refused for one that is switched off."""
    setup = find(session, name)
    if setup.disabled_at is not None:
        raise Refused("settings.error.channel_off", channel=setup.name)
    return setup


def add(acting: SettingsChange, name: str, settings: ChannelSettings) -> SetupShown:
    """A new channel. Raises BadInput for a name or URL that cannot be used, Refused for one
    that exists and for anybody but an administrator."""
    acting.mandated(Mandate.ADMINISTRATOR)
    if not _NAME.fullmatch(name):
        raise BadInput("settings.error.channel_name", found=name)
    if acting.session.get(ChannelSetup, name) is not None:
        raise Refused("settings.error.channel_exists", name=name, channel=name)
    if name != MAIL and not (settings.url or "").strip():
        raise BadInput("settings.error.channel_needs_url", name=name)
    setup = ChannelSetup(name=name)
    applied = _apply(acting, setup, settings)
    acting.session.add(setup)
    acting.session.flush()
    acting.note("channel_added", channel=name, **applied)
    return _shown(setup, 0)


def change(acting: SettingsChange, name: str, settings: ChannelSettings) -> SetupShown:
    """Changes a channel. Raises like `add`."""
    acting.mandated(Mandate.ADMINISTRATOR)
    setup = find(acting.session, name)
    before = _as_noted(setup)
    applied = _apply(acting, setup, settings)
    if not applied:
        raise BadInput("settings.error.nothing_to_change")
    acting.session.add(setup)
    acting.session.flush()
    was = {name: before[name] for name in applied}
    acting.note("channel_changed", channel=setup.name, was=was, **applied)
    return _shown(setup, 0)


def disable(acting: SettingsChange, name: str) -> tuple[str, ...]:
    """Switches a channel off. Gives the people who answer for work and are out of reach by it.

    Raises Refused for one that is off already and for anybody but an administrator.
    """
    acting.mandated(Mandate.ADMINISTRATOR)
    setup = find_open(acting.session, name)
    on_duty = people_on_duty(acting.session, acting.today)
    before = reachable(acting.session, on_duty)
    setup.disabled_at = acting.now
    acting.session.add(setup)
    acting.session.flush()
    acting.note("channel_disabled", channel=setup.name)
    return _names(acting.session, before - reachable(acting.session, on_duty))


def url_of(setup: ChannelSetup, workplace: Workplace) -> str:
    """The URL to open for a channel; the embedded mailbox in a sample."""
    if workplace.sample:
        return workplace.settings.mailbox_url
    return setup.url or workplace.settings.channel_url


def store_tokens(session: Session, name: str, url: str) -> None:
    """Keeps a channel's URL with fresh tokens: what a service like Zalo gives in place of those
    that run out. The channel stays what it is.

    Raises BadInput for a channel that does not exist, ValueError for another kind of URL.
    """
    setup = find(session, name)
    if scheme_of(url) != scheme_of(setup.url):
        raise ValueError("tokens of another kind of channel")
    setup.url = url
    session.add(setup)
    session.flush()


def keep_tokens(engine: Engine, name: str, access: str, refresh: str) -> None:
    """Takes the fresh tokens of a Zalo channel into keeping, at once: the old ones are void."""
    with writing(engine) as session:
        setup = find(session, name)
        session.refresh(setup, with_for_update=True)
        store_tokens(session, name, renewed_url(setup.url, access, refresh))


def _as_noted(setup: ChannelSetup) -> dict[str, Any]:
    """A channel's settings as history keeps them; a limit that is none is 0."""
    limits = {name: getattr(setup, name) or 0 for name in _BOUNDS}
    return {
        "private_allowed": setup.private_allowed,
        "url": mask_template(setup.url),
        "enabled": setup.disabled_at is None,
        **limits,
    }


def _apply(
    acting: SettingsChange, setup: ChannelSetup, settings: ChannelSettings
) -> dict[str, Any]:
    """Sets what is wanted and tells what, as history may keep it."""
    applied: dict[str, Any] = {}
    if settings.private_allowed is not None:
        setup.private_allowed = applied["private_allowed"] = settings.private_allowed
    if settings.url is not None:
        setup.url = _checked(setup, settings.url)
        applied["url"] = mask_template(setup.url)
    elif settings.private_allowed is False and setup.url:
        _checked(setup, setup.url)
    for name, (least, most) in _BOUNDS.items():
        value = getattr(settings, name)
        if value is not None:
            if not least <= value <= most:
                raise BadInput(f"settings.error.range.{name}", least=least, most=most)
            setattr(setup, name, value or None)
            applied[name] = value
    if settings.enabled is not None:
        setup.disabled_at = None if settings.enabled else acting.now
        applied["enabled"] = settings.enabled
    return applied


def _checked(setup: ChannelSetup, url: str) -> str:
    """'' gives mail back to the mail server of the settings."""
    if url.strip():
        return check_url(url, setup.private_allowed, mail=setup.name == MAIL)
    if setup.name != MAIL:
        raise BadInput("settings.error.channel_needs_url", name=setup.name)
    return ""


def _shown(setup: ChannelSetup, people: int) -> SetupShown:
    return SetupShown(
        setup.name,
        mask_template(setup.url),
        setup.per_minute,
        setup.parallel,
        setup.fallback_after,
        setup.private_allowed,
        setup.disabled_at is not None,
        people,
    )


def _names(session: Session, person_ids: frozenset[int]) -> tuple[str, ...]:
    query = select(col(Person.full_name)).where(col(Person.id).in_(sorted(person_ids)))
    return tuple(session.scalars(query.order_by(col(Person.code))))
