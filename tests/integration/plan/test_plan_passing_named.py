"""From whom to whom a result passes by a plan, where they share a name; and of which year."""

from dataclasses import replace
from datetime import date

import pytest
from plan_load_drafts import compared, holding, plan, put
from sqlalchemy import Engine

from dondoc.services.workbook.plan import HoldingDraft, PlanDraft, ProgrammeDraft

JUNE = date(2022, 6, 1)


def loaded_again(engine: Engine, **changed: HoldingDraft) -> list[str]:
    """What would be said of results that pass, with other rows for some positions."""
    known = {
        code.replace("_", "-"): replace(row, valid_from=date(2022, 1, 1))
        for code, row in changed.items()
    }
    rows = (known.get(row.position_code, row) for row in plan().holdings)
    draft = plan(holdings=tuple(rows))
    new = frozenset(
        doubt.sent_back(answer)
        for doubt in compared(engine, draft, today=JUNE).doubts
        for answer in doubt.answers
        if answer.value.endswith("=new")
    )
    found = compared(engine, draft, today=JUNE, sure=new)
    asked = [one for one in found.doubts if one.key == "plan_load.doubt.removed"]
    return [one.params["results"] for one in asked]


def test_a_successor_of_the_same_name_is_narrative_apart_by_code(engine: Engine) -> None:
    put(engine, plan())
    twin = holding("SL-BT", "CB77", person_name="Cán bộ CB03", email="khac@vinhphuc.example")
    (results,) = loaded_again(engine, SL_BT=replace(twin, is_head=True))
    assert results == "KND@SL/Q1 (2022): Cán bộ CB03 (CB03) → Cán bộ CB03 (CB77)"


def test_people_whose_codes_are_exchanged_are_told_apart_by_them(engine: Engine) -> None:
    """Each would be called as the other one is: by their names nothing would pass."""
    put(engine, plan())
    rows = {row.position_code: row for row in plan().holdings}
    head, chair = rows["SL-BT"], rows["SL-CT"]
    said = loaded_again(
        engine,
        SL_BT=replace(head, person_code=chair.person_code),
        SL_CT=replace(chair, person_code=head.person_code),
    )
    assert set(said) == {
        "KND@SL/Q1 (2022): Cán bộ CB03 (CB03) → Cán bộ CB03 (CB04)",
        "KND@SL/Q1 (2022): Cán bộ CB04 (CB04) → Cán bộ CB04 (CB03)",
    }


def test_people_of_different_names_go_by_these_alone(engine: Engine) -> None:
    put(engine, plan())
    (results,) = loaded_again(engine, SL_BT=holding("SL-BT", "CB77", is_head=True))
    assert results == "KND@SL/Q1 (2022): Cán bộ CB03 → Cán bộ CB77"


def of_next_year() -> PlanDraft:
    return replace(
        plan(), programme=ProgrammeDraft(2023, "Giao chỉ tiêu 2023"), assignments=(), indicators=()
    )


@pytest.mark.parametrize("load_next", [False, True])
def test_a_plan_of_another_year_says_of_which_year_the_results_are(
    engine: Engine, load_next: bool
) -> None:
    """Positions are of all years: next year's plan moves results of the running one."""
    put(engine, plan())
    if load_next:
        put(engine, of_next_year())
    late = replace(
        of_next_year(),
        holdings=tuple(
            holding("SL-BT", "CB77", is_head=True, valid_from=date(2022, 2, 1))
            if row.position_code == "SL-BT"
            else row
            for row in plan().holdings
        ),
    )
    notes = compared(engine, late, complete=False, today=JUNE).notes
    passes = [one.ref for one in notes if one.key == "plan_load.note.passes_to"]
    assert passes == ["KND@SL/Q1 (2022)"]
