"""Units that a plan names in words only, under the codes by which they are known."""

from dataclasses import replace
from datetime import date

from sqlmodel import Session

from dondoc.services.plan.check.named_units import code_from_name
from dondoc.services.plan.load.same_units import units_by_name
from dondoc.services.plan.load.unit_index import read_unit_index
from dondoc.services.workbook.plan import AssignmentDraft, PlanDraft
from models.rules.names_alike import parts


def with_known_units(session: Session, draft: PlanDraft, today: date) -> PlanDraft:
    """The plan with the known code of each unit whose name alone was given.

    Where two units are called so, the code stays a new one, and the load asks which is meant.
    """
    named = {u.code: u.name for u in draft.units if u.code == code_from_name(u.name)}
    if not named:
        return draft
    unit_index = read_unit_index(session, draft.programme.year, today, draft.units)
    known = units_by_name(unit_index)
    same = {
        code: codes[0]
        for code, name in named.items()
        if code not in unit_index.ids and len(codes := known[parts(name)]) == 1
    }
    return replace(
        draft,
        units=tuple(unit for unit in draft.units if unit.code not in same),
        assignments=tuple(_by_code(assignment, same) for assignment in draft.assignments),
    )


def _by_code(assignment: AssignmentDraft, same: dict[str, str]) -> AssignmentDraft:
    return replace(
        assignment,
        unit_code=same.get(assignment.unit_code, assignment.unit_code),
        coordinating=tuple(same.get(code, code) for code in assignment.coordinating),
    )
