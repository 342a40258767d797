"""Checking and loading a plan of 10,000 assignments, beside a bare reader and bare inserts.

The limits: python-calamine reading the same file, and the ORM writing 50,000 plain rows.
"""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

from python_calamine import CalamineWorkbook
from sqlalchemy import insert
from stopwatch import ROOT, folder, seconds, show

from dondoc.clock import at
from dondoc.services.plan.check.check import check
from dondoc.services.plan.load.load import load
from dondoc.services.plan.write.workbook import write_plan
from dondoc.services.workbook.plan import AssignmentDraft, CheckpointDraft, PlanDraft
from dondoc.store.database import open_engine, writing
from dondoc.store.migrate import upgrade
from models.installation import Setting

INDICATORS, ROWS = 250, 10_000
QUARTERS = (
    (date(2022, 1, 1), date(2022, 3, 31)),
    (date(2022, 4, 1), date(2022, 6, 30)),
    (date(2022, 7, 1), date(2022, 9, 30)),
    (date(2022, 10, 1), date(2022, 12, 31)),
)


def big_plan() -> PlanDraft:
    """The example's units and people with 250 indicators in each of 40 units."""
    sample = check(ROOT / "examples" / "vinh-phuc-2022.xlsx").draft
    assert sample is not None
    like = next(indicator for indicator in sample.indicators if indicator.kind == "increment")
    indicators = tuple(
        replace(like, code=f"N{n:03}", name=f"Chỉ tiêu {n}") for n in range(INDICATORS)
    )
    units = [unit.code for unit in sample.units][: ROWS // INDICATORS]
    quarters = tuple(
        CheckpointDraft(f"Q{n}", f"Quý {n}", opens, due, Decimal(10))
        for n, (opens, due) in enumerate(QUARTERS, start=1)
    )
    assignments = tuple(
        AssignmentDraft(
            one.code, unit, date(2022, 12, 31), quarters, target=Decimal(40), baseline=Decimal(30)
        )
        for unit in units
        for one in indicators
    )
    return replace(sample, indicators=indicators, assignments=assignments)


def read_bare(path: Path) -> None:
    """What reading must do at the least."""
    book = CalamineWorkbook.from_path(str(path))
    for name in book.sheet_names:
        book.get_sheet_by_name(name).to_python()


def main() -> None:
    """Prints the ratios."""
    plan = big_plan()
    with folder() as place:
        path = place / "plan.xlsx"
        write_plan(plan, path)
        checked = seconds(lambda: check(path))
        show(f"check of {ROWS} rows", checked, "bare reading", seconds(lambda: read_bare(path)))
        engine = open_engine(f"sqlite:///{place / 'plan.sqlite'}")
        upgrade(engine)

        def load_it() -> None:
            with writing(engine) as session:
                load(session, plan, complete=False, actor_id=None, now=at(date(2022, 1, 1)),
                     plan_sha256=None)  # fmt: skip

        def write_bare() -> None:
            with writing(engine) as session:
                rows = [{"name": f"n{n}", "value": "x" * 200} for n in range(5 * ROWS)]
                session.execute(insert(Setting), rows)

        loaded = seconds(load_it)
        show(f"load of {ROWS} rows", loaded, "50,000 plain rows", seconds(write_bare))
        show("loading it again", seconds(load_it), "first load", loaded)


if __name__ == "__main__":
    main()
