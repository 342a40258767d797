"""Two people's codes exchanged in a plan: what stays with a code is named when that is asked."""

from dataclasses import replace
from datetime import date

import pytest
from plan_load_drafts import compared, plan, put, rows
from sqlalchemy import Engine
from sqlmodel import select

from dondoc.i18n import translator
from dondoc.services.plan.load.doubt import Doubt
from dondoc.services.workbook.plan import PlanDraft
from dondoc.store.database import writing
from models.person import Holding, Person, Position, Preference

ONE, OTHER = plan().holdings[1], plan().holdings[2]


def exchanged() -> PlanDraft:
    """Each keeps name, address and position, and gets the other's code."""
    codes = {ONE.person_code: OTHER.person_code, OTHER.person_code: ONE.person_code}
    return plan(
        holdings=tuple(
            replace(row, person_code=codes.get(row.person_code, row.person_code))
            for row in plan().holdings
        )
    )


@pytest.fixture
def known(engine: Engine) -> dict[str, int]:
    put(engine, plan())
    return {row.code: row.id for row in rows(engine, Person)}


def name_doubts(engine: Engine) -> dict[str, Doubt]:
    doubts = compared(engine, exchanged()).doubts
    return {doubt.params["code"]: doubt for doubt in doubts if doubt.key == "plan_load.doubt.name"}


def test_a_planned_hand_over_is_named(engine: Engine, known: dict[str, int]) -> None:
    before = name_doubts(engine)
    wanted = plan().holdings[0].position_code
    third = next(row for row in rows(engine, Position) if row.code == wanted)
    with writing(engine) as session:
        session.add(
            Holding(
                position_id=third.id,
                person_id=known[ONE.person_code],
                held_from=date(2022, 6, 1),
            )
        )
    after = name_doubts(engine)
    text = after[ONE.person_code].text(translator("vi"))
    assert f"vẫn theo mã {ONE.person_code}, tức sẽ là của {OTHER.person_name}" in text
    assert f"{third.title}, " in text and "(01/06/2022)" in text
    assert after[OTHER.person_code] == before[OTHER.person_code]
    # Who said yes before it was planned has not seen it.
    answer = before[ONE.person_code].answers[0]
    assert before[ONE.person_code].sent_back(answer) != after[ONE.person_code].sent_back(answer)


def test_an_absence_is_named_for_both_and_not_once_it_is_over(
    engine: Engine, known: dict[str, int]
) -> None:
    with writing(engine) as session:
        session.add(
            Preference(
                person_id=known[ONE.person_code],
                deputy_id=known[OTHER.person_code],
                paused_from=date(2022, 1, 8),
                paused_to=date(2022, 1, 14),
            )
        )
    for doubt in name_doubts(engine).values():
        text = doubt.text(translator("vi"))
        assert f"(đồng chí {OTHER.person_name} thay đồng chí {ONE.person_name})" in text
    with writing(engine) as session:
        for row in session.exec(select(Preference)):
            row.paused_to = date(2022, 1, 9)
    assert not any(doubt.besides for doubt in name_doubts(engine).values())
