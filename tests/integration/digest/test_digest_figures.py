"""The figures of a quarter, on a small plan whose numbers were worked out by hand.

31/3/2022 is a Thursday; 11/4/2022 is a day off. The quarter has five checkpoints: KND and CD
at two districts, and a product at a department.
"""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest
from digest_plan import Q1_END, Q2_END, Plan, two_districts
from sqlalchemy import Engine

from dondoc.clock import at
from dondoc.errors import BadInput
from dondoc.services.digest.figures import figures
from dondoc.services.digest.render import render_digest
from dondoc.services.figures.quarter import Quarter
from dondoc.services.figures.shapes import DigestFigures, IndicatorFigures
from dondoc.store.database import writing
from models.event import Event, EventKind
from models.rules.checkpoints import Act
from models.rules.evaluation import Grade
from models.rules.indicators import AddsUp, Basis, Direction, Kind
from models.rules.stages import Stage, Standing
from models.rules.totals import ComparedResults, Counts

Q1, Q2, Q3 = (Quarter(2022, number) for number in (1, 2, 3))
FRIDAY_AFTER = date(2022, 4, 8)


@pytest.fixture
def plan(engine: Engine) -> Iterator[Plan]:
    with writing(engine) as session:
        yield two_districts(session)


def q1(plan: Plan, as_of: date = FRIDAY_AFTER, unit: str | None = None) -> DigestFigures:
    unit_id = plan.units[unit].key if unit else None
    return figures(plan.session, plan.programme, Q1, as_of, unit_id)


def indicator(found: DigestFigures, code: str) -> IndicatorFigures:
    return next(one for one in found.indicators if one.code == code)


def test_it_counts_by_due_state_and_by_target_apart(plan: Plan):
    plan.done("KND@LT/Q1", Q1_END, 60)  # in time, exceeded
    plan.done("KND@TD/Q1", date(2022, 4, 1), 40)  # late, not met
    plan.report("CD@LT/Q1", Q1_END, 8)  # waiting, in time
    plan.silent("CD@TD/Q1", FRIDAY_AFTER)  # missing
    found = q1(plan)  # SP@SVH was never reported: overdue
    assert found.counts == Counts(
        done_in_time=1, done_late=1, open_in_time=1, overdue=2, waiting=1, missing=1
    )
    assert found.counts.total == 5
    assert found.verdicts == ComparedResults(met=1, compared=2, exceeded=1)


def test_groups_and_units_add_up_to_the_total(plan: Plan):
    plan.done("KND@LT/Q1", Q1_END, 60)
    plan.done("SP@SVH/Q1", date(2022, 4, 4), delivered=True)
    found = q1(plan)
    assert [(g.title, [u.name for u in g.units]) for g in found.groups] == [
        ("Các huyện", ["huyện Lập Thạch", "huyện Tam Đảo"]),
        ("Các sở", ["Sở Văn hóa"]),
    ]
    districts, departments = found.groups
    assert districts.counts == Counts(done_in_time=1, overdue=3)
    assert districts.units[1].counts == Counts(overdue=2)
    assert departments.counts == Counts(done_late=1)
    assert departments.verdicts == ComparedResults(met=1, compared=1)
    assert districts.counts + departments.counts == found.counts


@pytest.mark.parametrize("drained", [True, False])
def test_what_is_recorded_counts_whether_drained_or_not(plan: Plan, drained: bool):
    plan.report("KND@LT/Q1", Q1_END, 60, drained=drained)
    plan.verify("KND@LT/Q1", date(2022, 4, 5), drained=drained)
    plan.report("CD@LT/Q1", date(2022, 3, 10), 8, drained=drained)
    plan.send_back("CD@LT/Q1", date(2022, 3, 14), drained=drained)  # time is left to mend it
    plan.withdraw("SP@SVH/Q1", date(2022, 4, 4), drained=drained)
    plan.move_due("KND@TD/Q1", date(2022, 3, 30), date(2022, 4, 12), drained=drained)
    found = q1(plan)
    assert found.counts == Counts(done_in_time=1, overdue=2)
    assert [(one.ref, one.returned) for one in found.overdue] == [
        ("CD@LT/Q1", True),
        ("CD@TD/Q1", False),
    ]
    assert indicator(found, "KND").quarter.actual == Decimal(60)


