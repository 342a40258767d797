"""Who is what to an evaluation: the head of the unit, its committee's secretary, the office.

The level above of a unit's head is the head of the parent unit, up the tree; where nobody is there,
a member of the Standing Committee. Where the level above is away or vacant, others stand in.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, field, replace

from sqlalchemy import select
from sqlmodel import Session, col

from dondoc.services.evaluation.course.away import away_on
from dondoc.services.evaluation.course.context import RoundContext
from dondoc.services.evaluation.course.dossiers import DossierRead
from dondoc.services.evaluation.people.leading import headed_units, unit_places_on
from dondoc.services.evaluation.people.led_fields import led_fields_on
from dondoc.services.organisation.directory import Directory, names_of_people, open_directory
from models.person import Position
from models.rules.evaluation_course.assessors import Assessor
from models.rules.evaluation_course.stand_ins import Away, Commenting, StandIn, who_comments
from models.rules.roles import Mandate, Seat
from models.rules.scoring.units import PlaceInUnit
from models.rules.unit_tree import nearest, upwards
from models.rules.vietnamese_order import by_given_name


@dataclass(frozen=True)
class StandingIn:
    """In whose place somebody comments. `person_id`: who is away; None: the seat is vacant."""

    how: StandIn
    person_id: int | None


@dataclass(frozen=True)
class AssessorLookup:
    """Who holds what on the day on which somebody assesses.

    `away`: who is not there that day; `works_in`: who holds a position of each unit; `headed`: the
    units that somebody heads; `deputies`: deputy heads, each with the unit; `fields`: the units of
    which somebody leads the work.
    """

    directory: Directory
    away: Away
    works_in: Mapping[int, frozenset[int]]
    headed: Mapping[int, frozenset[int]]
    deputies: Set[tuple[int, int]]
    fields: Mapping[int, frozenset[int]]
    _commenting: dict[int, Commenting] = field(default_factory=dict)

    def of(self, dossier: DossierRead, person_id: int) -> frozenset[Assessor]:
        """What somebody is to an evaluation; nothing for whoever has no part in it."""
        return frozenset(each for each in Assessor if person_id in self.people(dossier, each))

    def people(self, dossier: DossierRead, assessor: Assessor) -> frozenset[int]:
        """Everybody who is this to an evaluation, by their keys."""
        match assessor:
            case Assessor.SELF:
                return frozenset({dossier.row.person_id})
            case Assessor.ABOVE:
                return self.commenting(dossier).may
            case Assessor.UNIT:
                return self._unit(dossier)
            case Assessor.OFFICE:
                return self._mandated(Mandate.SECRETARIAT)
            case Assessor.BODY:
                return self._mandated(Mandate.STANDING_COMMITTEE)

    def asked(self, dossier: DossierRead, assessor: Assessor) -> frozenset[int]:
        """Of whom a step is wanted: whoever is away is asked for nothing."""
        if assessor is Assessor.ABOVE:
            return self.commenting(dossier).asked
        people = self.people(dossier, assessor)
        return people if assessor is Assessor.SELF else people - self.away.keys()

    @property
    def evaluating(self) -> frozenset[int]:
        """Who evaluates everybody, and so knows of a decision before it is published."""
        return self._mandated(Mandate.SECRETARIAT) | self._mandated(Mandate.STANDING_COMMITTEE)

    def standing_in(self, dossier: DossierRead, person_id: int) -> StandingIn | None:
        """In whose place somebody comments; None for whoever does by a right of their own.

        Of several who are away it is the one whose deputy they are.
        """
        commenting = self.commenting(dossier)
        how = commenting.stands_in(person_id) if person_id in commenting.asked else None
        holders = commenting.holders
        named = {each for each in holders if person_id in self.away.get(each, ())} or holders
        return StandingIn(how, min(named, default=None)) if how else None

    def is_barred(self, dossier: DossierRead, person_id: int) -> bool:
        """Whether somebody would stand in if the person assessed did not lead them."""
        return person_id in self.commenting(dossier).barred

    def names_of_asked(self, session: Session, dossier: DossierRead) -> list[str]:
        """The names of whoever is asked for the comment, for whoever is not."""
        names = names_of_people(session, set(self.commenting(dossier).asked)).values()
        return sorted(names, key=by_given_name)

    def commenting(self, dossier: DossierRead) -> Commenting:
        """Who comments, by their own right or in the place of whoever is away."""
        key = dossier.row.key
        if key not in self._commenting:
            person = dossier.row.person_id
            office = self._mandated(Mandate.SECRETARIAT) - {person}
            barred = {person} | self._led_by(dossier)
            levels = tuple(self._levels(dossier))
            found = who_comments(levels, office, self.away, barred)
            would = who_comments(levels, office, self.away, {person})
            self._commenting[key] = replace(found, barred=would.asked - found.may)
        return self._commenting[key]

    def _levels(self, dossier: DossierRead) -> Iterator[frozenset[int]]:
        """The heads of the units upwards, then the Standing Committee.

        A head's own unit is left out, and a unit of which the person is the only head; a unit whose
        head's seat is vacant is not.
        """
        person, unit_id = dossier.row.person_id, dossier.row.unit_id
        for unit in upwards(unit_id, self.directory.parents):
            heads = self._heads(unit)
            own = unit == unit_id and dossier.row.leads
            if own or heads == {person} or not self.directory.unit_heads.get(unit):
                continue
            yield heads - {person}
        if body := self._mandated(Mandate.STANDING_COMMITTEE) - {person}:
            yield body

    def _led_by(self, dossier: DossierRead) -> frozenset[int]:
        """Who works in a unit that the person heads, or under it: they never stand in there.

        Nor does who works under a deputy head, or in a field that the person leads; those who head
        such a deputy's unit, its committee's secretary and other deputies work under neither.
        """
        person, unit_id = dossier.row.person_id, dossier.row.unit_id
        headed = set(self.headed.get(person, ()))
        headed |= {unit_id} if dossier.row.leads else set()
        deputy_in = {unit for each, unit in self.deputies if each == person}
        units = deputy_in | self.fields.get(person, frozenset())
        beside = self._answering(unit_id)
        beside |= frozenset().union(*map(self._answering, deputy_in))
        beside |= {each for each, unit in self.deputies if unit in deputy_in | {unit_id}}
        under = frozenset().union(*map(self._works_under, units)) - beside
        return under.union(*map(self._works_under, headed))

    def _works_under(self, unit_id: int) -> frozenset[int]:
        parents = self.directory.parents
        led = (
            people for unit, people in self.works_in.items() if unit_id in upwards(unit, parents)
        )
        return frozenset().union(*led)

    def _unit(self, dossier: DossierRead) -> frozenset[int]:
        """Those who propose for the unit; nobody for themself."""
        return self._answering(dossier.row.unit_id) - {dossier.row.person_id}

    def _answering(self, unit_id: int) -> frozenset[int]:
        """Who heads a unit, and the secretary of its committee."""
        seats = self.directory.seats
        answering = nearest(unit_id, self.directory.parents, seats.__contains__)
        held = seats.get(answering, {}) if answering is not None else {}
        secretaries = self._holding(held.get(Seat.SECRETARY, ()))
        return self._heads(unit_id) | secretaries

    def _heads(self, unit_id: int) -> frozenset[int]:
        return self._holding(self.directory.unit_heads.get(unit_id, ()))

    def _mandated(self, mandate: Mandate) -> frozenset[int]:
        grants = self.directory.mandates.get(mandate, ())
        return self._holding(position for position, only in grants if only is None)

    def _holding(self, positions: Iterable[int]) -> frozenset[int]:
        held = (self.directory.holders.get(position, []) for position in positions)
        return frozenset(holder.person_id for holders in held for holder in holders)


def assessor_lookup(session: Session, context: RoundContext) -> AssessorLookup:
    """Reads who holds what today, and who is away, in a constant number of queries."""
    directory = open_directory(session, context.programme, context.today)
    rows = session.connection().execute(select(col(Position.id), col(Position.unit_id)))
    works_in: dict[int, frozenset[int]] = defaultdict(frozenset)
    for position_id, unit_id in rows:
        holders = directory.holders.get(position_id, ())
        works_in[unit_id] |= {each.person_id for each in holders}
    in_office = frozenset().union(*works_in.values())
    away = away_on(session, context.today, in_office)
    places = unit_places_on(session, context.today)
    deputies = {
        (person_id, unit_id)
        for person_id, units in places.items()
        for unit_id, place in units.items()
        if place is PlaceInUnit.DEPUTY
    }
    fields = led_fields_on(session, context.today).units_on(context.today)
    return AssessorLookup(directory, away, works_in, headed_units(places), deputies, fields)
