"""Next year's plan as its draft was loaded, beside this year's with all that happened in it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

import pytest
from sites import Site, _close
from sqlmodel import Session, select
from two_years import DECEMBER, NEXT, RUNNING, load_next_year, site_on

from dondoc.examples import SAMPLE_PLAN
from dondoc.services.plan.check.check import check
from dondoc.services.plan.load.back_to_plan import draft_of
from dondoc.services.programme.programmes import working_calendar
from dondoc.services.workbook.plan import AssignmentDraft, CheckpointDraft, PlanDraft
from dondoc.store.database import reading
from models.programme import Programme
from models.rules.next_year import a_year_later, due_a_year_later

QUARTERS = {"Q1": (1, 3, 31), "Q2": (4, 6, 30), "Q3": (7, 9, 30), "Q4": (10, 12, 31)}


class Years(NamedTuple):
    """This year's plan as it stands, and the next one's as it was loaded."""

    now: PlanDraft
    loaded: PlanDraft
    site: Site


def of_year(session: Session, year: int) -> Programme:
    return session.exec(select(Programme).where(Programme.year == year)).one()


@pytest.fixture(scope="module")
def years(sample_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Years]:
    site = site_on(sample_home, tmp_path_factory.mktemp("years") / "home", DECEMBER)
    load_next_year(site)
    with reading(site.workplace.engine) as session:
        now, loaded = (
            draft_of(session, of_year(session, year), DECEMBER) for year in (RUNNING, NEXT)
        )
    yield Years(now, loaded, site)
    _close(site)


def by_item(draft: PlanDraft) -> dict[tuple[str, str], AssignmentDraft]:
    return {
        (assignment.indicator_code, assignment.unit_code): assignment
        for assignment in draft.assignments
    }


def points(assignment: AssignmentDraft) -> dict[str, CheckpointDraft]:
    return {point.label: point for point in assignment.checkpoints}


def test_every_indicator_of_every_kind_is_as_it_was(years: Years) -> None:
    before = {one.code: replace(one, is_new=False) for one in years.now.indicators}
    assert {indicator.code: indicator for indicator in years.loaded.indicators} == before
    kinds = {(one.kind, one.direction) for one in years.loaded.indicators}
    assert {kind for kind, _ in kinds} >= {"product", "increment", "running_total", "composite"}
    assert kinds >= {("percentage", "higher"), ("last_value", "lower")}
    parts = [one for one in years.loaded.indicators if one.parent_code]
    assert parts  # of a composite


def test_every_assignment_keeps_its_target_weight_and_people(years: Years) -> None:
    before, after = by_item(years.now), by_item(years.loaded)
    assert after.keys() == before.keys()
    for key, one in after.items():
        old = before[key]
        kept = replace(
            one, checkpoints=old.checkpoints, deadline=old.deadline, baseline=old.baseline
        )
        assert kept == old, key
        assert one.deadline.year == 2023


def test_every_checkpoint_asks_for_the_same_a_year_later(years: Years) -> None:
    with reading(years.site.workplace.engine) as session:
        calendar = working_calendar(session, of_year(session, RUNNING))
    planned = check(SAMPLE_PLAN).draft  # an extension was this year's
    assert planned is not None
    after, first_named = by_item(years.loaded), by_item(planned)
    for key, old in by_item(years.now).items():
        was, now = points(first_named[key]), points(after[key])
        assert list(now) == list(points(old)), key  # what was withdrawn is left out
        for label, one in now.items():
            before = was[label]
            assert (one.expected, one.product) == (before.expected, before.product), (key, label)
            assert "2022" not in one.title
            if (
                label in QUARTERS
                and (before.due_on.month, before.due_on.day) == (QUARTERS[label][1:])
            ):
                first, month, day = QUARTERS[label]
                assert (one.opens_on, one.due_on) == (
                    date(2023, first, 1),
                    date(2023, month, day),
                )
            elif label != "Y":
                assert one.due_on == due_a_year_later(before.due_on, calendar)
                assert one.opens_on == min(a_year_later(before.opens_on), one.due_on)


def test_what_its_checkpoints_ask_for_reaches_the_target_of_each_kind(years: Years) -> None:
    kinds = {indicator.code: indicator.kind for indicator in years.loaded.indicators}
    for assignment in years.loaded.assignments:
        expected = [each.expected for each in assignment.checkpoints if each.expected is not None]
        if (
            assignment.target is None
            or not expected
            or kinds[assignment.indicator_code] == "composite"
        ):
            continue
        reached = (
            sum(expected, Decimal(0))
            if kinds[assignment.indicator_code] == "increment"
            else (expected[-1])
        )
        assert reached == assignment.target, assignment
