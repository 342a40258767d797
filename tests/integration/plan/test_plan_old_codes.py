"""A position that answered for work is known by itself, whoever has its code since."""

from dataclasses import replace
from datetime import date

import pytest
from plan_load_drafts import compared, holding, plan, put, rows, with_assignment
from sqlalchemy import Engine

from dondoc.clock import at
from dondoc.services.work.answering.former_posts import former_posts, official_changes
from dondoc.services.workbook.plan import PlanDraft
from dondoc.store.database import reading
from models.assignment import Assignment
from models.person import Position

LATER = date(2022, 3, 10)


def named(*codes: str, draft: PlanDraft) -> PlanDraft:
    return with_assignment(draft, 0, responsible=codes)


def load(engine: Engine, draft: PlanDraft, *answers: str) -> None:
    doubts = compared(engine, draft, today=LATER).doubts
    sure = frozenset(
        doubt.sent_back(answer)
        for doubt in doubts
        for answer in doubt.answers
        if answer.value in answers
    )
    put(engine, draft, at(LATER), complete=True, sure=sure)


@pytest.mark.parametrize("others_first", [True, False])
def test_a_code_that_another_position_has_now_tells_of_the_one_that_had_it(
    engine: Engine, others_first: bool
) -> None:
    put(engine, plan(), complete=True)
    (first,) = [post.id for post in rows(engine, Position) if post.code == "LT-BT"]
    held = list(plan().holdings)
    held[1] = replace(held[1], position_code="LT-B1")
    recoded = replace(
        plan(holdings=tuple(held)),
        assignments=tuple(
            replace(each, responsible=tuple(c.replace("LT-BT", "LT-B1") for c in each.responsible))
            for each in plan().assignments
        ),
        committee_members=tuple(
            replace(each, position_code=each.position_code.replace("LT-BT", "LT-B1"))
            for each in plan().committee_members
        ),
    )
    before, after = named("LT-CT", draft=plan()), named("LT-CT", draft=recoded)
    if others_first:
        load(engine, before)
    load(engine, after, "position-code:LT-B1=LT-BT")
    another = holding("LT-BT", "CB07", title="Chuyên viên", email="cb07@vinhphuc.example")
    load(engine, replace(after, holdings=(*after.holdings, another)))
    assert [post.id for post in rows(engine, Position) if post.code == "LT-B1"] == [first]
    (work,) = [row.id for row in rows(engine, Assignment) if row.ref == "KND@LT"]
    second = next(post.id for post in rows(engine, Position) if post.code == "LT-CT")
    with reading(engine) as session:
        assert {post.position_id for post in former_posts(session, [work])} == {first, second}
        (change,) = official_changes(session)
    assert change.before == (first, second)
