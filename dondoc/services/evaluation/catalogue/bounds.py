"""Whether coefficients keep to the bounds that a rule set gives them."""

from collections.abc import Iterable
from decimal import Decimal

from dondoc.services.evaluation.catalogue.line import CatalogueLine
from dondoc.services.evaluation.rule_sets.schema import EvaluationRules


def is_within(rules: EvaluationRules, coefficient: Decimal) -> bool:
    """Whether a coefficient is one that a rule set allows."""
    least, most = rules.formula.coefficient_least.value, rules.formula.coefficient_most.value
    return (least is None or coefficient >= least) and (most is None or coefficient <= most)


def first_beyond(rules: EvaluationRules, lines: Iterable[CatalogueLine]) -> CatalogueLine | None:
    """The first product whose coefficient a rule set does not allow; None where all are."""
    return next((line for line in lines if not is_within(rules, line.coefficient)), None)
