"""Which rows the ledger covers, which of them as a whole, and why the others are left out."""

from collections.abc import Mapping

COVERED = (
    "programme", "rule_set", "calendar_day", "ladder_step",
    "unit_group", "unit", "unit_name", "unit_parent", "unit_succession",
    "person", "position", "holding", "programme_mandate", "committee", "committee_seat",
    "indicator", "assignment", "assignment_official", "assignment_unit", "checkpoint",
    "submission", "progress_report", "difficulty", "evidence_file", "report_evidence",
    "verification", "evaluation", "comment", "digest", "event", "seal",
)  # fmt: skip
"""Tables of which every column is covered, whatever columns they come to have."""

AS_A_WHOLE = frozenset({"event"})
"""Tables whose rows are never changed: one digest stands for all their columns."""

OPEN_COLUMNS: Mapping[str, Mapping[str, str]] = {
    "person": {"language": "how they are written to, chosen by themselves"},
}
"""Columns of covered tables that the ledger leaves out, and why."""

_SELF = "the ledger itself: each page's digest covers it"
_NUDGES = "the register of reminders: compared with the events that hold every nudge"
_LETTERS = "how a reminder travels; what was reminded of stands in the register"
_ACCOUNTS = "who may come in; no figure stands on it, and acts keep their actor"
_DESK = "what somebody keeps for themselves before it counts"
_MACHINE = "how the installation works"

LEFT_OUT: Mapping[str, str] = {
    "ledger_page": _SELF,
    "ledger_line": _SELF,
    "nudge": _NUDGES,
    "message": _LETTERS,
    "message_line": _LETTERS,
    "attempt": _LETTERS,
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
