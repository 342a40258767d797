"""The decision on paper rests on every session in which its rows were decided."""

from datetime import date
from decimal import Decimal
from pathlib import Path

from course_world import context_of
from deciding_world import HELD, DecidingWorld, deciding
from sqlalchemy import Engine, select
from sqlmodel import col

from dondoc.services.organisation.viewer import open_viewer
from dondoc.services.papers.layouts import PaperForm
from dondoc.services.papers.of_digest import PaperOrder
from dondoc.services.papers.of_evaluation.make import evaluation_paper
from dondoc.services.papers.of_evaluation.request import EvaluationPaperRequest
from dondoc.services.papers.paper import IssuingBody, Paper, PaperTable
from dondoc.store.database import reading
from models.person import Person
from models.programme import Programme
from models.rules.checkpoints import Act
from models.rules.evaluation import Grade
from models.rules.evaluation_course.papers import EvaluationPaperKind

LATER = date(2022, 5, 20)
FIRST, SECOND, EMPTY = (f"phiên họp của {body}" for body in ("Ban Một", "Ban Hai", "Ban Không"))


def paper_of(
    world: DecidingWorld,
    session_id: int | None = None,
    kind: EvaluationPaperKind = EvaluationPaperKind.DECISION,
) -> Paper:
    with reading(world.engine) as session:
        person = session.scalars(select(Person).where(col(Person.code) == "dung")).one()
        viewer = open_viewer(session, person, session.scalars(select(Programme)).one(), LATER)
        order = PaperOrder(PaperForm.STATE, LATER, IssuingBody("Văn phòng", place="Vĩnh Phúc"))
        request = EvaluationPaperRequest(kind, session_id=session_id)
        made = evaluation_paper(session, context_of(session, LATER), viewer, request, order)
    assert made
    return made.paper


def test_every_session_that_decided_is_cited_and_no_other(engine: Engine, tmp_path: Path) -> None:
    world = deciding(engine, tmp_path)
    world.calls(body="Ban Một")
    first = world.session_id
    world.decides({"of": "an", "grade": Grade.EXCELLENT}, by="em")
    world.closes()
    world.calls(LATER, body="Ban Hai")
    row = {"of": "binh", "grade": None, "reason": "Không có việc đến hạn"}
    world.decides(row, by="em", day=LATER)
    world.closes(LATER)
    world.calls(LATER, body="Ban Không")
    for meant in (None, first):
        paper = paper_of(world, meant)
        cited = [ground for ground in paper.grounds if "phiên họp" in ground]
        assert [each.split("Căn cứ biên bản ")[1] for each in cited] == [
            f"{FIRST} ngày {HELD:%d/%m/%Y}", f"{SECOND} ngày {LATER:%d/%m/%Y}",
        ]  # fmt: skip
        assert not any(EMPTY in ground for ground in paper.grounds)
        assert paper.issuer and paper.issuer.name == "Ban Hai"


def test_one_rule_set_of_leaders_and_others_is_cited_once(engine: Engine, tmp_path: Path) -> None:
    grounds = paper_of(deciding(engine, tmp_path).decided()).grounds
    assert sum("Nghị định 335" in each for each in grounds) == 1


def test_what_is_to_be_decided_again_is_not_approved(engine: Engine, tmp_path: Path) -> None:
    world = deciding(engine, tmp_path).decided()
    world.act(Act.CORRECT, "dung", LATER, value=Decimal(5), reason="Đếm lại")
    world.advance(LATER)
    said = str(paper_of(world).blocks)
    assert "đối với 1 người, gồm: 1 người không xếp loại" in said
    assert "xuất sắc" not in said
    assert "1 người phải quyết định lại" in said
    (table,) = paper_of(world, kind=EvaluationPaperKind.DECISION_LIST).blocks
    assert isinstance(table, PaperTable)
    assert [str(row.cells[-1]) for row in table.rows] == ["Không xếp loại"]
    assert table.after.startswith("Còn 1 người phải quyết định lại")
