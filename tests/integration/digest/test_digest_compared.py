"""With what a part of a digest is compared: the same day as the whole, and its own work then."""

from collections.abc import Iterator
from datetime import date

import pytest
from digest_plan import Plan, two_districts
from digest_plan_work import Q1_END
from digest_quarter import FRIDAY_AFTER, Q1, Q2, Q3
from sqlalchemy import Engine, select
from sqlmodel import col

from dondoc.clock import at
from dondoc.services.digest.compile import draw, keep
from dondoc.services.digest.parts import DigestPart, part_with_codes
from dondoc.services.digest.report import digest_of, read_with_report
from dondoc.services.figures.periods import whole_year
from dondoc.services.figures.report_shapes import DayCompared
from dondoc.services.figures.shapes import DigestFigures
from dondoc.store.database import writing
from models.committee import Committee
from models.digest import DigestStep
from models.message import Message, MessageLine, MessageState
from models.nudge import Nudge, NudgeKind
from models.person import Person
from models.rules.digest_life import DigestStepKind
from models.rules.ladder import Firmness
from models.rules.roles import Audience
from models.rules.totals import Counts

FIRST, THEN, HANDED_OVER = date(2022, 4, 1), date(2022, 4, 4), date(2022, 4, 6)


@pytest.fixture
def plan(engine: Engine) -> Iterator[Plan]:
    with writing(engine) as session:
        yield two_districts(session)


def kept(plan: Plan, day: date, part: DigestPart | None = None) -> None:
    keep(
        plan.session,
        draw(plan.session, plan.programme, Q1, at(day, 18), day, part or DigestPart()).whole,
    )


def compiled(plan: Plan, part: DigestPart, day: date = FRIDAY_AFTER) -> DigestFigures:
    drawn = draw(plan.session, plan.programme, Q1, at(day, 18), day, part).whole
    return DigestFigures.from_json(drawn.figures)


def of_unit(plan: Plan, code: str = "LT") -> DigestPart:
    return DigestPart(unit_id=plan.units[code].key)


def compared(figures: DigestFigures) -> DayCompared:
    assert figures.report is not None
    return figures.report.compared[0]


@pytest.mark.parametrize("own_between", [False, True])
def test_a_units_own_digest_says_what_its_part_of_that_of_all_units_says(
    plan: Plan, own_between: bool
):
    kept(plan, FIRST)
    if own_between:
        kept(plan, THEN, of_unit(plan))
    plan.done("KND@LT/Q1", date(2022, 4, 5), 60)
    whole = read_with_report(plan.session, plan.programme, Q1, FRIDAY_AFTER, None)
    own = compiled(plan, of_unit(plan))
    assert own == digest_of(whole, of_unit(plan))
    assert (compared(own).day, compared(own).overdue, compared(own).ended) == (FIRST, 2, 1)


def test_where_there_is_none_of_all_units_it_is_compared_with_its_own(plan: Plan):
    kept(plan, THEN, of_unit(plan))
    assert compared(compiled(plan, of_unit(plan))).day == THEN


@pytest.mark.parametrize(("approved", "day"), [((), THEN), (("Q1",), FIRST), (("Q1", "Q2"), THEN)])
def test_it_follows_the_period_before_and_not_a_draft_that_it_replaces(
    plan: Plan, approved: tuple[str, ...], day: date
):
    """Drafts of the period itself, and of one that reaches as far, are no digest before it."""
    periods = {"Q1": (Q1, FIRST), "Q2": (Q2, THEN)}
    for name, (period, as_of) in periods.items():
        drawn = draw(plan.session, plan.programme, period, at(as_of, 18), as_of, DigestPart())
        digest, _ = keep(plan.session, drawn.whole)
        if name in approved:
            plan.session.add(
                DigestStep(
                    digest_id=digest.key, kind=DigestStepKind.APPROVED, at=at(as_of, 19),
                    person_id=plan.session.scalars(select(col(Person.id))).first(),
                )
            )  # fmt: skip
    for own in (Q3, whole_year(2022)):
        drawn = draw(plan.session, plan.programme, own, at(HANDED_OVER), HANDED_OVER, DigestPart())
        keep(plan.session, drawn.whole)
    drawn = draw(plan.session, plan.programme, Q3, at(FRIDAY_AFTER, 18), FRIDAY_AFTER, DigestPart())
    assert compared(DigestFigures.from_json(drawn.whole.figures)).day == day


