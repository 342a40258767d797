"""Who may do what with an evaluation: nobody with their own but assess it and ask again.

A re-assessment is answered by another assessor than those who commented, proposed or decided.
"""

from collections.abc import Set
from enum import StrEnum

from models.rules.evaluation_course.dossiers import DossierAct


class Assessor(StrEnum):
    """What somebody is to an evaluation; one person may be several.

    Unit: the head of the person's unit or the secretary of its committee. Above: the head of the
    unit, of a unit's head the head of the parent unit, or a member of the Standing Committee.
    Office: the secretariat, which records what the deciding body decided. Body: a member of it.
    """

    SELF = "self"
    ABOVE = "above"
    UNIT = "unit"
    OFFICE = "office"
    BODY = "body"


ALLOWED: dict[DossierAct, frozenset[Assessor]] = {
    DossierAct.ASSESS_SELF: frozenset({Assessor.SELF}),
    DossierAct.COMMENT: frozenset({Assessor.ABOVE}),
    DossierAct.PROPOSE: frozenset({Assessor.UNIT, Assessor.ABOVE}),
    DossierAct.DECIDE: frozenset({Assessor.OFFICE, Assessor.BODY}),
    DossierAct.REQUEST: frozenset({Assessor.SELF}),
    DossierAct.WITHDRAW_REQUEST: frozenset({Assessor.SELF}),
    DossierAct.ANSWER: frozenset({Assessor.OFFICE, Assessor.BODY}),
}
"""Who may, as far as it is not their own."""

_OWN = frozenset({DossierAct.ASSESS_SELF, DossierAct.REQUEST, DossierAct.WITHDRAW_REQUEST})


def why_not_assessor(act: DossierAct, assessors: Set[Assessor], *, assessed_before: bool) -> str:
    """Why somebody may not, in a word; '' where they may.

    `assessed_before`: whether they commented, proposed or decided on this dossier.
    """
    if not ALLOWED[act] & assessors:
        return "no_right"
    if act not in _OWN and Assessor.SELF in assessors:
        return "own"
    return "same_assessor" if act is DossierAct.ANSWER and assessed_before else ""
