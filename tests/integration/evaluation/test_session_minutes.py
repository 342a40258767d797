"""The minutes of a session as a paper: what it decided, whatever is decided elsewhere later."""

from datetime import date
from decimal import Decimal
from pathlib import Path

from course_world import context_of
from deciding_world import DecidingWorld, deciding
from sqlalchemy import Engine

from dondoc.services.papers.layouts import PaperForm
from dondoc.services.papers.of_digest import PaperOrder
from dondoc.services.papers.of_evaluation.evaluation_words import EvaluationWords
from dondoc.services.papers.of_evaluation.figures import figures_of, in_order
from dondoc.services.papers.of_evaluation.session_papers import minutes, session_of
from dondoc.services.papers.paper import IssuingBody, Paper, PaperTable
from dondoc.store.database import reading
from models.rules.checkpoints import Act
from models.rules.evaluation import Grade

LATER = date(2022, 5, 20)


def test_the_minutes_keep_what_their_session_decided(engine: Engine, tmp_path: Path) -> None:
    world = deciding(engine, tmp_path).decided()
    first = world.session_id
    world.act(Act.CORRECT, "dung", LATER, value=Decimal(5), reason="Đếm lại")
    world.advance(LATER)
    world.calls(LATER)
    anew = {"of": "an", "grade": Grade.COMPLETED, "reason": "Theo số đã đếm lại"}
    assert not world.decides(anew, by="em", day=LATER).refused
    assert _results(world, first) == ["Không xếp loại", "Hoàn thành xuất sắc nhiệm vụ"]
    assert _results(world, world.session_id) == ["Hoàn thành nhiệm vụ"]


def test_the_minutes_say_why_where_votes_were_equal(engine: Engine, tmp_path: Path) -> None:
    world = deciding(engine, tmp_path)
    world.calls()
    tied = {"of": "an", "grade": Grade.EXCELLENT, "votes": {Grade.EXCELLENT: 4, Grade.GOOD: 4}}
    assert not world.decides(tied | {"reason": "Theo ý kiến chủ trì"}).refused
    assert "lý do: Theo ý kiến chủ trì" in str(_paper(world, world.session_id).blocks)
    tied["votes"] = {Grade.EXCELLENT: 5, Grade.GOOD: 4}
    assert not world.decides(tied | {"reason": "Theo ý kiến chủ trì"}).refused
    assert "lý do:" not in str(_paper(world, world.session_id).blocks)


def _results(world: DecidingWorld, session_id: int) -> list[str]:
    """The last column of the table of votes."""
    blocks = _paper(world, session_id).blocks
    (votes,) = (each for each in blocks if isinstance(each, PaperTable) and each.is_compact)
    return [str(row.cells[-1]) for row in votes.rows]


def _paper(world: DecidingWorld, session_id: int) -> Paper:
    order = PaperOrder(PaperForm.STATE, LATER, IssuingBody("Văn phòng"))
    with reading(world.engine) as session:
        context = context_of(session, LATER)
        held = session_of(session, context, session_id)
        assert held is not None
        people = figures_of(session, context, in_order(session, context))
        return minutes(context, people, held, order, EvaluationWords(order))