def test_what_was_printed_of_a_unit_is_corrected_in_its_part_too(plan: Plan):
    plan.report("KND@LT/Q1", Q1_END, 60)
    kept(plan, FIRST)
    plan.verify("KND@LT/Q1", Q1_END)  # recorded as of an earlier day, which the digest lacked
    of_lt, of_td = (compared(compiled(plan, of_unit(plan, code))) for code in ("LT", "TD"))
    assert of_lt.printed == Counts(open_in_time=1, overdue=1, waiting=1)
    assert of_lt.restated == Counts(done_in_time=1, overdue=1)
    assert of_td.printed is None
    whole = read_with_report(plan.session, plan.programme, Q1, FRIDAY_AFTER, None)
    group = compared(digest_of(whole, DigestPart(group_code="G0")))
    assert group.printed == Counts(open_in_time=1, overdue=3, waiting=1)


def test_an_official_is_compared_with_what_was_theirs_on_that_day(plan: Plan):
    plan.silent("KND@LT/Q1", date(2022, 4, 4))  # it stays her predecessor's, for ever
    kept(plan, THEN)
    newcomer, _ = part_with_codes(plan.session, FRIDAY_AFTER, None, f"LT-{HANDED_OVER}")
    told = compiled(plan, newcomer)
    assert (compared(told).overdue, compared(told).appeared, compared(told).ended) == (0, 1, 0)
    assert told.report is not None
    assert {item.change for item in told.report.changed} == {"assigned"}
    predecessor, _ = part_with_codes(plan.session, FRIDAY_AFTER, None, "LT-2020-01-01")
    before = compared(compiled(plan, predecessor))
    assert (before.overdue, before.remained, before.ended) == (2, 1, 1)


def send(plan: Plan, ref: str, audience: Audience, ran: date, left: date) -> None:
    """A letter of a run that went out on another day."""
    nudge = plan._add(
        Nudge(
            checkpoint_id=plan.checkpoints[ref].key, kind=NudgeKind.DEADLINE, audience=audience,
            firmness=Firmness.DEMAND, decided_on=ran, decided_at=at(ran),
        )
    )  # fmt: skip
    letter = plan._add(
        Message(
            person_id=1, run_on=ran, created_at=at(ran), state=MessageState.SENT, ended_at=at(left)
        )
    )
    plan._add(MessageLine(message_id=letter.key, nudge_id=nudge.key, audience=audience))


def test_a_letter_that_went_out_after_the_day_had_reached_nobody_by_then(plan: Plan):
    friday, monday = FRIDAY_AFTER, date(2022, 4, 11)
    plan._add(Committee(programme_id=plan.programme.key, unit_id=plan.units["LT"].key))
    send(plan, "KND@LT/Q1", Audience.LEAD, friday, monday)
    send(plan, "KND@LT/Q1", Audience.COMMITTEE_HEAD, date(2022, 3, 30), monday)
    for day, times, told in ((friday, 0, 0), (monday, 1, 1)):
        found = compiled(plan, of_unit(plan), day)
        item = next(one for one in found.overdue if one.ref == "KND@LT/Q1")
        assert (item.reminded, item.first_urged_on is not None) == (times, bool(times)), day
        assert found.report is not None
        assert found.report.committees[0].reminders == told, day


def test_a_committee_says_how_often_its_units_work_was_urged_by_hand(plan: Plan):
    for unit in ("LT", "TD"):
        plan._add(Committee(programme_id=plan.programme.key, unit_id=plan.units[unit].key))
    within, after = date(2022, 3, 30), FRIDAY_AFTER  # the one after the quarter is none of it
    for ref, day in (("KND@LT/Q1", within), ("CD@LT/Q1", within), ("CD@LT/Q1", after)):
        plan._add(
            Nudge(
                checkpoint_id=plan.checkpoints[ref].key, kind=NudgeKind.BY_HAND,
                audience=Audience.LEAD, firmness=Firmness.DEMAND, decided_on=day, step=str(day),
                decided_at=at(day),
            )
        )  # fmt: skip
    found = compiled(plan, DigestPart(), date(2022, 4, 11)).report
    assert found is not None
    urged = {each.unit: each.urged for each in found.committees if each.urged}
    assert urged == {"huyện Lập Thạch": 2}
