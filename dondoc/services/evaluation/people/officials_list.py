"""All officials of a programme with the points of their results, quarter by quarter."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlmodel import Session, col

from dondoc.services.evaluation.people.periods import quarters_of
from dondoc.services.evaluation.people.person_period import (
    YearSoFar,
    heads_on,
    year_so_far,
)
from dondoc.services.evaluation.people.read import read_officials
from dondoc.services.evaluation.people.rules_in_force import chosen_first, rules_for
from dondoc.services.evaluation.people.work import OfficialWork
from dondoc.services.evaluation.rule_sets.schema import EvaluationRules
from dondoc.services.figures.per_group import units_in_order
from dondoc.store.bulk import among
from models.person import Person
from models.programme import Programme


@dataclass(frozen=True)
class OfficialInList:
    """Somebody who leads work of the year. `unit`: of most of it; `rules`: by which it is."""

    code: str
    name: str
    position: str
    unit_id: int
    unit: str
    group: str
    leads: bool
    rules: str
    so_far: YearSoFar


@dataclass(frozen=True)
class OfficialsList:
    """The officials in the order of the plan's units, and the day of which it tells."""

    as_of: date
    officials: tuple[OfficialInList, ...]


def officials_list(
    session: Session, programme: Programme, as_of: date, chosen: EvaluationRules | None = None
) -> OfficialsList:
    """Everybody, as of the end of a day, by the rule set in force at the end of the year."""
    reading = read_officials(session, programme, as_of)
    day = quarters_of(programme.year)[-1].end
    heads = heads_on(session, day)
    people = _people(session, reading.by_person)
    places = {each.unit_id: (place, each.group_title) for place, each in
              enumerate(units_in_order(session))}  # fmt: skip
    first = {leads: chosen_first(rules_for(leads), day, chosen)[0] for leads in (True, False)}
    parameters = {leads: rules.parameters() for leads, rules in first.items()}
    rows = []
    for key, works in reading.by_person.items():
        work, (code, name), leads = _of_most(works), people[key], key in heads
        place, group = places[work.unit_id]
        so_far = year_so_far(reading, key, leads, parameters[leads])
        official = OfficialInList(
            code, name, work.position, work.unit_id, work.unit, group, leads, first[leads].code,
            so_far,
        )  # fmt: skip
        rows.append((place, name, code, official))
    return OfficialsList(as_of, tuple(row[-1] for row in sorted(rows, key=lambda row: row[:3])))


def _of_most(works: Sequence[OfficialWork]) -> OfficialWork:
    """A piece of work of the unit that most of it is of."""
    counts: dict[int, int] = {}
    for each in works:
        counts[each.unit_id] = counts.get(each.unit_id, 0) + 1
    most = min(counts, key=lambda unit: (-counts[unit], unit))
    return next(each for each in works if each.unit_id == most)


def _people(session: Session, ids: object) -> dict[int, tuple[str, str]]:
    query = select(col(Person.id), col(Person.code), col(Person.full_name))
    rows = session.connection().execute(query.where(among(session, col(Person.id), set(ids))))  # type: ignore[call-overload]
    return {key: (code, name) for key, code, name in rows}
