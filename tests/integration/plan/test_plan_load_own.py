"""Whoever loads a plan does not decide by it on what they answer for themselves."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from plan_load_drafts import back, holding, indicator, plan, put, rows, with_assignment
from plan_load_drafts import with_checkpoint as checkpoint_changed
from sqlalchemy import Engine
from sqlmodel import select

from dondoc.clock import at
from dondoc.services.plan.load.load import PlanConflict, difference
from dondoc.services.workbook.plan import CalendarDayDraft, PlanDraft
from dondoc.store.database import reading, writing
from models.assignment import Assignment
from models.person import Holding, Person

LATER = at(date(2022, 2, 7))
KEEPER = "CB01"
"""Of the secretariat, and responsible for the work of Lập Thạch."""


def year() -> PlanDraft:
    whole = plan()
    mine = holding("LT-BT", KEEPER, is_head=True, roles=("secretariat",))
    return replace(whole, holdings=(mine, *(h for h in whole.holdings if h.person_code != KEEPER)))


@pytest.fixture
def loaded(engine: Engine) -> Engine:
    put(engine, year(), complete=True)
    return engine


def key_of(engine: Engine, code: str) -> int:
    with reading(engine) as session:
        return session.exec(select(Person).where(Person.code == code)).one().key


def refused(engine: Engine, draft: PlanDraft, **how: Any) -> list[tuple[str, str, str]]:
    with pytest.raises(PlanConflict) as caught:
        put(engine, draft, LATER, actor_id=key_of(engine, KEEPER), **how)
    return [(conflict.ref, conflict.key.rpartition(".")[2], conflict.name) for conflict in
            caught.value.difference.conflicts]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("target", Decimal(8)),
        ("weight", Decimal(3)),
        ("deadline", date(2022, 12, 15)),
        ("responsible", ("LT-CT",)),
    ],
)
def test_nobody_changes_their_own_assignment(loaded: Engine, name: str, value: Any) -> None:
    mine = with_assignment(year(), 0, **{name: value})
    shown = "officials" if name == "responsible" else name
    assert refused(loaded, mine) == [("KND@LT", "own", shown)]
    assert rows(loaded, Assignment)[0].target == Decimal(20)


@pytest.mark.parametrize(
    ("name", "value"), [("due_on", date(2022, 4, 29)), ("expected", Decimal(1))]
)
def test_nobody_changes_their_own_checkpoint(loaded: Engine, name: str, value: Any) -> None:
    mine = checkpoint_changed(year(), "Q1", **{name: value})
    assert refused(loaded, mine) == [("KND@LT/Q1", "own", name)]


def test_nobody_withdraws_their_own_work_by_leaving_it_out(loaded: Engine) -> None:
    left = replace(year(), assignments=year().assignments[1:])
    found = refused(loaded, left, complete=True)
    assert ("KND@LT", "own_standing", "") in found
    assert {ref.partition("/")[0] for ref, _, _ in found} == {"KND@LT"}


def test_nobody_changes_how_their_own_indicator_is_judged(loaded: Engine) -> None:
    other = replace(year(), indicators=(indicator("KND", cut_off_days=90), *year().indicators[1:]))
    assert refused(loaded, other) == [("KND", "own", "cut_off_days")]


def test_it_is_shown_before_anything_is_loaded(loaded: Engine) -> None:
    mine = with_assignment(year(), 0, target=Decimal(8))
    with reading(loaded) as session:
        found = difference(
            session, mine, complete=False, today=LATER.date(), actor_id=key_of(loaded, KEEPER)
        )
    assert [conflict.ref for conflict in found.conflicts] == ["KND@LT"]


def test_somebody_else_loads_it_and_they_load_what_is_not_theirs(loaded: Engine) -> None:
    put(loaded, with_assignment(year(), 1, target=Decimal(30)), LATER,
        actor_id=key_of(loaded, KEEPER))  # fmt: skip
    put(loaded, with_assignment(back(loaded), 0, target=Decimal(8)), LATER,
        actor_id=key_of(loaded, "CB00"))  # fmt: skip
    targets = {row.ref: row.target for row in rows(loaded, Assignment)}
    assert (targets["KND@SL"], targets["KND@LT"]) == (Decimal(30), Decimal(8))


def test_whoever_left_for_another_desk_decides_nothing_about_the_year_either(
    loaded: Engine,
) -> None:
    with writing(loaded) as session:
        held = session.exec(select(Holding).where(Holding.person_id == key_of(loaded, KEEPER)))
        for one in held:
            one.held_to = date(2022, 1, 20)
    mine = with_assignment(year(), 0, weight=Decimal(3))
    assert ("KND@LT", "own", "weight") in refused(loaded, mine)


def test_nobody_changes_the_rules_by_which_they_are_judged(loaded: Engine) -> None:
    kept = replace(back(loaded), calendar_days=())
    other = replace(kept, programme=replace(kept.programme, rule_set="ND-335-2025"))
    assert ("own", "rule_set") in {(key, name) for _, key, name in refused(loaded, other)}
    put(loaded, other, LATER, actor_id=key_of(loaded, "CB00"))


def test_nobody_takes_upon_themselves_what_others_did(loaded: Engine) -> None:
    """The first days of another desk that answers for work are somebody else's to enter."""
    kept = replace(back(loaded), calendar_days=())
    more = holding("SL-CT", KEEPER, valid_from=date(2022, 1, 10))
    found = refused(loaded, replace(kept, holdings=(*kept.holdings, more)))
    assert "own_past" in {key for _, key, _ in found}


