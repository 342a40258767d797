"""What an allowed act leaves behind: the facts afterwards, and the stages passed through."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from stages_of_one import (
    ASKED,
    ASSIGNED,
    BEGUN,
    DUE,
    EVALUATED,
    KEEPER,
    OFFICIAL,
    REPORTED,
    SENT,
    SILENT,
    VERIFIED,
    after,
    at,
    deed,
)

from models.rules.acts import Decision, decide
from models.rules.checkpoints import Act, ActFacts, CheckpointFacts, ResultFacts
from models.rules.indicators import Basis
from models.rules.stages import Stage, Standing

NEW = date(2022, 4, 12)
PRODUCT = replace(REPORTED, is_product=True, report=replace(SENT, delivered=True))
FOUND = replace(SILENT, is_product=True, result=ResultFacts(delivered=False, report=SENT))

PATHS = [
    (ASSIGNED, deed(Act.REPORT, OFFICIAL, value=Decimal(1)), (Stage.IN_PROGRESS, Stage.REPORTED)),
    (ASSIGNED, deed(Act.ACKNOWLEDGE, OFFICIAL), (Stage.IN_PROGRESS,)),
    (ASSIGNED, deed(Act.NOT_REPORTED, when=at(4, 8)), (Stage.IN_PROGRESS, Stage.VERIFIED)),
    (BEGUN, deed(Act.REPORT, OFFICIAL, value=Decimal(1)), (Stage.REPORTED,)),
    (BEGUN, deed(Act.UPDATE, OFFICIAL), ()),
    (REPORTED, deed(Act.REPORT, OFFICIAL, at(3, 31), value=Decimal(1), by=1), ()),
    (REPORTED, deed(Act.RETURN, reason="x", new_due_on=NEW), (Stage.IN_PROGRESS,)),
    (VERIFIED, deed(Act.CORRECT, value=Decimal(6), reason="x"), ()),
    (EVALUATED, deed(Act.CORRECT, value=Decimal(6), reason="x"), (Stage.VERIFIED,)),
    (SILENT, deed(Act.REPORT, OFFICIAL, value=Decimal(1)), (Stage.REPORTED,)),
    (ASKED, deed(Act.REFUSE_EXTENSION, reason="x"), ()),
]


@pytest.mark.parametrize(("facts", "given", "path"), PATHS, ids=range(len(PATHS)))
def test_it_passes_through_the_stages_of_the_table(
    facts: CheckpointFacts, given: ActFacts, path: tuple[Stage, ...]
) -> None:
    decision = decide(facts, given)
    assert isinstance(decision, Decision)
    assert decision.path == path
    assert decision.facts.stage is (path[-1] if path else facts.stage)
    assert decision.facts.last_act_on == given.today


def test_what_the_verifier_does_not_say_is_as_it_was_reported() -> None:
    reported = replace(REPORTED, report=replace(SENT, basis=Basis.ESTIMATE))
    plain = after(reported, deed(Act.VERIFY, quality=Decimal(95), objective_cause=True))
    assert plain.result == ResultFacts(
        Decimal(7), basis=Basis.ESTIMATE, quality=Decimal(95), objective_cause=True,
        report=reported.report,
    )  # fmt: skip
    other = after(reported, deed(Act.VERIFY, value=Decimal(6), reason="x"))
    assert other.result == ResultFacts(Decimal(6), basis=Basis.ACTUAL, report=reported.report)


def test_nothing_at_all_is_a_result_that_a_verifier_can_find() -> None:
    none = after(REPORTED, deed(Act.VERIFY, value=Decimal(0), reason="x"))
    assert none.result == ResultFacts(Decimal(0), report=SENT)


def test_a_product_is_verified_as_it_was_reported_unless_somebody_says_otherwise() -> None:
    there = after(PRODUCT, deed(Act.VERIFY)).result
    assert there is not None and there.delivered is True
    gone = after(PRODUCT, deed(Act.VERIFY, delivered=False, reason="x"))
    assert gone.result is not None and gone.result.delivered is False
    assert gone.finding and gone.undelivered


def test_a_correction_keeps_what_it_does_not_speak_of() -> None:
    before = ResultFacts(Decimal(7), quality=Decimal(90), objective_cause=True, report=SENT)
    facts = replace(EVALUATED, result=before)
    kept = after(facts, deed(Act.CORRECT, value=Decimal(6), reason="x"))
    assert kept.result == replace(before, value=Decimal(6))
    assert not kept.evaluated
    said = deed(
        Act.CORRECT, value=Decimal(6), quality=Decimal(0), objective_cause=False, reason="x"
    )
    assert after(facts, said).result == replace(
        before, value=Decimal(6), quality=Decimal(0), objective_cause=False
    )


def test_a_correction_ends_a_silence() -> None:
    facts = after(SILENT, deed(Act.CORRECT, value=Decimal(6), reason="x"))
    assert facts.result == ResultFacts(Decimal(6))
    assert not facts.missing and not facts.finding


def test_silence_is_a_result_without_a_report() -> None:
    facts = after(BEGUN, deed(Act.NOT_REPORTED, when=at(4, 8)))
    assert facts.result == ResultFacts(missing=True)
    assert facts.missing and facts.finding and facts.report is None


def test_a_finding_waits_behind_the_report_that_makes_it_good() -> None:
    made_good = after(FOUND, deed(Act.REPORT, OFFICIAL, delivered=True, by=1))
    assert made_good.result == FOUND.result and made_good.finding
    back = after(made_good, deed(Act.RETURN, reason="x"))
    assert (back.stage, back.result, back.report) == (Stage.VERIFIED, FOUND.result, SENT)
    assert back.returns == 1
    judged = after(replace(made_good, evaluated=True), deed(Act.RETURN, reason="x"))
    assert judged.stage is Stage.EVALUATED


def test_what_is_judged_is_judged_until_another_result_replaces_it() -> None:
    judged = after(VERIFIED, deed(Act.EVALUATE))
    assert judged.evaluated and judged.stage is Stage.EVALUATED
    again = after(FOUND, deed(Act.REPORT, OFFICIAL, delivered=True, by=1))
    verified = after(replace(again, evaluated=True), deed(Act.VERIFY))
    assert not verified.evaluated


def test_a_withdrawal_ends_it_where_it_stands() -> None:
    facts = after(VERIFIED, deed(Act.WITHDRAW, reason="x"))
    assert (facts.standing, facts.stage) == (Standing.WITHDRAWN, Stage.VERIFIED)


@pytest.mark.parametrize(
    ("given", "open_still"),
    [(deed(Act.UPDATE, OFFICIAL), True),
     (deed(Act.REPORT, OFFICIAL, at(4, 1), value=Decimal(1)), True),
     (deed(Act.REPORT, OFFICIAL, at(3, 31), value=Decimal(1)), False),
     (deed(Act.CHANGE_DUE, reason="x", new_due_on=NEW), False),
     (deed(Act.REFUSE_EXTENSION, reason="x"), False)],
)  # fmt: skip
def test_a_request_is_open_until_it_is_decided_or_has_no_object(
    given: ActFacts, open_still: bool
) -> None:
    assert (after(ASKED, given).extension_asked is not None) is open_still


def test_a_moved_date_is_a_revision_and_the_cut_off_follows_it() -> None:
    facts = after(BEGUN, deed(Act.CHANGE_DUE, KEEPER, reason="x", new_due_on=NEW))
    assert (facts.due_on, facts.due_revision) == (NEW, 1)
    assert (BEGUN.cut_off_on, facts.cut_off_on) == (date(2022, 4, 7), date(2022, 4, 19))
    asked = deed(Act.ASK_EXTENSION, OFFICIAL, at(3, 1), reason="x", new_due_on=NEW)
    assert after(BEGUN, asked).extension_asked == NEW
    assert after(BEGUN, asked).due_on == DUE


@pytest.mark.parametrize(("today", "late"), [(date(2022, 3, 31), False), (date(2022, 4, 1), True)])
def test_a_report_in_time_is_late_if_replaced_only_after_the_last_day(
    today: date, late: bool
) -> None:
    assert REPORTED.late_if_replaced(today) is late
    assert not BEGUN.late_if_replaced(today)
    came_late = replace(REPORTED, report=replace(SENT, recorded_at=at(4, 1)))
    assert not came_late.late_if_replaced(date(2022, 4, 2))
    on_the_day = replace(REPORTED, report=replace(SENT, recorded_at=at(3, 31)))
    assert on_the_day.late_if_replaced(date(2022, 4, 1))
    absent = replace(PRODUCT, report=replace(SENT, delivered=False))
    assert not absent.late_if_replaced(date(2022, 4, 1))


@pytest.mark.parametrize("new", [None, DUE])
def test_a_return_that_leaves_the_date_where_it_is_is_no_revision_of_it(new: date | None) -> None:
    """A revision begins the reminders anew, as though there were more time."""
    waiting = replace(REPORTED, report=replace(SENT, recorded_at=at(3, 10)))
    back = after(waiting, deed(Act.RETURN, when=at(3, 11), reason="x", new_due_on=new))
    assert (back.due_on, back.due_revision) == (DUE, 0)
