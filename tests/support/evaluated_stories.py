"""A small district's year as somebody's evaluation reads it."""

from datetime import date
from fractions import Fraction

from remind_world import World
from sqlalchemy import select
from sqlmodel import col

from dondoc.services.evaluation.people.periods import judged_period
from dondoc.services.evaluation.people.person_period import PersonPeriod, person_period
from dondoc.services.evaluation.people.scored import ScoredPeriod
from dondoc.services.evaluation.people.work import OfficialWork
from dondoc.services.evaluation.rule_sets.shipped import shipped_rules
from dondoc.store.database import reading
from models.person import Person
from models.programme import Programme

DECREE = "ND-335-2025"


def period_of(
    world: World, code: str, day: date, period: str = "Q1", rules: str = DECREE
) -> PersonPeriod:
    """What somebody's period was when a day was over."""
    with reading(world.engine) as session:
        programme = session.scalars(select(Programme)).one()
        person = session.scalars(select(Person).where(col(Person.code) == code)).one()
        meant = judged_period(period, programme.year)
        return person_period(session, programme, person, meant, day, shipped_rules(rules))


def scored_of(world: World, code: str, day: date, period: str = "Q1") -> ScoredPeriod:
    """The same by the decree."""
    found = period_of(world, code, day, period).rules[0].period
    assert found is not None
    return found


def parts_of(world: World, code: str, day: date) -> dict[str, Fraction]:
    """a, b, c of the first quarter; empty where nothing is counted."""
    result = scored_of(world, code, day).result
    return {part.name.value: part.share for part in result.parts} if result else {}


def only(works: tuple[OfficialWork, ...]) -> OfficialWork:
    (work,) = works
    return work
