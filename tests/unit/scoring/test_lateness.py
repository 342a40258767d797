"""Each lateness has its working days: without those that a report lay until it was sent back."""

from dataclasses import replace
from datetime import date

import pytest

from dondoc.clock import at
from models.rules.calendar import calendar_of
from models.rules.checkpoints import CheckpointFacts, ReportFacts, ResultFacts
from models.rules.deductions import deductions
from models.rules.returned_reports import ReturnedReport, Wait
from models.rules.scoring.lateness import days_of
from models.rules.stages import Stage
from models.rules.terms import Terms

DUE = date(2022, 3, 31)  # a Thursday
NEW = date(2022, 4, 14)
TODAY = date(2022, 5, 20)
BACK = ReturnedReport(DUE, date(2022, 4, 5))  # three working days late
FACTS = CheckpointFacts(
    Stage.VERIFIED, date(2022, 1, 1), DUE, Terms(calendar_of([2022]), 10, 5), result=ResultFacts()
)


def reported(day: date, due_on: date = DUE) -> CheckpointFacts:
    return replace(FACTS, due_on=due_on, report=ReportFacts(at(day), 1))


@pytest.mark.parametrize(
    ("facts", "days"),
    [
        (reported(DUE), []),
        (reported(date(2022, 4, 4)), [2]),
        (reported(date(2022, 4, 2)), [1]),
        (FACTS, [0]),  # verified without any report: late by no number of days
        (replace(reported(NEW, NEW), returned=BACK, ended_terms=(BACK,)), [3]),
        (replace(reported(date(2022, 4, 18), NEW), returned=BACK, ended_terms=(BACK,)), [3, 2]),
        (
            replace(
                reported(date(2022, 4, 12)),
                returned=BACK,
                waits=(Wait(BACK.reported_on, date(2022, 4, 8)),),
            ),
            [5],
        ),
        (
            replace(
                reported(NEW, NEW),
                stage=Stage.IN_PROGRESS,
                report=None,
                result=None,
                returned=BACK,
                ended_terms=(BACK,),
            ),
            [3, 26],
        ),
    ],
)
def test_the_days_of_each_lateness(facts: CheckpointFacts, days: list[int]) -> None:
    late = deductions(facts, TODAY)
    assert [days_of(each, facts, TODAY) for each in late] == days