def test_a_due_date_moved_into_the_quarter_counts_before_it_is_drained(plan: Plan):
    plan.move_due("KND@LT/Q2", date(2022, 3, 1), Q1_END, drained=False)
    assert q1(plan).counts.total == 6


@pytest.mark.parametrize("drained", [True, False])
def test_a_due_date_that_is_only_asked_for_moves_nothing(plan: Plan, drained: bool):
    plan.ask("KND@LT/Q1", date(2022, 4, 6), date(2022, 5, 31), drained=drained)
    assert q1(plan).counts.total == 5
    # Moved by a plan that was loaded again: what is asked for later does not undo that.
    plan.checkpoints["KND@TD/Q1"].due_on = date(2022, 5, 31)
    plan.ask("KND@TD/Q1", date(2022, 4, 7), date(2022, 6, 30), drained=drained)
    assert q1(plan, Q1_END).counts.total == 4


def test_as_of_an_earlier_day_it_knows_only_what_was_recorded_by_then(plan: Plan):
    plan.report("KND@LT/Q1", Q1_END, 60)
    plan.verify("KND@LT/Q1", date(2022, 4, 5))
    plan.report("KND@TD/Q1", date(2022, 4, 6), 40)
    before = q1(plan, Q1_END)
    assert before.counts == Counts(open_in_time=5, waiting=1, due_soon=4)
    assert before.verdicts == ComparedResults()
    assert q1(plan, date(2022, 4, 4)).counts == Counts(open_in_time=1, overdue=4, waiting=1)
    assert q1(plan, date(2022, 4, 5)).counts == Counts(done_in_time=1, overdue=4)
    after = q1(plan, date(2022, 4, 6)).counts
    assert after == Counts(done_in_time=1, overdue=4, waiting=1)


def test_the_day_of_the_figures_ends_at_midnight_in_viet_nam(plan: Plan):
    plan.report("KND@LT/Q1", Q1_END, 60, hour=23)
    plan.report("KND@TD/Q1", date(2022, 4, 1), 40, hour=0)
    assert q1(plan, Q1_END).counts.waiting == 1


def test_what_was_undone_later_stood_on_the_earlier_day(plan: Plan):
    plan.report("KND@LT/Q1", Q1_END, 60)
    plan.send_back("KND@LT/Q1", date(2022, 4, 6))
    plan.withdraw("CD@LT/Q1", date(2022, 4, 6))
    plan.move_due("KND@TD/Q1", date(2022, 4, 6), date(2022, 5, 31))
    before, after = q1(plan, date(2022, 4, 5)), q1(plan, date(2022, 4, 6))
    assert before.counts == Counts(open_in_time=1, overdue=4, waiting=1)
    assert after.counts == Counts(overdue=3)
    assert {one.ref: one.returned for one in after.overdue}["KND@LT/Q1"]
    assert not any(one.returned for one in before.overdue)


def test_a_checkpoint_that_a_later_plan_dropped_counts_on_the_earlier_day(plan: Plan):
    checkpoint = plan.checkpoints["KND@LT/Q1"]
    checkpoint.standing = Standing.WITHDRAWN
    day = date(2022, 4, 6)
    plan.session.add(
        Event(
            kind=EventKind.WITHDRAWN,
            at=at(day),
            day=day,
            programme_id=plan.programme.key,
            assignment_id=checkpoint.assignment_id,
            checkpoint_id=checkpoint.key,
        )
    )
    assert q1(plan, date(2022, 4, 5)).counts.total == 5
    assert q1(plan, day).counts.total == 4


def test_what_is_withdrawn_is_not_counted(plan: Plan):
    plan.withdraw("CD@TD/Q1", date(2022, 3, 1))
    plan.assignments["KND@LT"].standing = Standing.HANDED_OVER
    found = q1(plan)
    assert found.counts.total == 3
    assert indicator(found, "KND").quarter.units == 1


