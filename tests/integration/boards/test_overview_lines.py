"""Lines of the year's page: each group, unit and difficulty with its own numbers alone."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from digest_plan import Plan, two_districts
from digest_plan_work import Q1_END
from sqlalchemy import Engine

from dondoc.clock import at
from dondoc.services.boards.overview import page
from dondoc.services.boards.overview.movement import MovesSince
from dondoc.services.boards.overview.page import Overview
from dondoc.services.boards.overview.page_cache import cached_overview
from dondoc.services.digest.compile import draw, keep
from dondoc.services.digest.parts import EVERYTHING, DigestPart
from dondoc.services.figures.quarter import Quarter
from dondoc.services.organisation.viewer import Viewer
from dondoc.store import cache
from dondoc.store.database import writing
from models.event import Event, EventKind
from models.rules.checkpoints import Act, end_of
from models.rules.roles import Mandate
from models.rules.totals import Counts
from models.submission import Submission

TODAY = date(2022, 5, 16)
NOW = at(TODAY)
AFTER = date(2022, 4, 20)


@pytest.fixture
def plan(engine: Engine) -> Iterator[Plan]:
    cache.forget()  # another test's rows have the same keys on PostgreSQL
    with writing(engine) as session:
        yield two_districts(session)


def viewer(plan: Plan, *mandates: Mandate) -> Viewer:
    whole = frozenset(mandates)
    year = plan.programme.year
    return Viewer(1, "HOA", "Hoa", "vi", TODAY, plan.programme.key, year, mandates=whole)


def shown(plan: Plan) -> Overview:
    seen = cached_overview(plan.session, viewer(plan, Mandate.SECRETARIAT), plan.programme, NOW)
    assert seen is not None
    return seen


@pytest.mark.parametrize("drained", [True, False])
def test_each_group_has_its_units_its_counts_and_what_is_due_by_today(
    plan: Plan, drained: bool
) -> None:
    plan.unit("TC", "Sở Tài chính", "Các sở")  # has nothing to do, and is not counted
    plan.done("KND@LT/Q1", Q1_END, 60)
    plan.report("SP@SVH/Q1", AFTER, delivered=True, drained=drained)
    plan.ask("CD@LT/Q1", AFTER, date(2022, 6, 30), drained=drained)
    plan.checkpoint("SP@SVH/T", TODAY)
    seen = shown(plan)
    districts, departments = seen.groups
    assert (districts.title, districts.units) == ("Các huyện", 2)
    assert districts.counts == Counts(done_in_time=1, open_in_time=2, overdue=3)
    assert districts.due == Counts(done_in_time=1, overdue=3)
    assert (departments.title, departments.units) == ("Các sở", 1)
    late = Counts(open_in_time=1, overdue=1, due_soon=1, waiting=1)
    assert departments.counts == departments.due == late
    assert (seen.reported_late, seen.undelivered_late, seen.extensions) == (1, 0, 1)
    assert (seen.quarter, seen.since) == (Quarter(2022, 2), Q1_END)


def test_a_product_found_not_delivered_after_its_day_is_counted_as_such(plan: Plan) -> None:
    plan.done("SP@SVH/Q1", AFTER, delivered=False)
    seen = shown(plan)
    assert (seen.reported_late, seen.undelivered_late) == (0, 1)


def test_the_units_with_the_most_overdue_come_first_and_only_as_many_as_have_room(
    plan: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan.done("KND@LT/Q1", Q1_END, 60)
    units = [(unit.name, unit.overdue, unit.total) for unit in shown(plan).late_units]
    assert units == [("huyện Tam Đảo", 2, 3), ("huyện Lập Thạch", 1, 3), ("Sở Văn hóa", 1, 1)]
    monkeypatch.setattr(page, "MAX_LATE_UNITS", 1)
    cache.forget()
    assert [unit.name for unit in shown(plan).late_units] == ["huyện Tam Đảo"]


def test_the_latest_difficulties_are_shown_and_all_of_them_counted(plan: Plan) -> None:
    for number, ref in enumerate(("KND@LT/Q1", "KND@TD/Q1", "CD@LT/Q1", "CD@TD/Q1")):
        report = plan.report(ref, date(2022, 4, 20 + number), 5)
        plan.hinder(report, f"Khó khăn {number}", "", "SVH")
    seen = shown(plan)
    said = [difficulty.difficulty for difficulty in seen.hindered]
    assert said == ["Khó khăn 3", "Khó khăn 2", "Khó khăn 1"]
    assert seen.hindered_in_all == 4


def moves(plan: Plan, group: int = 0) -> MovesSince:
    return replace(shown(plan).groups[group].moves, newly_overdue=0)


def test_what_is_recorded_since_the_last_quarter_moved_though_it_is_not_drained(plan: Plan) -> None:
    plan.report("KND@LT/Q1", Q1_END, 60)  # before
    plan.report("KND@TD/Q1", AFTER, 60, drained=False)
    plan.verify("KND@LT/Q1", AFTER, drained=False)
    plan.report("CD@TD/Q1", date(2022, 4, 21), 8)
    plan.send_back("CD@TD/Q1", date(2022, 4, 22), due_on=date(2022, 5, 31), drained=False)
    plan.move_due("CD@LT/Q1", AFTER, date(2022, 6, 30), drained=False)
    plan.ask("KND@LT/Q2", AFTER, date(2022, 7, 29), drained=False)
    assert moves(plan) == MovesSince(reported=1, accepted=1, returned=1, due_changed=2)
    assert moves(plan, 1) == MovesSince()


def test_what_was_drained_moved_by_its_events_each_act_once(plan: Plan) -> None:
    plan.report("KND@LT/Q1", AFTER, 60)
    plan.report("KND@LT/Q1", date(2022, 4, 21), 61)
    plan.move_due("CD@LT/Q1", AFTER, date(2022, 6, 30))
    first, again, changed = (plan.session.get_one(Submission, number) for number in (1, 2, 3))
    assert changed.act is Act.CHANGE_DUE
    for submission, kind in (
        (first, EventKind.MOVED),
        (first, EventKind.MOVED),  # passed through two stages
        (again, EventKind.RECORDED),
        (changed, EventKind.DUE_CHANGED),
    ):
        tell(plan, kind, AFTER, "KND@LT/Q1", submission.key)
    loaded = tell(plan, EventKind.DUE_CHANGED, date(2022, 4, 1), "KND@LT/Q1", None)
    loaded.at = end_of(Q1_END)  # a plan that was loaded again, in the quarter's first moment
    tell(plan, EventKind.MOVED, Q1_END, "KND@LT/Q1", first.key)
    tell(plan, EventKind.WITHDRAWN, AFTER, "KND@LT/Q1", first.key)
    assert moves(plan) == MovesSince(reported=2, due_changed=2)


def tell(plan: Plan, kind: EventKind, day: date, ref: str, submission_id: int | None) -> Event:
    checkpoint = plan.checkpoints[ref]
    event = Event(
        kind=kind, at=at(day), day=day, programme_id=plan.programme.key,
        assignment_id=checkpoint.assignment_id, checkpoint_id=checkpoint.key,
        submission_id=submission_id,
    )  # fmt: skip
    plan.session.add(event)
    return event


def test_the_last_digest_of_all_of_the_quarter_before_stands_beside_today(plan: Plan) -> None:
    programme, quarter = plan.programme, Quarter(2022, 1)
    assert shown(plan).then_now is None
    unit = plan.units["SVH"].key
    others = (DigestPart(unit_id=unit), DigestPart(person_id=1, official="Hoa"))
    days = (date(2022, 4, 8), date(2022, 4, 11), date(2022, 4, 12))
    for day, part in zip(days, (EVERYTHING, *others), strict=True):
        keep(plan.session, draw(plan.session, programme, quarter, NOW, day, part).whole)
    keep(plan.session, draw(plan.session, programme, Quarter(2022, 2), NOW, TODAY).whole)
    plan.done("KND@LT/Q1", AFTER, 60)
    then_now = shown(plan).then_now
    assert then_now is not None
    assert (then_now.quarter, then_now.as_of) == (quarter, date(2022, 4, 8))
    assert then_now.then == Counts(overdue=5)
    assert then_now.now == Counts(done_late=1, overdue=4)


def test_a_digest_that_is_compiled_is_on_the_page_at_once(plan: Plan) -> None:
    assert shown(plan).then_now is None
    keep(plan.session, draw(plan.session, plan.programme, Quarter(2022, 1), NOW).whole)
    assert shown(plan).then_now is not None


def test_whoever_does_not_see_all_does_not_see_what_is_kept_either(plan: Plan) -> None:
    shown(plan)
    assert cached_overview(plan.session, viewer(plan), plan.programme, NOW) is None
