"""Every act of the table: who may do it, from where, what it must say, and what it refuses."""

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

import pytest
from stages_of_one import (
    ASKED,
    ASSIGNED,
    BEGUN,
    BOTH,
    COMMITTEE,
    DUE,
    EVALUATED,
    HEAD,
    KEEPER,
    OFFICIAL,
    OPENS,
    REPORTED,
    SENT,
    SILENT,
    SYSTEM,
    VERIFIED,
    at,
    deed,
    outcome,
)

from models.rules.acts import decide, possible
from models.rules.checkpoints import Act, ActFacts, CheckpointFacts, Refusal
from models.rules.roles import Role
from models.rules.stages import Standing

PRODUCT = replace(BEGUN, is_product=True)
BEFORE, LATER, MUCH_LATER = date(2022, 1, 9), date(2022, 4, 1), date(2022, 6, 1)


def moved(when: datetime, day: date | None) -> ActFacts:
    return deed(Act.CHANGE_DUE, KEEPER, when, reason="x", new_due_on=day)


def more_time(day: date | None) -> ActFacts:
    return deed(Act.ASK_EXTENSION, OFFICIAL, at(3, 1), reason="x", new_due_on=day)


REFUSED = [
    # Nothing is done to what has ended.
    (replace(BEGUN, standing=Standing.WITHDRAWN), deed(Act.UPDATE, OFFICIAL), "ended"),
    (BEGUN, deed(Act.UPDATE, OFFICIAL), ""),
    # Only those whose act it is, and only in person where it decides.
    (BEGUN, deed(Act.WITHDRAW, OFFICIAL, reason="x"), "not_your_role"),
    (REPORTED, deed(Act.VERIFY, COMMITTEE), "not_your_role"),
    (VERIFIED, deed(Act.EVALUATE, COMMITTEE), ""),
    (REPORTED, deed(Act.VERIFY, on_behalf_of=9), "in_person"),
    (BEGUN, deed(Act.UPDATE, HEAD, on_behalf_of=9), ""),
    # From the stages of the table.
    (BEGUN, deed(Act.VERIFY), "wrong_stage"),
    (BEGUN, deed(Act.ACKNOWLEDGE, OFFICIAL), "wrong_stage"),
    (VERIFIED, deed(Act.RETURN, reason="x"), "wrong_stage"),
    (EVALUATED, deed(Act.WITHDRAW, reason="x"), "wrong_stage"),
    (VERIFIED, deed(Act.WITHDRAW, reason="x"), ""),
    (EVALUATED, deed(Act.UPDATE, OFFICIAL), "wrong_stage"),
    # Not before what was done last; the same day is no earlier one.
    (replace(BEGUN, last_act_on=date(2022, 4, 5)), deed(Act.UPDATE, OFFICIAL), "before_last_act"),
    (replace(BEGUN, last_act_on=date(2022, 4, 4)), deed(Act.UPDATE, OFFICIAL), ""),
    # The window opens on its day.
    (ASSIGNED, deed(Act.OPEN, SYSTEM, at(1, 9)), "not_open"),
    (ASSIGNED, deed(Act.OPEN, SYSTEM, at(1, 10)), ""),
    # Who is not responsible says for whom they file.
    (BEGUN, deed(Act.UPDATE, HEAD), "name_official"),
    # A final report says a number, 0 too, or whether the product is there.
    (BEGUN, deed(Act.REPORT, OFFICIAL), "needs_value"),
    (BEGUN, deed(Act.REPORT, OFFICIAL, value=Decimal(0)), ""),
    (PRODUCT, deed(Act.REPORT, OFFICIAL, value=Decimal(1)), "needs_delivered"),
    (PRODUCT, deed(Act.REPORT, OFFICIAL, delivered=False), ""),
    # What is done stays reported; what was found not done can be made good.
    (VERIFIED, deed(Act.REPORT, OFFICIAL, value=Decimal(8)), "wrong_stage"),
    (EVALUATED, deed(Act.REPORT, OFFICIAL, value=Decimal(8)), "wrong_stage"),
    (SILENT, deed(Act.REPORT, OFFICIAL, value=Decimal(8)), ""),
    # Of two who report the second replaces nothing silently; nobody's own second report is one.
    (REPORTED, deed(Act.REPORT, OFFICIAL, at(3, 31), value=Decimal(8), by=5), "already_reported"),
    (REPORTED, deed(Act.REPORT, OFFICIAL, at(3, 31), value=Decimal(8), by=1), ""),
    # Nobody verifies their own report, or one in their name, or what they answer for.
    (REPORTED, deed(Act.VERIFY, by=1), "own_report"),
    (REPORTED, deed(Act.VERIFY, by=4), "own_report"),
    (REPORTED, deed(Act.VERIFY, BOTH), "own_work"),
    (BEGUN, deed(Act.NOT_REPORTED, BOTH, at(4, 8)), "own_work"),
    (SILENT, deed(Act.CORRECT, BOTH, value=Decimal(1), reason="x"), "own_work"),
    (REPORTED, deed(Act.VERIFY), ""),
    # Another value than the reported one is a correction, and says why; the same is none.
    (REPORTED, deed(Act.VERIFY, value=Decimal(6)), "needs_reason"),
    (REPORTED, deed(Act.VERIFY, value=Decimal(7)), ""),
    (REPORTED, deed(Act.VERIFY, value=Decimal(6), reason="x"), ""),
    (REPORTED, deed(Act.VERIFY, delivered=True), "needs_reason"),
    (replace(REPORTED, report=replace(SENT, delivered=True)), deed(Act.VERIFY, delivered=True), ""),
    # A reason is more than a space.
    (REPORTED, deed(Act.RETURN, new_due_on=date(2022, 4, 12)), "needs_reason"),
    (REPORTED, deed(Act.RETURN, new_due_on=date(2022, 4, 12), reason="  "), "needs_reason"),
    (VERIFIED, deed(Act.CORRECT, value=Decimal(6)), "needs_reason"),
    (VERIFIED, deed(Act.CORRECT, reason="x"), "needs_value"),
    (BEGUN, deed(Act.WITHDRAW), "needs_reason"),
    (BEGUN, deed(Act.WITHDRAW, BOTH, reason="x"), "own_work"),
    # Silence counts only once its time has run out, and not while an answer is owed.
    (BEGUN, deed(Act.NOT_REPORTED, when=at(4, 7)), "before_cut_off"),
    (BEGUN, deed(Act.NOT_REPORTED, when=at(4, 8)), ""),
    (ASKED, deed(Act.NOT_REPORTED, when=at(4, 8)), "extension_undecided"),
    # A new date is another one, named, and not over yet; before the window it is none either.
    (BEGUN, deed(Act.CHANGE_DUE, reason="x"), "needs_new_due"),
    (BEGUN, deed(Act.CHANGE_DUE, reason="x", new_due_on=DUE), "needs_new_due"),
    (BEGUN, deed(Act.CHANGE_DUE, reason="x", new_due_on=date(2022, 4, 3)), "new_due_passed"),
    (BEGUN, deed(Act.CHANGE_DUE, reason="x", new_due_on=date(2022, 4, 4)), ""),
    (ASSIGNED, moved(at(1, 4), BEFORE), "new_due_passed"),
    (ASSIGNED, moved(at(1, 4), OPENS), ""),
    (BEGUN, deed(Act.CHANGE_DUE, new_due_on=date(2022, 5, 4)), "needs_reason"),
    # More time is asked for once, and is more.
    (BEGUN, more_time(None), "needs_new_due"),
    (BEGUN, more_time(DUE), "extension_not_later"),
    (BEGUN, more_time(LATER), ""),
    (ASKED, more_time(MUCH_LATER), "extension_pending"),
    (BEGUN, deed(Act.REFUSE_EXTENSION, reason="x"), "no_extension_asked"),
    (ASKED, deed(Act.REFUSE_EXTENSION), "needs_reason"),
    (ASKED, deed(Act.REFUSE_EXTENSION, reason="x"), ""),
]  # fmt: skip