def test_the_overdue_list_names_who_answers_on_that_day_and_since_when(plan: Plan):
    plan.report("KND@LT/Q1", date(2022, 4, 4), 60)  # two working days late, then waiting
    item = {one.ref: one for one in q1(plan).overdue}
    late, silent = item["KND@LT/Q1"], item["CD@LT/Q1"]
    assert (late.stage, late.days_over) == (Stage.REPORTED, 2)
    assert (silent.stage, silent.days_over, silent.due_on) == (Stage.ASSIGNED, 6, Q1_END)
    assert (silent.lead, silent.lead_title) == ("Phạm Thị Mới", "Bí thư huyện Lập Thạch")
    assert item["SP@SVH/Q1"].lead == ""
    earlier = {one.ref: one for one in q1(plan, date(2022, 4, 5)).overdue}
    assert earlier["CD@LT/Q1"].lead == "Trần Văn Cũ"


def test_the_longest_overdue_stands_first(plan: Plan):
    plan.checkpoints["SP@SVH/Q1"].due_on = date(2022, 3, 1)
    assert q1(plan).overdue[0].ref == "SP@SVH/Q1"


def test_what_is_overdue_from_earlier_quarters_is_apart(plan: Plan):
    plan.done("KND@LT/Q1", Q1_END, 60)
    found = figures(plan.session, plan.programme, Q2, date(2022, 7, 1), None)
    assert found.counts == Counts(overdue=2)
    assert {one.ref for one in found.overdue} == {"KND@LT/Q2", "KND@TD/Q2"}
    assert {one.ref for one in found.backlog} == {
        "KND@TD/Q1",
        "CD@LT/Q1",
        "CD@TD/Q1",
        "SP@SVH/Q1",
    }


def test_increments_are_summed_across_units_for_the_quarter_and_the_year(plan: Plan):
    plan.done("KND@LT/Q1", Q1_END, 60)
    plan.done("KND@TD/Q1", Q1_END, 41)
    plan.done("KND@LT/Q2", Q2_END, 55)
    knd = indicator(figures(plan.session, plan.programme, Q2, Q2_END, None), "KND")
    # The quarter's plan is that of the one unit whose quarter is verified.
    assert (knd.quarter.target, knd.quarter.actual) == (Decimal(50), Decimal(55))
    assert (knd.quarter.complete, knd.quarter.units) == (1, 2)
    assert knd.quarter.percent == Decimal("110.0")
    assert (knd.year.target, knd.year.actual) == (Decimal(400), Decimal(156))
    assert (knd.year.percent, knd.year.complete) == (Decimal("39.0"), 2)


def test_a_mean_weighs_the_units_that_have_a_result(plan: Plan):
    plan.indicator("TL", Kind.PERCENTAGE, AddsUp.WEIGHTED_MEAN)
    for unit, weight in (("LT", 3), ("TD", 1)):
        plan.assign(f"TL@{unit}", target=90, weight=weight)
        plan.checkpoint(f"TL@{unit}/Q1", expected=80)
    plan.done("TL@LT/Q1", Q1_END, 90)
    half = indicator(q1(plan), "TL").quarter
    assert (half.target, half.actual, half.complete) == (Decimal(80), Decimal(90), 1)
    plan.done("TL@TD/Q1", Q1_END, 50)
    full = indicator(q1(plan), "TL").quarter
    assert (full.target, full.actual, full.percent) == (Decimal(80), Decimal(80), Decimal(100))


def test_an_indicator_that_does_not_add_up_has_no_total_but_its_verdicts(plan: Plan):
    plan.done("CD@LT/Q1", Q1_END, 8)
    plan.done("CD@TD/Q1", Q1_END, 11)
    both = indicator(q1(plan), "CD")
    assert (both.quarter.target, both.quarter.actual, both.quarter.percent) == (None, None, None)
    assert both.verdicts == ComparedResults(met=1, compared=2, exceeded=1)
    alone = indicator(q1(plan, unit="LT"), "CD").quarter
    assert (alone.target, alone.actual, alone.percent) == (Decimal(10), Decimal(8), Decimal(125))


