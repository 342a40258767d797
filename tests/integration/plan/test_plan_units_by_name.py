"""A plan that names units in words gives their work to the units that are known."""

from dataclasses import replace
from datetime import date

from plan_changes import sent_back
from plan_load_drafts import assignment, compared, indicator, plan, put, rows
from sqlalchemy import Engine

from dondoc.services.plan.check.named_units import code_from_name
from dondoc.services.plan.load import ThingKind
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


def test_a_name_that_another_unit_has_taken_over_means_that_one(engine: Engine) -> None:
    """Until July one district is called so, from then on another one."""
    put(engine, plan())
    tu, lt, sl = plan().units
    july = date(2022, 7, 1)
    renamed = plan(
        units=(
            tu,
            replace(lt, valid_to=date(2022, 6, 30)),
            replace(lt, name="Thị xã Lập Thạch", valid_from=july),
            replace(sl, valid_to=date(2022, 6, 30)),
            replace(sl, name=lt.name, valid_from=july),
        )
    )
    put(engine, renamed, sure=sent_back(engine, renamed, "unit:SL"))
    for today, code in ((date(2022, 6, 1), "LT"), (date(2022, 8, 1), "SL")):
        difference = compared(engine, named(lt.name), complete=False, today=today)
        assert {e.ref for e in difference.of(ThingKind.ASSIGNMENT)} == {f"QC@{code}"}


def test_a_former_name_of_the_year_still_means_its_unit(engine: Engine) -> None:
    put(engine, plan())
    tu, lt, sl = plan().units
    new = replace(lt, name="Thị xã Lập Thạch", valid_from=date(2022, 7, 1))
    put(engine, plan(units=(tu, replace(lt, valid_to=date(2022, 6, 30)), new, sl)))
    difference = compared(engine, named(lt.name), complete=False, today=date(2022, 8, 1))
    assert {e.ref for e in difference.of(ThingKind.ASSIGNMENT)} == {"QC@LT"}
