"""Each term that ran out before its report came is one lateness, with its working days."""

from datetime import date

import pytest

from dondoc.clock import at
from models.rules.calendar import calendar_of
from models.rules.checkpoints import ReturnedReport, Wait
from models.rules.due import DueFacts
from models.rules.scoring.lateness import late_terms
from models.rules.stages import Stage

DUE = date(2022, 3, 31)  # a Thursday
NEW = date(2022, 4, 14)
TODAY = date(2022, 5, 20)
CALENDAR = calendar_of([2022])
BACK = ReturnedReport(DUE, date(2022, 4, 5))  # three working days late


@pytest.mark.parametrize(
    ("facts", "terms"),
    [
        (DueFacts(Stage.VERIFIED, DUE, at(DUE)), []),
        (DueFacts(Stage.VERIFIED, DUE, at(date(2022, 4, 4))), [(DUE, date(2022, 4, 4), 2)]),
        (DueFacts(Stage.VERIFIED, DUE, at(date(2022, 4, 2))), [(DUE, date(2022, 4, 2), 1)]),
        (DueFacts(Stage.VERIFIED, DUE, None), [(DUE, None, 0)]),
        (DueFacts(Stage.VERIFIED, NEW, at(NEW), returned=ReturnedReport(DUE, DUE)), []),
        (DueFacts(Stage.VERIFIED, NEW, at(NEW), returned=BACK), [(DUE, BACK.reported_on, 3)]),
        (
            DueFacts(Stage.VERIFIED, NEW, at(date(2022, 4, 16)), returned=BACK),
            [(DUE, BACK.reported_on, 3), (NEW, date(2022, 4, 16), 1)],
        ),
        (
            DueFacts(Stage.VERIFIED, NEW, at(date(2022, 4, 15)), returned=BACK),
            [(DUE, BACK.reported_on, 3), (NEW, date(2022, 4, 15), 1)],
        ),
        (
            DueFacts(Stage.VERIFIED, NEW, at(date(2022, 4, 15)), returned=ReturnedReport(DUE, DUE)),
            [(NEW, date(2022, 4, 15), 1)],
        ),
        (
            DueFacts(
                Stage.VERIFIED,
                DUE,
                at(date(2022, 4, 12)),
                returned=BACK,
                waits=(Wait(BACK.reported_on, date(2022, 4, 8)),),
            ),
            [(DUE, BACK.reported_on, 5)],
        ),
        (
            DueFacts(Stage.IN_PROGRESS, NEW, None, returned=BACK),
            [(DUE, BACK.reported_on, 3), (NEW, None, 26)],
        ),
    ],
)
def test_the_latenesses_of_a_checkpoint(
    facts: DueFacts, terms: list[tuple[date, date | None, int]]
) -> None:
    found = late_terms(facts, TODAY, CALENDAR)
    assert [(term.due_on, term.reported_on, term.days) for term in found] == terms
