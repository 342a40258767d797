"""A plan that names units in words gives their work to the units that are known."""

from plan_load_drafts import assignment, indicator, plan, put, rows
from sqlalchemy import Engine

from dondoc.services.plan.check.named_units import code_from_name
from dondoc.services.workbook.plan import PlanDraft, UnitDraft
from models.assignment import Assignment
from models.unit import Unit, UnitName


def named(name: str) -> PlanDraft:
    """A second plan of the year, with one task of a unit that only its name tells."""
    code = code_from_name(name)
    known = plan()
    return PlanDraft(
        programme=known.programme,
        units=(UnitDraft(code, name, "departments"),),
        indicators=(indicator("QC"),),
        assignments=(assignment("QC", code, responsible=(), coordinating=(), watching=()),),
    )


def test_the_known_unit_of_that_name_keeps_its_code_and_group(engine: Engine) -> None:
    put(engine, plan(), complete=False)
    units = len(rows(engine, Unit))
    name = rows(engine, UnitName)[0].name

    put(engine, named(name.upper()), complete=False)

    assert len(rows(engine, Unit)) == units
    assert rows(engine, Assignment)[-1].ref.startswith("QC@")
    assert "DV-" not in rows(engine, Assignment)[-1].ref


def test_a_name_that_nobody_knows_makes_a_unit(engine: Engine) -> None:
    put(engine, plan(), complete=False)

    put(engine, named("Sở Kiểm thử"), complete=False)

    assert rows(engine, Assignment)[-1].ref == f"QC@{code_from_name('Sở Kiểm thử')}"
