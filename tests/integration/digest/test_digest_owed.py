"""Which quarters are owed a digest: once each, from a working day on, and none is missed."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from digest_plan import Plan, two_districts
from digest_plan_work import Q1_END
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from dondoc.clock import at
from dondoc.errors import BadInput
from dondoc.services.digest import publish as module
from dondoc.services.digest.compile import draw, keep
from dondoc.services.digest.owed import owed_digests
from dondoc.services.digest.publish import DigestOrder, publish, publish_owed
from dondoc.services.figures.quarter import parse_period
from dondoc.store.database import reading, writing
from models.digest import Digest, DigestStep
from models.programme import CalendarDay, Programme, RuleSet
from models.rules.digest_life import DigestStepKind


@pytest.fixture
def plan(engine: Engine) -> Iterator[Plan]:
    with writing(engine) as session:
        made = two_districts(session)
        made.done("KND@LT/Q1", Q1_END, 60)
        session.flush()
        yield made


def owed(plan: Plan, day: date) -> list[str]:
    return [str(each.period) for each in owed_digests(plan.session, day)]


def kept(plan: Plan, day: date, quarter: str = "2022-Q1") -> Digest:
    drawn = draw(plan.session, plan.programme, parse_period(quarter), at(day, 8), day).whole
    return keep(plan.session, drawn)[0]


def rules(session: Session, days: int) -> None:
    rule_set = session.exec(select(RuleSet)).one()
    rule_set.rules = {**rule_set.rules, "digest_after_days": days}
    session.flush()


def test_it_is_owed_from_the_first_working_day_after_the_quarter(plan: Plan) -> None:
    assert owed(plan, date(2022, 3, 31)) == []
    assert owed(plan, date(2022, 4, 1)) == ["2022-Q1"]


def test_a_weekend_and_a_day_off_are_waited_for(plan: Plan) -> None:
    """The third quarter ends on a Friday; the office adds a day off, and works a Saturday."""
    kept(plan, date(2022, 4, 1)), kept(plan, date(2022, 7, 1), "2022-Q2")
    kept(plan, date(2022, 7, 1), "2022-H1")
    assert owed(plan, date(2022, 10, 2)) == []
    assert owed(plan, date(2022, 10, 3)) == ["2022-Q3"]
    plan.session.add(CalendarDay(day=date(2022, 10, 3), working=False))
    plan.session.flush()
    assert owed(plan, date(2022, 10, 3)) == []
    plan.session.add(CalendarDay(day=date(2022, 10, 1), working=True))
    plan.session.flush()
    assert owed(plan, date(2022, 10, 1)) == ["2022-Q3"]


def test_the_programme_says_how_long_its_last_reports_are_waited_for(plan: Plan) -> None:
    rules(plan.session, 5)
    assert owed(plan, date(2022, 4, 6)) == []
    assert owed(plan, date(2022, 4, 7)) == ["2022-Q1"]


def test_it_is_owed_until_there_is_one_and_never_again(plan: Plan) -> None:
    kept(plan, date(2022, 3, 31))  # a draft of a quarter that still ran
    assert owed(plan, date(2022, 4, 1)) == ["2022-Q1"]
    kept(plan, date(2022, 4, 1))
    assert [owed(plan, date(2022, 4, day)) for day in (1, 2, 10, 30)] == [[], [], [], []]


def test_one_of_an_earlier_day_in_between_makes_none_owed_again(plan: Plan) -> None:
    """Else the draft that is being reviewed would be replaced by the morning's run."""
    kept(plan, date(2022, 4, 1))
    kept(plan, date(2022, 3, 31))
    assert owed(plan, date(2022, 4, 4)) == []


def test_an_approved_one_is_enough_before_the_day_of_compiling(plan: Plan) -> None:
    rules(plan.session, 5)
    digest = kept(plan, date(2022, 4, 1))
    assert owed(plan, date(2022, 4, 7)) == ["2022-Q1"]
    plan.session.add(
        DigestStep(digest_id=digest.key, kind=DigestStepKind.APPROVED,
                   person_id=1,
                   at=at(date(2022, 4, 1), 9))
    )  # fmt: skip
    plan.session.flush()
    assert owed(plan, date(2022, 4, 7)) == []


