"""What a receipt says of a report: whether it stands, and which of two came later."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from dondoc.services.reports.form_context import outcome_of
from models.rules.calendar import calendar_of
from models.rules.checkpoints import CheckpointFacts, ReportFacts
from models.rules.stages import Stage
from models.rules.terms import Terms

AT = datetime(2022, 3, 30, 3, tzinfo=UTC)
FACTS = CheckpointFacts(
    Stage.REPORTED, date(2022, 1, 1), date(2022, 3, 31), Terms(calendar_of([2022]), 5, 5)
)


@pytest.mark.parametrize("seconds", [-1, 0, 1])
def test_which_report_came_later_is_narrative_by_what_was_written_later(seconds: int) -> None:
    """Who waits for another has an earlier moment, and is written after them."""
    stands = ReportFacts(AT.replace(second=30 + seconds), by=1, id=8)
    facts = replace(FACTS, report=stands)
    assert outcome_of(facts, 7) == "replaced"
    assert outcome_of(facts, 8) == "waits"
    assert outcome_of(facts, 9, sent_back=True) == "not_made_good"