@pytest.mark.parametrize("successor", [True, False])
def test_nobody_ends_their_own_holding_in_the_past(loaded: Engine, successor: bool) -> None:
    kept = replace(back(loaded), calendar_days=())
    ended = [
        replace(one, valid_to=date(2022, 1, 20)) if one.person_code == KEEPER else one
        for one in kept.holdings
    ]
    if successor:
        ended.append(holding("LT-BT", "CB77", valid_from=date(2022, 1, 21)))
    found = refused(loaded, replace(kept, holdings=tuple(ended)))
    assert ("own_past") in {key for _, key, _ in found}


def test_nobody_turns_their_own_lateness_by_a_day_off_of_a_plan(loaded: Engine) -> None:
    """LT's first quarter is overdue since 1/4; its last day as a day off would turn that."""
    kept = back(loaded)
    off = CalendarDayDraft(date(2022, 3, 31), is_working=False)
    changed = replace(kept, calendar_days=(*kept.calendar_days, off))
    with pytest.raises(PlanConflict) as caught:
        put(loaded, changed, at(date(2022, 4, 1)), actor_id=key_of(loaded, KEEPER))
    assert "own_day" in {
        conflict.key.rpartition(".")[2] for conflict in caught.value.difference.conflicts
    }


def test_results_that_pass_by_the_days_of_a_position_are_said(loaded: Engine) -> None:
    """A successor from February on, loaded in June: the first quarter was let pass by them."""
    held = list(year().holdings)
    number = next(n for n, one in enumerate(held) if one.position_code == "SL-BT")
    held[number] = holding("SL-BT", "CB77", is_head=True, valid_from=date(2022, 2, 1))
    draft = replace(year(), holdings=tuple(held))
    with reading(loaded) as session:
        late = difference(session, draft, complete=True, today=date(2022, 6, 1))
        soon = difference(session, draft, complete=True, today=date(2022, 2, 7))
    passes = [one for one in late.notes if one.key == "plan_load.note.passes_to"]
    assert [(one.ref, one.old, one.new) for one in passes] == [
        ("KND@SL/Q1 (2022)", "Cán bộ CB03", "Cán bộ CB77")
    ]
    assert not [note for note in soon.notes if note.key == "plan_load.note.passes_to"]


def test_nobody_goes_on_with_a_position_that_they_left(loaded: Engine) -> None:
    """By a last day that is taken back, all that the successor did since would be theirs, too."""
    with writing(loaded) as session:
        for one in session.exec(select(Holding).where(Holding.person_id == key_of(loaded, KEEPER))):
            one.held_to = date(2022, 1, 20)
    kept = replace(back(loaded), calendar_days=())
    again = [
        replace(one, valid_to=date(2022, 12, 31)) if one.person_code == KEEPER else one
        for one in kept.holdings
    ]
    assert "own_past" in {
        key for _, key, _ in refused(loaded, replace(kept, holdings=tuple(again)))
    }


def test_nobody_passes_a_result_of_their_own_by_anothers_days(loaded: Engine) -> None:
    """Somebody who is to have held the position beside them shares what they let pass."""
    kept = replace(back(loaded), calendar_days=())
    more = holding("LT-BT", "CB77", valid_from=date(2022, 2, 1))
    with pytest.raises(PlanConflict) as caught:
        put(loaded, replace(kept, holdings=(*kept.holdings, more)), at(date(2022, 6, 1)),
            actor_id=key_of(loaded, KEEPER))  # fmt: skip
    conflicts = caught.value.difference.conflicts
    assert ("KND@LT/Q1 (2022)", "plan_load.conflict.own_result") in {
        (one.ref, one.key) for one in conflicts
    }
