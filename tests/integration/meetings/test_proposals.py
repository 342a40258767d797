"""What is proposed for a meeting is all that is behind, and how many there are of each is true."""

from collections.abc import Iterator
from datetime import date

import pytest
from digest_plan import Plan, two_districts
from digest_plan_work import Q1_END
from sqlalchemy import Engine

from dondoc.clock import at
from dondoc.services.meetings.proposals import MAX_PER_REASON, Proposal, proposed
from dondoc.services.organisation.viewer import Viewer
from dondoc.store.database import writing
from models.rules.conclusions import AgendaReason
from models.rules.roles import Mandate


@pytest.fixture
def plan(engine: Engine) -> Iterator[Plan]:
    with writing(engine) as session:
        yield two_districts(session)


def found_on(plan: Plan, day: date) -> tuple[list[Proposal], dict[AgendaReason, int]]:
    viewer = Viewer(
        1, "TK", "Thư ký", "vi", day, plan.programme.key, plan.programme.year,
        mandates=frozenset({Mandate.SECRETARIAT}),
    )  # fmt: skip
    return proposed(plan.session, plan.programme, viewer, at(day, 18))


def test_as_many_are_below_plan_as_there_are_whatever_is_overdue_beside_them(plan: Plan):
    for number in range(MAX_PER_REASON + 2):
        code = f"X{number:02}"
        plan.unit(code, f"xã {code}")
        plan.assign(f"KND@{code}", target=200)
        plan.checkpoint(f"KND@{code}/Q1", expected=50)
        plan.done(f"KND@{code}/Q1", Q1_END, number)
    shown, counts = found_on(plan, date(2022, 4, 8))
    below = [each.ref for each in shown if each.reason is AgendaReason.BELOW_PLAN]
    assert below == [f"KND@X{number:02}" for number in range(MAX_PER_REASON)]
    assert counts[AgendaReason.BELOW_PLAN] == MAX_PER_REASON + 2
    assert counts[AgendaReason.OVERDUE] == 5


def test_what_was_put_off_beyond_the_year_and_is_overdue_is_proposed_too(plan: Plan):
    plan.move_due("KND@LT/Q2", date(2022, 6, 1), date(2023, 1, 5))
    shown, counts = found_on(plan, date(2023, 1, 10))
    late = [each.ref for each in shown if each.reason is AgendaReason.OVERDUE]
    assert late[-1] == "KND@LT/Q2" and len(late) == counts[AgendaReason.OVERDUE] == 7