@pytest.mark.parametrize(("facts", "given", "key"), REFUSED, ids=range(len(REFUSED)))
def test_an_act_is_refused_for_its_own_reason_or_allowed(
    facts: CheckpointFacts, given: ActFacts, key: str
) -> None:
    assert outcome(facts, given) == key


POSSIBLE = [
    (ASSIGNED, OFFICIAL, {Act.ACKNOWLEDGE, Act.UPDATE, Act.REPORT, Act.ASK_EXTENSION}),
    (BEGUN, OFFICIAL, {Act.UPDATE, Act.REPORT, Act.ASK_EXTENSION}),
    (BEGUN, KEEPER, {Act.UPDATE, Act.REPORT, Act.ASK_EXTENSION, Act.NOT_REPORTED, Act.CHANGE_DUE,
                     Act.WITHDRAW}),
    (ASKED, KEEPER, {Act.UPDATE, Act.REPORT, Act.CHANGE_DUE, Act.REFUSE_EXTENSION, Act.WITHDRAW}),
    (ASKED, OFFICIAL, {Act.UPDATE, Act.REPORT}),
    # Who answers for it decides on nothing of it, whatever else they are.
    (BEGUN, BOTH, {Act.UPDATE, Act.REPORT, Act.ASK_EXTENSION}),
    (REPORTED, KEEPER, {Act.UPDATE, Act.REPORT, Act.VERIFY, Act.RETURN, Act.WITHDRAW}),
    (REPORTED, BOTH, {Act.UPDATE, Act.REPORT}),
    (VERIFIED, OFFICIAL, {Act.UPDATE}),
    (VERIFIED, COMMITTEE, {Act.EVALUATE}),
    (VERIFIED, KEEPER, {Act.UPDATE, Act.CORRECT, Act.EVALUATE, Act.WITHDRAW}),
    (SILENT, OFFICIAL, {Act.UPDATE, Act.REPORT}),
    (EVALUATED, KEEPER, {Act.CORRECT}),
    (EVALUATED, OFFICIAL, set()),
    (replace(BEGUN, standing=Standing.WITHDRAWN), KEEPER, set()),
]  # fmt: skip


