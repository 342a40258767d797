"""Above the lists of a year: on what its evaluation rests, and that it would be decided late."""

from collections.abc import Sequence

from dondoc.services.evaluation.course.context import RoundContext
from dondoc.services.evaluation.course.open_round import is_year
from dondoc.services.evaluation.course.round_faults import RoundProposal
from dondoc.services.evaluation.course.year_opening import late_decision, on_opening_year
from dondoc.services.evaluation.rule_sets.schema import EvaluationRules
from dondoc.services.evaluation.trials.sums import SumWords
from dondoc.web.site.visit import Visit


def words_of_proposal(visit: Visit, proposal: RoundProposal | None) -> list[str]:
    """Of a year that is about to be opened; nothing of another period."""
    if proposal is None or not is_year(proposal.period):
        return []
    words = SumWords(visit.lang)
    late = late_decision(proposal.period, proposal.days.decision_until, words)
    return [*_rests_on(visit, tuple(proposal.rules.values()), words), *late]


def words_of_round(visit: Visit, context: RoundContext) -> list[str]:
    """Of a year that is open; nothing of another period."""
    if not context.is_year:
        return []
    words = SumWords(visit.lang)
    late = late_decision(context.period, context.row.decision_due_on, words)
    rules = [frozen.rules for frozen in context.rules.values()]
    return [*_rests_on(visit, rules, words), *late]


def _rests_on(visit: Visit, rules: Sequence[EvaluationRules], words: SumWords) -> list[str]:
    with visit.programme() as (session, programme):
        return [*on_opening_year(session, programme, visit.today, rules, words)]
