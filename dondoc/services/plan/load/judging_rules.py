"""The programme of a plan, and by which rule set it is judged: once that was done, by no other."""

from collections.abc import Iterator

from dondoc.services.plan.load.changes import (
    ChangeKind,
    Conflict,
    Note,
    PlanChange,
    ThingKind,
)
from dondoc.services.plan.load.stored_plan import StoredPlan
from dondoc.services.plan.load.wanted_plan import programme_row
from dondoc.services.workbook.plan import PlanDraft
from models.rules.rule_set_choice import Validity, valid_in
from models.rules.stages import Stage


def judged_by(draft: PlanDraft, stored: StoredPlan, known: list[Validity]) -> Iterator[Note]:
    """By which rule set a programme is judged: said when it is new, and whenever it is doubtful."""
    year, code = draft.programme.year, draft.programme.rule_set
    valid = valid_in(known, year)
    if code not in _codes(known):
        return  # refused as a conflict
    if code not in valid:
        key = "plan_load.note.rule_set_not_valid"
    elif len(valid) > 1:
        key = "plan_load.note.rule_set_of_several"
    elif stored.programme is None or stored.programme.row["rule_set"] != code:
        key = "plan_load.note.rule_set"
    else:
        return
    yield Note(ThingKind.PROGRAMME, str(year), key, ", ".join(valid) or "–", code)


def _codes(known: list[Validity]) -> frozenset[str]:
    return frozenset(validity.code for validity in known)


def compare_programme(
    draft: PlanDraft, stored: StoredPlan, known: list[Validity]
) -> tuple[list[PlanChange], list[Conflict]]:
    """What was judged by a rule set stays judged by it; one that nobody knows judges nobody."""
    row, old = programme_row(draft.programme), stored.programme.row if stored.programme else None
    if old == row:
        return [], []
    change, year = ChangeKind.CHANGED if old else ChangeKind.ADDED, draft.programme.year
    entry = PlanChange(ThingKind.PROGRAMME, change, (year,), str(year), old, row)
    if row["rule_set"] not in _codes(known):
        return [entry], [_unknown_rules(str(year), row["rule_set"], known)]
    if old is None or row["rule_set"] == old["rule_set"]:
        return [entry], []
    judged = any(point.stage is Stage.EVALUATED for point in stored.checkpoints.values())
    waits = any(point.pending for point in stored.checkpoints.values())  # perhaps for a grade
    if not judged and not waits:
        return [entry], []
    instead = ("plan_load.instead.next_programme" if judged else "plan_load.instead.load_again",)
    rules = ("rule_set", old["rule_set"], row["rule_set"])
    key = "plan_load.conflict.rule_set" if judged else "plan_load.conflict.rule_set_waits"
    return [entry], [Conflict(ThingKind.PROGRAMME, entry.ref, key, instead, *rules)]


def _unknown_rules(ref: str, code: str, known: list[Validity]) -> Conflict:
    codes = ", ".join(sorted(_codes(known)))
    instead = ("plan_load.instead.valid_rules",)
    key = "plan_load.conflict.rule_set_unknown"
    return Conflict(ThingKind.PROGRAMME, ref, key, instead, "rule_set", codes, code)
