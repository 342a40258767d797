"""Addresses and wishes in words and tables."""

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

import typer

from dondoc.cli.output import table
from dondoc.cli.wording import tr

if TYPE_CHECKING:
    from dondoc.channels.outcome import Outcome
    from dondoc.services.history.of_settings import Changed
    from dondoc.services.reach.masked_addresses import MaskedAddress
    from dondoc.services.reach.preferences import PreferenceShown


def show_contacts(contacts: "tuple[MaskedAddress, ...]") -> None:
    """A person's addresses in order of preference."""
    if not contacts:
        typer.echo(tr("settings.no_contacts"))
        return
    columns = ("number", "channel", "address", "state")
    headings = [tr(f"settings.column.{column}") for column in columns]
    rows = [
        (str(contact.number), contact.channel, contact.address, _state(contact))
        for contact in contacts
    ]
    table(tr("settings.contacts"), headings, rows)


def show_changes(changes: "tuple[Changed, ...]") -> None:
    from dondoc.rendering.formats import moment as at
    from dondoc.services.history.setting_words import setting_words

    headings = [tr(f"settings.column.{text}") for text in ("at", "what", "by")]
    rows = [
        (
            at(change.at),
            setting_words(change.what, change.data, tr),
            change.by or tr("settings.by_oneself"),
        )
        for change in changes
    ]
    table(tr("settings.changes"), headings, rows)


def _state(address: "MaskedAddress") -> str:
    from dondoc.rendering.formats import moment as at

    if address.disabled_at is not None:
        why = reason_in_words(address.disabled_reason)
        return tr("settings.state.disabled", since=at(address.disabled_at), why=why)
    return tr("settings.state.in_use" if address.confirmed else "settings.state.waiting")


def outcome_text(outcome: "Outcome") -> str:
    """Why something was not sent: in plain words, and in the provider's own."""
    words = tr(outcome.reason) if outcome.reason else ""
    return " ".join(text for text in (words, outcome.answer) if text)


def reason_in_words(reason: str) -> str:
    """Why an address is disabled: a key of the catalogues, or what the provider answered."""
    return tr(reason) if reason else tr("settings.reason.unknown")


def wishes_in_words(wishes: "PreferenceShown", today: date) -> "Iterator[str]":
    """What a person asked for, a line each."""
    from dondoc.rendering.formats import day as written

    yield tr("settings.quiet_own" if wishes.own_quiet else "settings.quiet_office",
             hours=wishes.quiet)  # fmt: skip
    if wishes.weekly_on is None:
        yield tr("settings.daily")
    else:
        yield tr("settings.weekly", weekday=tr(f"weekday.{wishes.weekly_on}"))
    yield tr("settings.is_muted" if wishes.muted else "settings.is_not_muted")
    if wishes.paused_from is not None and wishes.paused_to is not None:
        key = "settings.pause" if wishes.paused_to >= today else "settings.pause_was"
        yield tr(key, start=written(wishes.paused_from), end=written(wishes.paused_to),
                 deputy=wishes.deputy_name)  # fmt: skip
