"""What a round is opened with, and all that is wrong with it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from dondoc.services.evaluation.course.criteria import Criterion, criteria_faults
from dondoc.services.evaluation.course.due_days import DueDays
from dondoc.services.evaluation.course.errors import FieldError
from dondoc.services.evaluation.course.frozen_rules import JUDGED
from dondoc.services.evaluation.rule_sets.schema import EvaluationRules
from dondoc.services.figures.periods import DigestPeriod
from models.rules.scoring.gates import WhoIsGraded


@dataclass(frozen=True)
class RoundProposal:
    """What the office opens a round with: days, rule sets, and the general criteria.

    `unread`: what the form could not read; in its place stands what was proposed.
    """

    period: DigestPeriod
    days: DueDays
    rules: Mapping[WhoIsGraded, EvaluationRules]
    criteria: tuple[Criterion, ...]
    unread: tuple[FieldError, ...] = ()

    @property
    def is_year(self) -> bool:
        """Whether it is of the year."""
        return self.period.span == "year"


def most_general(rules: EvaluationRules) -> Decimal:
    """The general points that a rule set gives at most."""
    return rules.formula.general_most.value


def rules_faults(rules: Mapping[WhoIsGraded, EvaluationRules]) -> Iterator[FieldError]:
    """Rule sets that do not judge those for whom they are chosen."""
    for who, chosen in rules.items():
        if who not in chosen.subjects:
            yield FieldError(who, f"evaluation.round.error.not_for.{who}", code=chosen.code)


def general_faults(proposal: RoundProposal) -> Iterator[FieldError]:
    """The year has no points of its own to enter: its general points are those of its periods."""
    if proposal.is_year:
        if proposal.criteria:
            yield FieldError("", "evaluation.round.error.year_criteria")
        return
    official, leader = (proposal.rules[who] for who in JUDGED)
    most = most_general(official)
    if most != most_general(leader):
        yield FieldError(
            "leader", "evaluation.round.error.general_differs",
            official=official.code, leader=leader.code,
            first=most, second=most_general(leader),
        )  # fmt: skip
    if not any(each.name.startswith(("title-", "most-")) for each in proposal.unread):
        yield from criteria_faults(proposal.criteria, most)
