"""Which rule sets hold for somebody: those in force on the last day of a period.

This is the one way of asking. An office's own rule sets are known by the time in which they
judge, whole quarters, and come before the shipped ones, which show how else it could be read.
"""

from collections.abc import Iterable, Mapping
from datetime import date

from sqlalchemy import select
from sqlmodel import Session, col

from dondoc.services.evaluation.course.frozen_rules import rules_of_round
from dondoc.services.evaluation.own.versions import own_in_force
from dondoc.services.evaluation.people.periods import quarters_of
from dondoc.services.evaluation.rule_sets.schema import EvaluationRules
from dondoc.services.evaluation.rule_sets.shipped import shipped
from dondoc.store.cache import database_of, keep, version
from dondoc.store.database import sees_one_moment
from models.evaluation_round import EvaluationRound
from models.programme import Programme
from models.rules.scoring.gates import WhoIsGraded
from models.rules.validity import on_day


def known_rules(session: Session) -> tuple[EvaluationRules, ...]:
    """All that judge or ever judged: the office's own, put in force last first, then the shipped.

    Of an own one `valid_from` and `valid_to` are the days on which it judges.
    """
    if not sees_one_moment(session):
        return (*own_in_force(session), *shipped())
    own = keep(("own rules", database_of(session)), version(session), lambda: own_in_force(session))
    return (*own, *shipped())


def rules_for(session: Session, leads: bool) -> tuple[EvaluationRules, ...]:
    """The rule sets that judge an official, or whoever heads a unit."""
    who = WhoIsGraded.LEADER if leads else WhoIsGraded.OFFICIAL
    return tuple(rules for rules in known_rules(session) if who in rules.subjects)


def rules_of_code(session: Session, code: str, day: date) -> EvaluationRules | None:
    """The rule set of a code: of several versions the one that judges on a day, or the latest.

    None where there is none that judges or ever judged.
    """
    same = [rules for rules in known_rules(session) if rules.code == code.upper()]
    return min(same, key=lambda rules: not is_in_force(rules, day), default=None)


def is_in_force(rules: EvaluationRules, day: date) -> bool:
    """Whether a rule set holds on a day."""
    return on_day(rules.valid_from, rules.valid_to, day)


def chosen_first(
    known: Iterable[EvaluationRules], day: date, chosen: EvaluationRules | None
) -> tuple[EvaluationRules, ...]:
    """The one that somebody asks for, then those in force on a day, then all others.

    Of several versions of one code the first of this order alone.
    """
    others = sorted(known, key=lambda rules: not is_in_force(rules, day))
    found: dict[str, EvaluationRules] = {} if chosen is None else {chosen.code: chosen}
    for rules in others:
        found.setdefault(rules.code, rules)
    return tuple(found.values())


def rules_of_quarters(
    session: Session, year: int, leads: bool, chosen: EvaluationRules | None = None
) -> tuple[EvaluationRules, ...]:
    """By which rule set each quarter of a year is judged; `chosen`: all of them by that one.

    Where a round of the quarter was opened, by the one that it froze.
    """
    known = rules_for(session, leads)
    frozen = {} if chosen else _of_rounds(session, year, leads)
    return tuple(
        frozen.get(str(each)) or chosen_first(known, each.end, chosen)[0]
        for each in quarters_of(year)
    )


def _of_rounds(session: Session, year: int, leads: bool) -> Mapping[str, EvaluationRules]:
    """By period; read once, until something happens."""
    if not sees_one_moment(session):
        return _read_rounds(session, year)[leads]
    key = ("rules of rounds", database_of(session), year)
    return keep(key, version(session), lambda: _read_rounds(session, year))[leads]


def _read_rounds(session: Session, year: int) -> Mapping[bool, Mapping[str, EvaluationRules]]:
    query = (
        select(EvaluationRound)
        .join(Programme, col(Programme.id) == col(EvaluationRound.programme_id))
        .where(col(Programme.year) == year)
    )
    read = {held.period: rules_of_round(held) for held in session.scalars(query)}
    return {
        leads: {period: rules[leads].rules for period, rules in read.items()}
        for leads in (True, False)
    }
