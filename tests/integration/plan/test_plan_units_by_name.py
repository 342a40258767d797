"""A plan that names units in words gives their work to the units that are known."""

from dataclasses import replace
from datetime import date

import pytest
from plan_changes import sent_back
from plan_load_drafts import assignment, compared, indicator, plan, put, rows
from sqlalchemy import Engine

from dondoc.errors import BadInput
from dondoc.services.plan.check.named_units import code_from_name
from dondoc.services.plan.load.changes import ThingKind
from dondoc.services.workbook.plan import PlanDraft, ProgrammeDraft, UnitDraft
from models.assignment import Assignment, AssignmentUnit
from models.programme import Programme
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


def test_a_unit_that_is_named_by_its_code_is_the_known_one(engine: Engine) -> None:
    put(engine, plan(), complete=False)
    code = rows(engine, UnitName)[0].code

    put(engine, named(code.lower()), complete=False)

    assert rows(engine, Assignment)[-1].ref == f"QC@{code}"


def test_a_number_that_is_no_known_units_code_is_no_new_unit(engine: Engine) -> None:
    put(engine, plan(), complete=False)

    with pytest.raises(BadInput) as refused:
        put(engine, named("8866"), complete=False)

    assert refused.value.key == "plan_load.error.unit_number"


def test_helping_units_that_only_a_name_tells_are_kept_where_they_are_known(
    engine: Engine,
) -> None:
    put(engine, plan(), complete=False)
    known = rows(engine, UnitName)
    helper, stranger = code_from_name(known[1].name), code_from_name("Các sở, ngành")
    draft = named(known[0].name)
    (task,) = draft.assignments
    names = {helper: known[1].name, stranger: "Các sở, ngành"}
    task = replace(task, coordinating=(helper, stranger))

    before = len(rows(engine, AssignmentUnit))
    put(engine, replace(draft, assignments=(task,), helper_names=names), complete=False)

    added = rows(engine, AssignmentUnit)[before:]
    assert [one.unit_id for one in added] == [known[1].unit_id]


def test_a_table_that_says_nothing_of_the_programme_leaves_its_name_and_paper(
    engine: Engine,
) -> None:
    put(engine, plan(), complete=False)
    before = rows(engine, Programme)[0]

    draft = named(rows(engine, UnitName)[0].name)
    bare = ProgrammeDraft(draft.programme.year, "Chương trình năm", is_stated=False)
    put(engine, replace(draft, programme=bare), complete=False)

    after = rows(engine, Programme)[0]
    assert (after.title, after.deciding_paper) == (before.title, before.deciding_paper)
    assert after.deciding_paper
    assert after.rule_set_id == before.rule_set_id


LAP_THACH = "UBND huyện Lập Thạch"


def test_a_peoples_committee_is_asked_about_before_a_unit_is_made(engine: Engine) -> None:
    put(engine, plan(), complete=False)
    draft, code = named(LAP_THACH), code_from_name(LAP_THACH)
    (doubt,) = compared(engine, draft, complete=False).unsure
    assert doubt.key == "plan_load.doubt.administration"
    assert [answer.value for answer in doubt.answers] == [
        f"unit-name:{code}=LT", f"unit-name:{code}=new",
    ]  # fmt: skip
    sure = sent_back(engine, draft, f"unit-name:{code}=LT")
    put(engine, draft, complete=False, sure=sure)
    assert rows(engine, Assignment)[-1].ref == "QC@LT"
    assert "Huyện Lập Thạch" in {row.name for row in rows(engine, UnitName)}
    assert LAP_THACH not in {row.name for row in rows(engine, UnitName)}


def test_it_is_made_where_it_is_said_to_be_another_unit(engine: Engine) -> None:
    put(engine, plan(), complete=False)
    draft, code = named(LAP_THACH), code_from_name(LAP_THACH)
    sure = sent_back(engine, draft, f"unit-name:{code}=new")
    put(engine, draft, complete=False, sure=sure)
    assert rows(engine, Assignment)[-1].ref == f"QC@{code}"


def test_the_committee_of_the_party_is_a_body_of_its_own(engine: Engine) -> None:
    put(engine, plan(), complete=False)
    assert compared(engine, named("Huyện ủy Lập Thạch"), complete=False).doubts == ()


def test_a_new_code_for_the_peoples_committee_is_asked_about(engine: Engine) -> None:
    put(engine, plan(), complete=False)
    known = plan()
    others = (unit for unit in known.units if unit.code != "LT")
    units = (*others, UnitDraft("U-LT", LAP_THACH, "localities"))
    draft = PlanDraft(programme=known.programme, units=units)
    assert [d.key for d in compared(engine, draft, complete=False).unsure] == [
        "plan_load.doubt.unit_code"
    ]


def test_it_is_asked_about_beside_the_unit_s_own_name_in_the_same_plan(engine: Engine) -> None:
    put(engine, plan(), complete=False)
    both = [named(name) for name in (LAP_THACH, "Huyện Lập Thạch")]
    draft = replace(both[0], units=tuple(unit for each in both for unit in each.units))
    doubts = compared(engine, draft, complete=False).unsure
    assert [doubt.key for doubt in doubts] == ["plan_load.doubt.administration"]


def test_work_of_one_name_is_loaded_for_several_units_and_stays_theirs(engine: Engine) -> None:
    """As one sheet gives it, a row for each unit; loaded again it changes nothing."""
    put(engine, plan(), complete=False)
    one, other = named("Sở Kiểm thử"), named("Sở Thí nghiệm")
    both = replace(
        one,
        units=(*one.units, *other.units),
        assignments=(*one.assignments, *other.assignments),
    )
    before = len(rows(engine, Assignment))

    put(engine, both, complete=False)
    put(engine, both, complete=False)

    refs = [given.ref for given in rows(engine, Assignment)[before:]]
    assert refs == [f"QC@{code_from_name(name)}" for name in ("Sở Kiểm thử", "Sở Thí nghiệm")]


@pytest.mark.parametrize("known", ["LT", "named"])
def test_a_name_that_only_marks_tell_from_a_known_one_is_not_given_its_work(
    engine: Engine, known: str
) -> None:
    draft = plan() if known == "LT" else named("Huyện Lập Thạch")
    put(engine, draft, complete=False)

    with pytest.raises(BadInput):
        put(engine, named("Huyện Lạp Thạch"), complete=False)
    put(engine, named("Huyen Lap Thach"), complete=False)
