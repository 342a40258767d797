"""The codes of people and positions in a plan: one spelling for one of them.

And none of a person that cannot be one.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import TypeVar

from dondoc.errors import BadInput
from dondoc.services.plan.load.stored_plan import StoredPlan
from dondoc.services.workbook.plan import CommitteeMemberDraft, HoldingDraft, PlanDraft
from models.rules.person_codes import folded, may_be_code

Placed = TypeVar("Placed", HoldingDraft, CommitteeMemberDraft)


def one_spelling(draft: PlanDraft, stored: StoredPlan) -> PlanDraft:
    """The plan with each code of a person or position as the database has it, or written first.

    Raises BadInput for a new code that cannot be one.
    """
    known: dict[str, str] = {}
    for code in stored.people:
        known.setdefault(folded(code), code)
    holdings = []
    for holding in draft.holdings:
        code = holding.person_code
        if code not in stored.people:
            code = known.setdefault(folded(code), code)
            if code not in stored.people and not may_be_code(code):
                raise BadInput("staffing.error.code", found=code)
        holdings.append(replace(holding, person_code=code))
    return _positions(replace(draft, holdings=tuple(holdings)), stored)


def _positions(draft: PlanDraft, stored: StoredPlan) -> PlanDraft:
    """A position that is typed lt-bt in place of LT-BT is no second one."""
    known: dict[str, str] = {}
    typed = [post.position_code for post in draft.holdings]
    for code in (*stored.positions, *typed):
        known.setdefault(folded(code), code)
    other = {
        code: known[folded(code)]
        for code in positions_named(draft)
        if code not in stored.positions and known.get(folded(code), code) != code
    }
    if not other:
        return draft
    return replace(
        draft,
        holdings=tuple(_at(holding, other) for holding in draft.holdings),
        committee_members=tuple(_at(member, other) for member in draft.committee_members),
        assignments=tuple(
            replace(
                assignment,
                responsible=tuple(other.get(code, code) for code in assignment.responsible),
            )
            for assignment in draft.assignments
        ),
    )


def positions_named(draft: PlanDraft) -> set[str]:
    """The codes of positions that the plan speaks of anywhere."""
    named = {holding.position_code for holding in draft.holdings}
    named |= {member.position_code for member in draft.committee_members}
    return named.union(*(assignment.responsible for assignment in draft.assignments))


def _at(placed: Placed, other: Mapping[str, str]) -> Placed:
    return replace(placed, position_code=other.get(placed.position_code, placed.position_code))
