"""Which rule sets hold for somebody: those in force on the last day of a period."""

from collections.abc import Iterable
from datetime import date

from dondoc.services.evaluation.rule_sets.load import shipped
from dondoc.services.evaluation.rule_sets.schema import EvaluationRules
from models.rules.scoring.gates import WhoIsGraded
from models.rules.validity import on_day


def rules_for(leads: bool) -> tuple[EvaluationRules, ...]:
    """The shipped rule sets that judge an official, or whoever heads a unit."""
    who = WhoIsGraded.LEADER if leads else WhoIsGraded.OFFICIAL
    return tuple(rules for rules in shipped() if who in rules.subjects)


def is_in_force(rules: EvaluationRules, day: date) -> bool:
    """Whether a rule set holds on a day."""
    return on_day(rules.valid_from, rules.valid_to, day)


def chosen_first(
    known: Iterable[EvaluationRules], day: date, chosen: EvaluationRules | None
) -> tuple[EvaluationRules, ...]:
    """The one that somebody asks for, then those in force on a day, then all others."""
    others = sorted(known, key=lambda rules: not is_in_force(rules, day))
    if chosen is None:
        return tuple(others)
    return (chosen, *(rules for rules in others if rules.code != chosen.code))
