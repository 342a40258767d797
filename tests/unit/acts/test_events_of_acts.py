"""What history keeps of an act beside its own words: what it found, and until when time is left."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from stages_of_one import ASKED, BEGUN, VERIFIED, at, deed

from dondoc.services.advance.events_of_acts import corrected_from, dates_of, time_left_by
from models.rules.checkpoints import Act, ResultFacts
from models.rules.stages import Stage

LATER = date(2022, 4, 29)
RESULT = ResultFacts(Decimal(7), delivered=True, quality=Decimal(90), objective_cause=True)
STANDS: dict[str, Any] = {
    "value": Decimal(7), "delivered": True, "quality": Decimal(90), "objective_cause": True,
}  # fmt: skip


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ({"value": Decimal(6)}, {"old_value": "7"}),
        ({"delivered": False}, {"old_delivered": True}),
        ({"quality": Decimal(80)}, {"old_quality": "90"}),
        ({"objective_cause": False}, {"old_objective_cause": True}),
        (STANDS, {}),
        ({}, {}),
    ],
)
def test_a_correction_keeps_what_it_found_and_changed(
    said: dict[str, Any], kept: dict[str, Any]
) -> None:
    before = replace(VERIFIED, result=RESULT)
    assert corrected_from(deed(Act.CORRECT, **said), before) == kept
    assert corrected_from(deed(Act.VERIFY, **said), before) == {}
    assert corrected_from(deed(Act.CORRECT, **said), BEGUN) == {}


def test_the_due_date_that_was_stands_beside_the_one_that_was_named() -> None:
    dates = {"old_due_on": "2022-03-31", "new_due_on": "2022-04-29"}
    assert dates_of(deed(Act.CHANGE_DUE, new_due_on=LATER), ASKED) == dates
    assert dates_of(deed(Act.REFUSE_EXTENSION), ASKED) == dates
    assert dates_of(deed(Act.VERIFY), ASKED) == {}
    assert dates_of(deed(Act.REFUSE_EXTENSION), BEGUN) == {}


def test_a_refused_request_says_until_when_time_is_left() -> None:
    after = replace(BEGUN, refused_on=date(2022, 4, 4))
    until = after.report_until
    assert until is not None and until > date(2022, 4, 8)
    last, past = (at(until.month, day) for day in (until.day, until.day + 1))
    kept = {"report_until": until.isoformat()}
    assert time_left_by(deed(Act.REFUSE_EXTENSION, when=last), after) == kept
    assert time_left_by(deed(Act.REFUSE_EXTENSION, when=past), after) == {}
    assert time_left_by(deed(Act.REPORT, when=last), after) == {}
    assert time_left_by(deed(Act.REFUSE_EXTENSION, when=last), BEGUN) == {}
    for stage in (Stage.REPORTED, Stage.EVALUATED):
        told = replace(after, stage=stage)
        assert time_left_by(deed(Act.REFUSE_EXTENSION, when=last), told) == {}
