"""Requests for more time that were refused and leave time to report; docs/adr/0055."""

from datetime import date
from typing import NamedTuple

from models.rules.checkpoints import CheckpointFacts


class RefusedRequest(NamedTuple):
    """When a request for more time was refused, and until when that leaves time to report."""

    refused_on: date
    report_until: date


def refused_request(facts: CheckpointFacts, today: date) -> RefusedRequest | None:
    """The refusal that keeps silence from being recorded today, beyond what the due date does."""
    until = facts.report_until
    if facts.refused_on is None or until is None or not facts.may_be_reported(today):
        return None
    return RefusedRequest(facts.refused_on, until) if today <= until else None
