"""Addresses that a provider refused for good are not used any more."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlmodel import Session, col

from dondoc.services.delivery.after_failure import REFUSED, UnsettledAttempt
from dondoc.store.bulk import among
from models.event import EventKind
from models.person import Contact

DISABLED = "contact_refused"


def disable(
    session: Session, refused: Iterable[UnsettledAttempt], now: datetime
) -> list[dict[str, Any]]:
    """Disables the addresses of these attempts, and gives the events that say so.

    Only what a provider says of an address counts, never a refusal of a letter's content. An
    address that is disabled already keeps its reason.
    """
    by_contact = {
        attempt.contact_id: attempt for attempt in refused if attempt.contact_id is not None
    }
    if not by_contact:
        return []
    query = select(col(Contact.id)).where(
        among(session, col(Contact.id), by_contact), col(Contact.disabled_at).is_(None)
    )
    events = []
    for contact_id in session.scalars(query.order_by(col(Contact.id)).with_for_update()).all():
        unsettled_attempt = by_contact[contact_id or 0]
        change = update(Contact).where(col(Contact.id) == contact_id)
        values = {
            "disabled_at": now,
            "disabled_reason": unsettled_attempt.answer or unsettled_attempt.reason or REFUSED,
        }
        options: dict[str, Any] = {"synchronize_session": False}
        session.execute(change.values(**values), execution_options=options)
        events.append(_event(unsettled_attempt))
    return events


def _event(attempt: UnsettledAttempt) -> dict[str, Any]:
    return {
        "kind": EventKind.SETTINGS_CHANGED,
        "on_behalf_of_id": None,
        "reason": attempt.reason,
        "data": {
            "what": DISABLED,
            "person": attempt.person_id,
            "contact": attempt.contact_id,
            "channel": attempt.channel,
            "answer": attempt.answer,
        },
    }
