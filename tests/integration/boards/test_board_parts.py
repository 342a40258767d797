"""Which rows the overdue board lists: each in one part only, and for words that say something."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from digest_plan import Plan, two_districts
from sqlalchemy import Engine

from dondoc.services.boards.overdue import totals
from dondoc.services.boards.overdue.board_rows import all_of
from dondoc.services.boards.overdue.filters import BoardFilters, SortOrder
from dondoc.services.boards.overdue.question import BoardQuestion, open_scope
from dondoc.services.boards.overdue.totals import by_unit, count, figures
from dondoc.services.organisation.viewer import Viewer
from dondoc.store import cache
from dondoc.store.database import writing
from models.rules.due_parts import STATES, DuePart
from models.rules.roles import Mandate

TODAY = date(2022, 5, 16)
"""A Monday: what was due on the Friday, Saturday or Sunday before stands on either side."""
OPEN = (DuePart.OVERDUE, DuePart.DUE_SOON, DuePart.IN_TIME)


@pytest.fixture
def plan(engine: Engine) -> Iterator[Plan]:
    cache.forget()  # another test's rows have the same keys on PostgreSQL
    with writing(engine) as session:
        yield two_districts(session)


def board(plan: Plan) -> BoardQuestion:
    office = frozenset({Mandate.SECRETARIAT})
    viewer = Viewer(
        1, "HOA", "Hoa", "vi", TODAY, plan.programme.key, plan.programme.year, mandates=office
    )
    return open_scope(plan.session, plan.programme, viewer)


def test_what_is_open_is_in_the_one_part_of_its_due_state(plan: Plan) -> None:
    for number in range(-6, 30):
        plan.checkpoint(f"KND@LT/N{number}", TODAY + timedelta(days=number), 5)
    scope = board(plan)
    rows = {part: all_of(scope, BoardFilters(shown=part, order=SortOrder.LATE)) for part in OPEN}
    assert all(row.days_left < 0 for row in rows[DuePart.OVERDUE])
    assert all(row.days_left >= 0 for part in OPEN[1:] for row in rows[part])
    soon = {row.days_left for row in rows[DuePart.DUE_SOON]}
    assert min(soon) == 0
    assert max(soon) < min(row.days_left for row in rows[DuePart.IN_TIME])
    for part in OPEN:
        assert count(scope, BoardFilters(shown=part)) == len(rows[part]) > 0
    listed = [row.checkpoint_id for part in OPEN for row in rows[part]]
    assert len(listed) == len(set(listed)) == count(scope, BoardFilters(shown=DuePart.ALL))


def test_marks_alone_are_no_word_of_every_name(plan: Plan) -> None:
    scope = board(plan)
    assert count(scope, BoardFilters(shown=DuePart.ALL, text="KND")) > 0
    assert count(scope, BoardFilters(shown=DuePart.ALL, text="?!")) == 0


def test_what_is_withdrawn_and_not_drained_yet_is_in_no_part(plan: Plan) -> None:
    before = count(board(plan), BoardFilters(shown=DuePart.ALL))
    plan.withdraw("KND@LT/Q1", TODAY, drained=False)
    cache.forget()
    assert count(board(plan), BoardFilters(shown=DuePart.ALL)) == before - 1


@pytest.mark.parametrize("drained", [True, False])
def test_what_is_recorded_is_in_the_figures_whether_drained_or_not(
    plan: Plan, drained: bool
) -> None:
    plan.report("KND@LT/Q1", date(2022, 4, 20), 60, drained=drained)
    plan.report("KND@TD/Q2", date(2022, 5, 10), 60, drained=drained)
    plan.ask("CD@LT/Q1", TODAY, date(2022, 6, 30), drained=drained)
    found = figures(board(plan), BoardFilters())
    sizes = {part: size for part, size in found.parts.items() if size}
    assert sizes == {DuePart.WAITING: 2, DuePart.IN_TIME: 1, DuePart.OVERDUE: 4}
    assert found.late == {DuePart.WAITING: 1}
    assert found.asked == found.of(DuePart.EXTENSION) == 1
    assert found.total == sum(found.of(part) for part in STATES) == 7


def test_the_bars_are_of_the_units_with_the_most_rows_and_one_is_of_all_others(
    plan: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    scope, wanted = board(plan), BoardFilters()
    bars = [(bar.unit, bar.size) for bar in by_unit(scope, wanted)]
    assert bars == [("huyện Lập Thạch", 2), ("huyện Tam Đảo", 2), ("Sở Văn hóa", 1)]
    monkeypatch.setattr(totals, "BARS", 1)
    first, others = by_unit(scope, wanted)
    assert (first.unit, first.size, others.unit_id, others.size) == ("huyện Lập Thạch", 2, None, 3)


def test_late_by_so_many_working_days_begins_with_exactly_as_many(plan: Plan) -> None:
    for number in range(-12, 0):
        plan.checkpoint(f"KND@LT/N{number}", TODAY + timedelta(days=number), 5)
    scope = board(plan)
    every = all_of(scope, BoardFilters())
    for least in range(1, 8):
        late = all_of(scope, BoardFilters(late=least))
        assert {row.ref for row in late} == {row.ref for row in every if -row.days_left >= least}
        assert 0 < len(late) == count(scope, BoardFilters(late=least))