@pytest.mark.parametrize(("facts", "roles", "acts"), POSSIBLE, ids=range(len(POSSIBLE)))
def test_what_is_possible_is_what_stage_role_and_requests_allow(
    facts: CheckpointFacts, roles: frozenset[Role], acts: set[Act]
) -> None:
    assert set(possible(facts, roles)) == acts


def test_a_refusal_names_what_is_in_the_way() -> None:
    silence = decide(BEGUN, deed(Act.NOT_REPORTED, when=at(4, 7)))
    assert isinstance(silence, Refusal)
    assert silence.params == (("day", date(2022, 4, 7)),)
    second = decide(REPORTED, deed(Act.REPORT, OFFICIAL, at(3, 31), value=Decimal(8), by=5))
    assert isinstance(second, Refusal)
    assert dict(second.params) == {"person": 1, "at": SENT.recorded_at}
    assert second.instead == (Act.UPDATE,)


EARLY = at(1, 9)


@pytest.mark.parametrize("act", [Act.REPORT, Act.UPDATE])
def test_what_is_narrative_of_a_period_that_has_not_begun_is_confirmed(act: Act) -> None:
    said = {"when": EARLY, "value": Decimal(7)}
    assert outcome(ASSIGNED, deed(act, OFFICIAL, **said)) == "not_begun"
    assert outcome(ASSIGNED, deed(act, OFFICIAL, **said, confirmed=True)) == ""
    assert outcome(ASSIGNED, deed(act, OFFICIAL, **said | {"when": at(1, 10)})) == ""


def test_a_product_is_no_less_asked_about_before_its_period() -> None:
    ahead = replace(PRODUCT, stage=ASSIGNED.stage)
    for delivered in (True, False):
        early = deed(Act.REPORT, OFFICIAL, EARLY, delivered=delivered)
        assert outcome(ahead, early) == "not_begun"
        assert outcome(ahead, replace(early, confirmed=True)) == ""


def test_words_and_what_was_told_before_are_asked_about_no_more() -> None:
    assert outcome(ASSIGNED, deed(Act.UPDATE, OFFICIAL, EARLY)) == ""
    told = replace(REPORTED, report=replace(SENT, recorded_at=at(1, 8)))
    again = deed(Act.REPORT, OFFICIAL, EARLY, by=1, value=Decimal(8))
    assert outcome(told, again) == ""
    assert outcome(replace(BEGUN, returns=1), again) == ""
