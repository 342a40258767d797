"""On what the evaluation of a year rests, before anybody's is looked at: its periods by now."""

from collections.abc import Iterator, Sequence
from datetime import date

from sqlmodel import Session

from dondoc.rendering.formats import day
from dondoc.services.evaluation.course.due_days import decree_day
from dondoc.services.evaluation.course.rounds import rounds_of
from dondoc.services.evaluation.course.year_reading import parts_of_year
from dondoc.services.evaluation.people.periods import period_in_words
from dondoc.services.evaluation.rule_sets.in_words import value_in_words
from dondoc.services.evaluation.rule_sets.schema import EvaluationRules
from dondoc.services.evaluation.trials.sums import SumWords
from dondoc.services.figures.periods import DigestPeriod
from models.programme import Programme
from models.rules.evaluation_course.rounds import RoundState
from models.rules.scoring.years import YearPartState

_NOT_DECIDED = (YearPartState.NOT_PUBLISHED, YearPartState.NO_ROUND, YearPartState.NOT_OVER)


def periods_by_now(
    session: Session, programme: Programme, today: date
) -> tuple[tuple[DigestPeriod, YearPartState], ...]:
    """The periods of a year and where each stands for everybody; decided: it is published."""
    states = {each.row.period: each.state for each in rounds_of(session, programme.key)}
    return tuple(
        (period, _state(states.get(str(period)), period, today))
        for period in parts_of_year(programme.year, states)
    )


def _state(state: RoundState | None, period: DigestPeriod, today: date) -> YearPartState:
    if state is None:
        return YearPartState.NO_ROUND if today > period.end else YearPartState.NOT_OVER
    under_way = state is RoundState.UNDER_WAY
    return YearPartState.NOT_PUBLISHED if under_way else YearPartState.DECIDED


def on_opening_year(
    session: Session,
    programme: Programme,
    today: date,
    rules: Sequence[EvaluationRules],
    words: SumWords,
) -> Iterator[str]:
    """Which periods are published, and what each rule set does with the others."""
    periods = periods_by_now(session, programme, today)
    tr = words.tr
    named = "; ".join(
        f"{period_in_words(period, tr)} {tr(f'evaluation.year.state.{state}')}"
        for period, state in periods
    )
    yield tr("evaluation.year.open", periods=named)
    if any(state in _NOT_DECIDED for _, state in periods):
        for each in {one.code: one for one in rules}.values():
            parameter = each.periods.undecided_periods
            rule = value_in_words("undecided_periods", parameter.value, words.lang)
            basis = tr(f"evaluation.basis.{parameter.basis}")
            yield tr("evaluation.year.open.rule", code=each.code, rule=rule, basis=basis)


def late_decision(period: DigestPeriod, until: date, words: SumWords) -> Iterator[str]:
    """That a year would be decided later than the decree asks for; nothing where it is not."""
    if until >= decree_day(period.year):
        yield words.tr("evaluation.year.after_decree_day", day=day(until))
