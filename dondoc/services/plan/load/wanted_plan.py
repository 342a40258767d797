"""What a plan asks for, as fields by key: the shape in which it meets what is stored."""

from collections import defaultdict
from collections.abc import Iterable

from dondoc.services.plan.load.changes import Key, PlanRow
from dondoc.services.workbook.plan import (
    AssignmentDraft,
    CheckpointDraft,
    HoldingDraft,
    IndicatorDraft,
    LadderStepDraft,
    PlanDraft,
    ProgrammeDraft,
)
from models.rules.ladder import Step


def programme_row(programme: ProgrammeDraft) -> PlanRow:
    return {
        "title": programme.name,
        "deciding_paper": programme.deciding_paper or "",
        "paper_date": programme.paper_date,
        "rule_set": programme.rule_set,
        "note": programme.note or "",
    }


def person_rows(holdings: Iterable[HoldingDraft]) -> dict[str, PlanRow]:
    """One row a person; an address stands perhaps on one of several rows only."""
    rows: dict[str, PlanRow] = {}
    for holding in holdings:
        row = rows.setdefault(
            holding.person_code,
            {
                "full_name": holding.person_name,
                "language": holding.language,
                "email": "",
                "telephone": None,
            },
        )
        row["email"] = row["email"] or holding.email or ""
        # Nothing said (None) leaves what is known; "" takes it away.
        if holding.telephone is not None:
            row["telephone"] = row["telephone"] or holding.telephone
        if holding.language != "vi":
            row["language"] = holding.language
    return rows


def position_rows(holdings: Iterable[HoldingDraft]) -> dict[str, PlanRow]:
    """One row a position; its roles are those of all its rows.

    Whether it is a deputy head's is None where no row says it.
    """
    rows: dict[str, PlanRow] = {}
    roles: dict[str, set[str]] = defaultdict(set)
    for holding in holdings:
        code = holding.position_code
        roles[code].update(holding.roles)
        row = rows.setdefault(
            code,
            {
                "title": holding.title, "unit": holding.unit_code, "heads_unit": False,
                "deputy_head": None,
            },
        )  # fmt: skip
        row["heads_unit"] = row["heads_unit"] or holding.is_head
        if holding.is_deputy is not None:
            row["deputy_head"] = row["deputy_head"] or holding.is_deputy
    for code, row in rows.items():
        row["roles"] = tuple(sorted(roles[code]))
    return rows


def committee_rows(draft: PlanDraft, stored: dict[Key, PlanRow]) -> dict[Key, PlanRow]:
    """A unit that is listed says all of its committee; one that is not says only that it is."""
    listed = {unit.code: unit for unit in draft.units}
    rows: dict[Key, PlanRow] = {}
    for code in sorted(draft.committee_unit_codes):
        unit = listed.get(code)
        if unit is None:
            rows[(code,)] = stored.get((code,), {"paper": "", "founded_on": None})
        else:
            rows[(code,)] = {
                "paper": unit.committee_paper or "",
                "founded_on": unit.committee_date,
            }
    return rows


def seat_rows(draft: PlanDraft) -> dict[Key, PlanRow]:
    return {
        (member.unit_code, member.position_code, member.role): {
            "task": member.task or "",
            "seated_from": member.valid_from,
            "seated_to": member.valid_to,
        }
        for member in draft.committee_members
    }


def indicator_row(indicator: IndicatorDraft) -> PlanRow:
    return {
        "title": indicator.name,
        "kind": indicator.kind,
        "unit_of_measure": indicator.unit_of_measure or "",
        "direction": indicator.direction,
        "adds_up": indicator.roll_up,
        "category": indicator.category or "",
        "data_source": indicator.data_source or "",
        "formula": indicator.formula or "",
        "cut_off": indicator.cut_off or "",
        "cut_off_days": indicator.cut_off_days,
        "hard": indicator.is_hard,
        "is_new": indicator.is_new,
        "shortcoming": indicator.repairs or "",
        "parent": indicator.parent_code or "",
        "note": indicator.note or "",
    }


def assignment_row(assignment: AssignmentDraft) -> PlanRow:
    return {
        "target": assignment.target,
        "target_product": assignment.target_product or "",
        "baseline": assignment.baseline,
        "weight": assignment.weight,
        "deadline": assignment.deadline,
        "note": assignment.note or "",
        "officials": tuple(dict.fromkeys(assignment.responsible)),
        "coordinating": tuple(sorted(set(assignment.coordinating))),
        "watching": tuple(sorted(set(assignment.watching))),
    }


def checkpoint_row(checkpoint: CheckpointDraft) -> PlanRow:
    return {
        "title": checkpoint.title,
        "opens_on": checkpoint.opens_on,
        "due_on": checkpoint.due_on,
        "expected": checkpoint.expected,
        "product": checkpoint.product or "",
    }


def assignment_rows(draft: PlanDraft) -> dict[Key, PlanRow]:
    return {(a.indicator_code, a.unit_code): assignment_row(a) for a in draft.assignments}


def checkpoint_rows(draft: PlanDraft) -> dict[Key, PlanRow]:
    """In the order of their days, which becomes their order on screen."""
    return {
        (a.indicator_code, a.unit_code, point.label): checkpoint_row(point)
        for a in draft.assignments
        for point in sorted(a.checkpoints, key=lambda c: (c.due_on, c.opens_on))
    }


def day_rows(draft: PlanDraft) -> dict[Key, PlanRow]:
    return {(d.day,): {"working": d.is_working, "note": d.note or ""} for d in draft.calendar_days}


def step_key(step: LadderStepDraft) -> Key:
    return (
        step.offset_days,
        step.audience,
        step.level,
        step.repeat_every,
        step.category or "",
        step.unit_code or "",
        step.channel or "",
    )


def is_general(key: Key) -> bool:
    """Whether a step of the ladder speaks of no particular category or unit."""
    return not key[4] and not key[5]


def step_keys(draft: PlanDraft, stored: Iterable[Key], standard: Iterable[Step]) -> list[Key]:
    """The ladder as it should be: replaced as a whole, because its steps have no identity.

    A plan that names steps for some categories or units only keeps the general ones; without
    any, a programme keeps its ladder or starts with the standard one.
    """
    asked = [step_key(step) for step in draft.ladder_steps]
    keys = [key for key in stored if not asked or is_general(key)]
    if any(is_general(key) for key in asked):
        keys = []
    elif not keys:
        keys = [
            (s.offset, s.audience.value, s.firmness.value, s.every, "", "", s.channel or "")
            for s in standard
        ]
    return list(dict.fromkeys([*keys, *asked]))
