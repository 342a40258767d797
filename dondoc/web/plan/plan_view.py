"""What the pages of a plan show of a check and of a difference."""

from typing import Any

from dondoc.i18n import Language, Translate
from dondoc.services.plan.check.check import Checked
from dondoc.services.plan.load.changes import Area, PlanDifference
from dondoc.services.plan.write.cells_to_mend import anchor_of, sheets_shown
from dondoc.services.workbook.problem import render_problem

MOST = 300
"""Of a list's lines on one page; a marked copy of the workbook has them all."""


def checked_view(checked: Checked, tr: Translate) -> dict[str, Any]:
    """Problems as lines that lead to their cells, and the cells."""
    workbook = checked.workbook
    problems = [
        {
            "severity": one.severity,
            "text": render_problem(one, tr),
            "anchor": anchor_of(workbook, one) if workbook else "",
        }
        for one in (*checked.errors, *checked.warnings)[:MOST]
    ]
    return {
        "errors": len(checked.errors),
        "warnings": len(checked.warnings),
        "problems": problems,
        "more": max(0, len(checked.problems) - MOST),
        "sheets": sheets_shown(workbook, checked.problems, tr) if workbook else (),
    }


def difference_view(found: PlanDifference, tr: Translate, lang: Language) -> dict[str, Any]:
    """What would change, part by part; what stands in the way; what stays although it differs."""
    changed = [one for one in found.entries if one.old is not None]
    unsure = found.unsure
    return {
        "year": found.year,
        "empty": found.is_empty,
        "counts": [
            (tr(f"plan_load.what.{what}"), tr(f"plan_load.change.{change}"), count)
            for (what, change), count in found.counts().items()
        ],
        "added": len(found.entries) - len(changed),
        "changed": [
            (one.text(tr), [field.text(tr, lang) for field in one.fields])
            for area in Area
            for one in changed
            if one.area is area
        ][:MOST],
        "more": max(0, len(changed) - MOST),
        "conflicts": [one.text(tr, lang) for one in found.conflicts],
        "doubts": [
            (one.text(tr), one.choices(tr), one in unsure and bool(found.sure))
            for one in found.doubts
        ],
        "sure": found.sure,
        "notes": [one.text(tr, lang) for one in found.notes[:MOST]],
    }
