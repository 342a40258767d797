"""What an act says of an objective cause, before it is checked against the facts."""

from dondoc.errors import BadInput
from dondoc.services.acts.act_input import ActInput
from models.rules.cause_effects import CAUSE_ACTS
from models.rules.checkpoints import CheckpointFacts
from models.rules.deductions import current_term
from models.rules.objective_causes import Deduction, ShortfallKind, deduction_of


def deduction_meant(act_input: ActInput, facts: CheckpointFacts) -> Deduction | None:
    """What an objective cause is about; a lateness without a number is that of the term that runs.

    None for an act on something else. Raises BadInput for what names nothing.
    """
    if act_input.act not in CAUSE_ACTS:
        return None
    if act_input.about == ShortfallKind.LATENESS:
        return Deduction(ShortfallKind.LATENESS, current_term(facts))
    deduction = deduction_of(act_input.about)
    if deduction is None:
        raise BadInput("act.about_unknown", found=act_input.about)
    return deduction
