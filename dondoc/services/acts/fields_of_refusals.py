"""Which field of an act a refusal is about, for every door that can point at one."""

from models.rules.refusal_kinds import ANOTHER_DATE

FIELDS_OF_REFUSALS = {
    "act.nothing_said": "narrative",
    "act.computed_value": "value",
    "act.value_range": "value",
    "act.value_places": "value",
    "act.future_value": "value_as_of",
    "act.quality_range": "quality",
    "act.day_range": "new_due_on",
    "act.undated": "new_due_on",
    "act.about_unknown": "about",
    "act.future_cause": "since",
    "act.one_cause_each": "objective_cause",
    "act.request_key_used": "request_key",
    "grounds.unknown": "seen",
    "person.unknown": "on_behalf_of",
    "unit.unknown": "hindrances",
    "refusal.needs_value": "value",
    "refusal.needs_delivered": "delivered",
    "refusal.needs_reason": "reason",
    "refusal.needs_since": "since",
    "refusal.cause_about_what": "about",
    "refusal.no_such_review": "about",
    "refusal.not_late": "about",
    "refusal.needs_new_due": "new_due_on",
    "refusal.name_official": "on_behalf_of",
    "refusal.not_official": "on_behalf_of",
}
"""By the key of the error; the names are those that the API and the forms have."""

FIELDS_OF_A_FORM = FIELDS_OF_REFUSALS | dict.fromkeys(ANOTHER_DATE, "new_due_on")
"""Also of what the API answers as a conflict: a form has the date at hand to be mended."""
