"""What a letter of urging says of one checkpoint, and of several that were urged once each."""

from datetime import date

import pytest
from sites import Site
from sqlmodel import Session, col, select
from unit_papers_of_sample import LATE, SECRETARIAT, paper_as

from dondoc.services.papers.layouts import PaperForm
from dondoc.services.papers.of_digest import PaperOrder
from dondoc.services.papers.paper import IssuingBody, Paper, Paragraph
from dondoc.services.papers.unit_request import UnitPaperKind
from dondoc.services.papers.urging_letter import rows_to_urge
from dondoc.services.sample.fill import SAMPLE_DAY
from dondoc.store.database import writing
from models.assignment import AssignmentOfficial, Checkpoint
from models.message import Message, MessageLine, MessageState
from models.nudge import Nudge, NudgeKind
from models.person import Holding, Person, Position
from models.programme import Programme
from models.rules.roles import Audience

SILENT = 40
"""Sở Ngoại vụ, which never answers."""
SEVERAL_LATE = 27
"""Sở Tài chính: of two, one was urged and one never was."""


def test_a_letter_speaks_of_one_as_of_one(site: Site) -> None:
    said = _said(_letter(site, LATE))
    assert "Mốc này đã được nhắc việc, đôn đốc 1 lần" in said
    assert not [words for words in ("Các mốc", "mốc chậm nhất", "Mốc nào") if words in said]


def test_several_that_were_urged_once_are_not_called_urged_often(site: Site) -> None:
    letter = _letter(site, SEVERAL_LATE)
    times = [int(row.cells[5]) for row in letter.tables[0].rows if row.kind == "line"]
    urged = sum(one > 0 for one in times)
    assert len(times) > urged > 0
    said = f"Trong các mốc này, {urged} mốc đã được nhắc việc, đôn đốc, cộng {sum(times)} lượt"
    assert said in _said(letter) and "Mốc nào" in _said(letter)


def test_where_all_were_urged_it_says_all_of_them(site: Site) -> None:
    """ "Trong các mốc này, 2 mốc" reads as if others were not."""
    with writing(site.workplace.engine) as session:
        late = _late(session, SEVERAL_LATE)
        query = (
            select(Nudge, MessageLine)
            .join(MessageLine, col(MessageLine.nudge_id) == col(Nudge.id))
            .where(col(Nudge.checkpoint_id).in_(late), Nudge.audience == Audience.LEAD)
        )
        nudge, line = session.exec(query.where(Nudge.kind == NudgeKind.DEADLINE)).all()[0]
        [other] = late - {nudge.checkpoint_id}
        told = Nudge(**nudge.model_dump(exclude={"id"}) | {"checkpoint_id": other})
        session.add(told)
        session.flush()
        session.add(MessageLine(**line.model_dump(exclude={"id"}) | {"nudge_id": told.id}))
    letter = _letter(site, SEVERAL_LATE)
    times = [int(row.cells[5]) for row in letter.tables[0].rows if row.kind == "line"]
    assert all(times) and len(times) > 1
    assert f"Cả {len(times)} mốc này đã được nhắc việc, đôn đốc" in _said(letter)


@pytest.mark.parametrize(("more", "others"), [(2, 0), (6, 4)])
def test_all_who_answer_are_named_but_where_they_are_many(
    site: Site, more: int, others: int
) -> None:
    """Only two of them were named, without a word of the others."""
    with writing(site.workplace.engine) as session:
        late = Checkpoint.id == _late(session, LATE).pop()
        work = session.exec(select(Checkpoint.assignment_id).where(late)).one()
        of_work = col(AssignmentOfficial.assignment_id) == work
        named = session.exec(select(AssignmentOfficial.position_id).where(of_work)).all()
        posts = session.exec(select(Position).where(col(Position.id).not_in(named))).all()[:more]
        for rank, post in enumerate(posts, len(named)):
            session.add(AssignmentOfficial(assignment_id=work, position_id=post.id, rank=rank))
    cell = _letter(site, LATE).tables[0].rows[0].cells[4]
    assert cell.count(";") == (1 if others else len(named) + more - 1)
    assert cell.endswith(f"và {len(named) + more - 2} người khác") == bool(others)


def test_work_is_asked_of_whoever_holds_it_today(site: Site) -> None:
    """Whoever let it pass in silence had left, and the unit was asked to direct them."""
    with writing(site.workplace.engine) as session:
        left = session.exec(select(Holding).where(Holding.person_id == _head(session).id)).one()
        other = session.exec(select(Person).where(Person.code == "CB-HCCB2")).one()
        left.held_to = date(2022, 4, 30)
        session.add(
            Holding(position_id=left.position_id, person_id=other.key, held_from=date(2022, 5, 1))
        )
        before, now = _head(session).full_name, other.full_name
    rows = _letter(site, SILENT).tables[0].rows
    named = [row.cells[4] for row in rows if row.kind == "line"]
    assert any("không báo cáo" in row.cells[1] for row in rows)
    inherited = f"{now} (tiếp nhận từ 01/05/2022, quá hạn từ thời người tiền nhiệm {before})"
    assert named and all(each.startswith(inherited) for each in named)


def _head(session: Session) -> Person:
    """Who heads the unit that never answers, when the sample begins."""
    return session.exec(select(Person).where(Person.code == "CB-SNGV1")).one()


def _late(session: Session, unit_id: int) -> set[int]:
    """What is overdue at a unit on the sample's day, by key."""
    programme = session.exec(select(Programme)).one()
    order = PaperOrder(PaperForm.STATE, SAMPLE_DAY, IssuingBody())
    return {row.checkpoint_id for row in rows_to_urge(session, programme, unit_id, order)}


def _letter(site: Site, unit_id: int) -> Paper:
    with writing(site.workplace.engine) as session:
        for message in session.exec(select(Message)):
            message.state = MessageState.SENT
    paper = paper_as(site, SECRETARIAT, UnitPaperKind.LETTER, unit_id)
    assert paper is not None
    return paper


def _said(paper: Paper) -> str:
    return " ".join(block.text for block in paper.blocks if isinstance(block, Paragraph))
