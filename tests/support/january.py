"""Two programmes in January."""

from dataclasses import replace
from datetime import date

from plan_load_drafts import plan, quarters

from dondoc.services.workbook.plan import PlanDraft, ProgrammeDraft

LAST, THIS = 2026, 2027


def of_year(year: int) -> PlanDraft:
    """The small plan of the tests, of a year."""
    given = plan()
    assignments = tuple(
        replace(
            assignment, deadline=date(year, 12, 31), checkpoints=quarters(5, 5, 5, 5, year=year)
        )
        for assignment in given.assignments
    )
    programme = ProgrammeDraft(year, f"Giao chỉ tiêu {year}", rule_set="ND-335-2025")
    return replace(given, programme=programme, assignments=assignments)