def test_a_limit_is_compared_unit_by_unit_and_judged_when_its_period_is_over(plan: Plan):
    plan.indicator("VP", Kind.INCREMENT, AddsUp.SUM, Direction.LOWER)
    for unit in ("LT", "TD"):
        plan.assign(f"VP@{unit}", target=10)
        plan.checkpoint(f"VP@{unit}/Q1", expected=10)
    plan.done("VP@LT/Q1", Q1_END, 5)
    open_yet, over = indicator(q1(plan, Q1_END), "VP"), indicator(q1(plan), "VP")
    assert (open_yet.quarter.percent, open_yet.quarter.used) == (None, Decimal(50))
    assert (over.quarter.percent, over.quarter.target) == (Decimal(200), Decimal(10))


def test_products_are_counted_as_delivered_of_due(plan: Plan):
    plan.assign("SP@LT", product="Hồ sơ")
    plan.checkpoint("SP@LT/Q1")
    plan.done("SP@SVH/Q1", Q1_END, delivered=True)
    plan.report("SP@LT/Q1", Q1_END, delivered=True)  # not verified yet
    product = indicator(q1(plan), "SP")
    assert (product.quarter_products.delivered, product.quarter_products.due) == (1, 2)
    assert product.quarter is None


def test_over_achievement_is_listed_with_its_ratio(plan: Plan):
    plan.done("KND@LT/Q1", Q1_END, 60)
    plan.done("KND@TD/Q1", Q1_END, 50)  # met, not exceeded
    plan.done("CD@LT/Q1", Q1_END, 8, basis=Basis.ESTIMATE)
    lower, more = q1(plan).exceeded
    assert (lower.ref, lower.percent, lower.estimate) == ("CD@LT/Q1", Decimal(125), True)
    assert (more.actual, more.expected, more.percent) == (Decimal(60), Decimal(50), Decimal(120))


def test_what_is_late_bears_the_title_of_its_step_beside_its_indicators(plan: Plan):
    plan.checkpoints["SP@SVH/Q1"].title = "Trình hồ sơ"
    plan.checkpoints["CD@LT/Q1"].title = "Chỉ tiêu CD"
    titles = {late.ref: late.title for late in q1(plan).overdue}
    assert titles["SP@SVH/Q1"] == "Chỉ tiêu SP: Trình hồ sơ"
    assert titles["CD@LT/Q1"] == "Chỉ tiêu CD"
    assert titles["KND@LT/Q1"] == "Chỉ tiêu KND"


def test_estimates_are_marked(plan: Plan):
    plan.done("KND@LT/Q1", Q1_END, 60, basis=Basis.ESTIMATE)
    found = q1(plan)
    assert found.estimates == 1
    assert indicator(found, "KND").quarter.estimates == 1


def test_difficulties_are_quoted_with_who_said_it_and_who_can_remove_it(plan: Plan):
    first = plan.report("KND@LT/Q1", date(2022, 3, 29), 60)
    plan.hinder(first, "Thiếu nguồn", "Mở thêm lớp", "SVH")
    again = plan.report("KND@LT/Q1", date(2022, 3, 30), 61)
    plan.hinder(again, "Thiếu nguồn", "Mở thêm lớp", "SVH")
    later = plan.report("KND@TD/Q1", date(2022, 4, 7), 61)
    plan.hinder(later, "Mưa lũ", "", "")
    said = q1(plan, Q1_END).difficulties
    assert [(v.ref, v.unit, v.difficulty, v.proposal, v.remover) for v in said] == [
        ("KND@LT/Q1", "huyện Lập Thạch", "Thiếu nguồn", "Mở thêm lớp", "Sở Văn hóa")
    ]
    assert [voice.difficulty for voice in q1(plan).difficulties] == ["Thiếu nguồn", "Mưa lũ"]


def test_grades_are_counted_once_evaluated(plan: Plan):
    plan.done("KND@LT/Q1", Q1_END, 60)
    plan.evaluate("KND@LT/Q1", date(2022, 4, 7), Grade.EXCELLENT)
    assert q1(plan, date(2022, 4, 6)).grades == ()
    (excellent,) = q1(plan).grades
    assert (excellent.grade, excellent.count) == (Grade.EXCELLENT, 1)


