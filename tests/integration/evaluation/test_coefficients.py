"""The coefficient of the catalogue in force when the quarter, or the work, began is what scores."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import factory
import pytest
from counting import statements
from evaluated_stories import only, period_of, scored_of
from remind_world import World
from sqlalchemy import Engine, select
from sqlmodel import Session, col

from dondoc.clock import at
from dondoc.errors import Refused
from dondoc.services.evaluation.catalogue.coefficients import WeightStaysReason
from dondoc.services.evaluation.catalogue.keep import approve_catalogue, keep_catalogue
from dondoc.services.evaluation.catalogue.line import CatalogueLine
from dondoc.services.evaluation.catalogue.ties import keep_ties
from dondoc.services.evaluation.own.decisions import RulesDecision
from dondoc.services.evaluation.people.officials_list import officials_list
from dondoc.services.organisation.changes import SettingsChange, acting_for_office
from dondoc.store.database import reading, writing
from models.assignment import Assignment
from models.programme import Programme
from models.rules.checkpoints import Act
from models.rules.product_catalogue import CountingFrom

DUE, JUNE = date(2022, 6, 30), date(2022, 6, 27)
MARCH, APRIL, MAY = date(2022, 3, 21), date(2022, 4, 1), date(2022, 5, 10)
LINE = CatalogueLine("SP-01", "Quyết định", "", Decimal("2.5"), "", None, None, "")


@pytest.fixture
def world(engine: Engine, tmp_path: Path) -> World:
    """Two assignments of An, due with the second quarter; one is verified as done."""
    made = World.begin(engine, tmp_path, DUE, DUE)
    for ref in made.refs:
        made.act(Act.REPORT, "an", JUNE, ref=ref, value=Decimal(10))
        made.act(Act.VERIFY, "dung", JUNE, ref=ref)
    made.advance(JUNE)
    return made


def office(session: Session, day: date) -> SettingsChange:
    return acting_for_office(session, "dung", at(day), at(day))


def approved(world: World, day: date, from_day: date, *lines: CatalogueLine) -> None:
    with writing(world.engine) as session:
        change = office(session, day)
        version, _ = keep_catalogue(change, lines or (LINE,), "danh-muc.xlsx")
        approve_catalogue(change, version, RulesDecision(from_day, "15-QĐ", day, "Lần đầu"))


def tied(world: World, day: date, code: str = "SP-01") -> None:
    with writing(world.engine) as session:
        first = session.scalars(select(Assignment).order_by(col(Assignment.id))).first()
        assert first is not None
        keep_ties(office(session, day), world.programme_id, {first.key: code})


def coefficients(world: World, day: date = DUE) -> list[Fraction]:
    return [points.line.coefficient for points in scored_of(world, "an", day, "Q2").lines]


def test_in_force_and_tied_when_the_quarter_began_it_scores(world: World) -> None:
    approved(world, MARCH, APRIL)
    tied(world, MARCH)
    assert coefficients(world) == [Fraction(5, 2), Fraction(1)]
    work = period_of(world, "an", DUE, "Q2").counted[0]
    assert work.product is not None and work.weight == 1
    assert (work.product.since, work.product.paper, work.product.version) == (APRIL, "15-QĐ", 1)
    assert work.product.counting == (APRIL, CountingFrom.QUARTER_BEGAN)
    assert [points.assigned for points in scored_of(world, "an", DUE, "Q2").lines] == [
        Fraction(5, 2), Fraction(1)
    ]  # fmt: skip


def reason(world: World) -> WeightStaysReason | None:
    product = period_of(world, "an", DUE, "Q2").counted[0].product
    return None if product is None else product.reason


def test_what_comes_within_the_quarter_changes_nobodys_points(world: World) -> None:
    before = scored_of(world, "an", DUE, "Q2")
    tied(world, MARCH)
    approved(world, APRIL, MAY)
    assert reason(world) is WeightStaysReason.NO_CATALOGUE
    assert scored_of(world, "an", DUE, "Q2") == before


def test_tied_within_the_quarter_it_counts_from_the_next(world: World) -> None:
    approved(world, MARCH, APRIL)
    tied(world, MAY)
    assert reason(world) is WeightStaysReason.TIED_LATER
    assert coefficients(world) == [Fraction(1), Fraction(1)]


def test_work_assigned_within_the_quarter_counts_by_that_day(
    engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = World.begin(engine, tmp_path, DUE)
    monkeypatch.setattr(factory, "START", MAY)  # when the next one is assigned
    world.crowd(1, DUE)
    approved(world, APRIL, MAY)
    with writing(world.engine) as session:
        keys = {each.key: "SP-01" for each in session.scalars(select(Assignment))}
        keep_ties(office(session, MAY), world.programme_id, keys)
    new = only(period_of(world, "c0", DUE, "Q2").not_counted).product
    old = only(period_of(world, "an", DUE, "Q2").not_counted).product
    assert new is not None and old is not None
    assert new.counting == (MAY, CountingFrom.ASSIGNED)
    assert new.coefficient == Decimal("2.5")
    assert (old.coefficient, old.reason) == (None, WeightStaysReason.TIED_LATER)


def test_a_newer_catalogue_leaves_the_quarter_that_runs(world: World) -> None:
    approved(world, MARCH, APRIL)
    tied(world, MARCH)
    approved(world, APRIL, MAY, replace(LINE, coefficient=Decimal(4)))
    assert coefficients(world)[0] == Fraction(5, 2)


def test_a_product_that_is_not_valid_that_day_keeps_the_weight(world: World) -> None:
    approved(world, MARCH, APRIL, replace(LINE, valid_from=date(2022, 4, 2)))
    tied(world, MARCH)
    assert reason(world) is WeightStaysReason.NOT_IN_CATALOGUE
    assert coefficients(world) == [Fraction(1), Fraction(1)]


def test_untied_it_is_no_product_any_more(world: World) -> None:
    approved(world, MARCH, APRIL)
    tied(world, MARCH)
    tied(world, MARCH, "")
    assert reason(world) is None
    assert coefficients(world) == [Fraction(1), Fraction(1)]


def test_a_long_decimal_scores_exactly(world: World) -> None:
    long = Decimal("1.00000000000000000001")
    approved(world, MARCH, APRIL, replace(LINE, coefficient=long))
    tied(world, MARCH)
    assert coefficients(world)[0] == Fraction(long)


def test_as_of_an_earlier_day_it_is_what_was_known_then(world: World) -> None:
    approved(world, MARCH, APRIL)
    tied(world, MARCH)
    found = only(period_of(world, "an", date(2022, 3, 20), "Q2").not_counted[:1])
    assert found.product is None


def test_others_approve_and_tie_nothing(world: World) -> None:
    for who in ("an", "giang"):
        with pytest.raises(Refused), writing(world.engine) as session:
            change = acting_for_office(session, who, at(MARCH), at(MARCH))
            keep_catalogue(change, (LINE,), "danh-muc.xlsx")
        with pytest.raises(Refused), writing(world.engine) as session:
            keep_ties(acting_for_office(session, who, at(MARCH), at(MARCH)), 1, {})


def test_it_asks_as_often_for_many_as_for_few(world: World) -> None:
    approved(world, MARCH, APRIL)
    tied(world, MARCH)
    few = asked(world)
    world.crowd(5, DUE)
    with writing(world.engine) as session:
        ties = {each.key: "SP-01" for each in session.scalars(select(Assignment))}
        assert keep_ties(office(session, MARCH), world.programme_id, ties) == 6
    assert asked(world) == few


def asked(world: World) -> int:
    """How many statements the list of all officials costs."""
    with reading(world.engine) as session, statements(world.engine) as seen:
        programme = session.scalars(select(Programme)).one()
        officials_list(session, programme, DUE)
    return len(seen)
