"""A unit's code becomes another unit's: the work of each keeps a reference of its own."""

from dataclasses import replace
from datetime import date

import pytest
from plan_changes import sure
from plan_load_drafts import (
    assignment,
    back,
    compared,
    holding,
    plan,
    put,
    quarters,
    rows,
    with_checkpoint,
)
from sqlalchemy import Engine

from dondoc.clock import at
from dondoc.errors import BadInput
from dondoc.services.plan.load.changes import ThingKind
from dondoc.services.workbook.plan import PlanDraft, UnitDraft
from models.assignment import Assignment
from models.rules.checkpoints import local_date

BEFORE, AFTER = at(date(2022, 6, 1)), at(date(2022, 7, 5))


def of_a_new_unit(code: str) -> PlanDraft:
    """A new unit has the code from July on, and the same indicator for the last quarter."""
    work = assignment(
        "KND", code, checkpoints=quarters(None, None, None, 5), responsible=(f"{code}-X",)
    )
    return PlanDraft(
        plan().programme,
        units=(UnitDraft(code, f"Xã {code}", "localities", "TU", valid_from=date(2022, 7, 1)),),
        holdings=(holding(f"{code}-X", "CB09", unit_code=code),),
        indicators=plan().indicators,
        assignments=(work,),
    )


def refs(engine: Engine) -> list[tuple[str, int]]:
    return [(row.ref, row.unit_id) for row in rows(engine, Assignment)]


def test_the_code_of_a_unit_that_ended(engine: Engine) -> None:
    put(engine, plan())
    ended = UnitDraft("SL", "Huyện Sông Lô", "localities", "TU", valid_to=date(2022, 6, 30))
    put(engine, PlanDraft(plan().programme, units=(ended,)), BEFORE)
    put(engine, of_a_new_unit("SL"), AFTER)
    assert refs(engine)[1:] == [("KND@SL", 3), ("DN@LT", 2), ("KND@SL.2", 4)]
    assert put(engine, of_a_new_unit("SL"), AFTER).is_empty


def test_the_former_code_of_a_unit_that_has_another_now(engine: Engine) -> None:
    put(engine, plan())
    sure(with_other_code(), engine, "unit-code:HLT=LT")
    put(engine, of_a_new_unit("LT"), AFTER)
    assert refs(engine) == [("KND@LT", 2), ("KND@SL", 3), ("DN@LT", 2), ("KND@LT.2", 4)]
    assert compared(engine, back(engine)).is_empty


def test_a_plan_calls_work_what_it_is_called_everywhere(engine: Engine) -> None:
    put(engine, plan())
    sure(with_other_code(), engine, "unit-code:HLT=LT")
    draft = of_a_new_unit("LT")

    shown = compared(engine, draft, complete=False, today=local_date(AFTER))

    work = (ThingKind.ASSIGNMENT, ThingKind.CHECKPOINT)
    named = [entry.ref for entry in shown.entries if entry.what in work]
    assert named == ["KND@LT.2", "KND@LT.2/Q4"]
    put(engine, draft, AFTER)
    moved = with_checkpoint(draft, "Q4", title="Quý cuối")
    shown = compared(engine, moved, complete=False, today=local_date(AFTER))
    assert [entry.ref for entry in shown.entries] == ["KND@LT.2/Q4"]


def test_what_is_to_be_withdrawn_is_named_as_it_is_called(engine: Engine) -> None:
    put(engine, plan())
    sure(with_other_code(), engine, "unit-code:HLT=LT")
    put(engine, of_a_new_unit("LT"), AFTER)
    other = replace(of_a_new_unit("LT"), assignments=(assignment("DN", "LT", responsible=()),))
    day = local_date(AFTER)

    found = compared(engine, other, complete=False, today=day)

    assert [(each.ref, each.answer) for each in found.left_out] == [
        ("KND@LT.2", "withdraw:KND@LT.2")
    ]
    with pytest.raises(BadInput):  # another unit's work is called so
        compared(engine, other, complete=False, today=day, sure=frozenset(["withdraw:KND@LT"]))


def with_other_code() -> PlanDraft:
    """Lập Thạch is LT no more."""
    new = {"LT": "HLT"}
    draft = plan()
    return replace(
        draft,
        units=tuple(replace(unit, code=new.get(unit.code, unit.code)) for unit in draft.units),
        holdings=tuple(
            replace(row, unit_code=new.get(row.unit_code, row.unit_code)) for row in draft.holdings
        ),
        committee_members=tuple(
            replace(row, unit_code=new.get(row.unit_code, row.unit_code))
            for row in draft.committee_members
        ),
        assignments=tuple(
            replace(
                row,
                unit_code=new.get(row.unit_code, row.unit_code),
                coordinating=tuple(new.get(code, code) for code in row.coordinating),
            )
            for row in draft.assignments
        ),
    )
