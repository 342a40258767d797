"""The life of a digest: what may be done in which state, whatever the steps before."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as some

from models.rules.digest_life import (
    LOCKS,
    DigestAct,
    DigestFacts,
    DigestState,
    DigestStepKind,
    last_step,
    state_of,
    why_not,
)

APPROVED, ISSUED, REOPENED = DigestStepKind
END, AFTER = date(2022, 3, 31), date(2022, 4, 1)


def facts(*steps: DigestStepKind, **other: bool) -> DigestFacts:
    return DigestFacts(steps, **({"is_whole": True} | other), period_end=END, as_of=AFTER)


@pytest.mark.parametrize(
    ("given_facts", "state"),
    [
        (facts(), DigestState.DRAFT),
        (facts(newer=True), DigestState.REPLACED),
        (facts(locked_by_other=True), DigestState.REPLACED),
        (facts(APPROVED), DigestState.APPROVED),
        (facts(APPROVED, newer=True), DigestState.APPROVED),
        (facts(APPROVED, ISSUED), DigestState.ISSUED),
        (facts(APPROVED, REOPENED), DigestState.DRAFT),
        (facts(APPROVED, ISSUED, REOPENED, newer=True), DigestState.REPLACED),
        (facts(APPROVED, REOPENED, APPROVED), DigestState.APPROVED),
    ],
)
def test_where_it_stands(given_facts: DigestFacts, state: DigestState) -> None:
    assert state_of(given_facts) is state


@pytest.mark.parametrize(
    ("act", "given_facts", "why"),
    [
        (DigestAct.APPROVE, facts(), ""),
        (DigestAct.APPROVE, facts(newer=True), "replaced"),
        (DigestAct.APPROVE, facts(APPROVED), "approved_before"),
        (DigestAct.APPROVE, facts(locked_by_other=True), "locked"),
        (DigestAct.APPROVE, facts(is_whole=False), "part"),
        (DigestAct.ISSUE, facts(), "not_approved"),
        (DigestAct.ISSUE, facts(APPROVED), ""),
        (DigestAct.ISSUE, facts(APPROVED, ISSUED), ""),
        (DigestAct.REOPEN, facts(APPROVED, ISSUED), ""),
        (DigestAct.REOPEN, facts(APPROVED, REOPENED), "not_approved"),
        (DigestAct.REMARK, facts(), ""),
        (DigestAct.REMARK, facts(APPROVED), ""),
        (DigestAct.REMARK, facts(newer=True), "replaced"),
    ],
)
def test_what_may_be_done(act: DigestAct, given_facts: DigestFacts, why: str) -> None:
    assert why_not(act, given_facts) == why


@pytest.mark.parametrize(("as_of", "why"), [(END, "not_over"), (AFTER, "")])
def test_a_period_is_approved_once_it_is_over(as_of: date, why: str) -> None:
    early = DigestFacts((), is_whole=True, period_end=END, as_of=as_of)
    assert why_not(DigestAct.APPROVE, early) == why


@given(some.lists(some.sampled_from(DigestStepKind)), some.booleans(), some.booleans())
def test_only_the_last_step_counts(
    steps: list[DigestStepKind], newer: bool, locked_by_other: bool
) -> None:
    known = facts(*steps, newer=newer, locked_by_other=locked_by_other)
    assert (state_of(known) in LOCKS) == (last_step(steps) is not None)
    assert (why_not(DigestAct.REOPEN, known) == "") == (state_of(known) in LOCKS)
    # What is approved is never replaced, and approving it twice is refused.
    if state_of(known) in LOCKS:
        assert why_not(DigestAct.APPROVE, known) == "approved_before"
