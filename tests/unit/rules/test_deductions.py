"""Which failed reviews and latenesses a checkpoint has, whatever cause each of them has."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import product

import pytest

from models.rules.acts import Decision, decide
from models.rules.calendar import calendar_of
from models.rules.checkpoints import Act, ActFacts, CheckpointFacts, ResultFacts
from models.rules.deductions import (
    current_term,
    deductions,
    deductions_and_foreseen,
    may_be_late,
    open_to_ask,
)
from models.rules.due import due_facts, due_state, in_time
from models.rules.objective_causes import CauseState, Deduction, ShortfallKind
from models.rules.roles import Role
from models.rules.stages import Stage
from models.rules.terms import Terms

CALENDAR = calendar_of((2021, 2024))
TERMS = Terms(CALENDAR, 5, 5)
BEGUN = CheckpointFacts(Stage.IN_PROGRESS, date(2022, 1, 10), date(2022, 3, 31), TERMS)
LATENESS, REVIEW = ShortfallKind.LATENESS, ShortfallKind.FAILED_REVIEW
OFFICIAL, SECRETARIAT = frozenset({Role.OFFICIAL}), frozenset({Role.SECRETARIAT})


def act(kind: Act, day: date, **said: object) -> ActFacts:
    roles = OFFICIAL if kind in (Act.REPORT, Act.ASK_CAUSE) else SECRETARIAT
    by = 1 if roles is OFFICIAL else 2
    at = datetime(day.year, day.month, day.day, 2, tzinfo=UTC)
    return ActFacts(kind, by, roles, at, reason="Có lý do", confirmed=True, **said)  # type: ignore[arg-type]


def played(*acts: ActFacts) -> CheckpointFacts:
    facts = BEGUN
    for each in acts:
        value = Decimal(1) if each.act is Act.REPORT else None
        decision = decide(facts, replace(each, value=value))
        assert isinstance(decision, Decision), decision
        facts = decision.facts
    return facts


def codes(facts: CheckpointFacts, today: date | None = None) -> list[str]:
    return [each.code for each in deductions(facts, today)]


LATE = date(2022, 4, 4)
RETURNED = act(Act.RETURN, date(2022, 4, 6), new_due_on=date(2022, 4, 20))


def test_what_came_in_time_has_neither() -> None:
    facts = played(act(Act.REPORT, date(2022, 3, 30)))
    assert codes(facts) == [] and not may_be_late(facts, 1)


def test_what_has_not_come_is_late_once_its_last_day_is_over() -> None:
    assert codes(BEGUN, date(2022, 3, 31)) == []
    assert codes(BEGUN, date(2022, 4, 1)) == ["lateness:1"]
    assert codes(BEGUN, None) == ["lateness:1"]
    assert may_be_late(BEGUN, 1) and not may_be_late(BEGUN, 2) and not may_be_late(BEGUN, 0)


def test_a_lateness_says_by_which_date_it_is_one_and_when_the_report_came() -> None:
    (late,) = deductions(played(act(Act.REPORT, LATE)), None)
    assert (late.due_on, late.reported_on) == (date(2022, 3, 31), LATE)
    assert (late.cause, late.cause_state, late.excused, late.happened) == (None, None, False, True)


def test_each_term_that_a_return_began_can_be_late_by_itself() -> None:
    once = played(act(Act.REPORT, LATE), RETURNED)
    assert codes(once, date(2022, 4, 20)) == ["lateness:1", "review:1"]
    assert current_term(once) == 2
    mended = played(act(Act.REPORT, LATE), RETURNED, act(Act.REPORT, date(2022, 4, 19)))
    assert codes(mended) == ["lateness:1", "review:1"]
    twice = played(act(Act.REPORT, LATE), RETURNED, act(Act.REPORT, date(2022, 4, 21)))
    assert codes(twice) == ["lateness:1", "lateness:2", "review:1"]
    (_, second, _) = deductions(twice, None)
    assert (second.due_on, second.reported_on) == (date(2022, 4, 20), date(2022, 4, 21))


def test_a_report_in_time_whose_mending_comes_late_has_the_second_lateness_alone() -> None:
    early = (act(Act.REPORT, date(2022, 3, 30)), act(Act.RETURN, date(2022, 3, 31),
             new_due_on=date(2022, 4, 8)))  # fmt: skip
    assert codes(played(*early, act(Act.REPORT, date(2022, 4, 11)))) == ["lateness:2", "review:1"]
    assert not may_be_late(played(*early), 1)


def test_a_return_that_leaves_the_date_as_it_was_ends_no_term() -> None:
    early = (act(Act.REPORT, date(2022, 3, 10)), act(Act.RETURN, date(2022, 3, 11)))
    late = played(*early, act(Act.REPORT, LATE))
    assert (codes(late), current_term(late)) == (["lateness:1", "review:1"], 1)
    (lateness, _) = deductions(late, None)
    assert (lateness.due_on, lateness.reported_on) == (date(2022, 3, 31), LATE)


def test_a_moved_date_begins_no_term() -> None:
    moved = played(
        act(Act.CHANGE_DUE, date(2022, 3, 29), new_due_on=date(2022, 4, 15)),
        act(Act.REPORT, date(2022, 4, 18)),
    )
    assert (codes(moved), current_term(moved)) == (["lateness:1"], 1)


@pytest.mark.parametrize(
    "days", list(product((30, 4), (8, 21), (25, 30))), ids=lambda days: "-".join(map(str, days))
)
def test_a_checkpoint_is_late_exactly_where_it_has_a_lateness(days: tuple[int, int, int]) -> None:
    first = date(2022, 3 if days[0] == 30 else 4, days[0])
    facts = played(
        act(Act.REPORT, first),
        act(Act.RETURN, date(2022, 4, 5), new_due_on=date(2022, 4, 12)),
        act(Act.REPORT, date(2022, 4, days[1])),
        act(Act.RETURN, date(2022, 4, 22), new_due_on=date(2022, 4, 29)),
        act(Act.REPORT, date(2022, 4, days[2])),
        act(Act.VERIFY, date(2022, 5, 5)),
    )
    latenesses = [code for code in codes(facts) if code.startswith("lateness")]
    assert bool(latenesses) is not in_time(due_facts(facts), CALENDAR)


def test_of_long_ago_only_the_latest_term_is_known() -> None:
    facts = replace(played(act(Act.REPORT, LATE), RETURNED), ended_terms=())
    assert codes(facts, date(2022, 4, 8)) == ["lateness:1", "review:1"]


def test_a_cause_changes_no_due_state_and_no_count() -> None:
    late = played(act(Act.REPORT, LATE), act(Act.VERIFY, date(2022, 4, 6)))
    cause = {"deduction": Deduction(LATENESS, 1), "since": date(2022, 3, 28)}
    excused = played(
        act(Act.REPORT, LATE), act(Act.VERIFY, date(2022, 4, 6)),
        act(Act.CONFIRM_CAUSE, date(2022, 4, 7), **cause),
    )  # fmt: skip
    day = date(2022, 4, 8)
    assert due_state(due_facts(excused), day, CALENDAR) is due_state(due_facts(late), day, CALENDAR)
    assert (excused.stage, excused.returns, excused.due_on) == (late.stage, 0, late.due_on)
    (only,) = deductions(excused, day)
    assert only.excused and only.cause_state is CauseState.CONFIRMED


def test_a_lateness_that_somebody_sees_coming_is_told_apart_from_one_that_came() -> None:
    asked = played(act(Act.ASK_CAUSE, date(2022, 3, 20), deduction=Deduction(LATENESS, 1),
                       since=date(2022, 3, 18)))  # fmt: skip
    day = date(2022, 3, 21)
    assert deductions(asked, day) == ()
    (foreseen,) = deductions_and_foreseen(asked, day)
    assert (foreseen.code, foreseen.happened, foreseen.excused) == ("lateness:1", False, False)
    assert foreseen.cause_state is CauseState.ASKED
    (late,) = deductions_and_foreseen(asked, date(2022, 4, 1))
    assert late.happened


def test_what_waits_or_is_excused_is_not_asked_again() -> None:
    facts = played(act(Act.REPORT, LATE), RETURNED)
    day = date(2022, 4, 7)
    open_now = [Deduction(LATENESS, 1), Deduction(LATENESS, 2), Deduction(REVIEW, 1)]
    assert list(open_to_ask(facts, day)) == open_now
    ask = act(Act.ASK_CAUSE, day, deduction=Deduction(REVIEW, 1), since=LATE)
    asked = decide(facts, ask)
    assert isinstance(asked, Decision)
    assert list(open_to_ask(asked.facts, day)) == open_now[:2]


def test_the_mark_for_all_of_before_excuses_whatever_there_is() -> None:
    facts = played(act(Act.REPORT, LATE), RETURNED, act(Act.REPORT, date(2022, 4, 21)))
    marked = replace(facts, result=ResultFacts(objective_cause=True))
    assert all(each.excused and each.by_mark_for_all for each in deductions(marked, None))
    assert open_to_ask(marked, date(2022, 4, 22)) == ()
