"""A position says whether it is a deputy head's: by the plan, else by its title, else as known."""

from dataclasses import replace
from pathlib import Path

import pytest
from plan_load_drafts import back, holding, plan, put
from sqlalchemy import Engine, select
from sqlmodel import col

from dondoc.services.plan.check.check import check
from dondoc.services.plan.write.workbook import write_plan
from dondoc.services.workbook.plan import HoldingDraft, PlanDraft
from dondoc.store.database import reading, writing
from models.person import Position


def with_posts(*posts: HoldingDraft) -> PlanDraft:
    return plan(
        units=plan().units, holdings=(*plan().holdings, *posts),
        committee_members=(), assignments=(), indicators=(),
    )  # fmt: skip


def is_deputy(engine: Engine, code: str = "LT-PB") -> bool:
    with reading(engine) as session:
        return session.scalars(select(Position).where(col(Position.code) == code)).one().deputy_head


@pytest.mark.parametrize(
    ("title", "said", "deputy"),
    [
        ("Phó Bí thư", None, True),
        ("Phó Bí thư", False, False),
        ("Ủy viên Thường vụ", None, False),
        ("Ủy viên Thường vụ", True, True),
    ],
)
def test_a_new_position_is_what_the_plan_says_else_its_title(
    engine: Engine, title: str, said: bool | None, deputy: bool
) -> None:
    post = holding("LT-PB", "CB08", title=title, is_deputy=said)
    put(engine, with_posts(post), complete=True)
    assert is_deputy(engine) is deputy
    assert put(engine, with_posts(post)).is_empty


def test_what_is_known_stays_until_the_plan_says_otherwise_or_the_title_is_another(
    engine: Engine,
) -> None:
    post = holding("LT-PB", "CB08", title="Ủy viên Thường vụ", is_deputy=True)
    put(engine, with_posts(post), complete=True)
    silent = replace(post, is_deputy=None)
    assert put(engine, with_posts(silent)).is_empty
    put(engine, with_posts(replace(silent, title="Chuyên viên")))
    assert not is_deputy(engine)
    put(engine, with_posts(replace(silent, title="Phó Bí thư")))
    assert is_deputy(engine)
    put(engine, with_posts(replace(post, title="Phó Bí thư", is_head=True)))
    assert not is_deputy(engine)  # whoever heads the unit stands beside nobody
    put(engine, with_posts(replace(post, title="Phó Bí thư", is_deputy=None)))
    assert is_deputy(engine)


def test_a_written_plan_brings_it_back(engine: Engine, tmp_path: Path) -> None:
    post = holding("LT-PB", "CB08", title="Phó Bí thư")
    put(engine, replace(plan(), holdings=(*plan().holdings, post)), complete=True)
    with writing(engine) as session:
        for code, deputy in (("LT-PB", False), ("LT-CT", True)):
            post = session.scalars(select(Position).where(col(Position.code) == code)).one()
            post.deputy_head = deputy
    draft = back(engine)
    said = {each.position_code: each.is_deputy for each in draft.holdings}
    assert (said["LT-PB"], said["LT-CT"], said["LT-BT"]) == (False, True, None)
    write_plan(draft, tmp_path / "plan.xlsx")
    checked = check(tmp_path / "plan.xlsx")
    assert checked.draft is not None
    assert {each.position_code: each.is_deputy for each in checked.draft.holdings} == said
    assert put(engine, checked.draft).is_empty
