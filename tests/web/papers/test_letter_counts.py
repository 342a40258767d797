"""What a letter of urging says of one checkpoint, and of several that were urged once each."""

from sites import Site
from sqlmodel import select
from unit_papers_of_sample import LATE, SECRETARIAT, paper_as

from dondoc.services.papers.paper import Paper, Paragraph
from dondoc.services.papers.unit_request import UnitPaperKind
from dondoc.store.database import writing
from models.message import Message, MessageState

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


def _letter(site: Site, unit_id: int) -> Paper:
    with writing(site.workplace.engine) as session:
        for message in session.exec(select(Message)):
            message.state = MessageState.SENT
    paper = paper_as(site, SECRETARIAT, UnitPaperKind.LETTER, unit_id)
    assert paper is not None
    return paper


def _said(paper: Paper) -> str:
    return " ".join(block.text for block in paper.blocks if isinstance(block, Paragraph))
