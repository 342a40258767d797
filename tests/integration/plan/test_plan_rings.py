"""Rings of three are asked about as exchanges of two are."""

from dataclasses import replace

from plan_changes import asked, with_positions
from plan_load_drafts import holding, plan, put
from sqlalchemy import Engine

from dondoc.services.workbook.plan import UnitDraft

TU, LT, SL = plan().units


def test_a_ring_of_three_positions_is_asked_about(engine: Engine):
    put(engine, plan())
    ring = with_positions(LT_CT={"unit_code": "SL"}, SL_CT={"unit_code": "TU"},
                          TU_TK={"unit_code": "LT"})  # fmt: skip
    assert asked(engine, ring) == ["position"] * 3
    titles = [{"title": f"Chức vụ {code}"} for code in ("LT-CT", "LT-PCT", "LT-BT")]
    third = holding("LT-PCT", "CB09")
    put(engine, plan(holdings=(*plan().holdings, third)))
    ring = with_positions(LT_BT=titles[0], LT_CT=titles[1])
    ring = replace(ring, holdings=(*ring.holdings, replace(third, **titles[2])))
    assert asked(engine, ring) == ["position"] * 3


def test_a_ring_through_units_and_titles_is_asked_about(engine: Engine):
    put(engine, plan())
    ring = with_positions(
        LT_BT={"unit_code": "SL", "title": "Chức vụ SL-CT"},
        SL_CT={"unit_code": "LT", "title": "Chức vụ LT-CT"},
        LT_CT={"title": "Chức vụ LT-BT"},
    )
    assert asked(engine, ring) == ["position"] * 3


def test_a_ring_of_three_districts_is_asked_about(engine: Engine):
    td = UnitDraft("TD", "Huyện Tam Đảo", "localities", "TU")
    put(engine, plan(units=(TU, LT, SL, td)))
    ring = plan(
        units=(
            TU,
            replace(LT, name="Huyen Song Lo"),  # typed without marks, it is the other's name still
            replace(SL, name=td.name),
            replace(td, name=LT.name),
        )
    )
    assert asked(engine, ring) == ["unit"] * 3
