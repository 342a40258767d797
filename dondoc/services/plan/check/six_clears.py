"""The "six clears" (6 rõ) that a plan's reader would ask about. They warn and never block."""

import re
from collections.abc import Iterable
from functools import cache

from dondoc.services.plan.check.assignments import CheckedAssignment
from dondoc.services.plan.check.repeats import Dated, overlap
from dondoc.services.plan.check.targets import amounts
from dondoc.services.workbook.layout import vague_words
from dondoc.services.workbook.plan import HoldingDraft, UnitDraft
from dondoc.services.workbook.row_reader import Placed


def warn_unclear(assignment: CheckedAssignment) -> None:
    """Who, what, by when, measured by what; and whether the task asks for more than last year."""
    row, draft, indicator = assignment.row, assignment.draft, assignment.indicator
    if not draft.responsible and "responsible" not in row.failed:
        key = "plan.warn.people_not_listed" if row.codes("responsible") else "plan.warn.no_person"
        row.warn("responsible", key, name=indicator.name)
    if not assignment.has_dates and "deadline" not in row.failed:
        row.warn("deadline", "plan.warn.no_date", year=str(draft.deadline.year))
    if not _is_measured(assignment):
        row.warn("target", "plan.warn.no_measure", name=indicator.name)
    if indicator.is_hard and not assignment.has_roadmap:
        row.warn("indicator_code", "plan.warn.no_roadmap", name=indicator.name)
    _warn_vague(assignment)
    _warn_below_last_year(assignment)


def _is_measured(assignment: CheckedAssignment) -> bool:
    """A product is measured by being there, a composite by its parts, the rest by a number."""
    if assignment.indicator.kind in ("product", "composite") or "target" in assignment.row.failed:
        return True
    named = any(c.expected is not None or c.product for c in assignment.draft.checkpoints)
    return assignment.draft.target is not None or named


def _warn_vague(assignment: CheckedAssignment) -> None:
    draft, indicator = assignment.draft, assignment.indicator
    measured = draft.target is not None or draft.target_product or assignment.has_roadmap
    named = any(c.product and c.product != indicator.name for c in draft.checkpoints)
    if measured or named or indicator.kind == "composite":
        return
    if words := vague_in(indicator.name):
        assignment.row.warn("indicator_code", "plan.warn.vague", name=indicator.name, words=words)


@cache
def _vague_pattern() -> re.Pattern[str]:
    return re.compile(r"\b(" + "|".join(map(re.escape, vague_words())) + r")\b", re.IGNORECASE)


def vague_in(text: str) -> str:
    """The vague words in a text, as they stand there: "đẩy mạnh, tăng cường"; "" for none."""
    return ", ".join(dict.fromkeys(m[0].lower() for m in _vague_pattern().finditer(text)))


def _warn_below_last_year(assignment: CheckedAssignment) -> None:
    baseline, target = assignment.draft.baseline, assignment.draft.target
    if baseline is None or target is None:
        return
    lower_is_better = assignment.indicator.direction == "lower"
    if target > baseline if lower_is_better else target < baseline:
        key = "plan.warn.easier_lower" if lower_is_better else "plan.warn.easier_higher"
        assignment.row.warn("target", key, **amounts(target=target, baseline=baseline))


def warn_without_committee(
    units: Iterable[Placed[UnitDraft]], with_committee: frozenset[str]
) -> None:
    """Localities answer for urging the work on through their steering committees."""
    for unit in units:
        if unit.draft.group == "localities" and unit.draft.code not in with_committee:
            key = "committee_paper" if unit.row.has("committee_paper") else "unit_code"
            unit.row.warn(key, "plan.warn.no_committee", unit=unit.draft.name)


def warn_without_email(
    holdings: Iterable[Placed[HoldingDraft]], responsible: frozenset[str]
) -> None:
    for holding in holdings:
        draft = holding.draft
        is_silent = not draft.email and "email" not in holding.row.failed
        if draft.position_code in responsible and is_silent:
            holding.row.warn("email", "plan.warn.no_email", person=draft.person_name)


def warn_of_vacancies(
    checked_assignments: Iterable[CheckedAssignment],
    holdings: Iterable[Placed[HoldingDraft]],
    year: Dated,
) -> None:
    """A position that nobody holds in the programme's year answers for nothing."""
    listed = [h.draft for h in holdings]
    held = {draft.position_code for draft in listed if overlap(draft, year)}
    vacant = {draft.position_code for draft in listed} - held
    for assignment in checked_assignments:
        if empty := vacant.intersection(assignment.draft.responsible):
            codes = "; ".join(sorted(empty))
            assignment.row.warn("responsible", "plan.warn.vacant", codes=codes)
