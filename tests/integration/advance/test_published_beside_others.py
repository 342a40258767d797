"""Grades are published while others act on the same work: on PostgreSQL, where they can."""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from deciding_world import PUBLISHED, DecidingWorld, deciding
from sqlalchemy import select

from dondoc.errors import Refused
from dondoc.services.audit.verify import verify
from dondoc.services.evaluation.decisions.work_evaluated import WorkEvaluation
from dondoc.store.database import open_engine, reading
from models.rules.checkpoints import Act
from models.rules.evaluation_course.rounds import RoundAct
from models.rules.stages import Stage
from models.verdict import Evaluation

pytestmark = pytest.mark.slow


@pytest.fixture
def world(fresh_postgres_url: str, tmp_path: Path) -> Iterator[DecidingWorld]:
    engine = open_engine(fresh_postgres_url)
    yield deciding(engine, tmp_path).decided()
    engine.dispose()


def before_holding(monkeypatch: pytest.MonkeyPatch, act: Callable[[], None]) -> None:
    """Somebody acts between what a publication reads and what it holds."""
    hold_each = WorkEvaluation.hold_each

    def held(self: WorkEvaluation, programme: Any, refs: Iterable[str]) -> None:
        act()
        hold_each(self, programme, refs)

    monkeypatch.setattr(WorkEvaluation, "hold_each", held)


@pytest.mark.parametrize("value", [10, 4], ids=["same", "other"])
@pytest.mark.parametrize("drained", [False, True])
def test_a_correction_meanwhile_outdates_the_decision_and_nothing_is_published(
    world: DecidingWorld, monkeypatch: pytest.MonkeyPatch, value: int, drained: bool
) -> None:
    def correct() -> None:
        world.act(Act.CORRECT, "dung", PUBLISHED, value=Decimal(value), reason="Ghi nhầm")
        if drained:
            world.advance(PUBLISHED)

    before_holding(monkeypatch, correct)
    with pytest.raises(Refused, match="outdated"):
        world.steps_round(RoundAct.PUBLISH)
    world.advance(PUBLISHED)
    assert set(world.stages().values()) == {Stage.VERIFIED}


def test_of_several_who_publish_at_once_one_does(world: DecidingWorld) -> None:
    def publish(_nth: int) -> str:
        try:
            return world.steps_round(RoundAct.PUBLISH).kind.value
        except Refused as error:
            return error.key.rpartition(".")[2]

    with ThreadPoolExecutor(4) as people:
        told = sorted(people.map(publish, range(4)))
    assert told == ["published", *["published_before"] * 3]
    world.advance(PUBLISHED)
    assert set(world.stages().values()) == {Stage.EVALUATED}
    with reading(world.engine) as session:
        assert len(session.scalars(select(Evaluation)).all()) == 1
        assert not verify(session).findings