def test_days_that_were_missed_are_caught_up_over_the_turn_of_the_year(plan: Plan) -> None:
    kept(plan, date(2022, 4, 1))
    missed = ["2022-Q2", "2022-H1", "2022-Q3"]
    assert owed(plan, date(2022, 12, 31)) == missed
    assert owed(plan, date(2023, 1, 2)) == missed  # off in place of the Sunday
    assert owed(plan, date(2023, 1, 3)) == [*missed, "2022-Q4", "2022"]


def test_with_the_last_quarter_of_a_half_and_of_a_year_these_are_owed_too(plan: Plan) -> None:
    for quarter in ("2022-Q1", "2022-Q2", "2022-H1", "2022-Q3"):
        kept(plan, parse_period(quarter).end + timedelta(days=5), quarter)
    assert owed(plan, date(2022, 12, 30)) == []
    assert owed(plan, date(2023, 1, 3)) == ["2022-Q4", "2022"]
    kept(plan, date(2023, 1, 3), "2022")
    assert owed(plan, date(2023, 1, 3)) == ["2022-Q4"]


def test_the_half_year_is_compiled_on_the_day_of_its_last_quarter(
    engine: Engine, tmp_path: Path
) -> None:
    with writing(engine) as session:
        plan = two_districts(session)
        kept(plan, date(2022, 4, 1))
    day = date(2022, 7, 1)
    made = publish_owed(engine, DigestOrder("", day), at(day, 8), tmp_path)
    assert [each.figures.quarter for each in made] == ["2022-Q2", "2022-H1"]
    with reading(engine) as session:
        kept_ones = session.exec(select(Digest.quarter).order_by(col(Digest.id))).all()
    assert kept_ones == ["2022-Q1", "2022-Q2", "2022-H1"]


def test_a_quarter_that_had_closed_before_the_plan_was_loaded_is_owed_none(plan: Plan) -> None:
    plan.session.exec(select(Programme)).one().created_at = at(date(2022, 5, 20))
    plan.session.flush()
    assert owed(plan, date(2022, 7, 1)) == ["2022-Q2", "2022-H1"]


def test_what_is_owed_is_compiled_once_whoever_asks_twice(engine: Engine, tmp_path: Path) -> None:
    with writing(engine) as session:
        two_districts(session)
    day = date(2022, 4, 4)
    order = DigestOrder("", day)
    first = list(publish_owed(engine, order, at(day, 8), tmp_path))
    assert [(made.figures.quarter, made.created) for made in first] == [("2022-Q1", True)]
    assert list(publish_owed(engine, order, at(day, 9), tmp_path)) == []
    at_once = DigestOrder("2022-Q1", date(2022, 4, 5), since=date(2022, 4, 1))
    assert not publish(engine, at_once, at(date(2022, 4, 5), 8), tmp_path).created
    with reading(engine) as session:
        assert len(session.exec(select(Digest)).all()) == 1


def test_one_that_cannot_be_compiled_does_not_hold_up_the_others(
    engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with writing(engine) as session:
        two_districts(session)
    whole = module.publish

    def fails(engine: Engine, order: DigestOrder, *others: object) -> object:
        if order.quarter == "2022-Q1":
            raise BadInput("digest.error.bad_quarter", found="x", year=2022)
        return whole(engine, order, *others)  # type: ignore[arg-type]

    monkeypatch.setattr(module, "publish", fails)
    made = []
    day = date(2022, 7, 1)
    with pytest.raises(BadInput):
        for each in publish_owed(engine, DigestOrder("", day), at(day, 8), tmp_path):
            made.append(each.figures.quarter)
    assert made == ["2022-Q2", "2022-H1"]
