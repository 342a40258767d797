"""The codes of people in a plan: one spelling for one person, and none that cannot be one."""

from dataclasses import replace

from dondoc.services.errors import BadInput
from dondoc.services.plan.draft import PlanDraft
from dondoc.services.plan_load.stored import Stored
from models.rules.person_codes import folded, may_be_code


def one_spelling(draft: PlanDraft, stored: Stored) -> PlanDraft:
    """The plan with each person's code as the database has it, or as it is written first.

    Raises BadInput for a new code that cannot be one.
    """
    known: dict[str, str] = {}
    for code in stored.people:
        known.setdefault(folded(code), code)
    holdings = []
    for one in draft.holdings:
        code = one.person_code
        if code not in stored.people:
            code = known.setdefault(folded(code), code)
            _check(code, stored)
        holdings.append(one if code == one.person_code else replace(one, person_code=code))
    return replace(draft, holdings=tuple(holdings))


def _check(code: str, stored: Stored) -> None:
    if code not in stored.people and not may_be_code(code):
        raise BadInput("staffing.error.code", found=code)
