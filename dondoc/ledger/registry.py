"""Which rows the ledger covers, which of them as a whole, and which columns it leaves out."""

from collections.abc import Mapping

COVERED = (
    "programme", "rule_set", "calendar_day", "ladder_step",
    "unit_group", "unit", "unit_name", "unit_parent", "unit_succession",
    "person", "position", "holding", "programme_mandate", "committee", "committee_seat",
    "indicator", "assignment", "assignment_official", "assignment_unit", "checkpoint",
    "submission", "progress_report", "difficulty", "evidence_file", "report_evidence",
    "verification", "evaluation", "cause_statement", "cause_evidence", "submission_evidence",
    "comment",
    "digest", "unit_digest", "digest_step", "digest_remark", "digest_paper", "event", "seal",
    "nudge", "message", "message_line", "meeting", "agenda_item", "conclusion",
    "meeting_file", "evaluation_viewing", "evaluation_round", "evaluation_round_step",
    "evaluation_dossier", "evaluation_session", "evaluation_dossier_step", "evaluation_vote",
    "own_rule_set", "own_rule_set_step", "file_request", "file_request_step",
    "product_catalogue", "catalogue_product", "catalogue_approval", "product_tie",
    "evaluation_absence", "recheck_sample", "recheck", "discipline_record",
    "led_field",
)  # fmt: skip
"""Tables of which every column is covered, whatever columns they come to have."""

BY_PORTIONS = frozenset({"nudge", "message", "message_line"})
"""Covered tables that are written by portions of thousands: see dondoc/ledger/portions.py."""

AS_A_WHOLE = frozenset({"event"})
"""Tables whose rows are never changed: one digest stands for all their columns."""

_WORDS = "how a letter is worded; what was urged, and how firmly, stands in the register"
_IN_EVENT = "the event of the delivery holds it, and events are covered"
_PART = "which part of the digest, and how; the event of its issue says what was sent to whom"
_SEALED = "sealed: read by the person and whoever answers; its fingerprint is covered"
_QUEUE = "when the queue tries it, and who is at work on it, until it has its end"

OPEN_COLUMNS: Mapping[str, Mapping[str, str]] = {
    "person": {
        "language": "how they are written to, chosen by themselves",
        "telephone": "sealed; nobody is judged by where they are called",
    },
    "message": {
        "language": _WORDS, "subject": _WORDS, "body_text": _WORDS, "body_html": _WORDS,
        "body_short": _WORDS, "envelope": _WORDS, "frozen_at": _WORDS,
        "address": "sealed; the event of the delivery says by which channel it went",
        "message_ref": _IN_EVENT, "attempts": _IN_EVENT,
        "not_before": _QUEUE, "passed_over": _QUEUE, "claimed_by": _QUEUE,
        "claimed_until": _QUEUE, "retry_after": _QUEUE,
        "unit_key": _PART, "with_file": _PART,
    },
    "digest_paper": {"content": "its SHA-256 is covered"},
    "meeting_file": {"content": "its SHA-256 is covered"},
    "file_request": {"wrong": _SEALED, "why": _SEALED, "evidence_name": _SEALED},
    "file_request_step": {"words": _SEALED},
}  # fmt: skip
"""Columns of covered tables that the ledger leaves out, and why."""
