"""Units, ranks, caps and years of the example agree with a plain computation."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from evaluation_recomputed import MOST, results
from programmes import current_programme
from replayed_year import END, replayed_year
from sqlalchemy import Engine
from sqlmodel import Session
from units_recomputed import ranks, seats, units

from dondoc.services.evaluation.people.periods import quarters_of
from dondoc.services.evaluation.ranking.groups import RankedPeriod, ranked_period
from dondoc.services.evaluation.ranking.standings import (
    PeriodReading,
    read_period,
    standings_by,
    usual_rules,
)
from dondoc.services.evaluation.ranking.unit_scores import group_scores
from dondoc.services.evaluation.rule_sets.shipped import shipped_rules
from dondoc.services.figures.periods import DigestPeriod, whole_year
from dondoc.store.cache import Cache
from dondoc.store.database import reading
from models.rules.scoring.units import PlaceInUnit

pytestmark = pytest.mark.slow

DAYS = (date(2022, 4, 12), date(2022, 8, 15), END)
BANDS = (("excellent", 90), ("good", 70), ("completed", 50), ("not_completed", 0))


@pytest.fixture(scope="module")
def engine(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """The example year until its end."""
    with replayed_year(sqlite_template, tmp_path_factory) as engine:
        yield engine


@pytest.fixture
def filled(engine: Engine) -> Iterator[Session]:
    with reading(engine) as session:
        yield session


def ranked(
    session: Session, period: DigestPeriod, day: date, code: str
) -> tuple[PeriodReading, RankedPeriod]:
    """Scored once for all tests of the file: nothing changes between them."""
    read = read_period(session, current_programme(session, 2022), period, day)
    standings = standings_by(session, read, usual_rules(session, read, shipped_rules(code)))
    return read, ranked_period(standings)


@pytest.fixture(scope="module", autouse=True)
def roomy() -> Iterator[None]:
    """Three days, three rule sets, four quarters and a year stay scored."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("dondoc.services.evaluation.ranking.standings.STANDINGS", Cache(64))
        yield


def test_every_unit_and_quarter_agrees_under_three_rule_sets(
    filled: Session, engine: Engine
) -> None:
    compared = 0
    for day in DAYS:
        expected = units(engine, 2022, day)
        for code in MOST:
            for quarter in quarters_of(2022):
                read, ranking = ranked(filled, quarter, day, code)
                for group in group_scores(read, ranking.standings):
                    for unit in group.units:
                        sums = expected[unit.unit_id, quarter.number]
                        where = (day, code, quarter.number, unit.unit)
                        assert unit.points.results == sums.points[code], where
                        assert unit.counts.tasks == sums.tasks, where
                        assert unit.counts.done == unit.share.done == sums.done, where
                        assert unit.in_time == sums.in_time, where
                        assert unit.counts.exceeded == sums.exceeded, where
                        compared += sums.tasks > 0
    assert compared > 800


@pytest.mark.parametrize("code", MOST)
def test_ranks_agree_in_every_group(filled: Session, engine: Engine, code: str) -> None:
    for day in DAYS:
        people = results(engine, 2022, day)
        for quarter in quarters_of(2022):
            _, ranking = ranked(filled, quarter, day, code)
            for group in ranking.groups:
                points = {}
                for row in group.rows:
                    key = (row.standing.official.person_id, quarter.number)
                    if (known := people.get(key, {}).get(code)) is not None:
                        points[row.standing.code] = known
                found = {each.reference: each.rank for each in group.ranking.places}
                assert found == ranks(points), (day, quarter, group.key)


def test_caps_agree_under_every_base(filled: Session, engine: Engine) -> None:
    """By the illustration, whose totals are the points of the results."""
    code, compared = "MINH-HOA-2021-2022", 0
    for day in DAYS:
        people = results(engine, 2022, day)
        for quarter in quarters_of(2022):
            _, ranking = ranked(filled, quarter, day, code)
            grades: dict[str | None, Counter[str]] = {None: Counter()}
            for each in ranking.standings.people:
                official = each.official
                points = people.get((official.person_id, quarter.number), {}).get(code)
                if points is not None:
                    grade = grade_of(points)
                    assert each.points.grade == grade
                    grades.setdefault(official.similar, Counter())[grade] += 1
                    grades[None][grade] += 1
            for caps in ranking.caps[code]:
                for one in caps.seats:
                    counts = grades[one.group]
                    excellent, good = counts["excellent"], counts["good"]
                    asked = len(one.seated) + len(one.tied) + len(one.without)
                    assert asked == excellent
                    expected = seats(excellent, good, counts.total(), caps.base.value)
                    assert one.count.seats == expected, (day, quarter, one.group, caps.base)
                    compared += bool(asked)
    assert compared > 100


def grade_of(points: Fraction) -> str:
    shown = Fraction(int(points * 100 + Fraction(1, 2)), 100)
    return next(name for name, least in BANDS if shown >= least)


@pytest.mark.parametrize("code", MOST)
def test_the_year_agrees_for_everybody_and_every_unit(
    filled: Session, engine: Engine, code: str
) -> None:
    people, of_units = results(engine, 2022, END), units(engine, 2022, END)
    read, ranking = ranked(filled, whole_year(2022), END, code)
    for each in ranking.standings.people:
        known = [
            points
            for number in range(1, 5)
            if (points := people.get((each.official.person_id, number), {}).get(code)) is not None
        ]
        assert each.points.results == (sum(known, Fraction(0)) / len(known) if known else None)
    for group in group_scores(read, ranking.standings):
        for unit in group.units:
            sums = [of_units[key] for key in of_units if key[0] == unit.unit_id]
            known = [points for one in sums if (points := one.points[code]) is not None]
            assert unit.points.results == (sum(known, Fraction(0)) / len(known) if known else None)
            assert unit.counts.tasks == sum(one.tasks for one in sums)
            assert unit.in_time == sum(one.in_time for one in sums)


def test_rule_sets_differ_by_the_most_points_and_the_quality_counted(
    filled: Session,
) -> None:
    """The shipped ones read a, b, c alike, but for the percentage of quality that one counts."""
    quarter = quarters_of(2022)[0]
    sides = [
        {
            each.code: each.points.results
            for each in ranked(filled, quarter, END, code)[1].standings.people
        }
        for code in ("366-QD-TW", "ND-335-2025", "MINH-HOA-2021-2022")
    ]
    assert sides[0].keys() == sides[1].keys()
    assert sides[0] == sides[1]
    for code, points in sides[2].items():
        whole = sides[1][code]
        assert (points is None) is (whole is None)
        assert points is None or whole is None or points * Fraction(7, 10) <= whole


def test_heads_are_compared_with_heads(filled: Session) -> None:
    _, ranking = ranked(filled, quarters_of(2022)[0], END, "ND-335-2025")
    for group in ranking.groups:
        assert {row.standing.official.place for row in group.rows} == {group.place}
        assert (group.place is PlaceInUnit.HEAD) is group.rows[0].standing.official.leads
