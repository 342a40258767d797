"""Every official's points of every quarter agree with a plain computation, by three rule sets."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from evaluation_recomputed import MOST, results
from programmes import current_programme
from replayed_year import END, replayed_year
from sqlalchemy import Engine
from sqlmodel import Session

from dondoc.services.evaluation.people.officials_list import officials_list
from dondoc.services.evaluation.people.periods import quarters_of
from dondoc.services.evaluation.people.read import read_officials
from dondoc.services.evaluation.people.scored import scored
from dondoc.services.evaluation.rule_sets.shipped import shipped_rules
from dondoc.store.database import reading

pytestmark = pytest.mark.slow

DAYS = (date(2022, 3, 31), date(2022, 4, 12), date(2022, 5, 20), date(2022, 8, 15), END)


@pytest.fixture(scope="module")
def engine(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """The example year until its end."""
    with replayed_year(sqlite_template, tmp_path_factory) as engine:
        yield engine


@pytest.fixture
def filled(engine: Engine) -> Iterator[Session]:
    with reading(engine) as session:
        yield session


def test_every_official_and_quarter_agrees_under_three_rule_sets(
    filled: Session, engine: Engine
) -> None:
    programme = current_programme(filled, 2022)
    compared = 0
    for day in DAYS:
        expected = results(engine, 2022, day)
        read = read_officials(filled, programme, day)
        for code in MOST:
            rules = shipped_rules(code)
            assert rules is not None
            parameters = rules.parameters()
            for person in read.by_person:
                for quarter in quarters_of(2022):
                    works = read.due_in(person, quarter)
                    points = scored(works, False, parameters).results
                    known = expected.get((person, quarter.number), {}).get(code)
                    assert points == known, (day, code, person, quarter.number)
                    compared += points is not None
    assert compared > 1000


def test_one_person_reads_the_same_as_the_whole_programme(filled: Session) -> None:
    programme = current_programme(filled, 2022)
    for day in (date(2022, 5, 20), END):
        everybody = read_officials(filled, programme, day)
        for person, works in everybody.by_person.items():
            alone = read_officials(filled, programme, day, person).by_person[person]
            # What a verifier said of quality is read with the acts, which one person's all are.
            compared = ([replace(each, quality=None) for each in some] for some in (alone, works))
            assert next(compared) == next(compared)


def test_the_year_is_the_mean_of_its_quarters(filled: Session) -> None:
    programme = current_programme(filled, 2022)
    for official in officials_list(filled, programme, END).officials:
        points = [each.results for each in official.so_far.quarters if each.results is not None]
        assert official.so_far.results == sum(points, Fraction(0)) / len(points)
        assert official.so_far.year is not None
        assert official.so_far.year.mean == official.so_far.results
