"""A period ranked within groups of similar tasks, with the caps of each under every base."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from dondoc.services.evaluation.ranking.standings import (
    PeriodStanding,
    PeriodStandings,
)
from dondoc.services.evaluation.rule_sets.schema import EvaluationRules
from models.rules.evaluation import Grade
from models.rules.scoring.caps import CapsUnderBase, SeatState, binds, caps_by_base, state_of
from models.rules.scoring.parameters import ScoringParameters
from models.rules.scoring.ranking import (
    GroupRanking,
    RankedBy,
    RankEntry,
    RankPlace,
    points_that_count,
    ranked_group,
)
from models.rules.scoring.seats import RankedOfficial, SeatsOfGroup
from models.rules.scoring.units import PlaceInUnit
from models.rules.vietnamese_order import LettersKey, by_given_name


@dataclass(frozen=True)
class RankedRow:
    """Somebody in their group. `place`: None without data; `seat`: None while it is not known."""

    standing: PeriodStanding
    place: RankPlace | None
    seat: SeatState | None


@dataclass(frozen=True)
class SimilarGroup:
    """A group of similar tasks. `title`: of its units; `place`: what its members are to theirs.

    `may_ask`: of how many "excellent" is not known and can come of it yet; `unknown`: of how many
    neither total nor grade is: no cap counts them.
    """

    key: str
    title: str
    place: PlaceInUnit
    rules: EvaluationRules
    ranking: GroupRanking
    rows: tuple[RankedRow, ...]
    may_ask: int
    unknown: int

    def results_of(self, row: RankedRow) -> Fraction | None:
        """The points of somebody's results: those that rank the group, or those in the total."""
        points = row.standing.points
        return points.abc if self.ranking.by is RankedBy.RESULTS else points.results


Decided = Mapping[str, Grade | None]
"""Grades that a body chose, or is about to, by the code of the person; None: not to be graded."""


@dataclass(frozen=True)
class RankedPeriod:
    """Everybody ranked, and the caps by the code of each rule set that judges somebody.

    `outstanding`: by the share of an organisation with outstanding achievement. `proposed`: by the
    units, by code: who was "excellent" so or by the rule set, and is decided "good", was moved.
    """

    standings: PeriodStandings
    outstanding: bool
    decided: Decided
    proposed: Decided
    groups: tuple[SimilarGroup, ...]
    caps: Mapping[str, tuple[CapsUnderBase, ...]]

    def parameters_of(self, rules: str) -> ScoringParameters:
        """Those of a rule set that judges somebody."""
        of_place = self.standings.rules.items()
        leads = next(leads for leads, each in of_place if each.code == rules)
        return self.standings.parameters[leads]

    def share_of(self, rules: str) -> Fraction:
        """The percentage of the cap that holds."""
        parameters = self.parameters_of(rules)
        return parameters.seat_share_outstanding if self.outstanding else parameters.seat_share

    def grade_of(self, standing: PeriodStanding) -> Grade | None:
        """As it was decided; else as it was computed, None while it is not known."""
        return self.decided.get(standing.code, standing.points.grade)

    def official(self, standing: PeriodStanding) -> RankedOfficial | None:
        """As caps see somebody; None as long as their grade is not known."""
        total, grade, code = standing.points.total, self.grade_of(standing), standing.code
        if grade is None:
            return None
        parameters = self.standings.parameters[standing.official.leads]
        points = None if total is None else points_that_count(total, parameters)
        before = self.proposed.get(code) or standing.points.grade
        moved = code in self.decided and grade is Grade.GOOD and before is Grade.EXCELLENT
        return RankedOfficial(code, points, grade, standing.official.similar, moved)

    def officials(self, rules: str) -> tuple[RankedOfficial, ...]:
        """Those whom a rule set judges, as far as caps see them."""
        found = (self.official(each) for each in self.standings.people if each.rules == rules)
        return tuple(each for each in found if each is not None)

    def own_seats(self, rules: str) -> Mapping[str | None, SeatsOfGroup]:
        """The seats of each group by the base that a rule set itself names; None: of all."""
        own = next(each for each in self.caps[rules] if each.own)
        return {each.group: each for each in own.seats}

    def titles(self) -> Mapping[str, tuple[str, PlaceInUnit]]:
        """What a group of similar tasks is called, by its key."""
        return {each.key: (each.title, each.place) for each in self.groups}


def ranked_period(
    standings: PeriodStandings,
    outstanding: bool = False,
    decided: Decided | None = None,
    proposed: Decided | None = None,
) -> RankedPeriod:
    """Ranks everybody by their points, and counts seats by the grades decided, else computed."""
    bare = RankedPeriod(standings, outstanding, decided or {}, proposed or {}, (), {})
    codes = dict.fromkeys(rules.code for rules in standings.rules.values())
    caps = {
        code: caps_by_base(bare.officials(code), bare.share_of(code), bare.parameters_of(code))
        for code in codes
    }
    capped = replace(bare, caps=caps)
    members: dict[str, list[PeriodStanding]] = {}
    for each in standings.people:
        members.setdefault(each.official.similar, []).append(each)
    return replace(capped, groups=tuple(_group(*each, capped) for each in members.items()))


def _group(key: str, members: Sequence[PeriodStanding], period: RankedPeriod) -> SimilarGroup:
    official = members[0].official
    parameters = period.standings.parameters[official.leads]
    rules = period.standings.rules[official.leads]
    ranking = ranked_group(key, [_entry(each) for each in members], parameters)
    places = {each.reference: each for each in ranking.places}
    seats = period.own_seats(rules.code).get(key if binds(key, parameters) else None)
    rows = [RankedRow(each, places.get(each.code), _seat(each, seats, period)) for each in members]
    unknown = [row.standing for row in rows if row.seat is None]
    return SimilarGroup(
        key,
        official.group_title,
        official.place,
        rules,
        ranking,
        tuple(sorted(rows, key=_best_first)),
        sum(each.points.best is Grade.EXCELLENT for each in unknown),
        len(unknown),
    )


def _seat(
    standing: PeriodStanding, seats: SeatsOfGroup | None, period: RankedPeriod
) -> SeatState | None:
    official = period.official(standing)
    return None if official is None else state_of(official, seats)


def _entry(standing: PeriodStanding) -> RankEntry:
    points = standing.points
    return RankEntry(standing.code, standing.official.similar, points.total, points.abc)


def _best_first(row: RankedRow) -> tuple[float, tuple[LettersKey, LettersKey], str]:
    """Equal ranks by name, which ranks nobody."""
    rank = float("inf") if row.place is None else row.place.rank
    return rank, by_given_name(row.standing.official.name), row.standing.code
