"""What refusals have in common, by their keys."""

ANOTHER_DATE = frozenset({
    "refusal.new_due_passed", "refusal.needs_new_due", "refusal.extension_not_later",
    "refusal.return_needs_due", "refusal.return_too_soon", "refusal.finding_keeps_date",
    "refusal.mending_needs_days",
})  # fmt: skip
"""Refusals of a date, not of the act: with a right one the same act is possible."""

MOVED_ON = frozenset({
    "refusal.wrong_stage", "refusal.no_extension_asked", "refusal.ended", "refusal.no_cause_asked",
    "refusal.cause_confirmed", "refusal.cause_refused", "refusal.cause_undecided",
})  # fmt: skip
"""Refusals because the checkpoint is no longer as it was when the act was thought of."""

SAID_OTHERWISE = ANOTHER_DATE | {
    "refusal.by_decision", "refusal.not_begun", "refusal.still_in_time",
    "refusal.was_it_there", "refusal.needs_since",
    "refusal.cause_about_what", "refusal.no_such_review", "refusal.not_late",
    "refusal.cause_pending", "refusal.cause_confirmed", "refusal.cause_refused",
    "refusal.cause_undecided", "refusal.cause_of_verdict", "refusal.no_cause_asked",
    "refusal.anothers_cause", "refusal.own_cause",
}  # fmt: skip
"""Refusals that say how the same act is done; a list of other acts would lead away from it."""
