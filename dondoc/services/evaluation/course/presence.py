"""How much of a period somebody was there, and what a rule set makes of it.

HD 02-HD/BTCTW (secondary): absent for half of a quarter or more: counted with the next; appointed
less than a month before its end: not graded. Decree 335/2025/NĐ-CP Art. 21: graded on the time
worked. Nobody is left ungraded by this alone: it is shown to whoever decides.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import func, select
from sqlmodel import Session, col

from dondoc.services.evaluation.people.people_work import PeopleWork
from dondoc.services.figures.periods import DigestPeriod
from dondoc.services.organisation.in_force import held_on
from dondoc.store.bulk import among
from models.evaluation_round import EvaluationDossier
from models.person import Holding, Position
from models.rules.scoring.parameters import ScoringParameters
from models.rules.scoring.periods import (
    AbsenceShare,
    DaySpan,
    is_newly_appointed,
)


@dataclass(frozen=True)
class Presence:
    """Somebody's time in a period.

    `away`: the days of absence within it; `share`: of all days, by the rule set's kind of days.
    `appointed`: since when they hold the position, where that is too short to be graded. `before`:
    the period of which the work counts with this one, as they were absent for too much of it.
    """

    away: tuple[DaySpan, ...]
    share: AbsenceShare
    appointed: date | None
    before: DigestPeriod | None

    @property
    def speaks_against_grading(self) -> bool:
        """Whether the rule set would leave the period ungraded."""
        return self.share.counted_with_next or self.appointed is not None


@dataclass(frozen=True)
class PresenceLookup:
    """Whose presence is looked up in what. `since`: by dossier, the first day in the position."""

    reading: PeopleWork
    period: DigestPeriod
    since: Mapping[int, date]

    def of(self, row: EvaluationDossier, parameters: ScoringParameters) -> Presence:
        """How a rule set counts the time of one person.

        The year is graded on the time worked (Decree 335/2025/NĐ-CP Art. 21): what was missed for
        half of one of its periods counts with the next one there.
        """
        if self.period.span == "year":
            return self._of_year(row.person_id, parameters)
        since = self.since.get(row.key)
        new = since is not None and is_newly_appointed(since, self.period.end, parameters)
        return Presence(
            self.reading.away_in(row.person_id, self.period),
            self.reading.absence(row.person_id, self.period, parameters),
            since if new else None,
            self.reading.missed_before(row.person_id, self.period, parameters),
        )

    def _of_year(self, person_id: int, parameters: ScoringParameters) -> Presence:
        share = self.reading.absence(person_id, self.period, parameters)
        away = self.reading.away_in(person_id, self.period)
        return Presence(away, replace(share, counted_with_next=False), None, None)


def presence_lookup(
    session: Session,
    reading: PeopleWork,
    period: DigestPeriod,
    rows: Collection[EvaluationDossier],
) -> PresenceLookup:
    """The presence of these people; one query beside the reading."""
    query = (
        select(col(Holding.person_id), col(Position.unit_id), func.min(col(Holding.held_from)))
        .join(Position, col(Position.id) == col(Holding.position_id))
        .where(
            among(session, col(Holding.person_id), {row.person_id for row in rows}),
            held_on(period.end),
        )
        .group_by(col(Holding.person_id), col(Position.unit_id))
    )
    held = {(person, unit): since for person, unit, since in session.connection().execute(query)}
    found = {row.key: held.get((row.person_id, row.unit_id)) for row in rows}
    since = {key: day for key, day in found.items() if day is not None}
    return PresenceLookup(reading, period, since)
