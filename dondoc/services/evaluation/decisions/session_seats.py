"""The seats of "excellent" while a session decides: how many, who takes them, who would exceed.

Decree 335/2025/NĐ-CP Art. 20. Seats are counted of everybody's grades, as they are chosen now or,
before that, as they are proposed or computed; they are taken by those alone for whom "excellent" is
chosen. Equals at the last seat are named: the body decides among them.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from sqlmodel import Session

from dondoc.services.evaluation.course.context import RoundContext
from dondoc.services.evaluation.course.dossiers import DossierRead
from dondoc.services.evaluation.course.outdated_proposals import current_proposal
from dondoc.services.evaluation.course.score import DossierWork, works_in
from dondoc.services.evaluation.ranking.groups import Decided, RankedPeriod, ranked_period
from dondoc.services.evaluation.ranking.standings import (
    PeriodReading,
    PeriodStandings,
    read_period,
    standings_by,
)
from models.rules.evaluation import Grade
from models.rules.scoring.caps import (
    CapsUnderBase,
    SeatState,
    asked_of,
    binds,
    caps_while_choosing,
    over_by,
)
from models.rules.scoring.seats import SeatsOfGroup

_WORST_FIRST = (SeatState.WITHOUT, SeatState.TIED, SeatState.SEATED)


@dataclass(frozen=True)
class GroupSeats:
    """The seats of a group of similar tasks, or of all together (None), by one rule set.

    `own`: by the rule set's own base, `caps`: under each. `waiting`: how many are "excellent" as
    proposed or computed, and nobody has chosen yet.
    """

    rules: str
    group: str | None
    binds: bool
    own: SeatsOfGroup
    bases: tuple[CapsUnderBase, ...]
    place: int
    waiting: int

    @property
    def taken(self) -> int:
        """For how many "excellent" is chosen."""
        return asked_of(self.own)

    @property
    def over(self) -> int:
        """By how many these exceed the seats."""
        return over_by(self.own)

    @property
    def over_if_all(self) -> int:
        """By how many they would, were all who wait chosen as they are proposed or computed."""
        return max(0, self.taken + self.waiting - self.own.count.seats)

    def seats_under(self, caps: CapsUnderBase) -> SeatsOfGroup:
        """The seats of this group under one of the bases."""
        return caps.seats[self.place]


@dataclass(frozen=True)
class SessionSeats:
    """The seats of a round. `ranked`: by the grades chosen, proposed or computed; `chosen`: whose
    grade somebody chose.
    """

    ranked: RankedPeriod
    chosen: frozenset[str]
    groups: tuple[GroupSeats, ...]

    @property
    def counts(self) -> Counter[Grade | None]:
        """How many have each grade so far; None: not graded, or not known."""
        people = self.ranked.standings.people
        return Counter(self.ranked.grade_of(each) for each in people)

    def of_group(self, group: str) -> GroupSeats | None:
        """The seats of a group of similar tasks; None where nobody in it has a grade."""
        return next((each for each in self.groups if each.group == group), None)

    def seat_of(self, code: str) -> SeatState | None:
        """The worst of what somebody's grade is to the caps that hold; None where it asks none."""
        found = {
            state
            for each in self.groups
            if each.binds and (state := self._asked(each, code)) is not None
        }
        return next((state for state in _WORST_FIRST if state in found), None)

    def _asked(self, group: GroupSeats, code: str) -> SeatState | None:
        """As if everybody were chosen: who would be beyond the cap is known before a choice."""
        seats = self.ranked.own_seats(group.rules)[group.group]
        lists = {
            SeatState.SEATED: seats.seated,
            SeatState.TIED: seats.tied,
            SeatState.WITHOUT: seats.without,
        }
        return next((state for state, codes in lists.items() if code in codes), None)


@dataclass(frozen=True)
class RoundStandings:
    """The people of a round with their points. `works`: by evaluation; `proposed`: by the units
    of what is there now, as a proposal that is outdated takes no seat.
    """

    period: PeriodReading
    ranked: PeriodStandings
    people: tuple[DossierRead, ...]
    works: Mapping[int, DossierWork]
    decided: Decided
    proposed: Decided


def read_standings(session: Session, context: RoundContext) -> RoundStandings:
    """A round as ranking reads it."""
    period = read_period(session, context.programme, context.period, context.today)
    held = period.round
    assert held is not None  # it is the round of this very period
    standings = standings_by(session, period, held.rules)
    works = works_in(session, context, held.people, period.work, context.today)
    proposals = {each.code: current_proposal(works[each.row.key]) for each in held.people}
    proposed = {code: one.grade for code, one in proposals.items() if one is not None}
    return RoundStandings(period, standings, held.people, works, held.decided, proposed)


def chosen_now(
    people: Iterable[DossierRead], typed: Mapping[int, Grade | None], still_open: Collection[int]
) -> Decided:
    """Whose grade is chosen, by code: as it stands on the page, else as it was decided.

    `typed`: by evaluation, None: not to be graded; `still_open`: on the page without a choice.
    """
    found = {}
    for each in people:
        key = each.row.key
        if key in typed:
            found[each.code] = typed[key]
        elif each.decision is not None and key not in still_open:
            found[each.code] = each.decision.grade
    return found


def session_seats(
    standings: RoundStandings, chosen: Decided, outstanding: bool = False
) -> SessionSeats:
    """The seats as these grades are chosen; everybody else as proposed, or as computed."""
    proposed = {code: grade for code, grade in standings.proposed.items() if grade is not None}
    grades = {**proposed, **chosen}
    ranked = ranked_period(standings.ranked, outstanding, grades, proposed)
    groups = tuple(
        group
        for rules in ranked.caps
        if any(each.rules == rules for each in standings.ranked.people)
        for group in _groups(ranked, rules, frozenset(chosen))
    )
    return SessionSeats(ranked, frozenset(chosen), groups)


def _groups(ranked: RankedPeriod, rules: str, chosen: frozenset[str]) -> Iterator[GroupSeats]:
    parameters = ranked.parameters_of(rules)
    bases = caps_while_choosing(ranked.officials(rules), chosen, ranked.share_of(rules), parameters)
    own = next(each for each in bases if each.own)
    asked = ranked.own_seats(rules)
    places = {seats.group: place for place, seats in enumerate(own.seats)}
    in_order = [each.key for each in ranked.groups if each.key in places]
    for group in (*in_order, None):
        seats = own.seats[places[group]]
        waiting = asked_of(asked[group]) - asked_of(seats)
        holds = binds(group, parameters)
        yield GroupSeats(rules, group, holds, seats, bases, places[group], waiting)
