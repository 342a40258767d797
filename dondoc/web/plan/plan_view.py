"""What the pages of a plan show of a check and of a difference."""

from typing import Any

from dondoc.i18n import Language, Translate
from dondoc.services.plan.check.check import Checked
from dondoc.services.plan.load.changes import Area, PlanDifference
from dondoc.services.plan.write.cells_to_mend import anchor_of, sheets_shown
from dondoc.services.workbook.problem import render_problem

MAX_LINES = 300
"""Of a list's lines on one page; a marked copy of the workbook has them all."""


def checked_view(checked: Checked, tr: Translate) -> dict[str, Any]:
    """Problems as lines that lead to their cells, and the cells."""
    workbook = checked.workbook
    problems = [
        {
            "severity": error.severity,
            "text": render_problem(error, tr),
            "anchor": anchor_of(workbook, error) if workbook else "",
        }
        for error in (*checked.errors, *checked.warnings)[:MAX_LINES]
    ]
    return {
        "errors": len(checked.errors),
        "warnings": len(checked.warnings),
        "problems": problems,
        "more": max(0, len(checked.problems) - MAX_LINES),
        "sheets": sheets_shown(workbook, checked.problems, tr) if workbook else (),
    }


def difference_view(difference: PlanDifference, tr: Translate, lang: Language) -> dict[str, Any]:
    """What would change, part by part; what stands in the way; what stays although it differs."""
    changed = difference.named
    unsure = difference.unsure
    return {
        "year": difference.year,
        "empty": difference.is_empty,
        "counts": [
            (tr(f"plan_load.what.{what}"), tr(f"plan_load.change.{change}"), count)
            for (what, change), count in difference.counts().items()
        ],
        "added": len(difference.entries) - len(changed),
        "changed": [
            (plan_change.text(tr), [field.text(tr, lang) for field in plan_change.fields])
            for area in Area
            for plan_change in changed
            if plan_change.area is area
        ][:MAX_LINES],
        "more": max(0, len(changed) - MAX_LINES),
        "conflicts": [conflict.text(tr, lang) for conflict in difference.conflicts],
        "doubts": [
            (doubt.text(tr), doubt.choices(tr), doubt in unsure and bool(difference.sure))
            for doubt in difference.doubts
        ],
        "sure": difference.sure,
        "left_out": difference.left_out,
        "notes": [note.text(tr, lang) for note in difference.notes[:MAX_LINES]],
    }