def test_a_unit_digest_is_about_that_unit_alone(plan: Plan):
    plan.done("KND@LT/Q1", Q1_END, 60)
    found = q1(plan, unit="LT")
    assert found.unit == "huyện Lập Thạch"
    assert found.counts == Counts(done_in_time=1, overdue=1)
    assert [one.ref for one in found.overdue] == ["CD@LT/Q1"]
    assert indicator(found, "KND").quarter.units == 1
    plan.hinder(plan.report("KND@LT/Q1", Q1_END, 60), "Thiếu nguồn", "", "SVH")
    plan.hinder(plan.report("KND@TD/Q1", Q1_END, 60), "Mưa lũ", "", "SVH")
    assert [line.difficulty for line in q1(plan, unit="LT").difficulties] == ["Thiếu nguồn"]


def test_a_quarter_without_checkpoints_has_empty_figures(plan: Plan):
    found = figures(plan.session, plan.programme, Q3, date(2022, 9, 30), None)
    assert (found.counts.total, found.groups, found.indicators) == (0, (), ())


@pytest.mark.parametrize("drained", [True, False])
def test_an_extension_leaves_the_quarters_figures_only_with_both_dates_said(
    plan: Plan, drained: bool
):
    plan.move_due("KND@LT/Q1", date(2022, 3, 30), date(2022, 5, 31), drained=drained)
    plan.move_due("KND@TD/Q1", date(2022, 3, 1), date(2022, 3, 25), drained=drained)
    left, within = q1(plan).moved
    assert (left.ref, left.original_due_on, left.due_on) == ("KND@LT/Q1", Q1_END, date(2022, 5, 31))
    assert (left.counted, within.ref, within.counted) == (False, "KND@TD/Q1", True)
    assert q1(plan).counts.total == 4
    second = figures(plan.session, plan.programme, Q2, date(2022, 6, 1), None)
    assert [(one.ref, one.counted) for one in second.moved] == [("KND@LT/Q1", True)]
    assert q1(plan, date(2022, 2, 28)).moved == ()
    text = render_digest(q1(plan))[1]
    assert "1 mốc có hạn ban đầu trong quý đã được đổi thời hạn" in " ".join(text.split())
    assert "31/03/2022" in text and "31/05/2022" in text


def test_it_refuses_another_year_and_an_unknown_unit(plan: Plan):
    with pytest.raises(BadInput, match="other_year"):
        figures(plan.session, plan.programme, Quarter(2023, 1), FRIDAY_AFTER, None)
    with pytest.raises(BadInput, match="unknown_unit"):
        figures(plan.session, plan.programme, Q1, FRIDAY_AFTER, 999_999)


def test_figures_survive_being_kept_as_json(plan: Plan):
    report = plan.done("KND@LT/Q1", Q1_END, 60)
    plan.hinder(report, "Thiếu nguồn", "", "SVH")
    found = q1(plan)
    plain = found.as_json()
    assert plain["counts"]["total"] == 5
    assert plain["groups"][0]["counts"]["total"] == 4
    assert DigestFigures.from_json(plain) == found


def test_a_confirmed_report_that_waits_counts_as_late_on_an_earlier_day_too(plan: Plan):
    plan.report("KND@LT/Q1", Q1_END, 60)
    before = q1(plan, date(2022, 4, 4)).counts
    plan.report("KND@LT/Q1", date(2022, 4, 1), 61, drained=False, confirmed=True)
    plan.verify("KND@LT/Q1", date(2022, 4, 6), drained=False)  # so that the day is replayed
    counts = q1(plan, date(2022, 4, 4)).counts
    assert counts.waiting == before.waiting == 1
    assert (counts.open_in_time, counts.overdue) == (before.open_in_time - 1, before.overdue + 1)


def test_a_request_that_was_decided_is_not_open_on_an_earlier_day(plan: Plan):
    ref = "KND@LT/Q1"
    asked = {"new_due_on": date(2022, 4, 1), "reason": "x"}
    plan._submit(ref, Act.ASK_EXTENSION, at(date(2022, 3, 20)), True, **asked)
    plan._submit(ref, Act.REFUSE_EXTENSION, at(date(2022, 3, 21)), True, reason="x")
    plan._submit(ref, Act.NOT_REPORTED, at(date(2022, 4, 8)), False)
    plan._submit(ref, Act.CORRECT, at(date(2022, 4, 12)), False, reason="x")
    assert q1(plan, date(2022, 4, 9)).counts.missing == 1
