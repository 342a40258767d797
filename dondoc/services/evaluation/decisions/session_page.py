"""All that a session decides on, on one page: who, points, grades, and what is to be settled first.

Conflicts are named, never resolved: who among equals, and which reading, is the body's to say.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from dondoc.services.evaluation.course.context import RoundContext, round_context
from dondoc.services.evaluation.decisions.decide import votes_of
from dondoc.services.evaluation.decisions.earlier_grades import earlier_grades, earlier_remark
from dondoc.services.evaluation.decisions.session_rows import (
    BesidePoints,
    SessionReader,
    SessionRow,
    session_row,
)
from dondoc.services.evaluation.decisions.session_seats import (
    RoundStandings,
    SessionSeats,
    read_standings,
    session_seats,
)
from dondoc.services.evaluation.ranking.conflicts import (
    ConflictKind,
    EvaluationConflict,
    conflicts_of,
)
from dondoc.services.evaluation.ranking.groups import RankedRow, SimilarGroup
from dondoc.services.evaluation.ranking.unit_scores import group_scores
from models.evaluation_round import EvaluationRound, EvaluationSession
from models.rules.evaluation import Grade
from models.rules.evaluation_course.dossiers import DossierState
from models.rules.scoring.caps import SeatState
from models.rules.scoring.earlier_periods import SPEAK_AGAINST


@dataclass(frozen=True)
class SessionGroup:
    """The people of a group of similar tasks, as they are ranked in it."""

    similar: SimilarGroup
    rows: tuple[SessionRow, ...]


@dataclass(frozen=True)
class SessionPage:
    """A session with its agenda: everybody whom its round evaluates.

    `seats`: by what is decided, else proposed, else computed; as they are chosen on the page they
    are counted of `standings`. `units`: those that did less than the rule set asks of them.
    """

    meant: EvaluationSession
    context: RoundContext
    standings: RoundStandings
    groups: tuple[SessionGroup, ...]
    seats: SessionSeats
    units: tuple[EvaluationConflict, ...]

    @property
    def rows(self) -> tuple[SessionRow, ...]:
        """Everybody."""
        return tuple(row for group in self.groups for row in group.rows)

    def _where(self, is_meant: Callable[[SessionRow], object]) -> tuple[SessionRow, ...]:
        return tuple(row for row in self.rows if is_meant(row))

    @property
    def undecided(self) -> tuple[SessionRow, ...]:
        """Without a decision."""
        return self._where(lambda row: row.dossier.decision is None)

    @property
    def uncommented(self) -> tuple[SessionRow, ...]:
        """Of whom the level above said nothing: what points there are, they gave themselves."""
        return self._where(lambda row: row.uncommented)

    @property
    def unproposed(self) -> tuple[SessionRow, ...]:
        """Undecided, of whom the unit proposed nothing."""
        return self._where(lambda row: row.dossier.proposal is None and not row.decided)

    @property
    def outdated(self) -> tuple[SessionRow, ...]:
        """To be decided again: what the decision rested on has changed."""
        return self._where(lambda row: row.state is DossierState.OUTDATED)

    @property
    def tied(self) -> tuple[SessionRow, ...]:
        """With points that others of their group have, too."""
        return self._where(lambda row: row.beside.tied)

    @property
    def crossing(self) -> tuple[SessionRow, ...]:
        """With another grade by points where the denominator is read otherwise."""
        return self._where(lambda row: row.crosses)

    @property
    def gated(self) -> tuple[SessionRow, ...]:
        """Whose grade by points has a gate that is open or unknown."""
        return self._where(lambda row: row.held_by)

    @property
    def held(self) -> tuple[SessionRow, ...]:
        """Who would be graded above the unit that they lead, or whose unit did too little."""
        return self._where(lambda row: row.beside.held)

    @property
    def disciplined(self) -> tuple[SessionRow, ...]:
        """Whom discipline holds at "not completed", and who are not decided so."""
        return self._where(lambda row: row.against_discipline)

    @property
    def after_failed(self) -> tuple[SessionRow, ...]:
        """Whose grade a quarter before speaks against."""
        return self._where(
            lambda row: row.beside.earlier and row.beside.earlier.reason in SPEAK_AGAINST
        )

    @property
    def beyond_cap(self) -> tuple[SessionRow, ...]:
        """For whom "excellent" is proposed or computed, and there is no seat for certain."""
        return self._where(lambda row: row.beside.seat in (SeatState.WITHOUT, SeatState.TIED))

    @property
    def proposed_before(self) -> tuple[SessionRow, ...]:
        """Undecided, of whom the unit proposed on something else than what is there now."""
        return self._where(lambda row: row.proposal_outdated and not row.decided)

    @property
    def same_level(self) -> tuple[SessionRow, ...]:
        """On whom whoever looks would decide, or the chair, having commented or being the one."""
        return self._where(lambda row: row.same_level and not row.decided)

    @property
    def speaking_against(self) -> tuple[SessionRow, ...]:
        """Of whom the rule set would leave the period ungraded for their absence or appointment."""
        return self._where(lambda row: row.score.work.presence.speaks_against_grading)

    @property
    def is_settled(self) -> bool:
        """Whether nothing is to be settled before decisions."""
        parts = (
            self.undecided, self.uncommented, self.outdated, self.tied, self.crossing, self.gated,
            self.held, self.after_failed, self.beyond_cap, self.proposed_before, self.same_level,
            self.speaking_against, self.units, self.disciplined,
        )  # fmt: skip
        return not any(parts)


def session_page(
    session: Session, programme_id: int | None, session_id: int, person_id: int, today: date
) -> SessionPage | None:
    """A session of the programme; None where there is none. `person_id`: who looks."""
    meant = session.get(EvaluationSession, session_id)
    if meant is None:
        return None
    held = session.get_one(EvaluationRound, meant.round_id)
    if held.programme_id != programme_id:
        return None
    context = round_context(session, held, today)
    standings = read_standings(session, context)
    seats = session_seats(standings, standings.decided)
    conflicts = conflicts_of(seats.ranked, group_scores(standings.period, standings.ranked))
    beside = _beside(session, context, seats, conflicts)
    reader = SessionReader(meant, person_id, votes_of(session, meant.key))
    rows = {
        each.code: session_row(context, standings.works[each.row.key], beside[each.code], reader)
        for each in standings.people
    }
    groups = tuple(
        SessionGroup(group, tuple(rows[each.standing.code] for each in group.rows))
        for group in seats.ranked.groups
    )
    units = tuple(each for each in conflicts if each.kind is ConflictKind.UNIT_UNDER_SHARE)
    return SessionPage(meant, context, standings, groups, seats, units)


def _beside(
    session: Session,
    context: RoundContext,
    seats: SessionSeats,
    conflicts: tuple[EvaluationConflict, ...],
) -> Mapping[str, BesidePoints]:
    """By the code of each what stands beside their points."""
    held: dict[str, list[EvaluationConflict]] = {}
    for each in conflicts:
        if each.kind is ConflictKind.HELD_BY_UNIT:
            held.setdefault(each.people[0], []).append(each)
    before = earlier_grades(session, context)
    return {
        row.standing.code: _of_one(context, seats, row, before.get(row.standing.official.person_id),
                                   tuple(held.get(row.standing.code, ())))
        for group in seats.ranked.groups
        for row in group.rows
    }  # fmt: skip


def _of_one(
    context: RoundContext,
    seats: SessionSeats,
    row: RankedRow,
    before: Mapping[str, Grade | None] | None,
    held: tuple[EvaluationConflict, ...],
) -> BesidePoints:
    standing, place = row.standing, row.place
    official = standing.official
    parameters = seats.ranked.standings.parameters[official.leads]
    grade = seats.ranked.grade_of(standing)
    return BesidePoints(
        similar=official.similar,
        rank=place.rank if place else None,
        tied=bool(place and place.tied),
        seat=seats.seat_of(standing.code),
        held=held,
        earlier=earlier_remark(context.period, grade, before or {}, official.leads, parameters),
    )
