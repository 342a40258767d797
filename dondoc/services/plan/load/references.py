"""Every code that a plan uses must mean something, in the plan or in the database."""

from collections.abc import Collection, Iterable, Iterator

from dondoc.errors import BadInput
from dondoc.services.plan.load.names import assignment_ref
from dondoc.services.plan.load.stored_plan import StoredPlan
from dondoc.services.workbook.plan import PlanDraft

Use = tuple[str, str]
"""A code, and where it is used."""


def check_references(draft: PlanDraft, stored: StoredPlan) -> None:
    """Raises BadInput for the first code that means nothing."""
    units = stored.units.ids.keys() | {unit.code for unit in draft.units}
    positions = stored.positions.keys() | {h.position_code for h in draft.holdings}
    indicators = {key[0] for key in stored.indicators} | {i.code for i in draft.indicators}
    _check("plan_load.error.unknown_unit", _unit_uses(draft), units)
    _check("plan_load.error.unknown_position", _position_uses(draft), positions)
    _check("plan_load.error.unknown_indicator", _indicator_uses(draft), indicators)


def check_channels(draft: PlanDraft, known: Collection[str]) -> None:
    """A reminder by a channel that is not there would go another way without anybody knowing.

    Raises BadInput for the first step of the ladder that asks for one.
    """
    for step in draft.ladder_steps:
        if step.channel is not None and step.channel not in known:
            details = {"found": step.channel, "known": ", ".join(sorted(known))}
            key = "plan_load.error.no_channel"
            if step.cell:
                raise BadInput(f"{key}.cell", sheet=step.sheet, cell=step.cell, **details)
            raise BadInput(key, **details)


def _check(key: str, uses: Iterable[Use], known: Collection[str]) -> None:
    for code, where in uses:
        if code not in known:
            raise BadInput(key, code=code, ref=where)


def _unit_uses(draft: PlanDraft) -> Iterator[Use]:
    yield from ((u.parent_code, u.code) for u in draft.units if u.parent_code)
    yield from ((h.unit_code, h.position_code) for h in draft.holdings)
    yield from ((m.unit_code, m.position_code) for m in draft.committee_members)
    yield from ((s.unit_code, str(s.offset_days)) for s in draft.ladder_steps if s.unit_code)
    for assignment in draft.assignments:
        ref = assignment_ref(assignment.indicator_code, assignment.unit_code)
        yield from (
            (code, ref)
            for code in (assignment.unit_code, *assignment.coordinating, *assignment.watching)
        )


def _position_uses(draft: PlanDraft) -> Iterator[Use]:
    yield from ((m.position_code, m.unit_code) for m in draft.committee_members)
    for assignment in draft.assignments:
        ref = assignment_ref(assignment.indicator_code, assignment.unit_code)
        yield from ((code, ref) for code in assignment.responsible)


def _indicator_uses(draft: PlanDraft) -> Iterator[Use]:
    yield from ((i.parent_code, i.code) for i in draft.indicators if i.parent_code)
    for assignment in draft.assignments:
        yield (
            assignment.indicator_code,
            assignment_ref(assignment.indicator_code, assignment.unit_code),
        )
