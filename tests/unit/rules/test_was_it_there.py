"""That a product was there all along, against its report, is said expressly."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from finding_facts import DUE, FIRST, SECRETARIAT, UNDELIVERED

from models.rules.acts import Decision, decide
from models.rules.checkpoints import Act, ActFacts, CheckpointFacts, Refusal, ResultFacts
from models.rules.stages import Stage

WAITING = replace(UNDELIVERED, stage=Stage.REPORTED, result=None)
TWISTED = [(Act.VERIFY, WAITING), (Act.CORRECT, UNDELIVERED)]


def delivered(facts: CheckpointFacts, act: Act, day: date, **said: bool) -> Decision | Refusal:
    at = datetime(day.year, day.month, day.day, 2, tzinfo=UTC)
    told = {"delivered": True} | said
    return decide(facts, ActFacts(act, 2, SECRETARIAT, at, reason="vì", **told))  # type: ignore[arg-type]


@pytest.mark.parametrize(("act", "facts"), TWISTED)
def test_whoever_says_so_after_the_last_day_is_asked_whether_it_was_there_then(
    act: Act, facts: CheckpointFacts
):
    refusal = delivered(facts, act, date(2022, 5, 20))
    assert isinstance(refusal, Refusal)
    assert refusal.key == "refusal.was_it_there"
    assert refusal.params == (("day", FIRST.recorded_at.date()),)
    assert isinstance(delivered(facts, act, date(2022, 5, 20), confirmed=True), Decision)
    assert isinstance(delivered(facts, act, date(2022, 5, 20), delivered=False), Decision)


@pytest.mark.parametrize(("act", "facts"), TWISTED)
def test_on_the_last_day_it_is_in_time_anyhow(act: Act, facts: CheckpointFacts):
    assert isinstance(delivered(facts, act, DUE), Decision)


def test_what_the_report_said_to_be_there_and_what_is_accepted_already_is_not_asked():
    there = replace(FIRST, delivered=True)
    wrongly = replace(UNDELIVERED, result=ResultFacts(delivered=False, report=there))
    accepted = replace(UNDELIVERED, result=ResultFacts(delivered=True, report=FIRST))
    silent = replace(UNDELIVERED, report=None, result=ResultFacts(missing=True))
    for facts in (wrongly, accepted, silent):
        assert isinstance(delivered(facts, Act.CORRECT, date(2022, 5, 20)), Decision)
