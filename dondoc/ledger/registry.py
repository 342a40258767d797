"""Which rows the ledger covers, which of them as a whole, and why the others are left out."""

from collections.abc import Mapping

COVERED = (
    "programme", "rule_set", "calendar_day", "ladder_step",
    "unit_group", "unit", "unit_name", "unit_parent", "unit_succession",
    "person", "position", "holding", "programme_mandate", "committee", "committee_seat",
    "indicator", "assignment", "assignment_official", "assignment_unit", "checkpoint",
    "submission", "progress_report", "difficulty", "evidence_file", "report_evidence",
    "verification", "evaluation", "comment", "digest", "event", "seal",
    "nudge", "message", "message_line",
)  # fmt: skip
"""Tables of which every column is covered, whatever columns they come to have."""

BY_PORTIONS = frozenset({"nudge", "message", "message_line"})
"""Covered tables that are written by portions of thousands: see dondoc/ledger/portions.py."""

AS_A_WHOLE = frozenset({"event"})
"""Tables whose rows are never changed: one digest stands for all their columns."""

_WORDS = "how a letter is worded; what was urged, and how firmly, stands in the register"
_IN_EVENT = "the event of the delivery holds it, and events are covered"
_QUEUE = "when the queue tries it, and who is at work on it, until it has its end"

OPEN_COLUMNS: Mapping[str, Mapping[str, str]] = {
    "person": {"language": "how they are written to, chosen by themselves"},
    "message": {
        "language": _WORDS, "subject": _WORDS, "body_text": _WORDS, "body_html": _WORDS,
        "body_short": _WORDS, "envelope": _WORDS, "frozen_at": _WORDS,
        "address": "sealed; the event of the delivery says by which channel it went",
        "message_ref": _IN_EVENT, "attempts": _IN_EVENT,
        "not_before": _QUEUE, "passed_over": _QUEUE, "claimed_by": _QUEUE,
        "claimed_until": _QUEUE, "retry_after": _QUEUE,
    },
}  # fmt: skip
"""Columns of covered tables that the ledger leaves out, and why."""

_SELF = "the ledger itself: each page's digest covers it"
_LETTERS = "where a reminder goes; what was reminded of stands in the register"
_ATTEMPTS = "written between two letters; its end stands in an event and in the message"
_ACCOUNTS = "who may come in; no figure stands on it, and acts keep their actor"
_DESK = "what somebody keeps for themselves before it counts"
_MACHINE = "how the installation works"

LEFT_OUT: Mapping[str, str] = {
    "ledger_page": _SELF,
    "ledger_line": _SELF,
    "attempt": _ATTEMPTS,
    "contact": _LETTERS,
    "confirmation": _LETTERS,
    "preference": _LETTERS,
    "account": _ACCOUNTS,
    "api_token": _ACCOUNTS,
    "password_link": _ACCOUNTS,
    "sign_in_failure": _ACCOUNTS,
    "web_session": _ACCOUNTS,
    "calendar_feed": _ACCOUNTS,
    "report_draft": _DESK,
    "saved_view": _DESK,
    "channel": _MACHINE,
    "lease": _MACHINE,
    "setting": _MACHINE,
    "webhook": _MACHINE,
    "webhook_call": _MACHINE,
}
"""Tables without a line in the ledger, and why."""
