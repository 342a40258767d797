"""A round with all that its evaluations are read by: period, rule sets, where it stands."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from dondoc.services.evaluation.course.frozen_rules import FrozenRules, rules_of_round
from dondoc.services.evaluation.course.rounds import published_last, timed_steps
from dondoc.services.evaluation.people.periods import judged_period
from dondoc.services.figures.periods import DigestPeriod
from dondoc.services.programme.programmes import working_calendar
from models.evaluation_round import EvaluationRound
from models.programme import Programme
from models.rules.calendar import WorkingCalendar
from models.rules.checkpoints import local_date
from models.rules.evaluation_course.rounds import RoundState, RoundStepKind, round_state


@dataclass(frozen=True)
class RoundContext:
    """A round on a day. `rules`: of whoever leads (True), and of all others (False).

    `opened_on`: from which the days of its steps were given. `published_on`, `requests_until`: the
    day of publication and the last one of asking for a re-assessment of what was decided by then,
    both None before it.
    """

    row: EvaluationRound
    programme: Programme
    period: DigestPeriod
    steps: tuple[RoundStepKind, ...]
    opened_on: date
    published_on: date | None
    calendar: WorkingCalendar
    rules: Mapping[bool, FrozenRules]
    today: date

    @property
    def state(self) -> RoundState:
        """Under way, published or locked."""
        return round_state(self.steps)

    @property
    def is_reopened(self) -> bool:
        """Whether its grades were out and are decided anew: none of them holds meanwhile."""
        return self.steps[-1] is RoundStepKind.REOPENED

    @property
    def is_year(self) -> bool:
        """Whether it is the year, which rests on what was decided of its periods."""
        return self.period.span == "year"

    @property
    def requests_until(self) -> date | None:
        """Of what was decided before publication."""
        return self.requests_until_of(None)

    def requests_until_of(self, decided_on: date | None) -> date | None:
        """Of a decision: whoever gets another grade after publication has the same days for it."""
        if self.published_on is None:
            return None
        known_on = max(self.published_on, decided_on or self.published_on)
        return self.calendar.add(known_on, self.row.request_days)


def round_context(session: Session, held: EvaluationRound, today: date) -> RoundContext:
    """A round as it stands on a day."""
    programme = session.get_one(Programme, held.programme_id)
    steps = timed_steps(session, held.key)
    published = published_last(steps)
    return RoundContext(
        row=held,
        programme=programme,
        period=judged_period(held.period, programme.year),
        steps=tuple(kind for kind, _ in steps),
        opened_on=local_date(steps[0][1]),
        published_on=None if published is None else local_date(published),
        calendar=working_calendar(session, programme),
        rules=rules_of_round(held),
        today=today,
    )
