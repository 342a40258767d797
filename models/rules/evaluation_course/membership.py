"""Who is in a round: taken out of it, put back, moved in it, brought in singly, with a reason each.

HD 02-HD/BTCTW (secondary): appointed less than a month before: not graded. Whoever was recorded
wrongly, left, or was handed over for an earlier day is not one whom the round judges there. Nothing
is deleted: whoever is taken out stays to be read, and holds up nobody else's grade.
"""

from collections.abc import Sequence
from enum import StrEnum

from models.rules.evaluation_course.dossiers import DossierStepKind, is_taken_out
from models.rules.evaluation_course.rounds import RoundState


class MembershipAct(StrEnum):
    """What the secretariat can do about somebody's place in a round."""

    TAKE_OUT = "take_out"
    PUT_BACK = "put_back"
    MOVE = "move"
    BRING_IN = "bring_in"


STEP_OF_MEMBERSHIP: dict[MembershipAct, DossierStepKind] = {
    MembershipAct.TAKE_OUT: DossierStepKind.TAKEN_OUT,
    MembershipAct.PUT_BACK: DossierStepKind.PUT_BACK,
    MembershipAct.MOVE: DossierStepKind.MOVED,
    MembershipAct.BRING_IN: DossierStepKind.BROUGHT_IN,
}
"""The step that each act leaves."""


def why_not_membership(
    act: MembershipAct, state: RoundState, steps: Sequence[DossierStepKind] | None
) -> str:
    """Why it cannot be done, in a word; '' where it can. `steps`: None: they are not in the round.

    Published grades stand until the round is reopened with a reason.
    """
    if state is not RoundState.UNDER_WAY:
        return "published"
    if act is MembershipAct.BRING_IN:
        return "" if steps is None else "there"
    if steps is None:
        return "not_there"
    if act is MembershipAct.PUT_BACK:
        return "" if is_taken_out(steps) else "not_taken_out"
    return "taken_out" if is_taken_out(steps) else ""
