"""Checkpoints become lines: verified results alone, silence and what is not there as nothing."""

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scoring_rules import failed, late, reading

from dondoc.clock import at
from models.rules.calendar import calendar_of
from models.rules.due import DueFacts
from models.rules.indicators import Direction
from models.rules.scoring.achieved_shares import ReportedAs
from models.rules.scoring.from_checkpoints import (
    WorkAsked,
    WorkResult,
    line_if_done,
    line_of,
    reported_as,
    why_never,
    why_not_yet,
)
from models.rules.scoring.readings import SilenceRule
from models.rules.scoring.task_lines import points_of_line
from models.rules.stages import Stage

DUE = date(2022, 4, 10)  # a Sunday: late only from Tuesday on
LAST = date(2022, 4, 11)
CALENDAR = calendar_of([2022])
ASKED = WorkAsked("T", Fraction(2), DUE, Direction.HIGHER, False, Fraction(10))
PRODUCT = replace(ASKED, is_product=True, expected=None)


def found(reported: ReportedAs, actual: int | None = None) -> WorkResult:
    value = None if actual is None else Fraction(actual)
    return WorkResult(reported, value, (failed(), late(days=3)))


@pytest.mark.parametrize(
    ("asked", "came", "done", "exceeded"),
    [
        (ASKED, found(ReportedAs.DELIVERED, 8), "4/5", False),
        (ASKED, found(ReportedAs.DELIVERED, 10), "1", False),
        (ASKED, found(ReportedAs.DELIVERED, 13), "1", True),
        (ASKED, found(ReportedAs.DELIVERED), "0", False),
        (PRODUCT, found(ReportedAs.DELIVERED), "1", False),
        (replace(ASKED, direction=Direction.LOWER), found(ReportedAs.DELIVERED, 16), "5/8", False),
        (replace(ASKED, direction=Direction.LOWER, expected=Fraction(0)),
         found(ReportedAs.DELIVERED, 2), "0", False),
        (replace(ASKED, expected=Fraction(0)), found(ReportedAs.DELIVERED, 2), "0", True),
        (replace(ASKED, expected=None), found(ReportedAs.DELIVERED, 2), "0", False),
    ],
)  # fmt: skip
def test_a_target_is_one_product_and_its_share_what_was_done(
    asked: WorkAsked, came: WorkResult, done: str, exceeded: bool
) -> None:
    line = line_of(asked, came, reading())
    assert (line.reference, line.coefficient, line.assigned, line.due_on) == ("T", 2, 1, DUE)
    assert (line.done, line.target_exceeded) == (Fraction(done), exceeded)
    assert line.shortfalls == came.shortfalls


@pytest.mark.parametrize("asked", [ASKED, PRODUCT])
@pytest.mark.parametrize("kind", [ReportedAs.SILENT, ReportedAs.NOT_DELIVERED])
def test_what_is_not_done_has_nothing_to_lose_besides(asked: WorkAsked, kind: ReportedAs) -> None:
    line = line_of(asked, found(kind), reading())
    assert (line.done, line.shortfalls) == (0, ())
    assert points_of_line(line, reading()).assigned == 2


def test_what_is_known_from_elsewhere_counts_as_the_rule_set_says() -> None:
    known = found(ReportedAs.KNOWN_ELSEWHERE, 10)
    assert line_of(ASKED, known, reading(silence=SilenceRule.NOT_DONE)).done == 0
    assert line_of(ASKED, known, reading(silence=SilenceRule.KNOWN_RESULT)).done == 1


def test_what_is_still_open_counts_as_done_but_for_what_was_wanting() -> None:
    line = line_if_done(ASKED, (late(days=3),))
    assert (line.done, line.assigned, line.coefficient, line.due_on) == (1, 1, 2, DUE)
    assert line.shortfalls == (late(days=3),)


@pytest.mark.parametrize(
    ("facts", "delivered", "is_product", "kind"),
    [
        (DueFacts(Stage.VERIFIED, DUE, None, missing=True), None, False, "silent"),
        (DueFacts(Stage.VERIFIED, DUE, None, missing=True), None, True, "silent"),
        (DueFacts(Stage.VERIFIED, DUE, at(DUE), undelivered=True), False, True, "not_delivered"),
        (DueFacts(Stage.VERIFIED, DUE, None), True, True, "known_elsewhere"),
        (DueFacts(Stage.VERIFIED, DUE, at(DUE)), None, False, "delivered"),
        (DueFacts(Stage.VERIFIED, DUE, at(DUE)), True, True, "delivered"),
    ],
)
def test_each_result_has_its_own_word(
    facts: DueFacts, delivered: bool | None, is_product: bool, kind: str
) -> None:
    assert reported_as(facts, delivered, is_product).value == kind


@pytest.mark.parametrize(
    ("stage", "today", "undelivered", "returned", "reason"),
    [
        (Stage.VERIFIED, DUE, False, False, None),
        (Stage.EVALUATED, LAST, False, True, None),
        (Stage.VERIFIED, DUE - timedelta(days=1), False, False, "verified_early"),
        (Stage.VERIFIED, LAST, True, False, "may_yet_come"),
        (Stage.VERIFIED, LAST + timedelta(days=1), True, False, None),
        (Stage.REPORTED, LAST + timedelta(days=9), False, True, "waits"),
        (Stage.IN_PROGRESS, LAST + timedelta(days=9), False, True, "returned"),
        (Stage.IN_PROGRESS, LAST, False, False, "not_due"),
        (Stage.ASSIGNED, LAST + timedelta(days=1), False, False, "overdue"),
    ],
)
def test_what_is_not_verified_or_not_yet_due_is_not_counted(
    stage: Stage, today: date, undelivered: bool, returned: bool, reason: str | None
) -> None:
    facts = DueFacts(stage, DUE, at(DUE), undelivered=undelivered)
    assert why_not_yet(facts, returned, today, CALENDAR) == reason


@pytest.mark.parametrize(
    ("asked", "is_computed", "reason"),
    [
        (ASKED, False, None),
        (PRODUCT, False, None),
        (PRODUCT, True, "computed"),
        (replace(ASKED, coefficient=Fraction(0)), False, "no_weight"),
        (replace(ASKED, expected=None), False, "no_target"),
        (replace(ASKED, expected=Fraction(0)), False, "nothing_asked"),
        (replace(ASKED, expected=Fraction(1, 100)), False, None),
        (replace(ASKED, expected=Fraction(0), direction=Direction.LOWER), False, None),
    ],
)
def test_what_asks_for_nothing_is_never_counted(
    asked: WorkAsked, is_computed: bool, reason: str | None
) -> None:
    assert why_never(asked, is_computed) == reason


@given(
    first=st.integers(0, 30), second=st.integers(0, 30), direction=st.sampled_from(list(Direction))
)
def test_nearer_to_the_target_or_further_past_it_never_takes_anything(
    first: int, second: int, direction: Direction
) -> None:
    worse, better = sorted((first, second), reverse=direction is Direction.LOWER)
    asked = replace(ASKED, direction=direction)
    lines = [
        line_of(asked, found(ReportedAs.DELIVERED, value), reading()) for value in (worse, better)
    ]
    assert lines[0].done <= lines[1].done
    assert lines[0].target_exceeded <= lines[1].target_exceeded
