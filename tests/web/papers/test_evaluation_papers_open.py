"""Papers of an evaluation of what nobody entered or decided yet."""

import pytest
from evaluation_papers import (
    DECIDED,
    evaluation_paper_as,
    made,
    round_of_sample,
)
from sites import Site
from sqlalchemy import delete

from dondoc.errors import BadInput
from dondoc.services.papers.write import FileFormat, written
from dondoc.store.database import writing
from models.evaluation_round import EvaluationVote
from models.rules.evaluation_course.papers import EvaluationPaperKind

Kind = EvaluationPaperKind


@pytest.fixture
def bare_round(site: Site) -> tuple[Site, int]:
    return site, round_of_sample(site.workplace, bare=True)


def test_minutes_leave_votes_open_that_nobody_entered(site: Site) -> None:
    held = (site, round_of_sample(site.workplace), [])
    with writing(site.workplace.engine) as session:
        session.execute(delete(EvaluationVote))
    votes = made(held, Kind.MINUTES).tables[0]
    assert [row.cells[2:9] for row in votes.rows] == [("……",) * 6 + ("15",)] * DECIDED
    assert all(row.cells[9].startswith("Hoàn thành") for row in votes.rows)
    assert written(made(held, Kind.MINUTES), FileFormat.XLSX)


def test_without_anything_decided_there_is_no_decision(bare_round: tuple[Site, int]) -> None:
    site, round_id = bare_round
    for kind, key in (
        (Kind.DECISION, "papers.error.nobody_decided"),
        (Kind.MINUTES, "papers.error.no_session"),
    ):
        with pytest.raises(BadInput) as refused:
            evaluation_paper_as(site.workplace, round_id, kind)
        assert refused.value.key == key
